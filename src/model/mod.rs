//! The nouns and rules of the trade, with no input or output: what a contact is, what may be
//! changed about it, and what the two sides of the house say to each other.
//!
//! Everything here is plain data. No module of this folder reads a clock, draws a random number
//! or waits; time and fresh ids are handed in.

pub mod ids;

pub mod value;

pub mod field;

pub mod tag;

pub mod business;

pub mod enrolment;

pub mod user;

pub mod location;

pub mod custom_field;

pub mod catalog;

pub mod check;

pub mod canonical;

pub mod contact;

pub mod beyond;

pub mod task;

pub mod name;

pub mod note;

pub mod appointment;

pub mod served;

pub mod change;

pub mod phone;

pub mod say;

pub mod extra;
pub mod fault;

pub mod op;

pub mod gap;

pub mod growth;

pub mod row;

pub mod dossier;

pub mod anew;

pub mod upon;

pub mod talk;

pub mod clean;

pub mod width;

pub mod count;

pub mod folded;

mod compact;

pub mod context;

pub mod due;

pub mod filter;

pub mod agenda;

pub mod roster;
