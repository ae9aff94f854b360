//! The one filter language of interface, scripts and rules:
//! `tag:hot -tag:lost city:berlin updated:<7d owner:me is:failed free words "quoted words"`.
//!
//! A text parses into a [`Query`], which prints in one canonical form. A query is turned into a
//! [`Filter`] for one moment and one person: names have become ids, ages have become times, text
//! is folded. Whoever holds the contacts evaluates that.
//!
//! ```text
//! text ──parse──▶ Query ──resolve(context)──▶ Filter ──▶ roster
//!   ◀──Display────┘
//! ```

mod condition;
mod error;
mod field;
mod parse;
mod print;
mod resolve;
mod term;
mod test;
#[cfg(test)]
mod tests;
mod token;
mod tree;
mod value;
mod when;

pub use condition::{Condition, Filter, Times};
pub use error::Error;
pub use field::{FIELDS, FieldSpec, Present, TextField, TimeField};
pub use term::{Term, squeezed_phone};
pub use test::{Due, Mark, Owner, Query, Test};
pub use tree::Tree;
pub use when::{Age, Day, Unit, When};
