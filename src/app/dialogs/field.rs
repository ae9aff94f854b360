//! The editor of one field of one contact.

use jiff::Timestamp;

use super::entry::FormRow;
use crate::model::{
    ids::{ContactId, OpId},
    value::Value,
};

#[derive(Clone, Debug, PartialEq)]
pub struct FieldEditor {
    pub contact: ContactId,
    pub row: FormRow,
    /// What it was made from.
    pub was: Value,
    /// The refused change whose text this is; saving replaces it.
    pub refused: Option<OpId>,
    /// When the draft was left that this text comes from.
    pub draft_from: Option<Timestamp>,
}
