//! The world: every record in memory, what is looked up by, and the one way to change it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::grant::{Code, Grant, Refresh};
use super::identity::Identities;
use super::index::Index;
use super::ledger::{Action, Cause, Commit, Ledger};
use super::shelf::Shelf;
use super::write::{Noun, Record, Write};
use crate::sandbox::disk::{Disk, DiskError, Saved};
use crate::sandbox::id::Id;
use crate::sandbox::records::appointment::Appointment;
use crate::sandbox::records::business::Business;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::records::custom_field::CustomField;
use crate::sandbox::records::location::Location;
use crate::sandbox::records::note::Note;
use crate::sandbox::records::setting::Setting;
use crate::sandbox::records::tag::LocationTag;
use crate::sandbox::records::task::Task;

/// Handlers read it and return [`Write`]s; only [`World::commit`] changes it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) setting: Setting,
    pub(crate) tasks: Shelf<Task>,
    pub(crate) notes: Shelf<Note>,
    pub(crate) appointments: Shelf<Appointment>,
    pub(crate) businesses: BTreeMap<Id, Business>,
    pub(crate) ledger: Ledger,
    contacts: HashMap<Id, Arc<Contact>>,
    /// Deleted contacts and the locations they were in.
    gone: HashMap<Id, Id>,
    grants: HashMap<Id, Grant>,
    codes: HashMap<Id, Code>,
    refreshes: HashMap<Id, Refresh>,
    books: BTreeMap<Id, Book>,
    disk: Option<Disk>,
}

/// What belongs to one location.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) identities: Identities,
    pub(crate) index: Index,
    /// By name, as the location's own list shows them.
    pub(crate) tags: BTreeMap<String, LocationTag>,
    pub(crate) fields: Vec<CustomField>,
}

impl World {
    /// An empty world, to be filled with [`World::fill`] and then [`World::filled`].
    pub(crate) fn fresh(setting: Setting, disk: Option<Disk>) -> Result<Self, DiskError> {
        if let Some(disk) = &disk {
            disk.begin_filling()?;
        }
        Ok(Self::empty(setting, disk))
    }

    pub(crate) fn fill(&mut self, writes: Vec<Write>) -> Result<(), DiskError> {
        if let Some(disk) = &self.disk {
            disk.fill(&writes)?;
        }
        for write in writes {
            self.apply(write, Duration::ZERO);
        }
        Ok(())
    }

    /// With a disk, everything is on it now; before, nothing was.
    pub(crate) fn filled(&mut self) -> Result<(), DiskError> {
        self.disk.as_ref().map_or(Ok(()), |disk| disk.end_filling(&self.setting))
    }

    /// The world as an earlier run left it.
    pub(crate) fn restored(saved: Saved, disk: Disk) -> Self {
        let mut world = Self::empty(saved.setting, Some(disk));
        world.ledger = Ledger::after(saved.ledger);
        for record in saved.records {
            world.put(record, Duration::ZERO);
        }
        world
    }

    fn empty(setting: Setting, disk: Option<Disk>) -> Self {
        let books = setting.locations.iter().map(|it| (it.id.clone(), Book::default())).collect();
        Self {
            setting,
            tasks: Shelf::default(),
            notes: Shelf::default(),
            appointments: Shelf::default(),
            businesses: BTreeMap::new(),
            ledger: Ledger::default(),
            contacts: HashMap::new(),
            gone: HashMap::new(),
            grants: HashMap::new(),
            codes: HashMap::new(),
            refreshes: HashMap::new(),
            books,
            disk,
        }
    }

    /// For the world that comes after this one.
    pub(crate) fn take_disk(&mut self) -> Option<Disk> {
        self.disk.take()
    }

    pub(crate) fn contact(&self, id: &str) -> Option<&Arc<Contact>> {
        self.contacts.get(id)
    }

