//! Several processes on one data folder, seen from inside: one of them sends, and what the others do
//! meanwhile stops nothing.

use std::fs;

use jiff::Timestamp;
use rolodeck::{
    model::{
        field::{Field, Standard},
        op::OpState,
        value::Value,
    },
    sandbox::Moment,
    store::{SenderLock, Store},
};

use super::{city, end, note, office::Office};

#[tokio::test]
async fn a_change_that_is_dropped_elsewhere_while_it_is_looked_at_stops_nothing() {
    let mut office = Office::open(3).await;
    let contacts = office.contacts().await;
    let (who, other) = (contacts[0], contacts[1]);
    let was = office.base(who).await;
    let theirs = (Field::from(Standard::City), Value::text("Rome"));
    office.client.update_contact(was.remote.as_ref().unwrap(), &[theirs]).await.unwrap();
    let hold = office.sandbox.traffic().hold("GET/contacts/*", Moment::BeforeCommit);
    let (_, dropped) = office.give(vec![city(who, was.text(Standard::City), "Oslo")]);
    hold.reached(1).await;
    let elsewhere = Store::open(office.store.path()).unwrap().store;
    elsewhere.drop_ops(dropped.clone(), Timestamp::now()).await.unwrap();
    hold.release();
    for text in ["on its way already", "not yet"] {
        let note = note(&mut office, other, text);
        let (_, after) = office.give(vec![note]);
        office.settled(&after).await;
        assert_eq!(end(&office, after[0]), OpState::Done);
    }
    assert_eq!(end(&office, dropped[0]), OpState::Cancelled);
    assert_eq!(office.waiting().await, 0);
}

/// The lock lies in a file, and whoever tidies up may delete it: then two hold it.
#[tokio::test]
async fn whoever_was_replaced_as_sender_sends_nothing_more() {
    let mut office = Office::open(3).await;
    let who = office.contacts().await[0];
    let path = office.store.path().to_owned();
    fs::remove_file(path.with_file_name("rolodeck.db.sender")).unwrap();
    let elsewhere = Store::open(&path).unwrap().store;
    let lock = SenderLock::try_take(&path).unwrap().unwrap();
    let now = Timestamp::now();
    elsewhere.take_over(&lock, now, now).await.unwrap();

    let before = office.sandbox.commits().len();
    let note = note(&mut office, who, "met at the fair");
    let (_, ops) = office.give(vec![note]);
    office.until(|report| matches!(report, rolodeck::model::talk::Report::Trouble(_))).await;
    assert_eq!(office.sandbox.commits().len(), before, "nothing was sent");
    assert_eq!(office.waiting().await, 1);

    drop(lock); // she ends, and the first takes her place again
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
    assert_eq!(office.sandbox.commits().len(), before + 1);
}
