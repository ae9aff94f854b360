//! What is gone on the server, made anew from what is known of it here, with the changes on top that
//! waited for it. The service restores nothing: it is another record, under another id. In the same way
//! a note that two people wrote to becomes two, and what one contact can't take goes to another.

use super::{
    change::Change,
    contact::Contact,
    dossier::Dossier,
    fault::{Fault, Trouble},
    ids::{ContactId, Ids, NoteId, TaskId},
    note::Note,
    op::OpState,
    task::Task,
};

/// What is not on the server any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    Contact(ContactId),
    /// Of a contact who still is.
    Task(TaskId),
    Note(NoteId),
}

impl Gone {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contact(_) => "the contact was deleted on the server",
            Self::Task(_) => "the task was deleted on the server",
            Self::Note(_) => "the note was deleted on the server",
        }
    }

    /// What a change in conflict met, if it met nothing.
    pub fn of(change: &Change, state: OpState, fault: Option<&Fault>) -> Option<Self> {
        let fault = fault.filter(|_| state == OpState::Conflict)?;
        let part = change.task().map(Self::Task).or(change.note().map(Self::Note));
        let contact = Self::Contact(change.contact());
        match fault.trouble {
            // What is to be made has no place only if its contact is gone.
            Trouble::Gone if !change.is_create() => part.or(Some(contact)),
            Trouble::Gone | Trouble::Orphaned => Some(contact),
            _ => None,
        }
    }
}

/// In which way changes in conflict are made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As they were, under another id: what they are about is gone.
    Again,
    /// As a note of its own, beside the one that somebody else wrote to as well.
    Beside,
    /// As changes of another contact: of one who is there already, or instead of one who is gone.
    Upon {
        contact: ContactId,
        /// With all that waits for the one whose they were, since both are the same person.
        whole: bool,
    },
}

/// A contact as she last was, with the tasks and notes that a person wrote to meanwhile. The others,
/// which the server had, stay gone. Nothing if nothing is known of her.
pub fn contact(last: Option<&Dossier>, waiting: &[&Change], ids: &mut Ids) -> Vec<Change> {
    let mut known = last.map(|last| last.contact.clone());
    for change in waiting.iter().filter(|change| is_of_the_record(change)) {
        let before = known.unwrap_or_else(|| Contact::new(change.contact()));
        known = change.upon_contact(Some(before));
    }
    let Some(known) = known else { return Vec::new() };
    let mut anew = vec![Change::added_anew(known, ids)];
    let id = anew[0].contact();
    anew.extend(parts(id, last, waiting, ids));
    anew
}

/// Whether it changes a contact herself, and leaves her there.
pub(super) fn is_of_the_record(change: &Change) -> bool {
    !change.is_delete() && change.task().is_none() && change.note().is_none()
}

/// The tasks and notes that a person wrote to, as those of this contact. `last` is what was known of
/// the one whose they were.
pub(super) fn parts(
    contact: ContactId,
    last: Option<&Dossier>,
    waiting: &[&Change],
    ids: &mut Ids,
) -> Vec<Change> {
    let mut tasks: Vec<Task> = last.map(|last| last.tasks.items.clone()).unwrap_or_default();
    let mut notes: Vec<Note> = last.map(|last| last.notes.items.clone()).unwrap_or_default();
    let (mut own_tasks, mut own_notes): (Vec<TaskId>, Vec<NoteId>) = (Vec::new(), Vec::new());
    for change in waiting.iter().filter(|change| !change.is_delete()) {
        if let Some(id) = change.task() {
            upon_task(change, &mut tasks);
            let is_written =
                !matches!(change, Change::TaskDone { .. } | Change::TaskReopened { .. });
            if is_written && !own_tasks.contains(&id) {
                own_tasks.push(id);
            }
        } else if let Some(id) = change.note() {
            upon_note(change, &mut notes);
            if !own_notes.contains(&id) {
                own_notes.push(id);
            }
        }
    }
    let mut anew = Vec::new();
    for own in own_tasks {
        let task = tasks.iter().find(|task| task.id == own);
        anew.extend(task.into_iter().flat_map(|task| task_of(contact, task, ids)));
    }
    for own in own_notes {
        let note = notes.iter().find(|note| note.id == own);
        anew.extend(note.map(|note| note_of(contact, note, ids)));
    }
    anew
}

