//! Creations of which nobody can tell whether they arrived.

use jiff::SignedDuration;
use rolodeck::{
    model::{
        op::OpState,
        talk::{Attention, Order, Report},
    },
    store::Reader,
    sync::Pace,
};

use super::{
    clock, note,
    office::{Office, quick},
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);

fn becomes(report: &Report, state: OpState) -> bool {
    matches!(report, Report::Changed { queue, .. } if queue.iter().any(|it| it.state == state))
}

/// However seldom the program is started.
#[tokio::test]
async fn after_a_day_of_looks_that_fail_a_person_is_asked() {
    let pace = Pace { clock: clock::now, settle: SETTLE, ..quick() };
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
