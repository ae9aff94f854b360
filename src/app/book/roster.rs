//! Everybody, as rows.

use std::collections::HashMap;

use crate::model::{ids::ContactId, row::Row};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster {
    rows: Vec<Row>,
    places: HashMap<ContactId, usize>,
}

impl Roster {
    pub fn get(&self, id: ContactId) -> Option<&Row> {
        self.rows.get(*self.places.get(&id)?)
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn put(&mut self, row: Row) {
        if let Some(place) = self.places.get(&row.id) {
            self.rows[*place] = row;
        } else {
            self.places.insert(row.id, self.rows.len());
            self.rows.push(row);
        }
    }

    pub fn remove(&mut self, id: ContactId) {
        if let Some(place) = self.places.remove(&id) {
            self.rows.swap_remove(place);
            if let Some(row) = self.rows.get(place) {
                self.places.insert(row.id, place);
            }
        }
    }
}

impl FromIterator<Row> for Roster {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut roster = Self::default();
        rows.into_iter().for_each(|row| roster.put(row));
        roster
    }
}
