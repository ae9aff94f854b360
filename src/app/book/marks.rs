//! Marks and failures, read off the queue.

use super::{Book, line::Line, mark::Mark};
use crate::model::{
    change::Change,
    field::Field,
    ids::{ContactId, NoteId, OpId, TaskId},
    tag::Tag,
    value::Value,
};

impl Book {
    /// Of a contact with all that is hers.
    pub fn mark(&self, contact: ContactId) -> Option<Mark> {
        Mark::worst(self.queue.of(contact))
    }

    pub fn field_mark(&self, contact: ContactId, field: &Field) -> Option<Mark> {
        Mark::worst(self.field_lines(contact, field))
    }

    pub fn tag_mark(&self, contact: ContactId, tag: &Tag) -> Option<Mark> {
        Mark::worst(self.tag_lines(contact, tag))
    }

    pub fn task_mark(&self, contact: ContactId, task: TaskId) -> Option<Mark> {
        Mark::worst(self.task_lines(contact, task))
    }

    pub fn note_mark(&self, contact: ContactId, note: NoteId) -> Option<Mark> {
        Mark::worst(self.note_lines(contact, note))
    }

    /// The newest refused change of a contact.
    pub fn refused(&self, contact: ContactId) -> Option<&Line> {
        newest_refused(self.queue.of(contact))
    }

    pub fn refused_field(&self, contact: ContactId, field: &Field) -> Option<&Line> {
        newest_refused(self.field_lines(contact, field))
    }

    pub fn refused_tag(&self, contact: ContactId, tag: &Tag) -> Option<&Line> {
        newest_refused(self.tag_lines(contact, tag))
    }

    pub fn refused_task(&self, contact: ContactId, task: TaskId) -> Option<&Line> {
        newest_refused(self.task_lines(contact, task))
    }

    pub fn refused_note(&self, contact: ContactId, note: NoteId) -> Option<&Line> {
        newest_refused(self.note_lines(contact, note))
    }

    /// The refused creation, edit or deletion of a contact itself.
    pub fn refused_record(&self, contact: ContactId) -> Option<&Line> {
        newest_refused(self.queue.of(contact).filter(|line| {
            matches!(line.op.change, Change::ContactAdded { .. } | Change::ContactDeleted { .. })
        }))
    }

    /// The deletion that a change comes too late for: of the record that it is about, or of its
    /// contact, and held.
    pub fn leaving(&self, change: &Change) -> Option<&Line> {
        let takes_along = |deletion: &Change| {
            matches!(deletion, Change::ContactDeleted { .. }) || deletion.key() == change.key()
        };
        self.deletions(change.contact()).find(|line| takes_along(&line.op.change))
    }

    /// Those of a contact, her tasks and notes that are held.
    fn deletions(&self, contact: ContactId) -> impl Iterator<Item = &Line> {
        self.queue.of(contact).filter(|line| line.is_held_deletion())
    }

    /// The held deletion of a contact, who is still shown.
    pub fn deletion(&self, contact: ContactId) -> Option<&Line> {
        self.deletions(contact).find(|line| matches!(line.op.change, Change::ContactDeleted { .. }))
    }

    /// Whether a contact is about to be deleted.
    pub fn is_leaving(&self, contact: ContactId) -> bool {
        self.deletion(contact).is_some()
    }

    /// Whether a task is, by itself or with its contact.
    pub fn is_task_leaving(&self, contact: ContactId, task: TaskId) -> bool {
        let is_held = self.task_lines(contact, task).any(Line::is_held_deletion);
        is_held || self.is_leaving(contact)
    }

    pub fn is_note_leaving(&self, contact: ContactId, note: NoteId) -> bool {
        let is_held = self.note_lines(contact, note).any(Line::is_held_deletion);
        is_held || self.is_leaving(contact)
    }

    /// All refused changes, oldest first.
    pub fn refusals(&self) -> impl DoubleEndedIterator<Item = &Line> {
        let any = self.counts().undecided() > 0;
        let lines = any.then(|| self.queue.lines()).into_iter().flatten();
        lines.filter(|line| line.is_undecided())
    }

    /// All changes in conflict to which one answer can be given with this one.
    pub fn like_conflict(&self, op: OpId) -> Vec<OpId> {
        let kind = |line: &Line| (line.gone().is_some(), line.is_taken());
        let Some(one) = self.queue.get(op) else { return Vec::new() };
        let like = self.refusals().filter(|line| line.is_conflict());
        let like = like.filter(|line| kind(line) == kind(one));
        like.map(|line| line.op.id).collect()
    }

    /// The server's value of a field, where an unsaved one is shown in its place.
    pub fn was(&self, contact: ContactId, field: &Field) -> Option<&Value> {
        self.field_lines(contact, field).find(|line| line.shows())?;
        Some(self.served(contact)?.contact.value(field))
    }

    fn field_lines(
        &self,
        contact: ContactId,
        field: &Field,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| {
            matches!(&line.op.change, Change::ContactEdited { field: other, .. } if other == field)
        })
    }

    fn tag_lines(&self, contact: ContactId, tag: &Tag) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| {
            matches!(&line.op.change, Change::TagAdded { tag: other, .. }
                | Change::TagRemoved { tag: other, .. } if other == tag)
        })
    }

    fn task_lines(
        &self,
        contact: ContactId,
        task: TaskId,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| line.op.change.task() == Some(task))
    }

    fn note_lines(
        &self,
        contact: ContactId,
        note: NoteId,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| line.op.change.note() == Some(note))
    }
}

fn newest_refused<'a>(mut lines: impl DoubleEndedIterator<Item = &'a Line>) -> Option<&'a Line> {
    lines.rfind(|line| line.is_undecided())
}
