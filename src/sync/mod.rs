//! Plans, pulls and pushes: what carries changes to the service and news back.

mod found;
mod gate;
mod merge;
mod patience;
mod plan;
mod queue;
