//! Changes for several people at once: only for those whom they alter.

use jiff::Timestamp;

use super::book::Book;
use crate::model::{
    agenda::TaskRef,
    change::Change,
    field::Standard,
    ids::{ContactId, TaskId, UserId},
    tag::Tag,
    task::{Task, TaskDraft},
    value::Value,
};

/// Tags to give (`true`) and to take.
pub fn tags(book: &Book, people: &[ContactId], tags: &[(Tag, bool)]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (tag, give) in tags {
        for contact in people.iter().copied() {
            let has = book.row(contact).is_some_and(|row| row.has_tag(tag));
            if has != *give {
                let tag = tag.clone();
                changes.push(if *give {
                    Change::TagAdded { contact, tag }
                } else {
                    Change::TagRemoved { contact, tag }
                });
            }
        }
    }
    changes
}

/// Another owner, or nobody.
pub fn owner(book: &Book, people: &[ContactId], owner: Option<&UserId>) -> Vec<Change> {
    let value = |id: Option<&UserId>| id.map_or(Value::Empty, |id| Value::text(id.as_str()));
    people
        .iter()
        .filter_map(|contact| {
            let was = book.row(*contact)?.owner();
            (was != owner).then(|| Change::ContactEdited {
                contact: *contact,
                field: Standard::Owner.into(),
                was: value(was),
                now: value(owner),
            })
        })
        .collect()
}

/// Another due date for each of these tasks; `None` leaves one as it is.
pub fn due(
    book: &Book,
    tasks: &[TaskId],
    other: impl Fn(TaskRef<'_>) -> Option<Timestamp>,
) -> Vec<Change> {
    let moved = |task: TaskRef<'_>| {
        let due = other(task).filter(|due| Some(*due) != task.due())?;
        let Task { id: task, contact, draft: was, .. } = task.to_task();
        let now = TaskDraft { due: Some(due), ..was.clone() };
        Some(Change::TaskEdited { contact, task, was, now })
    };
    tasks.iter().filter_map(|id| book.task(*id)).filter_map(moved).collect()
}
