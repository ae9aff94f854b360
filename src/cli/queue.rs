//! The outbox laid upon what the server last said: what commands show is what the screen shows.

use std::collections::{BTreeSet, HashMap};

use super::standing::Standing;
use crate::{
    model::{
        change::Change,
        contact::Contact,
        dossier::Dossier,
        ids::{ContactId, NoteId, OpId, TaskId},
        note::Note,
        op::{self, Outgoing},
        task::Task,
    },
    store::{Pending, Reader, Result},
};

/// Live and refused changes, in the order in which they were made. Read it before the records: a
/// change that settles in between is then shown twice over, which is once, and never not at all.
#[derive(Debug)]
pub(super) struct Queue {
    outgoing: Vec<Outgoing>,
    of_contact: HashMap<ContactId, Vec<usize>>,
}

impl Queue {
    pub(super) fn read(reader: &Reader) -> Result<Self> {
        let outgoing: Vec<Outgoing> =
            reader.outgoing()?.into_iter().map(|Pending { outgoing, .. }| outgoing).collect();
        let mut of_contact: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, one) in outgoing.iter().enumerate() {
            of_contact.entry(one.op.change.contact()).or_default().push(at);
        }
        Ok(Self { outgoing, of_contact })
    }

    pub(super) fn all(&self) -> &[Outgoing] {
        &self.outgoing
    }

    pub(super) fn of(&self, contact: ContactId) -> impl Iterator<Item = &Outgoing> {
        let places = self.of_contact.get(&contact).into_iter().flatten();
        places.filter_map(|at| self.outgoing.get(*at))
    }

    /// What must be through before this one can go, if that is not just its turn.
    pub(super) fn blocker(&self, waiting: &Outgoing) -> Option<OpId> {
        let lane = self.of(waiting.op.change.contact()).map(|one| (&one.op, one.state));
        op::blocker(lane, &waiting.op, waiting.state)
    }

    /// Contacts whose own record looks different for what is queued.
    pub(super) fn altered(&self) -> BTreeSet<ContactId> {
        let own = |change: &&Change| change.task().is_none() && change.note().is_none();
        shown(&self.outgoing).filter(own).map(Change::contact).collect()
    }

    /// `None` is a contact that does not exist (yet, or any more).
    pub(super) fn contact(&self, reader: &Reader, id: ContactId) -> Result<Option<Contact>> {
        let base = reader.contact(id)?;
        Ok(shown(self.of(id)).fold(base, |contact, change| change.upon_contact(contact)))
    }

    /// What people call the contact, also one that is to be deleted.
    pub(super) fn name(&self, reader: &Reader, id: ContactId) -> Result<String> {
        let contact = match self.contact(reader, id)? {
            Some(contact) => Some(contact),
            None => reader.contact(id)?,
        };
        let known = contact.map(|contact| contact.listed_name());
        let made = || self.of(id).find_map(|one| one.op.change.own_name());
        Ok(known.or_else(made).unwrap_or_else(|| "(gone)".to_owned()))
    }

    pub(super) fn dossier(&self, reader: &Reader, id: ContactId) -> Result<Option<Dossier>> {
        let Some(contact) = self.contact(reader, id)? else { return Ok(None) };
        let mut dossier = match reader.dossier(id)? {
            Some(base) => Dossier { contact, ..base },
            None => Dossier::of(contact),
        };
        for change in shown(self.of(id)) {
            change.upon_tasks(&mut dossier.tasks.items);
            change.upon_notes(&mut dossier.notes.items);
        }
        Ok(Some(dossier))
    }

    pub(super) fn task(&self, reader: &Reader, id: TaskId) -> Result<Option<Task>> {
        let mut tasks: Vec<Task> = reader.task(id)?.into_iter().collect();
        let contact = tasks.first().map(|task| task.contact);
        let concerns = |change: &&Change| {
            let takes_all = matches!(change, Change::ContactDeleted { .. });
            change.task() == Some(id) || takes_all && Some(change.contact()) == contact
        };
        for change in shown(&self.outgoing).filter(concerns) {
            change.upon_tasks(&mut tasks);
        }
        Ok(tasks.pop())
    }

    pub(super) fn note(&self, reader: &Reader, id: NoteId) -> Result<Option<Note>> {
        let mut notes: Vec<Note> = reader.note(id)?.into_iter().collect();
        for change in shown(&self.outgoing).filter(|change| change.note() == Some(id)) {
            change.upon_notes(&mut notes);
        }
        Ok(notes.pop())
    }

    /// The open tasks of everybody.
    pub(super) fn open_tasks(&self, reader: &Reader) -> Result<Vec<Task>> {
        let mut tasks = reader.open_tasks()?;
        let is_shown = |change: &&Change| {
            change.task().is_some() || matches!(change, Change::ContactDeleted { .. })
        };
        for change in shown(&self.outgoing).filter(is_shown) {
            // A closed task that is opened again is not among those that were read.
            if let (Change::TaskReopened { .. }, Some(id)) = (change, change.task())
                && tasks.iter().all(|task| task.id != id)
            {
                tasks.extend(reader.task(id)?);
            }
            change.upon_tasks(&mut tasks);
        }
        tasks.retain(|task| !task.done);
        Ok(tasks)
    }

    pub(super) fn standing(&self, contact: ContactId) -> Standing {
        Standing::worst(self.of(contact))
    }

    pub(super) fn standing_of_task(&self, task: &Task) -> Standing {
        let own = |one: &&Outgoing| one.op.change.task() == Some(task.id);
        Standing::worst(self.of(task.contact).filter(own))
    }

    pub(super) fn standing_of_note(&self, note: &Note) -> Standing {
        let own = |one: &&Outgoing| one.op.change.note() == Some(note.id);
        Standing::worst(self.of(note.contact).filter(own))
    }
}

/// The changes whose effect is shown.
fn shown<'a>(outgoing: impl IntoIterator<Item = &'a Outgoing>) -> impl Iterator<Item = &'a Change> {
    let is_shown = |one: &&Outgoing| one.state.shows(&one.op.change);
    outgoing.into_iter().filter(is_shown).map(|one| &one.op.change)
}
