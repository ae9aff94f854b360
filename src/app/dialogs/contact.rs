//! The form of a contact, new or known.

use super::entry::FormRow;
use crate::model::ids::{ContactId, OpId};

#[derive(Clone, Debug, PartialEq)]
pub struct ContactForm {
    /// `None` is a new one.
    pub contact: Option<ContactId>,
    pub rows: Vec<FormRow>,
    pub at: usize,
    /// The refused creation whose text this is; saving replaces it.
    pub refused: Option<OpId>,
    /// Somebody who has the same email or phone, as a warning.
    pub twin: Option<ContactId>,
}