    /// In no order.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.values().map(AsRef::as_ref)
    }

    /// Whether there was such a contact in the location, and it was deleted.
    pub(crate) fn is_gone(&self, id: &str, location: &str) -> bool {
        self.gone.get(id).is_some_and(|it| *it == *location)
    }

    pub(crate) fn location(&self, id: &str) -> Option<&Location> {
        self.setting.location(id)
    }

    pub(crate) fn book(&self, location: &str) -> Option<&Book> {
        self.books.get(location)
    }

    pub(crate) fn grant(&self, token: &str) -> Option<&Grant> {
        self.grants.get(token)
    }

    pub(crate) fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.values()
    }

    pub(crate) fn code(&self, code: &str) -> Option<&Code> {
        self.codes.get(code)
    }

    pub(crate) fn refresh(&self, token: &str) -> Option<&Refresh> {
        self.refreshes.get(token)
    }

    /// Grows with every request that writes anything, also across restarts: no two of them draw
    /// the same ids.
    pub(crate) fn age(&self) -> u64 {
        let tokens = self.grants.len() + self.codes.len() + self.refreshes.len();
        self.ledger.last() + tokens as u64
    }

    pub(crate) fn tag(&self, id: &str) -> Option<&LocationTag> {
        self.books.values().flat_map(|book| book.tags.values()).find(|tag| tag.id == *id)
    }

    pub(crate) fn field(&self, id: &str) -> Option<&CustomField> {
        self.books.values().flat_map(|book| &book.fields).find(|field| field.id == *id)
    }

    /// Whether the location takes duplicate contacts from now on. Says whether there is such a location.
    pub(crate) fn allow_duplicates(&mut self, id: &str, allow: bool) -> Result<bool, DiskError> {
        let mut setting = self.setting.clone();
        let Some(location) = setting.locations.iter_mut().find(|it| it.id == *id) else {
            return Ok(false);
        };
        location.allow_duplicates = allow;
        if let Some(disk) = &self.disk {
            disk.save_setting(&setting)?;
        }
        self.setting = setting;
        Ok(true)
    }

    /// Lets writes show in searches whose index lag is over. `now` is time since the start.
    pub(crate) fn catch_up(&mut self, now: Duration) {
        for book in self.books.values_mut() {
            book.index.catch_up(now);
        }
    }

    /// Keeps the writes of one request: on disk, then here, then in the log. `visible` is when
    /// searches will show them, as time since the start.
    pub(crate) fn commit(
        &mut self,
        writes: Vec<Write>,
        cause: &Cause,
        visible: Duration,
    ) -> Result<(), DiskError> {
        let lines = self.lines(&writes, cause);
        if let Some(disk) = &mut self.disk {
            disk.save(&writes, &lines)?;
        }
        for write in writes {
            self.apply(write, visible);
        }
        self.ledger.push(lines);
        Ok(())
    }

    fn lines(&self, writes: &[Write], cause: &Cause) -> Vec<Commit> {
        let mut seq = self.ledger.last();
        let mut lines = Vec::new();
        for write in writes {
            let (noun, id, action, contact) = match write {
                Write::Put(record) => {
                    let known = self.has(record.noun(), record.id());
                    let action = if known { Action::Updated } else { Action::Created };
                    (record.noun(), record.id(), action, record.contact())
                }
                Write::Remove(noun, id) => (*noun, id, Action::Deleted, None),
            };
            if noun.is_logged() {
                seq += 1;
                lines.push(cause.line(seq, noun.name(), action, id, contact));
            }
        }
        lines
    }

    fn has(&self, noun: Noun, id: &Id) -> bool {
        match noun {
            Noun::Contact => self.contacts.contains_key(id),
            Noun::Task => self.tasks.get(id).is_some(),
            Noun::Note => self.notes.get(id).is_some(),
            Noun::Appointment => self.appointments.get(id).is_some(),
            Noun::LocationTag => self.tag(id).is_some(),
            Noun::CustomField => self.field(id).is_some(),
            Noun::Business => self.businesses.contains_key(id),
            Noun::Grant => self.grants.contains_key(id),
            Noun::Code => self.codes.contains_key(id),
            Noun::Refresh => self.refreshes.contains_key(id),
            Noun::Gone => self.gone.contains_key(id),
        }
    }

    fn apply(&mut self, write: Write, visible: Duration) {
        match write {
            Write::Put(record) => self.put(*record, visible),
            Write::Remove(noun, id) => self.remove(noun, &id, visible),
        }
    }

    fn put(&mut self, record: Record, visible: Duration) {
        match record {
            Record::Contact(contact) => self.put_contact(contact, visible),
            Record::Task(task) => self.tasks.put(task),
            Record::Note(note) => self.notes.put(note),
            Record::Appointment(appointment) => self.appointments.put(appointment),
            Record::LocationTag(tag) => {
                let book = self.books.entry(tag.location_id.clone()).or_default();
                book.tags.retain(|_, other| other.id != tag.id);
                book.tags.insert(tag.name.clone(), tag);
            }
            Record::CustomField(field) => {
                let fields = &mut self.books.entry(field.location_id.clone()).or_default().fields;
                match fields.iter_mut().find(|other| other.id == field.id) {
                    Some(old) => *old = field,
                    None => fields.push(field),
                }
            }
            Record::Business(business) => {
                self.businesses.insert(business.id.clone(), business);
            }
            Record::Grant(grant) => {
                self.grants.insert(grant.token.clone(), grant);
            }
            Record::Code(code) => {
                self.codes.insert(code.text.clone(), code);
            }
            Record::Refresh(refresh) => {
                self.refreshes.insert(refresh.token.clone(), refresh);
            }
            Record::Gone(id, location) => {
                self.gone.insert(id, location);
            }
        }
    }

    fn put_contact(&mut self, contact: Arc<Contact>, visible: Duration) {
        let book = self.books.entry(contact.location_id.clone()).or_default();
        let old = self.contacts.insert(contact.id.clone(), contact.clone());
        if let Some(old) = &old {
            book.identities.remove(old);
        }
        book.identities.add(&contact);
        book.index.queue(visible, old, Some(contact));
        if visible.is_zero() {
            book.index.catch_up(visible);
        }
    }

    fn remove(&mut self, noun: Noun, id: &Id, visible: Duration) {
        match noun {
            Noun::Contact => self.remove_contact(id, visible),
            Noun::Task => drop(self.tasks.remove(id)),
            Noun::Note => drop(self.notes.remove(id)),
            Noun::Appointment => drop(self.appointments.remove(id)),
            Noun::LocationTag => {
                self.books.values_mut().for_each(|book| book.tags.retain(|_, it| it.id != *id));
            }
            Noun::CustomField => {
                self.books.values_mut().for_each(|book| book.fields.retain(|it| it.id != *id));
            }
            Noun::Business => drop(self.businesses.remove(id)),
            Noun::Grant => drop(self.grants.remove(id)),
            Noun::Code => drop(self.codes.remove(id)),
            Noun::Refresh => drop(self.refreshes.remove(id)),
            Noun::Gone => drop(self.gone.remove(id)),
        }
    }

    fn remove_contact(&mut self, id: &Id, visible: Duration) {
        let Some(contact) = self.contacts.remove(id) else { return };
        let book = self.books.entry(contact.location_id.clone()).or_default();
        book.identities.remove(&contact);
        book.index.queue(visible, Some(contact), None);
    }
}
