//! What changes the book: loading, edits, reports. After each, what is shown is folded anew.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    Book, fold,
    history::{self, Deed},
    line::{Line, Phase},
};
use crate::model::{
    change::Change,
    dossier::Dossier,
    ids::{ContactId, DeedId, Ids, OpId, TaskId},
    op::{self, Moved, Op, OpState, Outgoing},
    row::Row,
    talk::{Base, PastDeed, Renamed},
};

/// Whose view must be folded anew.
type Touched = BTreeSet<(ContactId, Option<TaskId>)>;

impl Book {
    /// Changes that other hands put into the queue.
    pub fn join(&mut self, outgoing: Vec<Outgoing>) {
        self.enqueue(outgoing.into_iter().map(Line::from).collect());
    }

    /// A deed of this session: shown at once, promised once the disk has it.
    pub fn commit(&mut self, changes: Vec<Change>, at: Timestamp, ids: &mut Ids) -> Vec<Op> {
        let (deed, ops) = self.deed(changes, at, ids);
        self.history.push(deed);
        ops
    }

    /// The last undone deed once more.
    pub fn commit_again(&mut self, at: Timestamp, ids: &mut Ids) -> Option<Vec<Op>> {
        let undone = self.history.last_undone()?;
        let changes = undone.ops.iter().map(|op| op.change.clone()).collect();
        let (deed, ops) = self.deed(changes, at, ids);
        self.history.push_redone(deed);
        Some(ops)
    }

    fn deed(&mut self, changes: Vec<Change>, at: Timestamp, ids: &mut Ids) -> (Deed, Vec<Op>) {
        for change in &changes {
            self.overwritten.decided(change);
        }
        let id = ids.deed();
        let name = changes.first().map(|change| self.whose(change));
        let words =
            history::words(&self.catalog, &changes.iter().collect::<Vec<_>>(), name.as_deref());
        let ops: Vec<Op> =
            changes.into_iter().map(|change| Op { id: ids.op(), deed: id, at, change }).collect();
        let line = |op: &Op| match op::held_until(&ops) {
            Some(until) => Line::held(op.clone(), until),
            None => Line::uncommitted(op.clone()),
        };
        self.enqueue(ops.iter().map(line).collect());
        (Deed { id, at, words, ops: ops.clone() }, ops)
    }

    /// The disk has these.
    pub fn accept(&mut self, ops: &[OpId]) {
        for op in ops {
            self.queue.accept(*op);
        }
        self.version += 1;
    }

    /// The disk did not take these: they did not happen.
    pub fn withdraw(&mut self, ops: &[OpId]) {
        self.history.forget(ops);
        self.take(ops);
    }

    /// Base and queue in one step.
    pub fn change(&mut self, base: Base, moved: Vec<Moved>) {
        if let Some(meanwhile) = &mut self.meanwhile {
            meanwhile.note(&base, &moved);
        }
        for back in base.overwritten {
            self.news.overwritten = Some(back.clone());
            self.overwritten.learn(back);
        }
        let mut touched = Touched::new();
        for renamed in base.renamed {
            self.rename(renamed);
            touched.extend([(renamed.from, None), (renamed.to, None)]);
        }
        for step in moved {
            let Some(line) = self.queue.get(step.op) else { continue };
            touched.insert((line.op.change.contact(), line.op.change.task()));
            if step.state.needs_person() && !line.is_undecided() {
                self.news.refused.push(step.op);
            }
            self.progress.step(line, step.state);
            self.queue.step(step);
        }
        for row in base.rows {
            touched.insert((row.id, None));
            self.serve_row(row.id, Some(row));
        }
        for id in base.gone {
            touched.insert((id, None));
            self.overwritten.forget(id);
            self.tasks.forget(id, &self.queue);
            self.person.forget(id, &self.queue);
            self.serve_row(id, None);
        }
        base.tasks.into_iter().for_each(|task| self.tasks.serve(task, &self.queue));
        base.closed.into_iter().for_each(|id| self.tasks.close(id, &self.queue));
        if let Some(dossier) = base.dossier {
            self.open(dossier);
        }
        self.touch(touched);
    }

    /// A contact is known by another id now, and so is all that was done to it.
    fn rename(&mut self, renamed: Renamed) {
        self.queue.rename(renamed);
        self.history.rename(renamed);
        self.overwritten.rename(renamed);
        self.tasks.rename(renamed, &self.queue);
        self.person.rename(renamed, &self.queue);
    }

    /// Somebody else is looked at.
    pub fn look_at(&mut self, id: ContactId) {
        self.person.look_at(id, &self.queue);
    }

