//! Tasks and notes of a contact that somebody else worked on are here before anybody looks.

use std::time::Duration;

use jiff::SignedDuration;
use rolodeck::{
    model::{
        note::NoteDraft,
        talk::{Attention, Order, Report},
    },
    sync::Pace,
};

use super::{
    clock,
    office::{Office, quick},
    tag, task,
};

#[tokio::test]
async fn a_note_of_a_colleague_comes_without_a_look() {
    let mut office = Office::open_at(10, Pace { clock: clock::CLOCK, ..quick() }).await;
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    let draft = NoteDraft { title: String::new(), body: "met at the fair".to_owned() };
    office.client.create_note(&remote, &draft, None).await.unwrap();
    office.client.add_tags(&remote, &[tag("fair")]).await.unwrap();
    office.sandbox.traffic().forget();
    office.order(Order::Pull { full: false });
    office.rest().await;
    assert_eq!(office.requests("GET/contacts/*/notes"), 0, "not in a hurry");

    clock::turn_on(SignedDuration::from_secs(21));
    office.order(Order::Attend(Attention::Working));
    while office.requests("GET/contacts/*/notes") == 0 {
        office.until(|report| matches!(report, Report::Quiet)).await;
    }
    let found = office.store.read(|reader| reader.notes_matching("fair", 9)).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(office.requests("GET/contacts/*/notes"), 1, "of nobody else");
}

/// Lists may lag behind what we wrote ourselves a moment ago, so one of them alone proves nothing.
#[tokio::test]
async fn a_task_of_ours_that_somebody_deleted_at_once_goes_without_another_look() {
    let mut office = Office::open_at(10, Pace { clock: clock::CLOCK, ..quick() }).await;
    let who = office.contacts().await[0];
    let tasks = async |office: &Office| {
        let dossier = office.store.read(move |reader| reader.dossier(who)).await.unwrap();
        dossier.unwrap().tasks
    };
    let call = task(&mut office, who, "Call");
    let (_, made) = office.give(vec![call]);
    office.settled(&made).await;
    let remote = office.base(who).await.remote.unwrap();
    for served in office.client.tasks(&remote).await.unwrap().items {
        office.client.delete_task(&remote, &served.remote).await.unwrap();
    }
    office.order(Order::Look(who));
    while tasks(&office).await.fetched.is_none() {
        office.until(|report| matches!(report, Report::Quiet)).await;
    }
    assert_eq!(tasks(&office).await.items.len(), 1, "it is not believed yet");

    clock::turn_on(SignedDuration::from_secs(61));
    office.order(Order::Attend(Attention::Working));
    let goes = async {
        while !tasks(&office).await.items.is_empty() {
            office.until(|report| matches!(report, Report::Quiet)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), goes).await.expect("it stays for ever");
}
