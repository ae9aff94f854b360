//! rolodeck: the terminal program for people who live in HighLevel's contacts.

pub mod model;

pub mod secret;

pub mod config;

pub mod api;

pub mod store;

pub mod sync;

pub mod app;

pub mod ui;

pub mod sandbox;

pub mod cli;

pub mod term;

pub mod run;
