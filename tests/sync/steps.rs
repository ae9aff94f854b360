//! Several edits of the same, made before any of them was sent, are one step for the server (reliability
//! d8): one look and one write, and one refusal.

use rolodeck::{
    model::{
        change::Change,
        contact::Contact,
        field::Standard,
        ids::{ContactId, NoteId, OpId, TaskId},
        note::{Note, NoteDraft},
        op::OpState,
        talk::{Order, Report},
        task::TaskDraft,
    },
    sandbox::{Moment, Sky},
};

use super::{city, note, office::Office, task};

/// Somebody with a note and a task that the server has, and no server.
struct Case {
    office: Office,
    who: ContactId,
    note: NoteId,
    task: TaskId,
    ops: Vec<OpId>,
}

impl Case {
    async fn new() -> Self {
        let mut office = Office::open(3).await;
        let who = office.contacts().await[0];
        let (rang, call) = (note(&mut office, who, "0"), task(&mut office, who, "0"));
        let (note, task) = (rang.note().unwrap(), call.task().unwrap());
        office.make(vec![rang, call]).await;
        office.under(Sky::Offline).await;
        office.order(Order::Pull { full: false });
        office.rest().await;
        Self { office, who, note, task, ops: Vec::new() }
    }

    async fn make(&mut self, change: Change) {
        let (_, ops) = self.office.make(vec![change]).await;
        self.ops.extend(ops);
    }

    fn rewritten(&self, was: u32, now: u32) -> Change {
        let draft = |body: u32| NoteDraft { title: String::new(), body: body.to_string() };
        Change::NoteEdited { contact: self.who, note: self.note, was: draft(was), now: draft(now) }
    }

    fn renamed(&self, was: u32, now: u32) -> Change {
        let due = Some("2026-12-01T15:00:00Z".parse().unwrap());
        let draft =
            |title: u32| TaskDraft { title: title.to_string(), due, ..TaskDraft::default() };
        Change::TaskEdited { contact: self.who, task: self.task, was: draft(was), now: draft(now) }
    }

    async fn online(&mut self, sky: Sky) {
        self.office.under(sky).await;
        self.office.sandbox.traffic().forget();
        self.office.order(Order::Pull { full: false });
        self.office.settled(&self.ops.clone()).await;
    }

    fn states(&self) -> Vec<OpState> {
        self.ops.iter().map(|op| self.office.states[op]).collect()
    }
}

#[tokio::test]
async fn ten_edits_of_one_note_or_task_are_one_read_and_one_write() {
    let mut case = Case::new().await;
    for number in 0..10 {
        case.make(case.rewritten(number, number + 1)).await;
        case.make(case.renamed(number, number + 1)).await;
    }
    case.online(Sky::Normal).await;
    assert_eq!(case.states(), [OpState::Done; 20]);
    for part in ["notes", "tasks"] {
        assert_eq!(case.office.requests(&format!("GET/contacts/*/{part}/*")), 1, "{part}");
        assert_eq!(case.office.requests(&format!("PUT/contacts/*/{part}/*")), 1, "{part}");
    }
    let remote = case.office.base(case.who).await.remote.unwrap();
    let (notes, tasks) = (case.office.client.notes(&remote), case.office.client.tasks(&remote));
    assert!(notes.await.unwrap().items.iter().any(|note| note.draft.body == "10"));
    assert!(tasks.await.unwrap().items.iter().any(|task| task.draft.title == "10"));
}

#[tokio::test]
async fn what_comes_to_nothing_is_never_sent() {
    let mut case = Case::new().await;
    let (contact, task) = (case.who, case.task);
    case.make(case.rewritten(0, 1)).await;
    case.make(case.rewritten(1, 0)).await;
    case.make(case.renamed(0, 1)).await;
    case.make(case.renamed(1, 0)).await;
    case.make(Change::TaskDone { contact, task }).await;
    case.make(Change::TaskReopened { contact, task }).await;
    case.online(Sky::Normal).await;
    assert_eq!(case.states(), [OpState::Cancelled; 6]);
    assert_eq!(case.office.requests("PUT/*"), 0);
}

