//! Somebody else was there first: tasks, notes, lists and deletions.

use rolodeck::{
    model::{
        change::Change,
        fault::Trouble,
        field::Standard,
        ids::{ContactId, NoteId, OpId, RemoteId, TaskId},
        note::{Note, NoteDraft},
        op::OpState,
        talk::{Order, Report},
        task::{Task, TaskDraft},
        value::Value,
    },
    store::Reader,
};

use crate::{city, end, note, office::Office, task};

fn body(text: &str) -> NoteDraft {
    NoteDraft { title: String::new(), body: text.to_owned() }
}

/// A contact with a note and a task that the server has, too.
struct Case {
    office: Office,
    who: ContactId,
    remote: RemoteId,
}

impl Case {
    async fn new() -> Self {
        let mut office = Office::open(3).await;
        let who = office.contacts().await[0];
        let remote = office.base(who).await.remote.unwrap();
        let changes = vec![
            note(&mut office, who, "rang\nno answer\ntry friday"),
            task(&mut office, who, "call"),
        ];
        office.make(changes).await;
        Self { office, who, remote }
    }

    async fn notes(&self) -> Vec<Note> {
        let who = self.who;
        let dossier = self.office.store.read(move |reader| reader.dossier(who)).await.unwrap();
        dossier.unwrap().notes.items
    }

    /// The one that was just made.
    async fn note(&self) -> Note {
        let mut notes = self.notes().await;
        notes.retain(|note| note.draft.body.starts_with("rang"));
        notes.pop().unwrap()
    }

    async fn task(&self) -> Task {
        let who = self.who;
        let dossier = self.office.store.read(move |reader| reader.dossier(who)).await.unwrap();
        let mut tasks = dossier.unwrap().tasks.items;
        tasks.retain(|task| task.draft.title == "call");
        tasks.pop().unwrap()
    }

    async fn note_served(&self, note: &Note) -> NoteDraft {
        let id = note.remote.clone().unwrap();
        self.office.client.note(&self.remote, &id).await.unwrap().draft
    }

    fn edited(&self, note: &Note, now: &str) -> Change {
        let (contact, note, was): (_, NoteId, _) = (self.who, note.id, note.draft.clone());
        Change::NoteEdited { contact, note, was, now: body(now) }
    }

    async fn make(&mut self, change: Change) -> OpId {
        self.office.make(vec![change]).await.1[0]
    }

    /// It waits for a person, who decides for her own.
    async fn met_and_sent_all_the_same(&mut self, op: OpId) {
        assert_ne!(end(&self.office, op), OpState::Done);
        let waiting = self.office.store.read(Reader::outgoing).await.unwrap();
        assert_eq!(waiting[0].outgoing.fault.clone().unwrap().trouble, Trouble::Conflict);
        self.office.order(Order::Retry(vec![op]));
        self.office.states.remove(&op);
        self.office.settled(&[op]).await;
        self.office.rest().await;
        assert_eq!(end(&self.office, op), OpState::Done);
    }
}

#[tokio::test]
async fn two_people_write_on_different_lines_of_a_note() {
    let mut case = Case::new().await;
    let note = case.note().await;
    let theirs = body("rang\nno answer\ntry monday");
    let id = note.remote.clone().unwrap();
    case.office.client.update_note(&case.remote, &id, &theirs).await.unwrap();
    let op = case.make(case.edited(&note, "rang twice\nno answer\ntry friday")).await;
    assert_eq!(end(&case.office, op), OpState::Done);
    let both = "rang twice\nno answer\ntry monday";
    assert_eq!(case.note_served(&note).await.body, both);
    assert_eq!(case.note().await.draft.body, both);
}

#[tokio::test]
async fn two_people_write_on_one_line_of_a_note() {
    let mut case = Case::new().await;
    let note = case.note().await;
    let id = note.remote.clone().unwrap();
    case.office.client.update_note(&case.remote, &id, &body("rang, sold")).await.unwrap();
    let op = case.make(case.edited(&note, "rang, not sold")).await;
    assert_eq!(case.note_served(&note).await.body, "rang, sold", "nothing is overwritten unasked");
    assert!(case.notes().await.iter().any(|note| note.draft.body == "rang, sold"), "and shown");
    case.met_and_sent_all_the_same(op).await;
    assert_eq!(case.note_served(&note).await.body, "rang, not sold");
}

#[tokio::test]
async fn two_people_change_different_parts_of_a_task() {
    let mut case = Case::new().await;
    let Task { id, remote, draft, .. } = case.task().await;
    let remote = remote.unwrap();
    let theirs = TaskDraft { body: "bring the offer".to_owned(), ..draft.clone() };
    case.office.client.update_task(&case.remote, &remote, &theirs).await.unwrap();
    let (contact, task): (_, TaskId) = (case.who, id);
    let now = TaskDraft { title: "call twice".to_owned(), ..draft.clone() };
    let op = case.make(Change::TaskEdited { contact, task, was: draft, now }).await;
    assert_eq!(end(&case.office, op), OpState::Done);
    let served = case.office.client.task(&case.remote, &remote).await.unwrap().draft;
    assert_eq!((served.title.as_str(), served.body.as_str()), ("call twice", "bring the offer"));
}

