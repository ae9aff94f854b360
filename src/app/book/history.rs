//! What was done in this session, so that it can be taken back and done again.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::model::{
    catalog::Catalog,
    change::Change,
    count,
    ids::{DeedId, Ids, OpId},
    op::Op,
    talk::Renamed,
};

/// What one key press did.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    pub id: DeedId,
    pub at: Timestamp,
    /// `tag +q4 on 309 contacts`.
    pub words: String,
    pub ops: Vec<Op>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    made: Vec<Deed>,
    /// Being taken back by the background task.
    undoing: Vec<Deed>,
    undone: Vec<Deed>,
}

impl History {
    /// What `u` would take back.
    pub fn last(&self) -> Option<&Deed> {
        self.made.last()
    }

    /// What `U` would do again.
    pub fn last_undone(&self) -> Option<&Deed> {
        self.undone.last()
    }

    /// In the order in which they were done.
    pub fn made(&self) -> &[Deed] {
        &self.made
    }

    /// Something new was done: what was undone before can't be done again.
    pub fn push(&mut self, deed: Deed) {
        self.undone.clear();
        self.made.push(deed);
    }

    /// What was undone is done again, under another id.
    pub fn push_redone(&mut self, deed: Deed) {
        self.undone.pop();
        self.made.push(deed);
    }

    /// This deed is about to be taken back. Of one of another session only the words are known.
    pub fn begin_undo(&mut self, mut deed: Deed) {
        if let Some(place) = self.made.iter().position(|made| made.id == deed.id) {
            deed = self.made.remove(place);
        }
        self.undoing.push(deed);
    }

    /// This one was about to be taken back, and was not.
    pub fn give_back_one(&mut self, deed: DeedId) -> Option<Deed> {
        let place = self.undoing.iter().position(|undoing| undoing.id == deed)?;
        let deed = self.undoing.remove(place);
        self.keep(deed.clone());
        Some(deed)
    }

    /// What was about to be taken back was not.
    pub fn give_back(&mut self) {
        for deed in std::mem::take(&mut self.undoing) {
            self.keep(deed);
        }
    }

    /// Where it was among the deeds of this session, if it is one.
    fn keep(&mut self, deed: Deed) {
        if !deed.ops.is_empty() {
            let place = self.made.partition_point(|made| made.id < deed.id);
            self.made.insert(place, deed);
        }
    }

    /// A contact is known by another id now.
    pub fn rename(&mut self, Renamed { from, to }: Renamed) {
        let deeds = self.made.iter_mut().chain(&mut self.undoing).chain(&mut self.undone);
        for op in deeds.flat_map(|deed| &mut deed.ops) {
            if op.change.contact() == from {
                op.change.set_contact(to);
            }
        }
    }

    /// The deed was not stored: it did not happen.
    pub fn forget(&mut self, ops: &[OpId]) {
        let ops: BTreeSet<OpId> = ops.iter().copied().collect();
        for deed in &mut self.made {
            deed.ops.retain(|op| !ops.contains(&op.id));
        }
        self.made.retain(|deed| !deed.ops.is_empty());
    }

    /// The deed was taken back: `withdrawn` never went out, `inverse` are the changes that take
    /// back what did. Returns what it said.
    pub fn undo(
        &mut self,
        deed: DeedId,
        withdrawn: &[OpId],
        inverse: &[Op],
        mut ids: Ids,
    ) -> Option<String> {
        let place = self.undoing.iter().position(|undoing| undoing.id == deed)?;
        let mut deed = self.undoing.remove(place);
        let words = deed.words.clone();
        let withdrawn: BTreeSet<OpId> = withdrawn.iter().copied().collect();
        deed.ops.retain(|op| withdrawn.contains(&op.id));
        for op in &mut deed.ops {
            op.change = anew(&op.change, &mut ids);
        }
        let taken_back =
            inverse.iter().map(|op| Op { change: op.change.inverse(&mut ids), ..op.clone() });
        deed.ops.extend(taken_back);
        if !deed.ops.is_empty() {
            self.undone.push(deed);
        }
        Some(words)
    }
}

/// The change to commit when something that never went out is done again: a creation gets a
/// new id, since the old one may be known as withdrawn.
fn anew(change: &Change, ids: &mut Ids) -> Change {
    if change.is_create() { change.inverse(ids).inverse(ids) } else { change.clone() }
}

/// What a deed did, in words; `name` is the person, where it is one.
pub fn words(catalog: &Catalog, changes: &[&Change], name: Option<&str>) -> String {
    let people: BTreeSet<_> = changes.iter().map(|change| change.contact()).collect();
    words_of(catalog, changes, changes.len(), people.len(), name)
}

/// The same, told from a few of all its changes.
pub fn words_of(
    catalog: &Catalog,
    sample: &[&Change],
    changes: usize,
    people: usize,
    name: Option<&str>,
) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for change in sample {
        let words = catalog.words(change);
        if !kinds.contains(&words) {
            kinds.push(words);
        }
        if kinds.len() > MOST_KINDS {
            break;
        }
    }
    if let Some(words) = of_records(sample, people, name) {
        return words;
    }
    let what =
        if kinds.len() > MOST_KINDS { format!("{changes} changes") } else { kinds.join(", ") };
    match (people, name) {
        (1, Some(name)) => format!("{what} on {name}"),
        (1, None) => what,
        (count, _) => format!("{what} on {count} contacts"),
    }
}

/// Contacts that were made or deleted, and nothing else: `deleted Adams, Jane`, `3 new contacts`.
fn of_records(sample: &[&Change], people: usize, name: Option<&str>) -> Option<String> {
    let whom = || match (people, name) {
        (1, Some(name)) => name.to_owned(),
        (count, _) => count::of(count, "contact"),
    };
    let all = |is: fn(&Change) -> bool| !sample.is_empty() && sample.iter().all(|it| is(it));
    if all(|change| matches!(change, Change::ContactDeleted { .. })) {
        Some(format!("deleted {}", whom()))
    } else if all(|change| matches!(change, Change::ContactAdded { .. })) {
        let is_one = people == 1 && name.is_some();
        Some(if is_one {
            format!("new contact {}", whom())
        } else {
            count::of(people, "new contact")
        })
    } else {
        None
    }
}

/// More kinds of change than this are counted, not listed.
const MOST_KINDS: usize = 3;
