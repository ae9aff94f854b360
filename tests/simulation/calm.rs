//! Small cases that only a time of one's own can show.

use std::{sync::Arc, time::Duration};

use rolodeck::{
    model::{change::Change, field::Standard, ids::Ids, value::Value},
    sandbox::{ClockStart, Options, Sandbox, Sky},
};
use uuid::Uuid;

use super::{clock, desk::Desk, tale::Tale, wire::Wire};

#[tokio::test(start_paused = true)]
async fn a_request_that_hangs_after_an_outage_keeps_nobody_busy() {
    clock::start();
    let start = ClockStart::RunningFrom(clock::MORNING);
    let options = Options { contacts: 1, clock: start, ..Options::default() };
    let sandbox = Arc::new(Sandbox::indoors(options).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let tale = Tale::default();
    let wire = Wire::new("ann", Arc::clone(&sandbox), tale.clone());
    let ids = Ids::starting_at(Uuid::from_u128(1 << 100));
    let mut desk = Desk::open("ann", wire, ids, folder.path().join("ann.db"), tale);
    tokio::time::sleep(Duration::from_secs(30)).await;

    sandbox.weather().set(Sky::Offline);
    tokio::time::sleep(Duration::from_secs(30)).await;
    sandbox.weather().set(Sky::Normal);
    sandbox.weather().add_fault("hang:x1@GET/contacts/*".parse().unwrap());
    let who = desk.contacts().await[0];
    let was = desk.shown(who).await.unwrap().contact.value(&Standard::City.into()).clone();
    let now = Value::text("Bergen");
    desk.give(vec![Change::ContactEdited { contact: who, field: Standard::City.into(), was, now }]);
    // The clock panics in whoever asks for it again and again.
    tokio::time::sleep(Duration::from_mins(3)).await;
    assert_eq!(desk.outgoing().await, []);
}
