//! Contacts that were deleted on the server go here too, and never because a list was wrong.

use std::time::Duration;

use jiff::SignedDuration;
use rolodeck::{
    model::{
        fault::Trouble,
        talk::{Attention, Order, Report},
    },
    store::Reader,
    sync::Pace,
};

use super::{
    city, clock,
    office::{Office, quick},
    person,
};

const DAY: SignedDuration = SignedDuration::from_hours(25);
const MINUTES: SignedDuration = SignedDuration::from_mins(11);

async fn open(contacts: usize) -> Office {
    Office::open_at(contacts, Pace { clock: clock::CLOCK, ..quick() }).await
}

/// Lets time go by, and whatever is due then be done.
async fn pass(office: &mut Office, time: SignedDuration) {
    clock::turn_on(time);
    office.order(Order::Pull { full: false });
    office.rest().await;
}

async fn sweep_twice(office: &mut Office) {
    pass(office, DAY).await;
    pass(office, MINUTES).await;
}

/// Deletes so many on the server, behind our back.
async fn delete(office: &Office, count: usize) {
    for id in office.contacts().await.into_iter().take(count) {
        let remote = office.base(id).await.remote.unwrap();
        office.client.delete_contact(&remote).await.unwrap();
    }
}

fn questions(office: &Office) -> Vec<&str> {
    let asked = office.reports.iter().filter_map(|report| match report {
        Report::Trouble(fault) if fault.trouble == Trouble::Conflict => Some(fault.cause.as_str()),
        _ => None,
    });
    asked.collect()
}

#[tokio::test]
async fn whoever_was_deleted_there_goes_after_two_lists_and_a_question() {
    let mut office = open(600).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await;
    delete(&office, 3).await;
    office.sandbox.traffic().forget();
    pass(&mut office, DAY).await;
    assert_eq!(office.contacts().await.len(), 600, "one list is no proof");
    pass(&mut office, MINUTES).await;
    assert_eq!(office.contacts().await.len(), 597);
    assert_eq!(office.requests("GET/contacts/*"), 3);
    let stone = office.store.read(move |reader| reader.tombstone(who)).await.unwrap().unwrap();
    assert_eq!(stone.contact, was, "what it held is kept");
    assert_eq!(questions(&office), [""; 0]);
}

#[tokio::test]
async fn an_empty_list_removes_nobody_and_asks() {
    let mut office = open(500).await;
    office.sandbox.weather().add_fault("empty-list@POST/contacts/search".parse().unwrap());
    for _ in 0..3 {
        sweep_twice(&mut office).await;
    }
    assert_eq!(office.contacts().await.len(), 500);
    assert_eq!(questions(&office)[0], "the server does not list 500 of 500 contacts any more");
    office.sandbox.weather().set_faults(Vec::new());
    sweep_twice(&mut office).await;
    assert_eq!(office.store.read(Reader::suspects).await.unwrap(), 0);
    assert_eq!(office.store.read(Reader::sweeps).await.unwrap().halted, None);
}

#[tokio::test]
async fn half_the_rows_go_only_when_a_person_says_so() {
    let mut office = open(500).await;
    delete(&office, 250).await;
    sweep_twice(&mut office).await;
    assert_eq!(office.contacts().await.len(), 500);
    assert_eq!(questions(&office).len(), 1, "asked once a day");
    let accepted = office.store.accept_deletions(clock::now()).await.unwrap();
    assert_eq!(accepted, 250);
    pass(&mut office, MINUTES).await;
    assert_eq!(office.contacts().await.len(), 250);
    pass(&mut office, DAY).await;
    assert_eq!(office.store.read(Reader::sweeps).await.unwrap().accepted, 0, "and for no others");
}

#[tokio::test]
async fn errors_in_the_middle_prove_nothing() {
    let mut office = open(1_200).await;
    delete(&office, 2).await;
    office.sandbox.weather().add_fault("500:60%@POST/contacts/search".parse().unwrap());
    office.sandbox.weather().add_fault("500@GET/contacts/*".parse().unwrap());
    for _ in 0..20 {
        pass(&mut office, DAY).await;
    }
    assert_eq!(office.contacts().await.len(), 1_200);
    assert_eq!(questions(&office), [""; 0]);
}

#[tokio::test]
async fn who_is_not_listed_but_there_stays() {
    let mut office = open(50).await;
    office.sandbox.weather().set_index_lag(Duration::from_hours(1_000));
    let (_, added) = person(&mut office, "ada@example.com");
    office.make(vec![added]).await;
    for _ in 0..3 {
        sweep_twice(&mut office).await;
    }
    assert_eq!(office.contacts().await.len(), 51);
}

#[tokio::test]
async fn nobody_goes_while_a_change_of_hers_waits() {
    let mut office = open(50).await;
    let who = office.contacts().await[0];
    delete(&office, 1).await;
    let (_, ops) = office.make(vec![city(who, "nowhere", "Bergen")]).await;
    sweep_twice(&mut office).await;
    sweep_twice(&mut office).await;
    assert_eq!(office.contacts().await.len(), 50, "it says what a person has to decide");
    office.order(Order::Drop(ops));
    office.rest().await;
    sweep_twice(&mut office).await;
    assert_eq!(office.contacts().await.len(), 49);
}

#[tokio::test]
async fn who_comes_back_is_the_same_person() {
    let mut office = open(50).await;
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    let served = office.served(who).await;
    office.client.delete_contact(&remote).await.unwrap();
    office.order(Order::Look(who));
    office.order(Order::Attend(Attention::Working));
    clock::turn_on(DAY);
    office.order(Order::Look(who));
    office
        .until(|report| matches!(report, Report::Changed { base, .. } if !base.gone.is_empty()))
        .await;
    let base = office.store.put_contact(served, clock::now()).await.unwrap();
    assert_eq!(base.rows[0].id, who);
}
