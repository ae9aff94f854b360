//! The editor of one field of one contact.

use jiff::{Timestamp, Zoned};

use super::row::FormRow;
use crate::app::draft::{Draft, Place};
use crate::model::{
    catalog::Catalog,
    change::Change,
    ids::{ContactId, OpId},
};

#[derive(Clone, Debug, PartialEq)]
pub struct FieldEditor {
    pub contact: ContactId,
    pub row: FormRow,
    /// The refused change whose text this is; saving replaces it.
    pub refused: Option<OpId>,
    /// Whether the button has the keys that saves a text of several lines.
    pub on_button: bool,
    /// When the draft was left that this text comes from.
    pub draft_from: Option<Timestamp>,
}

impl FieldEditor {
    pub fn new(contact: ContactId, row: FormRow) -> Self {
        Self { contact, row, refused: None, on_button: false, draft_from: None }
    }

    pub fn place(&self) -> Place {
        Place::Field(Some(self.contact), self.row.field.clone())
    }

    /// Goes on with what was typed before.
    pub fn take(&mut self, draft: &Draft) {
        if let (Some(text), Some(typed)) = (self.row.entry.text_mut(), draft.texts.first()) {
            text.set(typed);
            self.draft_from = Some(draft.at);
        }
    }

    pub fn draft(&self, at: Timestamp) -> Option<Draft> {
        let texts = vec![self.row.typed()?];
        Some(Draft { place: self.place(), texts, at })
    }

    /// `None` where it can't be saved as it is; the row says why.
    pub fn changes(&mut self, catalog: &Catalog, now: &Zoned) -> Option<Vec<Change>> {
        let value = self.row.read(catalog, now)?;
        if value == self.row.was {
            return Some(Vec::new());
        }
        Some(vec![Change::ContactEdited {
            contact: self.contact,
            field: self.row.field.clone(),
            was: self.row.was.clone(),
            now: value,
        }])
    }
}
