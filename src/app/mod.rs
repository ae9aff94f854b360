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

pub mod spot;

pub mod list;

pub mod marks;

// The data.
pub mod book;

// What is on the screen.
pub mod panes;

pub mod dialogs;

pub mod dialog;

pub mod session;

pub mod scope;

pub mod keymap;

pub mod repeat;

pub mod notice;

pub mod state;

// What goes in and out.
pub mod effect;

pub mod msg;

// What has the keys, and what a command is.
pub mod refused;

pub mod front;

pub mod command;

pub mod hints;

// What commands do.
pub mod motion;

pub mod bulk;

pub mod act;

pub mod conflicts;

pub mod refusal;

pub mod retype;

pub mod forms;

pub mod tagging;

pub mod menus;

pub mod undo;

pub mod questions;

pub mod welcome;

pub mod dispatch;

pub mod commands;

// What a message changes.
pub mod renamed;

pub mod report;

pub mod pointing;

pub mod mouse;

pub mod follow;

pub mod update;

pub mod hands;

#[cfg(test)]
mod tests;
