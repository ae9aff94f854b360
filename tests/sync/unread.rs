//! Rows that nobody can read: kept as they came, told once, and no proof of absence (reliability d11).

use jiff::SignedDuration;
use rolodeck::{
    model::{
        op::OpState,
        talk::{Attention, Order, Report},
    },
    sandbox::Action,
    store::{Reader, UnreadRow},
    sync::Pace,
};

use super::{
    clock, note,
    office::{Office, quick},
    task,
};

/// With a clock that can be turned on.
async fn open() -> Office {
    Office::open_at(3, Pace { clock: clock::CLOCK, ..quick() }).await
}

async fn unread(office: &Office) -> Vec<UnreadRow> {
    office.store.read(Reader::unread).await.unwrap()
}

fn told(office: &Office) -> usize {
    let told = office.reports.iter().map(|report| match report {
        Report::Changed { base, .. } => base.unread,
        _ => 0,
    });
    told.sum()
}

fn under(office: &Office, faults: &[&str]) {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    office.sandbox.weather().set_faults(faults);
}

async fn pull(office: &mut Office, full: bool) {
    office.order(Order::Pull { full });
    office.until(|report| matches!(report, Report::Synced(_))).await;
}

#[tokio::test]
async fn a_contact_that_cannot_be_read_is_kept_as_it_came_and_told_once() {
    let mut office = Office::open(3).await;
    under(&office, &["odd-row:100%@POST/contacts/search"]);
    pull(&mut office, true).await;
    pull(&mut office, true).await;
    let kept = unread(&office).await;
    assert_eq!((kept.len(), kept[0].kind.as_str(), told(&office)), (1, "contact", 1));
    let row: serde_json::Value = serde_json::from_str(&kept[0].row).unwrap();
    assert!(row["firstName"].is_string(), "{row}");
    assert_eq!(office.contacts().await.len(), 3, "who was known stays");
    under(&office, &[]);
    pull(&mut office, true).await;
    assert_eq!(unread(&office).await, []);
}

#[tokio::test]
async fn what_a_list_may_hide_is_not_taken_for_gone() {
    let mut office = open().await;
    let who = office.contacts().await[0];
    let changes = vec![note(&mut office, who, "rang"), task(&mut office, who, "call")];
    office.make(changes).await;
    clock::turn_on(SignedDuration::from_hours(1));
    let lists = ["odd-row:100%@GET/contacts/*/notes", "odd-row:100%@GET/contacts/*/tasks"];
    under(&office, &[&lists[..], &["odd-row:100%@POST/locations/*/tasks/search"]].concat());
    let tasks = office.store.read(Reader::open_tasks).await.unwrap().len();
    office.order(Order::Look(who));
    pull(&mut office, false).await;
    office.rest().await;
    let dossier = office.store.read(move |reader| reader.dossier(who)).await.unwrap().unwrap();
    let bodies: Vec<&str> = dossier.notes.items.iter().map(|it| it.draft.body.as_str()).collect();
    assert!(bodies.contains(&"rang"), "{bodies:?}");
    assert_eq!(office.store.read(Reader::open_tasks).await.unwrap().len(), tasks);
    assert!(unread(&office).await.iter().any(|row| row.kind == "note"));
    assert!(unread(&office).await.iter().any(|row| row.kind == "task"));
}

#[tokio::test]
async fn an_unanswered_note_that_a_list_may_hide_is_never_sent_again() {
    let mut office = open().await;
    let who = office.contacts().await[0];
    let lost = "drop-after-commit:x1@POST/contacts/*/notes";
    under(&office, &[lost, "odd-row:100%@GET/contacts/*/notes"]);
    let change = note(&mut office, who, "rang");
    let (_, ops) = office.give(vec![change]);
    // However often it is looked for.
    while office.states.get(&ops[0]) != Some(&OpState::Parked) {
        clock::turn_on(SignedDuration::from_mins(10));
        office.order(Order::Attend(Attention::Working));
        office.rest().await;
    }
    assert_eq!(office.written("note", Action::Created), 1);
    under(&office, &[]);
    office.order(Order::Retry(ops.clone()));
    office.states.clear();
    office.settled(&ops).await;
    assert_eq!(office.states[&ops[0]], OpState::Done);
    assert_eq!(office.written("note", Action::Created), 1);
}
