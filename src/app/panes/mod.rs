//! The panes: each a small struct of its own that knows the book and no other pane.

pub mod contacts;

pub mod detail;

pub mod tasks;

pub mod notes;

pub mod tags;

pub mod sync;
