//! Did an unanswered creation arrive? Decided from what the server lists now, what it listed
//! before the try, what became of others that look alike, and what was sent (reliability d4).

use jiff::{SignedDuration, Timestamp};

use crate::model::{
    ids::RemoteId,
    note::NoteDraft,
    served::{ServedNote, ServedTask},
    task::TaskDraft,
};

/// How far the server's own clocks may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// For so long at most an unanswered creation is looked for (reliability T15).
const OLDEST: SignedDuration = SignedDuration::from_hours(24);

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

/// The earliest time, by the server's clock, at which something that was made here at `made` can have
/// come to be there. `now` here is `server` there: either clock may be years off.
pub(crate) fn earliest(made: Timestamp, now: Timestamp, server: Timestamp) -> Timestamp {
    let age = now.duration_since(made);
    // Our clock was set back since.
    let age = if age.is_negative() { OLDEST } else { age };
    server.saturating_sub(age.saturating_add(SKEW)).unwrap_or(server)
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
    fn no_clock_needs_to_be_right() {
        let at = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let earliest = |made, now, server| earliest(at(made), at(now), at(server));
        assert_eq!(earliest(10, 12, 12), at(5));
        assert_eq!(earliest(100_010, 100_012, 12), at(5), "ours goes before");
        assert_eq!(earliest(10, 12, 100_012), at(100_005), "ours goes after");
        assert_eq!(earliest(100_010, 12, 12), at(12 - 24 * 60 - 5), "ours was set back since");
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
