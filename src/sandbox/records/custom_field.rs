//! A custom field of a location: what it is called and what it may hold.

use serde::{Deserialize, Serialize};

use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CustomField {
    pub(crate) id: Id,
    pub(crate) location_id: Id,
    pub(crate) name: String,
    /// Without the `contact.` that the service puts in front.
    pub(crate) key: String,
    pub(crate) data_type: DataType,
    pub(crate) model: Model,
    pub(crate) placeholder: String,
    pub(crate) position: i64,
    /// What the field may be set to, for the kinds with a choice.
    pub(crate) options: Vec<FieldOption>,
    pub(crate) accepted_formats: Vec<String>,
    pub(crate) max_files: Option<i64>,
}

/// One choice, or one box of a list of text boxes; only the boxes are addressed by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FieldOption {
    pub(crate) id: Id,
    pub(crate) label: String,
    pub(crate) prefill: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Model {
    Contact,
    Opportunity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DataType {
    Text,
    LargeText,
    Numerical,
    Phone,
    Monetory,
    Checkbox,
    SingleOptions,
    MultipleOptions,
    Date,
    TextboxList,
    FileUpload,
    Radio,
    Signature,
}

impl DataType {
    /// Every type with its name on the wire; `MONETORY` is the service's spelling.
    pub(crate) const NAMES: [(Self, &str); 13] = [
        (Self::Text, "TEXT"),
        (Self::LargeText, "LARGE_TEXT"),
        (Self::Numerical, "NUMERICAL"),
        (Self::Phone, "PHONE"),
        (Self::Monetory, "MONETORY"),
        (Self::Checkbox, "CHECKBOX"),
        (Self::SingleOptions, "SINGLE_OPTIONS"),
        (Self::MultipleOptions, "MULTIPLE_OPTIONS"),
        (Self::Date, "DATE"),
        (Self::TextboxList, "TEXTBOX_LIST"),
        (Self::FileUpload, "FILE_UPLOAD"),
        (Self::Radio, "RADIO"),
        (Self::Signature, "SIGNATURE"),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("TEXT", |(_, name)| name)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}
