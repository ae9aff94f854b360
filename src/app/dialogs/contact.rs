//! The form of a contact, new or known.

use std::collections::BTreeMap;

use jiff::{Timestamp, Zoned};

use super::row::FormRow;
use crate::app::draft::{Draft, Place};
use crate::model::{
    catalog::Catalog,
    change::Change,
    contact::Contact,
    field::{Field, Standard, Write},
    ids::{ContactId, OpId},
    tag::Tag,
    value::Value,
};

#[derive(Clone, Debug, PartialEq)]
pub struct ContactForm {
    /// `None` is a new one.
    pub contact: Option<ContactId>,
    pub rows: Vec<FormRow>,
    /// The row that is edited; one past the last is the button that saves.
    pub at: usize,
    pub fault: Option<String>,
    /// Somebody who has the same email or phone, as a warning.
    pub twin: Option<ContactId>,
    pub draft_from: Option<Timestamp>,
    /// The refused creation whose text this is; saving replaces it and keeps its tags.
    pub refused: Option<(OpId, ContactId, Vec<Tag>)>,
}

impl ContactForm {
    /// Of a new contact, filled with what is known of it.
    pub fn new(values: &BTreeMap<Field, Value>, catalog: &Catalog) -> Self {
        let rows = fields(catalog, |write| write != Write::Never)
            .filter_map(|field| {
                let now = values.get(&field).cloned().unwrap_or_default();
                Some(FormRow::of(field, Value::Empty, catalog)?.with(&now, catalog))
            })
            .collect();
        Self {
            contact: None,
            rows,
            at: 0,
            fault: None,
            twin: None,
            draft_from: None,
            refused: None,
        }
    }

    /// Of one that exists.
    pub fn of(contact: &Contact, catalog: &Catalog) -> Self {
        let rows = fields(catalog, |write| write == Write::Always)
            .filter_map(|field| {
                let was = contact.value(&field).clone();
                FormRow::of(field, was, catalog)
            })
            .collect();
        Self { contact: Some(contact.id), rows, ..Self::new(&BTreeMap::new(), catalog) }
    }

    pub fn row(&self) -> Option<&FormRow> {
        self.rows.get(self.at)
    }

    pub fn row_mut(&mut self) -> Option<&mut FormRow> {
        self.rows.get_mut(self.at)
    }

    /// To another field or the button, round the end.
    pub fn step(&mut self, by: isize) {
        let count = self.rows.len() + 1;
        self.at = (self.at + count).wrapping_add_signed(by) % count;
    }

    pub fn is_changed(&self, catalog: &Catalog) -> bool {
        self.rows.iter().any(|row| row.is_changed(catalog))
    }

    pub fn place(&self, row: &FormRow) -> Place {
        Place::Field(self.contact, row.field.clone())
    }

    /// Goes on with what was typed before.
    pub fn take<'a>(&mut self, draft: impl Fn(&Place) -> Option<&'a Draft>) {
        for at in 0..self.rows.len() {
            let found = draft(&self.place(&self.rows[at]));
            if let (Some(draft), Some(text)) = (found, self.rows[at].entry.text_mut())
                && let Some(typed) = draft.texts.first()
            {
                text.set(typed);
                self.draft_from = Some(draft.at);
            }
        }
    }

    pub fn drafts(&self, at: Timestamp) -> Vec<Draft> {
        let typed = self.rows.iter().filter_map(|row| Some((row, row.typed()?)));
        typed.map(|(row, text)| Draft { place: self.place(row), texts: vec![text], at }).collect()
    }

    /// `None` where it can't be saved as it is: the cursor goes to what is wrong. `fresh` is the
    /// id of a new contact.
    pub fn changes(
        &mut self,
        fresh: ContactId,
        catalog: &Catalog,
        now: &Zoned,
    ) -> Option<Vec<Change>> {
        let mut values = BTreeMap::new();
        let mut changes = Vec::new();
        let mut wrong = None;
        for (at, row) in self.rows.iter_mut().enumerate() {
            let Some(value) = row.read(catalog, now) else {
                wrong = wrong.or(Some(at));
                continue;
            };
            if let (Some(contact), true) = (self.contact, value != row.was) {
                let (field, was) = (row.field.clone(), row.was.clone());
                changes.push(Change::ContactEdited { contact, field, was, now: value.clone() });
            }
            if !value.is_empty() {
                values.insert(row.field.clone(), value);
            }
        }
        if let Some(at) = wrong {
            self.at = at;
            return None;
        }
        if self.contact.is_some() {
            return Some(changes);
        }
        if !ENOUGH.iter().any(|field| values.contains_key(&Field::from(*field))) {
            self.fault = Some("a new contact needs a name, an email or a phone number".to_owned());
            return None;
        }
        let (contact, tags) = match &self.refused {
            Some((_, contact, tags)) => (*contact, tags.clone()),
            None => (fresh, Vec::new()),
        };
        Some(vec![Change::ContactAdded { contact, values, tags }])
    }
}

/// One of these tells one contact from another.
const ENOUGH: &[Standard] =
    &[Standard::FirstName, Standard::LastName, Standard::Email, Standard::Phone];

fn fields(catalog: &Catalog, may: impl Fn(Write) -> bool) -> impl Iterator<Item = Field> {
    let standard = Standard::ALL.iter().filter(move |field| may(field.spec().write));
    let custom = catalog.custom_fields.iter().map(|field| Field::Custom(field.id.clone()));
    standard.map(|field| Field::from(*field)).chain(custom)
}
