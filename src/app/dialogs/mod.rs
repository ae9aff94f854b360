//! What opens over the panes and takes the keys until it is closed.

pub mod choice;

pub mod entry;

pub mod row;

pub mod field;

pub mod contact;

pub mod task;

pub mod note;
pub mod people;

pub mod tags;

pub mod menu;

pub mod conflict;

pub mod confirm;

pub mod finder;

pub mod welcome;
