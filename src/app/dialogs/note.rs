//! The note box.

use jiff::Timestamp;

use crate::app::text::Text;
use crate::model::ids::{ContactId, NoteId, OpId};

#[derive(Clone, Debug, PartialEq)]
pub struct NoteBox {
    /// Whose note; several get one each.
    pub contacts: Vec<ContactId>,
    /// `None` is a new one.
    pub note: Option<NoteId>,
    pub text: Text,
    pub fault: Option<String>,
    pub refused: Option<OpId>,
    pub draft_from: Option<Timestamp>,
}
