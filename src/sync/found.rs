//! Did an unanswered creation arrive? Decided from what the server lists now, what it listed
//! before the try, what became of others that look alike, and what was sent (reliability d4).

use jiff::Timestamp;

use crate::model::{
    ids::RemoteId,
    note::NoteDraft,
    served::{ServedNote, ServedTask},
    task::TaskDraft,
};

/// What tells one creation from others that look alike.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    /// Cannot be it: was there before it was first sent, or is what became of another.
    pub(crate) others: Vec<RemoteId>,
    /// Was there before one made later was sent, and so cannot be that one.
    pub(crate) earlier: Vec<RemoteId>,
}

impl Traces {
    /// Of those that may be it the one that no other can be.
    fn best<'a, T>(
        &self,
        alike: impl Iterator<Item = &'a T>,
        remote: fn(&T) -> &RemoteId,
    ) -> Option<&'a T> {
        alike
            .filter(|one| !self.others.contains(remote(one)))
            .min_by_key(|one| !self.earlier.contains(remote(one)))
    }
}

/// The note that we sent: not there before, with the same text.
pub(crate) fn note<'a>(
    sent: &NoteDraft,
    traces: &Traces,
    now: &'a [ServedNote],
) -> Option<&'a ServedNote> {
    let alike = now.iter().filter(|note| {
        flat(&note.draft.body) == flat(&sent.body) && note.draft.title.trim() == sent.title.trim()
    });
    traces.best(alike, |note| &note.remote)
}

/// The task that we sent: not there before, equal in all that we gave. Tasks carry no date of
/// their own, so the list from before is what makes this exact.
pub(crate) fn task<'a>(
    sent: &TaskDraft,
    traces: &Traces,
    now: &'a [ServedTask],
) -> Option<&'a ServedTask> {
    let alike = now.iter().filter(|task| {
        let theirs = &task.draft;
        theirs.title.trim() == sent.title.trim()
            && flat(&theirs.body) == flat(&sent.body)
            && theirs.due.map(Timestamp::as_second) == sent.due.map(Timestamp::as_second)
            && (sent.owner.is_none() || theirs.owner == sent.owner)
    });
    traces.best(alike, |task| &task.remote)
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
        let traces = Traces { others: vec!["old".into()], ..Traces::default() };
        let found = note(&draft("called"), &traces, &listed);
        assert_eq!(found.map(|note| note.remote.as_str()), Some("new"));
        assert_eq!(note(&draft("wrote"), &traces, &listed), None);
    }

    #[test]
    fn of_two_equal_notes_each_gets_its_own_whichever_is_listed_first() {
        for listed in [["first", "second"], ["second", "first"]] {
            let listed = listed.map(|id| served(id, "called"));
            // Before the second was sent, the first was there.
            let traces = Traces { earlier: vec!["first".into()], ..Traces::default() };
            let found = note(&draft("called"), &traces, &listed);
            assert_eq!(found.map(|note| note.remote.as_str()), Some("first"));
            let traces = Traces { others: vec!["first".into()], ..Traces::default() };
            let found = note(&draft("called"), &traces, &listed);
            assert_eq!(found.map(|note| note.remote.as_str()), Some("second"));
        }
    }
}
