//! What the server last said: written by pulls and looks, never by edits.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{error::Result, handle::Store};
use crate::model::{
    appointment::Appointment,
    catalog::Catalog,
    fault::Fault,
    ids::ContactId,
    served::{ServedContact, ServedNote, ServedTask},
    talk::Base,
};

/// How far pulling has come. Stored in the transaction of the rows that it covers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Where a full pull goes on, in a form that only the puller reads; none if none is under way.
    pub cursor: Option<serde_json::Value>,
    /// The largest `dateUpdated` that the server ever showed.
    pub watermark: Option<Timestamp>,
    /// When a full pull last came to its end.
    pub full: Option<Timestamp>,
    /// When the copy last agreed with what the server answered.
    pub synced: Option<Timestamp>,
}

/// The lists of a contact that are fetched by a call of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Tasks,
    Notes,
    Appointments,
}

/// What became of a page that may speak of contacts not known here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    pub base: Base,
    /// Records left out because their contact is not known here (yet).
    pub strangers: usize,
}

impl Store {
    /// From now on every [`Base`] that touches this contact carries its dossier.
    pub fn look_at(&self, _contact: Option<ContactId>) {
        unimplemented!()
    }

    /// A page of a pull and how far the pull has come with it, in one transaction. A record replaces
    /// what is here unless it is older, or the contact was written by us less than a minute before
    /// `at`: lists lag behind answers. What says nothing new is not in the [`Base`]. The watermark
    /// only moves forward.
    pub async fn put_contacts(
        &self,
        _page: Vec<ServedContact>,
        _progress: Progress,
        _at: Timestamp,
    ) -> Result<Base> {
        unimplemented!()
    }

    /// One contact, asked for by its id: replaces what is here unless it is older.
    pub async fn put_contact(&self, _served: ServedContact, _at: Timestamp) -> Result<Base> {
        unimplemented!()
    }

    /// All tasks of a contact, open and closed; others that were here are gone.
    pub async fn put_tasks_of(
        &self,
        _contact: ContactId,
        _tasks: Vec<ServedTask>,
        _at: Timestamp,
    ) -> Result<Base> {
        unimplemented!()
    }

    /// All notes of a contact; others that were here are gone.
    pub async fn put_notes_of(
        &self,
        _contact: ContactId,
        _notes: Vec<ServedNote>,
        _at: Timestamp,
    ) -> Result<Base> {
        unimplemented!()
    }

    /// All appointments of a contact.
    pub async fn put_appointments_of(
        &self,
        _contact: ContactId,
        _appointments: Vec<Appointment>,
        _at: Timestamp,
    ) -> Result<Base> {
        unimplemented!()
    }

    /// A list of a contact could not be fetched; what was known of it stays.
    pub async fn part_failed(
        &self,
        _contact: ContactId,
        _part: Listed,
        _fault: Fault,
    ) -> Result<Base> {
        unimplemented!()
    }

    /// A page of everybody's open tasks.
    pub async fn put_open_tasks(&self, _page: Vec<ServedTask>, _at: Timestamp) -> Result<Taken> {
        unimplemented!()
    }

    /// A pass over everybody's open tasks that began at `began` is complete: an open task that no
    /// answer has shown since is closed.
    pub async fn finish_open_tasks(&self, _began: Timestamp) -> Result<Base> {
        unimplemented!()
    }

    /// The server has this contact no more. Its queued changes stay, for the server to refuse.
    pub async fn contact_gone(&self, _contact: ContactId, _at: Timestamp) -> Result<Base> {
        unimplemented!()
    }

    pub async fn put_catalog(&self, _catalog: Catalog) -> Result<()> {
        unimplemented!()
    }

    /// Sets the progress as it is, backwards too: for the beginning and the end of a full pull.
    pub async fn put_progress(&self, _progress: Progress) -> Result<()> {
        unimplemented!()
    }

    /// Keeps a small thing by name, such as the day's count of calls.
    pub async fn remember(&self, _name: &'static str, _value: serde_json::Value) -> Result<()> {
        unimplemented!()
    }
}
