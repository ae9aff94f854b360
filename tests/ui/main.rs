//! What is drawn: every screen with its colours, what holds for all of them, and the pictures of
//! the README.

#[path = "../support/acme.rs"]
mod acme;
#[path = "../support/cells.rs"]
mod cells;
#[path = "../support/desk.rs"]
mod desk;
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/snapshot.rs"]
mod snapshot;
#[path = "../support/svg.rs"]
mod svg;

mod clicks;
mod colours;
mod names;
mod pictures;
mod screens;
mod sizes;
mod table;
