//! Two creations that look alike are two, whatever becomes of the first.

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        ids::ContactId,
        op::OpState,
        talk::{Attention, Order, Report},
    },
    sandbox::Action,
    store::Reader,
    sync::Pace,
};

use super::{
    clock, note,
    office::{Office, quick},
    task,
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);

type Make = fn(&mut Office, ContactId) -> Change;

const KINDS: [(&str, &str, Make); 2] = [
    ("note", "POST/contacts/*/notes", |office, who| note(office, who, "called")),
    ("task", "POST/contacts/*/tasks", |office, who| task(office, who, "Call")),
];

/// Makes the same twice under this fault, lets all that is in doubt be found out, and says how many
/// the server has made.
async fn made_twice(fault: &str, (noun, path, make): (&str, &str, Make)) -> usize {
    let pace = Pace { clock: clock::now, settle: SETTLE, ..quick() };
    let mut office = Office::open_at(3, pace).await;
    let who = office.contacts().await[0];
    let before = office.written(noun, Action::Created);
    office.sandbox.weather().add_fault(format!("{fault}@{path}").parse().unwrap());
    let mut ops = Vec::new();
    for _ in 0..2 {
        let change = make(&mut office, who);
        let (_, given) = office.give(vec![change]);
        let is_tried = |report: &Report| match report {
            Report::Changed { queue, .. } => queue.iter().any(|it| {
                it.op == given[0] && matches!(it.state, OpState::Unknown | OpState::Done)
            }),
            _ => false,
        };
        office.until(is_tried).await;
        ops.extend(given);
    }
    while office.waiting().await > 0 {
        clock::turn_on(SETTLE);
        office.order(Order::Attend(Attention::Working));
        office.rest().await;
    }
    for op in &ops {
        assert_eq!(office.states[op], OpState::Done, "{fault} of a {noun}");
    }
    let dossier = office.store.read(move |reader: &Reader| reader.dossier(who)).await;
    let dossier = dossier.unwrap().unwrap();
    let notes = dossier.notes.items.iter().map(|it| it.remote.clone()).collect::<Vec<_>>();
    assert!(notes.iter().all(Option::is_some), "{notes:?}");
    office.written(noun, Action::Created) - before
}

#[tokio::test]
async fn one_that_did_not_arrive_is_not_taken_for_the_next() {
    for kind in KINDS {
        assert_eq!(made_twice("500:x1", kind).await, 2, "{}", kind.0);
    }
}

#[tokio::test]
async fn both_that_arrived_without_an_answer_are_found() {
    for kind in KINDS {
        assert_eq!(made_twice("500-after-commit:x2", kind).await, 2, "{}", kind.0);
    }
}

/// A colleague wrote the same long before.
#[tokio::test]
async fn what_was_there_before_is_not_taken_for_ours() {
    let mut office = Office::open(3).await;
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    let Change::NoteAdded { draft, .. } = note(&mut office, who, "called") else { panic!() };
    office.client.create_note(&remote, &draft, None).await.unwrap();
    office.sandbox.weather().add_fault("500:x1@POST/contacts/*/notes".parse().unwrap());
    let change = note(&mut office, who, "called");
    let before = office.written("note", Action::Created);
    let (_, ops) = office.give(vec![change]);
    office.settled(&ops).await;
    assert_eq!(office.states[&ops[0]], OpState::Done);
    assert_eq!(office.written("note", Action::Created), before + 1);
}
