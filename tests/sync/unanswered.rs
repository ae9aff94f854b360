//! Creations of which nobody can tell whether they arrived.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        op::{Op, OpState},
        talk::{Attention, Order, Report},
        value::Value,
    },
    sandbox::Action,
    store::Reader,
    sync::Pace,
};

use super::{
    city, clock, note,
    office::{Office, quick},
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);

fn becomes(report: &Report, state: OpState) -> bool {
    matches!(report, Report::Changed { queue, .. } if queue.iter().any(|it| it.state == state))
}

/// However seldom the program is started.
#[tokio::test]
async fn after_a_day_of_looks_that_fail_a_person_is_asked() {
    let pace = Pace { clock: clock::CLOCK, settle: SETTLE, ..quick() };
    let mut office = Office::open_at(3, pace).await;
    let who = office.contacts().await[0];
    let weather = office.sandbox.weather().clone();
    weather.add_fault("drop-after-commit:x1@POST/contacts/*/notes".parse().unwrap());
    let change = note(&mut office, who, "rang");
    let (_, ops) = office.give(vec![change]);
    office.until(|report| becomes(report, OpState::Unknown)).await;
    weather.add_fault("500:100%@GET/contacts/*/notes".parse().unwrap());
    clock::turn_on(SETTLE);
    office.order(Order::Attend(Attention::Working));
    office.until(|report| becomes(report, OpState::Unknown)).await;
    clock::turn_on(SignedDuration::from_hours(24));
    office.crash().await;
    office.settled(&ops).await;
    assert_eq!(office.states[&ops[0]], OpState::Parked);
    let waiting = office.store.read(Reader::outgoing).await.unwrap();
    let fault = waiting[0].outgoing.fault.clone().unwrap();
    assert!(fault.cause.starts_with("for a day nobody could tell"), "{fault}");
    weather.set_faults(Vec::new());
    office.order(Order::Retry(ops.clone()));
    office.states.clear();
    office.settled(&ops).await;
    assert_eq!(office.states[&ops[0]], OpState::Done, "it was there all the time");
}

/// Only its date tells it from others of the same name; the service dates it by its own clock.
#[tokio::test]
async fn a_clock_that_is_an_hour_off_makes_nobody_twice() {
    for [before, after] in [[1, 0], [-1, 0], [1, -1]] {
        let mut office = Office::open_at(3, Pace { clock: clock::CLOCK, ..quick() }).await;
        clock::set(SignedDuration::from_hours(before));
        let fault = "drop-after-commit:x1@POST/contacts".parse().unwrap();
        office.sandbox.weather().add_fault(fault);
        let values = BTreeMap::from([(Field::from(Standard::FirstName), Value::text("Ada"))]);
        let contact = office.ids.contact();
        let change = Change::ContactAdded { contact, values, tags: Vec::new() };
        let (id, deed) = (office.ids.op(), office.ids.deed());
        office.order(Order::Commit(vec![Op { id, deed, at: clock::now(), change }]));
        office.until(|report| becomes(report, OpState::Unknown)).await;
        clock::set(SignedDuration::from_hours(after));
        office.order(Order::Attend(Attention::Working));
        office.settled(&[id]).await;
        assert_eq!(office.states[&id], OpState::Done);
        assert_eq!(office.written("contact", Action::Created), 1, "{before} {after}");
        clock::set(-SignedDuration::from_hours(before + after));
    }
}

/// Neither in the program that runs, nor in the one that is started after it.
#[tokio::test]
async fn a_clock_that_is_set_back_by_ten_years_holds_nothing_up() {
    let years = SignedDuration::from_hours(10 * 365 * 24);
    for is_restarted in [false, true] {
        let mut office = Office::open_at(3, Pace { clock: clock::CLOCK, ..quick() }).await;
        let who = office.contacts().await[0];
        let was = office.base(who).await.text(Standard::City).to_owned();
        office.sandbox.weather().add_fault("500:x1@PUT/contacts/*".parse().unwrap());
        let (_, ops) = office.give(vec![city(who, &was, "Oslo")]);
        office.until(|report| becomes(report, OpState::Retry)).await;
        clock::set(-years);
        if is_restarted {
            office.crash().await;
            office.rest().await;
            clock::turn_on(SignedDuration::from_mins(5));
        }
        office.order(Order::Attend(Attention::Working));
        office.settled(&ops).await;
        assert_eq!(office.states[&ops[0]], OpState::Done);
        clock::set(years);
    }
}

/// What is late is late by the time that goes by, and not by the clock on the wall.
#[tokio::test]
async fn a_clock_that_is_set_ahead_shortens_no_wait() {
    let pace = Pace { clock: clock::CLOCK, settle: SETTLE, ..quick() };
    let mut office = Office::open_at(3, pace).await;
    let who = office.contacts().await[0];
    office
        .sandbox
        .weather()
        .add_fault("drop-after-commit:x1@POST/contacts/*/notes".parse().unwrap());
    let change = note(&mut office, who, "rang");
    let (_, ops) = office.give(vec![change]);
    office.until(|report| becomes(report, OpState::Unknown)).await;
    office.sandbox.traffic().forget();
    clock::set(SignedDuration::from_hours(10));
    office.order(Order::Pull { full: false });
    office.until(|report| matches!(report, Report::Synced(_))).await;
    assert_eq!(office.requests("GET/contacts/*/notes"), 0, "it is not looked for yet");
    clock::turn_on(SETTLE);
    office.order(Order::Attend(Attention::Working));
    office.settled(&ops).await;
    assert_eq!(office.states[&ops[0]], OpState::Done);
    clock::set(-SignedDuration::from_hours(10));
}
