//! Changes for several people at once: only for those whom they alter.

use super::book::Book;
use crate::model::{
    change::Change,
    field::Standard,
    ids::{ContactId, UserId},
    tag::Tag,
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
