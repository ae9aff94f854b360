//! Somebody else was there first: tasks, notes, lists and deletions.

use jiff::Timestamp;
use rolodeck::{
    model::{
        anew::Way,
        change::Change,
        fault::Trouble,
        field::Standard,
        ids::{ContactId, Ids, NoteId, OpId, RemoteId, TaskId},
        note::{Note, NoteDraft},
        op::{Op, OpState},
        talk::{Order, Report},
        task::{Task, TaskDraft},
        value::Value,
    },
    sandbox::Action,
    store::Reader,
};
use uuid::Uuid;

use crate::{city, end, note, office::Office, tag, task};

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

/// Theirs stays where it is, and hers stands beside it, with all that she wrote on top.
#[tokio::test]
async fn of_two_notes_in_one_both_can_be_kept() {
    let mut case = Case::new().await;
    let note = case.note().await;
    let id = note.remote.clone().unwrap();
    case.office.client.update_note(&case.remote, &id, &body("rang, sold")).await.unwrap();
    let (contact, was, now) = (case.who, body("rang, not sold"), body("rang, not sold yet"));
    let once_more = Change::NoteEdited { contact, note: note.id, was, now };
    let op = case.office.make(vec![case.edited(&note, "rang, not sold"), once_more]).await.1[0];
    assert_eq!(end(&case.office, op), OpState::Conflict);

    let ops = case.makes_anew(op, Way::Beside).await;
    assert!(matches!(&ops[..], [Op { change: Change::NoteAdded { .. }, .. }]), "{ops:?}");
    assert_eq!(case.note_served(&note).await.body, "rang, sold");
    let texts = async |case: &Case| {
        let notes = case.office.client.notes(&case.remote).await.unwrap().items;
        let mut texts: Vec<String> = notes.into_iter().map(|note| note.draft.body).collect();
        texts.retain(|text| text.starts_with("rang"));
        texts.sort();
        texts
    };
    assert_eq!(texts(&case).await, ["rang, not sold yet", "rang, sold"]);
    let here: Vec<String> = case.notes().await.into_iter().map(|note| note.draft.body).collect();
    assert!(here.contains(&"rang, sold".to_owned()), "{here:?}");
    assert!(here.contains(&"rang, not sold yet".to_owned()), "{here:?}");

    case.office.undo(ops[0].deed).await;
    assert_eq!(texts(&case).await, ["rang, sold"], "like any other new note");
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

impl Case {
    /// A change that meets nothing.
    async fn meets_nothing(&mut self, change: Change, trouble: Trouble) -> OpId {
        let op = self.make(change).await;
        assert_eq!(end(&self.office, op), OpState::Conflict);
        let waiting = self.office.store.read(Reader::outgoing).await.unwrap();
        let fault = waiting.iter().find(|it| it.outgoing.op.id == op).unwrap();
        assert_eq!(fault.outgoing.fault.clone().unwrap().trouble, trouble);
        op
    }

    /// Makes anew what is gone; the changes that go out in its place.
    async fn recreates(&mut self, op: OpId) -> Vec<Op> {
        self.makes_anew(op, Way::Again).await
    }

    async fn makes_anew(&mut self, op: OpId, way: Way) -> Vec<Op> {
        let (ops, at, ids) = (vec![op], Timestamp::now(), Ids::starting_at(Uuid::now_v7()));
        self.office.order(Order::Recreate { ops, way, at, ids });
        self.office.until(|report| matches!(report, Report::Recreated { .. })).await;
        let Some(Report::Recreated { ops, queue, .. }) = self.office.reports.last() else {
            panic!()
        };
        let (ops, given_up) = (ops.clone(), queue.iter().any(|moved| moved.op == op));
        assert!(given_up, "its place is taken");
        let ids: Vec<OpId> = ops.iter().map(|op| op.id).collect();
        self.office.settled(&ids).await;
        self.office.rest().await;
        assert!(ids.iter().all(|op| end(&self.office, *op) == OpState::Done));
        assert_eq!(self.office.waiting().await, 0);
        ops
    }
}

#[tokio::test]
async fn a_contact_that_is_gone_is_made_anew_with_all_that_waited_for_her() {
    let mut case = Case::new().await;
    let before = case.office.base(case.who).await;
    let (note_before, task) = (case.note().await, case.task().await);
    case.office.client.delete_contact(&case.remote).await.unwrap();
    let edit = city(case.who, before.text(Standard::City), "Oslo");
    let op = case.meets_nothing(edit, Trouble::Gone).await;
    let hot = Change::TagAdded { contact: case.who, tag: tag("anew") };
    case.meets_nothing(hot, Trouble::Gone).await;
    case.meets_nothing(case.edited(&note_before, "rang twice"), Trouble::Orphaned).await;
    let ticked = Change::TaskDone { contact: case.who, task: task.id };
    case.meets_nothing(ticked, Trouble::Orphaned).await;

    let made = case.office.written("contact", Action::Created);
    let ops = case.recreates(op).await;
    assert_eq!(case.office.written("contact", Action::Created), made + 1);
    let her = ops[0].change.contact();
    let served = case.office.served(her).await;
    assert_ne!(served.remote, case.remote);
    assert_eq!(served.values[&Standard::City.into()], Value::text("Oslo"));
    assert_eq!(
        served.values[&Standard::LastName.into()],
        *before.value(&Standard::LastName.into())
    );
    assert!(served.tags.contains(&tag("anew")));
    assert!(before.tags.iter().all(|tag| served.tags.contains(tag)), "and those she had");
    let notes = case.office.client.notes(&served.remote).await.unwrap().items;
    let notes: Vec<&str> = notes.iter().map(|note| note.draft.body.as_str()).collect();
    assert_eq!(notes, ["rang twice"]);
    assert_eq!(case.office.client.tasks(&served.remote).await.unwrap().items, []);
    let contacts = case.office.contacts().await;
    assert!(contacts.contains(&her) && !contacts.contains(&case.who), "she stands there once");

    case.office.undo(ops[0].deed).await;
    case.office.rest().await;
    assert!(case.office.client.contact(&served.remote).await.is_err(), "like any other creation");
}

/// It was noticed that she is gone when nothing waited for her; then somebody wrote to her.
#[tokio::test]
async fn one_who_was_buried_is_made_anew_from_what_was_kept() {
    let mut case = Case::new().await;
    let before = case.office.base(case.who).await;
    case.office.client.delete_contact(&case.remote).await.unwrap();
    case.office.store.bury(case.who, Timestamp::now()).await.unwrap();
    let edit = city(case.who, before.text(Standard::City), "Oslo");
    let op = case.meets_nothing(edit, Trouble::Gone).await;
    let ops = case.recreates(op).await;
    let served = case.office.served(ops[0].change.contact()).await;
    assert_eq!(
        served.values[&Standard::LastName.into()],
        *before.value(&Standard::LastName.into())
    );
}

#[tokio::test]
async fn a_note_that_is_gone_is_made_anew_as_it_was_written() {
    let mut case = Case::new().await;
    let note = case.note().await;
    case.office.client.delete_note(&case.remote, note.remote.as_ref().unwrap()).await.unwrap();
    let op = case.meets_nothing(case.edited(&note, "rang twice"), Trouble::Gone).await;
    case.recreates(op).await;
    let notes = case.office.client.notes(&case.remote).await.unwrap().items;
    assert!(notes.iter().any(|note| note.draft.body == "rang twice"), "{notes:?}");
    let here = case.notes().await;
    assert_eq!(here.iter().filter(|one| one.draft.body.starts_with("rang")).count(), 1, "once");
}

#[tokio::test]
async fn a_task_that_is_gone_is_made_anew_ticked_off_if_it_was() {
    let mut case = Case::new().await;
    let task = case.task().await;
    case.office.client.delete_task(&case.remote, task.remote.as_ref().unwrap()).await.unwrap();
    let ticked = Change::TaskDone { contact: case.who, task: task.id };
    let op = case.meets_nothing(ticked, Trouble::Gone).await;
    case.recreates(op).await;
    let tasks = case.office.client.tasks(&case.remote).await.unwrap().items;
    let anew = tasks.iter().find(|task| task.draft.title == "call").unwrap();
    assert!(anew.done);
}
