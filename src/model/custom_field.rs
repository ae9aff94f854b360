//! The fields that a location defined for itself, by which contacts carry further values.

use serde::{Deserialize, Serialize};

use super::ids::FieldId;

/// What a custom field takes (contract 2.8); an unknown type is treated as text and never
/// written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataType {
    Text,
    LongText,
    Number,
    Money,
    Phone,
    Date,
    /// One of the options.
    One,
    /// Any of the options.
    Several,
    /// Shown, not edited: files, signatures, lists of text boxes, types not known yet.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    pub id: FieldId,
    pub name: String,
    /// `contact.lead_score`; people may leave out the prefix.
    pub key: String,
    pub data_type: DataType,
    pub options: Vec<String>,
    pub position: i64,
}