/// A task of a contact who is still there.
pub fn task(last: Option<Task>, waiting: &[&Change], ids: &mut Ids) -> Vec<Change> {
    let mut tasks: Vec<Task> = last.into_iter().collect();
    for change in waiting.iter().filter(|change| !change.is_delete()) {
        upon_task(change, &mut tasks);
    }
    tasks.first().map_or_else(Vec::new, |task| task_of(task.contact, task, ids))
}

/// A note on a contact who is still there.
pub fn note(last: Option<Note>, waiting: &[&Change], ids: &mut Ids) -> Vec<Change> {
    let mut notes: Vec<Note> = last.into_iter().collect();
    for change in waiting.iter().filter(|change| !change.is_delete()) {
        upon_note(change, &mut notes);
    }
    notes.first().map(|note| note_of(note.contact, note, ids)).into_iter().collect()
}

/// An edit of what is not known here any more says itself what was before.
fn upon_task(change: &Change, tasks: &mut Vec<Task>) {
    if let Change::TaskEdited { contact, task, was, .. } = change
        && tasks.iter().all(|known| known.id != *task)
    {
        tasks.push(Task::new(*task, *contact, was.clone()));
    }
    change.upon_tasks(tasks);
}

fn upon_note(change: &Change, notes: &mut Vec<Note>) {
    if let Change::NoteEdited { contact, note, was, .. } = change
        && notes.iter().all(|known| known.id != *note)
    {
        notes.push(Note::new(*note, *contact, was.clone()));
    }
    change.upon_notes(notes);
}

fn task_of(contact: ContactId, last: &Task, ids: &mut Ids) -> Vec<Change> {
    let task = ids.task();
    let mut anew = vec![Change::TaskAdded { contact, task, draft: last.draft.clone() }];
    if last.done {
        anew.push(Change::TaskDone { contact, task });
    }
    anew
}

