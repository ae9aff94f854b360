//! From a connection to a call and back: the door, the table of routes, the gate.

pub(crate) mod answer;
mod bomb;
pub(crate) mod control;
pub(crate) mod door;
pub(crate) mod gate;
pub(crate) mod house;
mod instead;
pub(crate) mod key;
pub(crate) mod limits;
pub(crate) mod line;
mod multipart;
mod odd;
pub(crate) mod request;
pub(crate) mod routes;
pub(crate) mod server;
pub(crate) mod webhook;
