//! The interface as values: what is on the screen, and what a key or a report changes.
//!
//! `update` takes a `State` and a `Msg` and gives back `Effect`s; nothing here waits, reads a
//! clock or draws. `ui` draws a `&State`, `run.rs` carries the effects out.

// What is typed.
pub mod keys;

pub mod text;

pub mod draft;

// Where things stand.
pub mod view;

pub mod layout;

pub mod list;

// The data.
pub mod book;

// What goes in and out.
pub mod effect;

pub mod msg;
