//! The tasks of everybody, compact: hundreds of thousands of them without an allocation each.
//!
//! A task is put together when it is asked for by [`Agenda::get`]; a pass over all of them looks at
//! them in place, as [`TaskRef`]s. What the service says of a task beyond its fields is left out: it is
//! shown of one person at a time, out of her [`super::dossier`].

use jiff::Timestamp;

use super::{
    compact::{bits::Bits, index::Index, interned::Column, shelf::Shelf, slot::Slot},
    ids::{ContactId, RemoteId, TaskId, UserId},
    task::{Task, TaskDraft},
};

/// A time that is not known. No timestamp of this calendar is as early.
const NEVER: i64 = i64::MIN;

#[derive(Clone, Debug)]
pub struct Agenda {
    ids: Vec<TaskId>,
    index: Index,
    /// Rows that hold a task; the others wait to be used again.
    live: Bits,
    free: Vec<Slot>,
    contacts: Vec<ContactId>,
    by_contact: Index,
    /// Microseconds since the epoch, or [`NEVER`].
    dues: Vec<i64>,
    owners: Column<UserId>,
    done: Bits,
    titles: Shelf<u8>,
    bodies: Shelf<u8>,
    /// The service's ids; empty where there is none yet.
    remotes: Shelf<u8>,
}

impl Default for Agenda {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Agenda {
    pub fn with_capacity(tasks: usize) -> Self {
        Self {
            ids: Vec::with_capacity(tasks),
            index: Index::with_capacity(tasks),
            live: Bits::default(),
            free: Vec::new(),
            contacts: Vec::with_capacity(tasks),
            by_contact: Index::with_capacity(tasks),
            dues: Vec::with_capacity(tasks),
            owners: Column::with_capacity(tasks),
            done: Bits::default(),
            titles: Shelf::new(),
            bodies: Shelf::new(),
            remotes: Shelf::new(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a task, or replaces what is known of it.
    pub fn put(&mut self, task: &Task) {
        let slot = match self.slot(task.id) {
            Some(slot) => {
                self.by_contact.remove_slot(slot, &self.contacts);
                slot
            }
            None => self.enter(task.id),
        };
        let Task { remote, contact, draft: TaskDraft { title, body, due, owner }, done, .. } = task;
        slot.write(&mut self.contacts, *contact);
        self.by_contact.insert(*contact, slot, &self.contacts);
        slot.write(&mut self.dues, due.map_or(NEVER, Timestamp::as_microsecond));
        self.owners.set(slot, owner.as_ref());
        self.done.set(slot, *done);
        self.titles.set(slot, title.as_bytes());
        self.bodies.set(slot, body.as_bytes());
        self.remotes.set(slot, remote.as_ref().map_or("", RemoteId::as_str).as_bytes());
    }

    fn enter(&mut self, id: TaskId) -> Slot {
        let slot = self.free.pop().unwrap_or_else(|| Slot::new(self.ids.len()));
        slot.write(&mut self.ids, id);
        self.index.insert(id, slot, &self.ids);
        self.live.insert(slot);
        slot
    }

    /// Whether there was such a task.
    pub fn remove(&mut self, id: TaskId) -> bool {
        let Some(slot) = self.index.remove(id, &self.ids) else { return false };
        self.live.set(slot, false);
        self.by_contact.remove_slot(slot, &self.contacts);
        for texts in [&mut self.titles, &mut self.bodies, &mut self.remotes] {
            texts.set(slot, &[]);
        }
        self.free.push(slot);
        true
    }

    pub fn get(&self, id: TaskId) -> Option<TaskRef<'_>> {
        Some(TaskRef { agenda: self, slot: self.slot(id)? })
    }

    /// In no order that means anything.
    pub fn all(&self) -> impl Iterator<Item = TaskRef<'_>> {
        self.live.iter().map(|slot| TaskRef { agenda: self, slot })
    }

    /// Those of a contact, in no order that means anything.
    pub fn of(&self, contact: ContactId) -> impl Iterator<Item = TaskRef<'_>> {
        let slots = self.by_contact.all(contact, &self.contacts);
        slots.map(|slot| TaskRef { agenda: self, slot })
    }

