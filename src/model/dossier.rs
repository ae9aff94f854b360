//! Everything known about one person: what the detail pane shows.

use jiff::Timestamp;

use super::{appointment::Appointment, contact::Contact, fault::Fault, note::Note, task::Task};

/// One list that is fetched by a call of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<T> {
    pub items: Vec<T>,
    /// When the service last answered; `None` is "not fetched yet", which is not "none".
    pub fetched: Option<Timestamp>,
    /// Why the last attempt to fetch it failed.
    pub fault: Option<Fault>,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self { items: Vec::new(), fetched: None, fault: None }
    }
}

/// The server's last word about one contact, without the queue on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    pub contact: Contact,
    /// When the full record was last fetched.
    pub fetched: Option<Timestamp>,
    /// Open and closed.
    pub tasks: Part<Task>,
    /// Newest first.
    pub notes: Part<Note>,
    pub appointments: Part<Appointment>,
}

impl Dossier {
    /// Of a contact of whom nothing else is known.
    pub fn of(contact: Contact) -> Self {
        Self {
            contact,
            fetched: None,
            tasks: Part::default(),
            notes: Part::default(),
            appointments: Part::default(),
        }
    }
}
