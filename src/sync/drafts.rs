//! What a look at the server says about an edit of a task or note, or about a deletion, that is
//! about to go (reliability d5, d6, d12).

use std::collections::BTreeSet;

use crate::model::{
    canonical::{lines, same, same_note, same_task},
    contact::Contact,
    field::Field,
    note::NoteDraft,
    served::ServedContact,
    task::TaskDraft,
    value::Value,
};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Met<T> {
    /// The server holds what was wanted.
    AlreadySo,
    /// Goes out: as it was made, or with what somebody else did to other parts of it.
    Send(T),
    /// Somebody changed the same part, or what is to be deleted: its name.
    Changed(&'static str),
}

pub(crate) fn task(was: &TaskDraft, now: &TaskDraft, theirs: &TaskDraft) -> Met<TaskDraft> {
    let Some(title) = one(&lines(&was.title), &lines(&now.title), &lines(&theirs.title)) else {
        return Met::Changed("title");
    };
    let Some(body) = text(&was.body, &now.body, &theirs.body) else {
        return Met::Changed("text");
    };
    let Some(due) = one(&was.due, &now.due, &theirs.due) else {
        return Met::Changed("due date");
    };
    let Some(owner) = one(&was.owner, &now.owner, &theirs.owner) else {
        return Met::Changed("owner");
    };
    let merged = TaskDraft { title, body, due, owner };
    if same_task(&merged, theirs) { Met::AlreadySo } else { Met::Send(merged) }
}

pub(crate) fn note(was: &NoteDraft, now: &NoteDraft, theirs: &NoteDraft) -> Met<NoteDraft> {
    let Some(title) = one(&lines(&was.title), &lines(&now.title), &lines(&theirs.title)) else {
        return Met::Changed("title");
    };
    let Some(body) = text(&was.body, &now.body, &theirs.body) else {
        return Met::Changed("text");
    };
    let merged = NoteDraft { title, body };
    if same_note(&merged, theirs) { Met::AlreadySo } else { Met::Send(merged) }
}

/// What of a contact somebody changed since the person saw it whom she wants to delete: names of
/// fields. A record that came from a list holds few of them; the others are taken on trust.
pub(crate) fn unseen(was: &Contact, theirs: &ServedContact) -> Vec<Field> {
    let fields: BTreeSet<&Field> = if was.remote.is_some() {
        was.values.keys().chain(theirs.values.keys()).collect()
    } else {
        was.values.keys().collect()
    };
    let differs = |field: &&Field| {
        let here = theirs.values.get(*field).unwrap_or(&Value::Empty);
        !same(field, was.value(field), here)
    };
    fields.into_iter().filter(differs).cloned().collect()
}

/// Three-way, for what has no parts: `None` if both sides changed it.
fn one<T: PartialEq + Clone>(was: &T, now: &T, theirs: &T) -> Option<T> {
    if now == theirs || theirs == was {
        Some(now.clone())
    } else if now == was {
        Some(theirs.clone())
    } else {
        None
    }
}

/// Three-way by lines.
fn text(was: &str, now: &str, theirs: &str) -> Option<String> {
    let (was, now, theirs) = (lines(was), lines(now), lines(theirs));
    match one(&was, &now, &theirs) {
        Some(text) => Some(text),
        None => diffy::merge(&was, &now, &theirs).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{field::Standard, ids::ContactId};

    fn body(body: &str) -> NoteDraft {
        NoteDraft { title: String::new(), body: body.to_owned() }
    }

    #[test]
    fn lines_of_two_people_come_together() {
        let was = body("rang\nno answer\ntry friday");
        let mine = body("rang twice\nno answer\ntry friday");
        let theirs = body("rang\nno answer\ntry monday");
        let both = body("rang twice\nno answer\ntry monday");
        assert_eq!(note(&was, &mine, &theirs), Met::Send(both));
        assert_eq!(note(&was, &mine, &body("wrote\nno answer")), Met::Changed("text"));
        assert_eq!(note(&was, &mine, &was), Met::Send(mine.clone()));
        assert_eq!(note(&was, &mine, &mine), Met::AlreadySo);
    }

    #[test]
    fn parts_of_a_task_are_independent() {
        let task_of = |title: &str, body: &str| TaskDraft {
            title: title.to_owned(),
            body: body.to_owned(),
            ..TaskDraft::default()
        };
        let was = task_of("call", "");
        let both = task_of("call twice", "bring the offer");
        let met = task(&was, &task_of("call twice", ""), &task_of("call", "bring the offer"));
        assert_eq!(met, Met::Send(both));
        let met = task(&was, &task_of("call twice", ""), &task_of("write", ""));
        assert_eq!(met, Met::Changed("title"));
    }

    #[test]
    fn what_was_never_seen_is_not_deleted_blindly() {
        let id = ContactId::new(uuid::Uuid::from_u128(1));
        let mut was = Contact::new(id);
        was.set(Standard::City.into(), "Oslo".into());
        let mut theirs = ServedContact {
            remote: "r1".into(),
            values: [(Standard::City.into(), "Oslo".into())].into(),
            tags: Vec::new(),
            added: None,
            updated: None,
            extra: std::collections::BTreeMap::new(),
        };
        assert_eq!(unseen(&was, &theirs), []);
        theirs.values.insert(Standard::Email.into(), "ann@example.com".into());
        assert_eq!(unseen(&was, &theirs), [], "a list does not tell");
        was.remote = Some("r1".into());
        assert_eq!(unseen(&was, &theirs), [Standard::Email.into()]);
    }
}