    fn slot(&self, id: TaskId) -> Option<Slot> {
        self.index.get(id, &self.ids)
    }
}

impl FromIterator<Task> for Agenda {
    fn from_iter<T: IntoIterator<Item = Task>>(tasks: T) -> Self {
        let mut agenda = Self::default();
        tasks.into_iter().for_each(|task| agenda.put(&task));
        agenda
    }
}

/// A task, looked at in place.
#[derive(Clone, Copy)]
pub struct TaskRef<'a> {
    agenda: &'a Agenda,
    slot: Slot,
}

impl<'a> TaskRef<'a> {
    pub fn id(self) -> TaskId {
        self.agenda.ids[self.slot.at()]
    }

    pub fn contact(self) -> ContactId {
        self.agenda.contacts[self.slot.at()]
    }

    /// To the microsecond.
    pub fn due(self) -> Option<Timestamp> {
        let due = self.agenda.dues[self.slot.at()];
        if due == NEVER { None } else { Timestamp::from_microsecond(due).ok() }
    }

    pub fn owner(self) -> Option<&'a UserId> {
        self.agenda.owners.get(self.slot)
    }

    pub fn is_done(self) -> bool {
        self.agenda.done.contains(self.slot)
    }

    pub fn title(self) -> &'a str {
        text(&self.agenda.titles, self.slot)
    }

    /// A copy that stands alone, without what the service says beyond.
    pub fn to_task(self) -> Task {
        let remote = text(&self.agenda.remotes, self.slot);
        let draft = TaskDraft {
            title: self.title().to_owned(),
            body: text(&self.agenda.bodies, self.slot).to_owned(),
            due: self.due(),
            owner: self.owner().cloned(),
        };
        Task {
            remote: (!remote.is_empty()).then(|| remote.into()),
            done: self.is_done(),
            ..Task::new(self.id(), self.contact(), draft)
        }
    }
}

/// Whole texts went in, so whole texts come out.
fn text(shelf: &Shelf<u8>, slot: Slot) -> &str {
    str::from_utf8(shelf.get(slot)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn task() -> impl Strategy<Value = Task> {
        let owner = prop::option::of(prop::sample::select(&["u1", "u2"][..]));
        let remote = prop::option::of("[a-z]{1,3}");
        let due = prop::option::of(-1_000_i64..1_000);
        (0_u128..20, 0_u128..4, "[a-zé日]{0,9}", "\\PC{0,20}", owner, remote, due, any::<bool>())
            .prop_map(|(id, contact, title, body, owner, remote, due, done)| {
                let draft = TaskDraft {
                    title,
                    body,
                    due: due.and_then(|at| Timestamp::from_microsecond(at).ok()),
                    owner: owner.map(UserId::from),
                };
                let (id, contact) = (Uuid::from_u128(id), Uuid::from_u128(contact));
                let task = Task::new(TaskId::new(id), ContactId::new(contact), draft);
                Task { remote: remote.map(RemoteId::from), done, ..task }
            })
    }

    fn sorted<'a>(tasks: impl Iterator<Item = TaskRef<'a>>) -> Vec<Task> {
        let mut tasks: Vec<Task> = tasks.map(TaskRef::to_task).collect();
        tasks.sort_by_key(|task| task.id);
        tasks
    }

    proptest! {
        #[test]
        fn an_agenda_is_a_map_of_tasks(
            steps in prop::collection::vec((task(), prop::bool::weighted(0.3)), 0..60)
        ) {
            let (mut agenda, mut map) = (Agenda::default(), BTreeMap::new());
            for (task, goes) in steps {
                if goes {
                    prop_assert_eq!(agenda.remove(task.id), map.remove(&task.id).is_some());
                } else {
                    agenda.put(&task);
                    map.insert(task.id, task);
                }
                prop_assert_eq!(agenda.len(), map.len());
                prop_assert_eq!(sorted(agenda.all()), map.values().cloned().collect::<Vec<_>>());
                for contact in (0..4).map(|id| ContactId::new(Uuid::from_u128(id))) {
                    let of = map.values().filter(|task| task.contact == contact).cloned();
                    prop_assert_eq!(sorted(agenda.of(contact)), of.collect::<Vec<_>>());
                }
            }
        }
    }
}
