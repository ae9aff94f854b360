//! Several processes on one data folder, seen from inside: one of them sends, and what the others do
//! meanwhile stops nothing.

use jiff::Timestamp;
use rolodeck::{
    model::{
        field::{Field, Standard},
        op::OpState,
        value::Value,
    },
    sandbox::Moment,
    store::Store,
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
