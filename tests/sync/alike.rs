//! Two creations that look alike are two, whatever becomes of the first.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::ContactId,
        op::OpState,
        talk::{Attention, Order, Report},
        value::Value,
    },
    sandbox::{Action, Options},
    sync::Pace,
};

use super::{
    clock, note,
    office::{Office, quick},
    person, task,
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);

type Make = fn(&mut Office, ContactId) -> Change;

const KINDS: [(&str, &str, Make); 3] = [
    // Nobody can tell two of one name apart by email or phone.
    ("contact", "POST/contacts/", |office, _| named(office)),
    ("note", "POST/contacts/*/notes", |office, who| note(office, who, "called")),
    ("task", "POST/contacts/*/tasks", |office, who| task(office, who, "Call")),
];

fn named(office: &mut Office) -> Change {
    let values = BTreeMap::from([(Field::from(Standard::FirstName), Value::text("Ada"))]);
    Change::ContactAdded { contact: office.ids.contact(), values, tags: Vec::new() }
}

/// Makes the same twice under this fault, lets all that is in doubt be found out, and says how many
/// the server has made.
async fn made_twice(fault: &str, (noun, path, make): (&str, &str, Make)) -> usize {
    let pace = Pace { clock: clock::CLOCK, settle: SETTLE, ..quick() };
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
    office.written(noun, Action::Created) - before
}

#[tokio::test]
async fn both_are_made() {
    for kind in KINDS {
        assert_eq!(made_twice("slow:1ms", kind).await, 2, "{}", kind.0);
    }
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

/// A colleague has just added the same person: hers it stays, also when ours is taken back.
#[tokio::test]
async fn whom_a_colleague_has_just_added_is_asked_about() {
    let mut office = Office::open(3).await;
    let (_, added) = person(&mut office, "ada@example.com");
    let Change::ContactAdded { values, .. } = &added else { panic!() };
    office.client.create_contact(values, &[]).await.unwrap();
    let (_, ops) = office.make(vec![added]).await;
    assert_eq!(office.states[&ops[0]], OpState::Conflict);
}

/// Where the service forbids it, it says so; where it does not, there are two.
#[tokio::test]
async fn a_person_may_say_that_it_is_somebody_else() {
    for allow_duplicates in [false, true] {
        let location = Options { contacts: 3, allow_duplicates, ..Options::default() };
        let mut office = Office::open_in(location, quick()).await;
        let (who, added) = person(&mut office, "ada@example.com");
        let Change::ContactAdded { values, .. } = &added else { panic!() };
        office.client.create_contact(values, &[]).await.unwrap();
        let before = office.written("contact", Action::Created);
        let (_, ops) = office.make(vec![added]).await;
        assert_eq!(office.states[&ops[0]], OpState::Conflict);
        assert_eq!(office.requests("POST/contacts/"), 1, "hers alone");
        // The answer gets lost, too.
        let fault = if allow_duplicates { "500-after-commit:x1" } else { "500:x1" };
        office.sandbox.weather().add_fault(format!("{fault}@POST/contacts/").parse().unwrap());
        office.states.clear();
        office.order(Order::Retry(ops.clone()));
        office.settled(&ops).await;
        let made = office.written("contact", Action::Created) - before;
        assert_eq!(made, usize::from(allow_duplicates));
        let end = if allow_duplicates { OpState::Done } else { OpState::Rejected };
        assert_eq!(office.states[&ops[0]], end);
        if allow_duplicates {
            office.order(Order::Pull { full: false });
            office.until(|report| matches!(report, Report::Synced(_))).await;
            assert_eq!(office.contacts().await.len(), 3 + 2);
            assert_eq!(office.base(who).await.text(Standard::Email), "ada@example.com");
        } else {
            assert_eq!(office.requests("POST/contacts/"), 3, "it was asked for, twice");
        }
    }
}