#[tokio::test]
async fn what_somebody_worked_on_is_not_deleted_unasked() {
    let mut case = Case::new().await;
    let note = case.note().await;
    let id = note.remote.clone().unwrap();
    case.office.client.update_note(&case.remote, &id, &body("rang, sold")).await.unwrap();
    let contact = case.who;
    let op = case.make(Change::NoteDeleted { contact, was: Box::new(note.clone()) }).await;
    assert_eq!(case.note_served(&note).await.body, "rang, sold");
    case.met_and_sent_all_the_same(op).await;
    assert!(case.office.client.note(&case.remote, &id).await.is_err(), "it is gone now");

    let was = Box::new(case.office.base(contact).await);
    let theirs = [(Standard::City.into(), Value::text("Oslo"))];
    case.office.client.update_contact(&case.remote, &theirs).await.unwrap();
    let op = case.make(Change::ContactDeleted { contact, was }).await;
    assert!(case.office.client.contact(&case.remote).await.is_ok(), "nobody is deleted unasked");
    case.met_and_sent_all_the_same(op).await;
    assert!(case.office.client.contact(&case.remote).await.is_err());
}

#[tokio::test]
async fn what_is_as_it_was_seen_is_deleted() {
    let mut case = Case::new().await;
    let was = case.office.base(case.who).await;
    let now = city(case.who, was.text(Standard::City), "Bergen");
    case.make(now).await;
    let was = Box::new(case.office.base(case.who).await);
    let op = case.make(Change::ContactDeleted { contact: case.who, was }).await;
    assert_eq!(end(&case.office, op), OpState::Done);
}

struct Met {
    who: ContactId,
    remote: RemoteId,
    before: String,
    op: OpId,
}

/// Somebody wrote another city, so that our edit waits for a person.
async fn in_conflict(office: &mut Office) -> Met {
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    let before = office.base(who).await.text(Standard::City).to_owned();
    write_city(office, &remote, "Rome").await;
    let op = office.make(vec![city(who, &before, "Oslo")]).await.1[0];
    assert_eq!(end(office, op), OpState::Conflict);
    office.states.remove(&op);
    Met { who, remote, before, op }
}

async fn write_city(office: &Office, remote: &RemoteId, city: &str) {
    let field = (Standard::City.into(), Value::text(city));
    office.client.update_contact(remote, &[field]).await.unwrap();
}

#[tokio::test]
async fn a_conflict_ends_by_itself_when_theirs_is_as_before() {
    let mut office = Office::open(3).await;
    let Met { who, remote, before, op } = in_conflict(&mut office).await;
    write_city(&office, &remote, &before).await;
    office.order(Order::Pull { full: false });
    office.settled(&[op]).await;
    assert_eq!(end(&office, op), OpState::Done);
    let city = office.base(who).await.text(Standard::City).to_owned();
    assert_eq!(city, "Oslo", "ours went out, for nobody's is overwritten");
}

#[tokio::test]
async fn a_conflict_ends_by_itself_when_theirs_becomes_ours() {
    let mut office = Office::open(3).await;
    let Met { remote, op, .. } = in_conflict(&mut office).await;
    write_city(&office, &remote, "Oslo").await;
    let calls = office.requests("PUT/contacts/*");
    office.order(Order::Pull { full: false });
    office.settled(&[op]).await;
    assert_eq!(end(&office, op), OpState::Done);
    assert_eq!(office.requests("PUT/contacts/*"), calls, "there was nothing to send");
}

/// The base still holds what was there before.
#[tokio::test]
async fn a_conflict_with_what_is_gone_stays_one() {
    let mut office = Office::open(3).await;
    let who = office.contacts().await[0];
    let before = office.base(who).await;
    office.client.delete_contact(before.remote.as_ref().unwrap()).await.unwrap();
    let op = office.make(vec![city(who, before.text(Standard::City), "Oslo")]).await.1[0];
    assert_eq!(end(&office, op), OpState::Conflict);
    let steps = async |office: &Office| {
        office.store.read(|reader| reader.history(1_000)).await.unwrap().len()
    };
    let until_now = steps(&office).await;
    office.order(Order::Look(who));
    office.until(|report| matches!(report, Report::Opened(_))).await;
    office.until(|report| matches!(report, Report::Changed { .. })).await;
    office.rest().await;
    office.order(Order::Pull { full: true });
    office.until(|report| matches!(report, Report::Synced(_))).await;
    office.rest().await;
    assert_eq!(steps(&office).await, until_now, "nothing happens to it");
}
