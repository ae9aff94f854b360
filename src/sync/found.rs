//! Did an unanswered creation arrive? Decided from what the server lists now, what it listed
//! before the try, and what was sent (reliability d4).

use jiff::Timestamp;

use crate::model::{
    ids::RemoteId,
    note::NoteDraft,
    served::{ServedNote, ServedTask},
    task::TaskDraft,
};

/// The note that we sent: not there before, with the same text.
pub(crate) fn note<'a>(
    sent: &NoteDraft,
    before: &[RemoteId],
    now: &'a [ServedNote],
) -> Option<&'a ServedNote> {
    now.iter().find(|note| {
        !before.contains(&note.remote)
            && flat(&note.draft.body) == flat(&sent.body)
            && note.draft.title.trim() == sent.title.trim()
    })
}

/// The task that we sent: not there before, equal in all that we gave. Tasks carry no date of
/// their own, so the list from before is what makes this exact.
pub(crate) fn task<'a>(
    sent: &TaskDraft,
    before: &[RemoteId],
    now: &'a [ServedTask],
) -> Option<&'a ServedTask> {
    now.iter().find(|task| {
        let theirs = &task.draft;
        !before.contains(&task.remote)
            && theirs.title.trim() == sent.title.trim()
            && flat(&theirs.body) == flat(&sent.body)
            && theirs.due.map(Timestamp::as_second) == sent.due.map(Timestamp::as_second)
            && (sent.owner.is_none() || theirs.owner == sent.owner)
    })
}

/// White space is the service's to rearrange.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::extra::Extra;

    fn draft(body: &str) -> NoteDraft {
        NoteDraft { title: String::new(), body: body.to_owned() }
    }

    fn served(id: &str, body: &str) -> ServedNote {
        ServedNote {
            remote: id.into(),
            draft: draft(body),
            author: None,
            added: None,
            pinned: false,
            extra: Extra::new(),
        }
    }

    #[test]
    fn an_equal_note_that_was_there_before_is_not_ours() {
        let listed = [served("old", "called"), served("new", "called ")];
        let before = ["old".into()];
        let found = note(&draft("called"), &before, &listed);
        assert_eq!(found.map(|note| note.remote.as_str()), Some("new"));
        assert_eq!(note(&draft("wrote"), &before, &listed), None);
    }
}