/// Whoever ticks it off meanwhile is not overruled by what came to nothing here, nor is she by us.
#[tokio::test]
async fn a_tick_between_two_edits_keeps_its_place() {
    let mut case = Case::new().await;
    let (contact, task) = (case.who, case.task);
    case.make(case.renamed(0, 1)).await;
    case.make(Change::TaskDone { contact, task }).await;
    case.make(case.renamed(1, 2)).await;
    case.online(Sky::Normal).await;
    assert_eq!(case.states(), [OpState::Done; 3]);
    assert_eq!(case.office.requests("PUT/contacts/*/tasks/*/completed"), 1);
    assert_eq!(case.office.requests("PUT/contacts/*/tasks/*"), 3, "with that one");
}

#[tokio::test]
async fn a_step_that_is_refused_is_refused_with_all_its_edits() {
    let mut case = Case::new().await;
    let was = case.office.base(case.who).await.text(Standard::City).to_owned();
    case.make(city(case.who, &was, "Oslo")).await;
    case.make(city(case.who, "Oslo", "Turku")).await;
    case.make(case.rewritten(0, 1)).await;
    case.make(case.rewritten(1, 2)).await;
    case.online(Sky::Refusing).await;
    assert_eq!(case.states(), [OpState::Rejected; 4]);
    assert_eq!(case.office.requests("PUT/contacts/*"), 2, "none of them goes alone");
}

/// It was made from what was typed before, which the server never had.
#[tokio::test]
async fn an_edit_behind_a_refused_one_meets_no_conflict() {
    let mut case = Case::new().await;
    case.office.under(Sky::Normal).await;
    let who = case.who;
    let was = case.office.base(who).await.text(Standard::City).to_owned();
    let traffic = case.office.sandbox.traffic().clone();
    case.office.sandbox.weather().add_fault("422:x1@PUT/contacts/*".parse().unwrap());
    let held = traffic.hold("PUT/contacts/*", Moment::BeforeCommit);
    case.office.order(Order::Pull { full: false });
    let (_, first) = case.office.give(vec![city(who, &was, "Oslo")]);
    held.reached(1).await;
    let (_, second) = case.office.give(vec![city(who, "Oslo", "Bergen")]);
    let (_, third) = case.office.give(vec![city(who, "Bergen", "Turku")]);
    case.office.until(|report| matches!(report, Report::Accepted(ops) if *ops == third)).await;
    held.release();
    case.ops = [first, second, third].concat();
    case.office.settled(&case.ops.clone()).await;
    assert_eq!(case.states(), [OpState::Rejected, OpState::Done, OpState::Done]);
    let city = case.office.served(who).await.values[&Standard::City.into()].clone();
    assert_eq!(city.shown(), "Turku");
}

/// Nobody hears of what was made and deleted again before it went out, and whoever takes that back has it.
#[tokio::test]
async fn what_was_made_and_deleted_unsent_is_never_sent() {
    let mut case = Case::new().await;
    let (who, added) = super::person(&mut case.office, "ada@example.com");
    let written = note(&mut case.office, who, "rang");
    let called = note(&mut case.office, case.who, "called");
    let (Change::ContactAdded { values, .. }, Change::NoteAdded { contact, note, draft }) =
        (added.clone(), called.clone())
    else {
        unreachable!()
    };
    for change in [added, written, called] {
        case.make(change).await;
    }
    let was = Box::new(Contact { values, ..Contact::new(who) });
    let (person, ops) = case.office.make(vec![Change::ContactDeleted { contact: who, was }]).await;
    case.ops.extend(ops);
    let was = Box::new(Note::new(note, contact, draft));
    let (call, ops) = case.office.make(vec![Change::NoteDeleted { contact, was }]).await;
    case.ops.extend(ops);
    case.online(Sky::Normal).await;
    assert_eq!(case.states(), [OpState::Cancelled; 5]);
    let sent = ["POST/contacts", "POST/contacts/*/notes", "DELETE/contacts/*"];
    assert_eq!(sent.map(|pattern| case.office.requests(pattern)), [0; 3]);
    let undoable = async |office: &Office| {
        let deeds = office.store.read(|reader| reader.undoable(9)).await.unwrap();
        [person, call].map(|deed| deeds.contains(&deed))
    };
    assert_eq!(undoable(&case.office).await, [true; 2]);
    for deed in [person, call, person] {
        case.office.undo(deed).await;
    }
    assert_eq!(undoable(&case.office).await, [false; 2]);
    assert_eq!(sent.map(|pattern| case.office.requests(pattern)), [1, 1, 0], "once each");
}
