//! Writes without an answer that arrive after newer ones: the newest value stands in the end.

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        field::Standard,
        ids::ContactId,
        op::OpState,
        talk::{Attention, Order, Report},
        value::Value,
    },
    store::Reader,
    sync::Pace,
};

use super::{
    city, clock,
    office::{Office, quick},
    tag,
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);

async fn open() -> (Office, ContactId) {
    let office = Office::open_at(10, Pace { clock: clock::CLOCK, settle: SETTLE, ..quick() }).await;
    let who = office.contacts().await[0];
    (office, who)
}

/// Makes both changes, of which the first is written once more after the second.
async fn overtaken(office: &mut Office, pattern: &str, first: Change, second: Change) {
    let fault = format!("late-commit:3s:x1@{pattern}");
    office.sandbox.weather().add_fault(fault.parse().unwrap());
    for change in [first, second] {
        let (_, ops) = office.give(vec![change]);
        office.settled(&ops).await;
        assert_eq!(office.states[&ops[0]], OpState::Done);
    }
}

/// Lets the time go by in which late writes arrive, and what is then to be done be done.
async fn settle(office: &mut Office) {
    while !office.store.read(Reader::rechecks).await.unwrap().is_empty()
        || office.waiting().await > 0
    {
        clock::turn_on(SETTLE);
        office.order(Order::Attend(Attention::Working));
        office.until(|report| matches!(report, Report::Quiet)).await;
    }
}

#[tokio::test]
async fn an_edit_that_arrives_late_is_overwritten_by_the_newer_one() {
    let (mut office, who) = open().await;
    let was = office.base(who).await.text(Standard::City).to_owned();
    let (first, second) = (city(who, &was, "Oslo"), city(who, "Oslo", "Bergen"));
    overtaken(&mut office, "PUT/contacts/*", first, second).await;
    while office.served(who).await.values[&Standard::City.into()] != Value::text("Oslo") {}
    settle(&mut office).await;
    assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("Bergen"));
    assert_eq!(office.base(who).await.text(Standard::City), "Bergen");
}

#[tokio::test]
async fn a_newer_edit_is_no_conflict_with_an_older_one_that_came_late() {
    let (mut office, who) = open().await;
    let was = office.base(who).await.text(Standard::City).to_owned();
    let (first, second) = (city(who, &was, "Oslo"), city(who, "Oslo", "Bergen"));
    overtaken(&mut office, "PUT/contacts/*", first, second).await;
    while office.served(who).await.values[&Standard::City.into()] != Value::text("Oslo") {}
    let (_, ops) = office.give(vec![city(who, "Bergen", "Turku")]);
    office.settled(&ops).await;
    assert_eq!(office.states[&ops[0]], OpState::Done);
    assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("Turku"));
}

#[tokio::test]
async fn a_tag_that_arrives_late_is_taken_off_again() {
    let (mut office, who) = open().await;
    let hot = tag("very hot");
    let first = Change::TagAdded { contact: who, tag: hot.clone() };
    let second = Change::TagRemoved { contact: who, tag: hot.clone() };
    overtaken(&mut office, "POST/contacts/*/tags", first, second).await;
    while !office.served(who).await.tags.contains(&hot) {}
    settle(&mut office).await;
    assert!(!office.served(who).await.tags.contains(&hot));
}

#[tokio::test]
async fn a_write_that_nothing_followed_needs_no_call() {
    let (mut office, who) = open().await;
    let was = office.base(who).await.text(Standard::City).to_owned();
    office.sandbox.weather().add_fault("drop-after-commit:x1@PUT/contacts/*".parse().unwrap());
    let (_, ops) = office.give(vec![city(who, &was, "Oslo")]);
    office.settled(&ops).await;
    assert_eq!(office.store.read(Reader::rechecks).await.unwrap().len(), 1);
    office.sandbox.traffic().forget();
    settle(&mut office).await;
    assert_eq!(office.requests("GET/contacts/*"), 0);
}
