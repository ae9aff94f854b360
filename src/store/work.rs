//! One transaction under way, and what it has done to the base so far.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use super::{
    answers::source::Source,
    error::Result,
    rows::{
        dossiers, memory,
        remotes::Remotes,
        unread::{self, Kind},
    },
};
use crate::model::{
    change::Change,
    gap::Gap,
    ids::{ContactId, Ids, TaskId},
    row::Row,
    served::Unread,
    talk::{Base, Renamed},
    task::Task,
};

/// Open tasks of the service that an answer has shown since a pass over all of them began: those that
/// none has shown when it ends are closed.
pub(super) type Shown = HashSet<TaskId>;

/// What was last written to each contact, and when.
pub(super) type Gaps = HashMap<ContactId, (Timestamp, Gap)>;

/// What the connection that writes keeps in mind from one transaction to the next.
#[derive(Debug, Default)]
pub(super) struct Recall {
    pub(super) shown: Shown,
    pub(super) remotes: Remotes,
    pub(super) gaps: Gaps,
    pub(super) firmness: Firmness,
}

/// For so long after a write of ours, lists may still show what was before (reliability d11).
#[derive(Clone, Copy, Debug)]
pub(super) struct Firmness(pub(super) SignedDuration);

impl Default for Firmness {
    fn default() -> Self {
        Self(SignedDuration::from_secs(60))
    }
}

pub(super) struct Work<'a> {
    pub(super) sql: Transaction<'a>,
    pub(super) at: Timestamp,
    /// Local ids for records that are new here.
    pub(super) ids: Ids,
    /// This process, as the history names it.
    pub(super) writer: i64,
    pub(super) shown: &'a mut Shown,
    pub(super) remotes: &'a mut Remotes,
    pub(super) gaps: &'a mut Gaps,
    firmness: Firmness,
    focus: Option<ContactId>,
    in_focus: bool,
    base: Base,
    grown: i64,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        sql: Transaction<'a>,
        at: Timestamp,
        ids: Ids,
        writer: i64,
        Recall { shown, remotes, gaps, firmness }: &'a mut Recall,
        focus: Option<ContactId>,
    ) -> Self {
        Self {
            sql,
            at,
            ids,
            writer,
            shown,
            remotes,
            gaps,
            firmness: *firmness,
            focus,
            in_focus: false,
            base: Base::default(),
            grown: 0,
        }
    }

    /// Until when lists cannot alter a record after this answer; `before`: until when they could not.
    pub(super) fn firm(&self, source: Source, before: Option<Timestamp>) -> Option<Timestamp> {
        source.firm(before, self.at, self.firmness.0)
    }

    /// Rows of an answer that nobody can read are kept, and told if they never came before.
    pub(super) fn unread(
        &mut self,
        kind: Kind,
        contact: Option<ContactId>,
        unread: &Unread,
    ) -> Result<()> {
        self.base.unread += unread::add(&self.sql, kind, contact, unread, self.at)?;
        Ok(())
    }

    /// What would put back what somebody else wrote.
    pub(super) fn overwritten(&mut self, back: Change) {
        self.base.overwritten.push(back);
    }

    /// Something about this contact has changed, if only its age.
    pub(super) fn touch(&mut self, contact: ContactId) {
        self.in_focus |= self.focus == Some(contact);
    }

    pub(super) fn row(&mut self, row: Row, is_new: bool) {
        self.touch(row.id);
        self.grown += i64::from(is_new);
        self.base.gone.retain(|gone| *gone != row.id);
        self.base.rows.push(row);
    }

    pub(super) fn gone(&mut self, contact: ContactId) {
        self.grown -= 1;
        self.forget(contact);
    }

    fn forget(&mut self, contact: ContactId) {
        self.base.rows.retain(|row| row.id != contact);
        self.base.tasks.retain(|task| task.contact != contact);
        self.base.gone.push(contact);
    }

    /// The contact goes on under another id.
    pub(super) fn renamed(&mut self, renamed: Renamed) {
        if self.focus == Some(renamed.from) {
            self.focus = Some(renamed.to);
        }
        self.forget(renamed.from);
        self.base.renamed.push(renamed);
    }

    /// A task as it is now; a closed one only if it was open before.
    pub(super) fn task(&mut self, task: &Task, was_open: bool) {
        self.touch(task.contact);
        self.base.tasks.retain(|other| other.id != task.id);
        if !task.done {
            self.base.tasks.push(task.clone());
        } else if was_open {
            self.base.closed.push(task.id);
        }
    }

    pub(super) fn closed(&mut self, task: TaskId, contact: ContactId) {
        self.touch(contact);
        self.base.tasks.retain(|other| other.id != task);
        self.base.closed.push(task);
    }

    /// Commits, and tells what is different now, and whether anything is.
    pub(super) fn finish(self) -> Result<(Base, bool)> {
        let Self { sql, mut base, focus, in_focus, grown, .. } = self;
        let is_new = base != Base::default();
        if is_new {
            memory::add(&sql, memory::BASE, 1)?;
        }
        if grown != 0 {
            memory::add(&sql, memory::CONTACTS, grown)?;
        }
        if let Some(focus) = focus.filter(|_| in_focus) {
            base.dossier = dossiers::get(&sql, focus)?.map(Box::new);
        }
        sql.commit()?;
        keep_last(&mut base.rows);
        Ok((base, is_new))
    }
}

/// Of several rows of one contact, the last.
fn keep_last(rows: &mut Vec<Row>) {
    let mut seen = HashSet::with_capacity(rows.len());
    rows.reverse();
    rows.retain(|row| seen.insert(row.id));
    rows.reverse();
}