    /// The person looked at was read, or read anew.
    pub fn open(&mut self, dossier: Box<Dossier>) {
        for task in &dossier.tasks.items {
            self.tasks.serve(task.clone(), &self.queue);
        }
        self.person.serve(dossier, &self.queue);
        self.version += 1;
    }

    /// This deed is about to be taken back.
    pub fn begin_undo(&mut self, deed: Deed) {
        self.history.begin_undo(deed);
    }

    /// This deed was not taken back.
    pub fn give_back_undo(&mut self, deed: DeedId) -> Option<Deed> {
        self.history.give_back_one(deed)
    }

    /// By name. One who is to be made is not in the book yet, and one who was deleted not any more.
    fn whose(&self, change: &Change) -> String {
        change.own_name().unwrap_or_else(|| self.name(change.contact()))
    }

    /// A deed of any session, as far as it is known in words.
    pub fn recall(&self, past: &PastDeed) -> Deed {
        let sample: Vec<&Change> = past.sample.iter().collect();
        let name = sample.first().map(|change| self.whose(change));
        let (changes, people) = (past.changes, past.contacts);
        let words = history::words_of(&self.catalog, &sample, changes, people, name.as_deref());
        Deed { id: past.deed, at: past.at, words, ops: Vec::new() }
    }

    /// Something failed: deeds whose undo was not answered may be undone again.
    pub fn give_back_undos(&mut self) {
        self.history.give_back();
    }

    /// A deed was taken back. Returns what it had done, in words.
    pub fn undone(
        &mut self,
        deed: DeedId,
        withdrawn: &[OpId],
        inverse: Vec<Op>,
        ids: Ids,
    ) -> Option<String> {
        let words = self.history.undo(deed, withdrawn, &inverse, ids);
        self.take(withdrawn);
        let committed = |op| Line { phase: Phase::Committed, ..Line::uncommitted(op) };
        self.enqueue(inverse.into_iter().map(committed).collect());
        words
    }

    /// Changes that were committed in favour of what is gone. Returns what they do, in words.
    pub fn made_anew(&mut self, ops: Vec<Op>) -> Option<String> {
        let first = ops.first()?;
        let (id, at) = (first.deed, first.at);
        let changes: Vec<&Change> = ops.iter().map(|op| &op.change).collect();
        let name = self.whose(&first.change);
        let words = history::words(&self.catalog, &changes, Some(&name));
        self.enqueue(ops.iter().cloned().map(Outgoing::queued).map(Line::from).collect());
        self.history.push(Deed { id, at, words: words.clone(), ops });
        Some(words)
    }

    pub(super) fn enqueue(&mut self, lines: Vec<Line>) {
        let changes = lines.iter().map(|line| (line.op.deed, &line.op.change));
        self.progress.begin(&self.catalog, changes);
        let mut touched = Touched::new();
        for line in lines {
            touched.insert((line.op.change.contact(), line.op.change.task()));
            self.queue.push(line);
        }
        self.touch(touched);
    }

    /// Takes changes out of the queue, as if they had never been.
    fn take(&mut self, ops: &[OpId]) {
        let mut touched = Touched::new();
        for op in ops {
            if let Some(line) = self.queue.remove(*op) {
                touched.insert((line.op.change.contact(), line.op.change.task()));
                self.progress.step(&line, OpState::Cancelled);
            }
        }
        self.touch(touched);
    }

    fn serve_row(&mut self, id: ContactId, row: Option<Row>) {
        self.aside.insert(id, row);
    }

    /// Folds anew what is shown of these contacts and tasks.
    pub(super) fn touch(&mut self, touched: Touched) {
        let mut last = None;
        for (contact, task) in touched {
            if let Some(task) = task {
                self.tasks.refold(task, contact, &self.queue);
            }
            if last.replace(contact) != Some(contact) {
                self.refold(contact);
            }
        }
        self.version += 1;
    }

    fn refold(&mut self, id: ContactId) {
        let was = self.has(id);
        self.fold(id);
        match (was, self.has(id)) {
            (false, true) => self.news.added += 1,
            (true, false) => self.news.lost = true,
            _ => return,
        }
        self.tasks.stir(id);
    }

    fn fold(&mut self, id: ContactId) {
        let base = match self.aside.remove(&id) {
            Some(base) => base,
            None => self.roster.get(id).map(|row| row.to_row()),
        };
        let queued = self.queue.has(id);
        let view = if queued { fold::row(base.clone(), self.queue.of(id)) } else { base.clone() };
        match view {
            Some(row) => _ = self.roster.put(&row),
            None => _ = self.roster.remove(id),
        }
        if queued {
            self.aside.insert(id, base);
        }
        if self.person.id() == Some(id) {
            self.person.refold(&self.queue);
        }
    }
}