fn note_of(contact: ContactId, last: &Note, ids: &mut Ids) -> Change {
    Change::NoteAdded { contact, note: ids.note(), draft: last.draft.clone() }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{
        dossier::Part, field::Standard, note::NoteDraft, tag::Tag, task::TaskDraft, value::Value,
    };

    fn jane() -> ContactId {
        ContactId::new(Uuid::from_u128(1))
    }

    fn ids() -> Ids {
        Ids::starting_at(Uuid::from_u128(1_000))
    }

    fn title(text: &str) -> TaskDraft {
        TaskDraft { title: text.to_owned(), ..TaskDraft::default() }
    }

    fn body(text: &str) -> NoteDraft {
        NoteDraft { title: String::new(), body: text.to_owned() }
    }

    fn task_id(number: u128) -> TaskId {
        TaskId::new(Uuid::from_u128(number))
    }

    fn note_id(number: u128) -> NoteId {
        NoteId::new(Uuid::from_u128(number))
    }

    fn known() -> Dossier {
        let mut contact = Contact::new(jane());
        contact.set(Standard::FirstName.into(), "Jane".into());
        contact.set(Standard::City.into(), "Bergen".into());
        contact.add_tag(Tag::new("hot").unwrap());
        let tasks = vec![Task::new(task_id(11), jane(), title("call"))];
        let notes = vec![Note::new(note_id(21), jane(), body("rang"))];
        Dossier {
            tasks: Part { items: tasks, ..Part::default() },
            notes: Part { items: notes, ..Part::default() },
            ..Dossier::of(contact)
        }
    }

    fn city(now: &str) -> Change {
        Change::ContactEdited {
            contact: jane(),
            field: Standard::City.into(),
            was: "Bergen".into(),
            now: now.into(),
        }
    }

    #[test]
    fn a_contact_comes_back_as_last_known_with_what_waited_on_top() {
        let vip = Tag::new("vip").unwrap();
        let tagged = Change::TagAdded { contact: jane(), tag: vip.clone() };
        let anew = contact(Some(&known()), &[&city("Oslo"), &tagged, &city("Rome")], &mut ids());
        let [Change::ContactAdded { contact, values, tags }] = &anew[..] else {
            panic!("{anew:?}")
        };
        assert_ne!(*contact, jane(), "another record");
        assert_eq!(values[&Standard::City.into()], Value::text("Rome"));
        assert_eq!(values[&Standard::FirstName.into()], Value::text("Jane"));
        assert_eq!(*tags, [Tag::new("hot").unwrap(), vip]);
    }

    #[test]
    fn of_tasks_and_notes_those_come_along_that_a_person_wrote_to() {
        let new_note =
            Change::NoteAdded { contact: jane(), note: note_id(22), draft: body("met her") };
        let edited = Change::TaskEdited {
            contact: jane(),
            task: task_id(11),
            was: title("call"),
            now: title("call twice"),
        };
        let ticked = Change::TaskDone { contact: jane(), task: task_id(12) };
        let anew = contact(Some(&known()), &[&new_note, &edited, &ticked], &mut ids());
        let her = anew[0].contact();
        let words: Vec<String> = anew.iter().map(Change::words).collect();
        assert_eq!(words, ["new contact", "new task: call twice", "new note"]);
        assert!(anew.iter().all(|change| change.contact() == her));
        let known_here = [Some(task_id(11)), None];
        assert!(!known_here.contains(&anew[1].task()), "the old id is that of the old task");
    }

    #[test]
    fn her_deletion_does_not_go_along() {
        let gone = Change::ContactDeleted { contact: jane(), was: Box::new(Contact::new(jane())) };
        let anew = contact(Some(&known()), &[&city("Oslo"), &gone], &mut ids());
        assert!(matches!(&anew[..], [Change::ContactAdded { .. }]), "{anew:?}");
    }

    #[test]
    fn of_whom_nothing_is_known_the_edits_are_left() {
        let anew = contact(None, &[&city("Oslo")], &mut ids());
        let [Change::ContactAdded { values, .. }] = &anew[..] else { panic!("{anew:?}") };
        assert_eq!(values.len(), 1);
        let note = Change::NoteAdded { contact: jane(), note: note_id(22), draft: body("met") };
        assert_eq!(contact(None, &[&note], &mut ids()), [], "a note on nobody is no contact");
    }

    #[test]
    fn a_task_comes_back_as_the_person_had_it() {
        let edited = Change::TaskEdited {
            contact: jane(),
            task: task_id(11),
            was: title("call"),
            now: title("call twice"),
        };
        let ticked = Change::TaskDone { contact: jane(), task: task_id(11) };
        for last in [known().tasks.items.pop(), None] {
            let anew = task(last, &[&edited, &ticked], &mut ids());
            let [Change::TaskAdded { task, draft, .. }, Change::TaskDone { task: done, .. }] =
                &anew[..]
            else {
                panic!("{anew:?}")
            };
            assert_eq!((draft.title.as_str(), task), ("call twice", done));
        }
        assert_eq!(task(None, &[&ticked], &mut ids()), [], "nobody knows what it was");
    }

    #[test]
    fn a_note_comes_back_as_the_person_had_it() {
        let (was, now) = (body("rang"), body("rang twice"));
        let edited = Change::NoteEdited { contact: jane(), note: note_id(21), was, now };
        let anew = note(None, &[&edited], &mut ids());
        assert!(
            matches!(&anew[..], [Change::NoteAdded { draft, .. }] if draft.body == "rang twice"),
            "{anew:?}"
        );
    }
}
