//! What waits for a contact who is there already, or is gone, goes to somebody else.

use jiff::Timestamp;
use rolodeck::{
    model::{
        anew::Way,
        change::Change,
        fault::{Fault, Trouble},
        field::{Field, Standard},
        ids::{ContactId, Ids, OpId, RemoteId},
        op::{Op, OpState},
        served::ServedContact,
        talk::{Order, Report},
        value::Value,
    },
    sandbox::Action,
};
use uuid::Uuid;

use crate::{city, end, note, office::Office, person, tag, task};

impl Office {
    /// Who is there in the place of the one whom this change is about.
    async fn other(&mut self, op: OpId) -> Result<Option<ContactId>, Fault> {
        self.order(Order::FindOther(op));
        self.until(|report| matches!(report, Report::OtherFound { .. })).await;
        match self.reports.last() {
            Some(Report::OtherFound { op: asked, other }) if *asked == op => other.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// The changes that went out in the place of these.
    async fn moves(&mut self, op: OpId, to: ContactId, whole: bool) -> Vec<Op> {
        let (ops, at, ids) = (vec![op], Timestamp::now(), Ids::starting_at(Uuid::now_v7()));
        let way = Way::Upon { contact: to, whole };
        self.order(Order::Recreate { ops, way, at, ids });
        self.until(|report| matches!(report, Report::Recreated { .. })).await;
        let Some(Report::Recreated { ops, .. }) = self.reports.last() else { panic!() };
        let ops = ops.clone();
        self.rest().await;
        assert!(ops.iter().all(|op| end(self, op.id) == OpState::Done), "{ops:?}");
        ops
    }

    /// Where a change stands in the end.
    async fn stands(&self, op: OpId) -> OpState {
        let pending = self.store.read(move |reader| reader.change(op)).await.unwrap();
        pending.unwrap().outgoing.state
    }

    async fn bodies(&self, remote: &RemoteId) -> Vec<String> {
        let notes = self.client.notes(remote).await.unwrap().items;
        notes.into_iter().map(|note| note.draft.body).collect()
    }

    async fn titles(&self, remote: &RemoteId) -> Vec<String> {
        let tasks = self.client.tasks(remote).await.unwrap().items;
        tasks.into_iter().map(|task| task.draft.title).collect()
    }
}

/// A colleague has made Ada, and she herself another one, with what she wrote on top.
struct Twice {
    office: Office,
    mine: ContactId,
    theirs: ServedContact,
    op: OpId,
}

async fn made_twice() -> Twice {
    let mut office = Office::open(3).await;
    let (mine, added) = person(&mut office, "ada@example.com");
    let Change::ContactAdded { contact, mut values, .. } = added else { panic!() };
    values.insert(Standard::City.into(), Value::text("Bonn"));
    let theirs = office.client.create_contact(&values, &[tag("hot")]).await.unwrap();
    values.insert(Standard::City.into(), Value::text("Oslo"));
    values.insert(Standard::Phone.into(), Value::text("+12125550142"));
    let added = Change::ContactAdded { contact, values, tags: vec![tag("hot"), tag("vip")] };
    let op = office.make(vec![added]).await.1[0];
    assert_eq!(end(&office, op), OpState::Conflict);
    let more = vec![note(&mut office, mine, "met at the fair"), task(&mut office, mine, "call")];
    office.make(more).await;
    Twice { office, mine, theirs, op }
}

#[tokio::test]
async fn who_is_there_is_found_and_brought_in() {
    let Twice { mut office, op, theirs, .. } = made_twice().await;
    assert_eq!(office.contacts().await.len(), 3, "nobody has heard of her yet");
    let other = office.other(op).await.unwrap().unwrap();
    assert_eq!(office.base(other).await.remote, Some(theirs.remote));
    assert_eq!(office.contacts().await.len(), 4);
}

#[tokio::test]
async fn mine_goes_over_theirs_with_all_that_waits_for_it() {
    let Twice { mut office, mine, theirs, op } = made_twice().await;
    let other = office.other(op).await.unwrap().unwrap();
    let made = office.written("contact", Action::Created);
    let ops = office.moves(op, other, true).await;
    assert_eq!(office.written("contact", Action::Created), made, "nobody is made twice");
    assert_eq!((office.stands(op).await, office.waiting().await), (OpState::Discarded, 0));

    let served = office.client.contact(&theirs.remote).await.unwrap();
    let text = |field: Standard| served.values[&Field::from(field)].shown().into_owned();
    assert_eq!(
        (text(Standard::City), text(Standard::Phone)),
        ("Oslo".into(), "+12125550142".into())
    );
    assert_eq!(text(Standard::Email), "ada@example.com");
    assert!(served.tags.contains(&tag("vip")) && served.tags.contains(&tag("hot")));
    assert_eq!(office.bodies(&theirs.remote).await, ["met at the fair"]);
    assert_eq!(office.titles(&theirs.remote).await, ["call"]);
    let words: Vec<String> = ops.iter().map(|op| op.change.words()).collect();
    let phone = "phone = \"+12125550142\"";
    assert_eq!(words, [phone, "city = \"Oslo\"", "tag +vip", "new task: call", "new note"]);

    // What is still written to mine is written to her.
    let late = note(&mut office, mine, "rang");
    office.make(vec![late]).await;
    assert!(office.bodies(&theirs.remote).await.contains(&"rang".to_owned()));

    office.undo(ops[0].deed).await;
    let served = office.client.contact(&theirs.remote).await.unwrap();
    assert_eq!(served.values[&Standard::City.into()], Value::text("Bonn"));
    assert!(!served.tags.contains(&tag("vip")) && served.tags.contains(&tag("hot")));
    assert_eq!(office.bodies(&theirs.remote).await, ["rang"]);
    assert_eq!(office.titles(&theirs.remote).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_there_already_is_not_written_again() {
    let mut office = Office::open(3).await;
    let (_, added) = person(&mut office, "ada@example.com");
    let Change::ContactAdded { values, .. } = &added else { panic!() };
    office.client.create_contact(values, &[]).await.unwrap();
    let op = office.make(vec![added]).await.1[0];
    let other = office.other(op).await.unwrap().unwrap();
    let calls = office.requests("PUT/contacts/*");
    assert_eq!(office.moves(op, other, true).await, []);
    assert_eq!((office.stands(op).await, office.waiting().await), (OpState::Discarded, 0));
    assert_eq!(office.requests("PUT/contacts/*"), calls);
}

/// What the service takes with a new contact alone is told, and the rest goes.
#[tokio::test]
async fn what_only_a_new_contact_can_have_is_told() {
    let mut office = Office::open(3).await;
    let (_, added) = person(&mut office, "ada@example.com");
    let Change::ContactAdded { contact, mut values, tags } = added else { panic!() };
    office.client.create_contact(&values, &[]).await.unwrap();
    values.insert(Standard::Company.into(), Value::text("Smile Clinic"));
    values.insert(Standard::City.into(), Value::text("Oslo"));
    let op = office.make(vec![Change::ContactAdded { contact, values, tags }]).await.1[0];
    let other = office.other(op).await.unwrap().unwrap();
    assert_eq!(office.moves(op, other, true).await.len(), 1);
    let told = office.reports.iter().any(|report| match report {
        Report::Trouble(fault) => fault.cause.starts_with("company stays as it is"),
        _ => false,
    });
    assert!(told);
}

/// Somebody merged her into another one, who has her phone now.
async fn merged() -> (Office, ContactId, ServedContact) {
    let office = Office::open(3).await;
    let who = office.contacts().await[0];
    let before = office.base(who).await;
    office.client.delete_contact(before.remote.as_ref().unwrap()).await.unwrap();
    let phone = Value::text(before.text(Standard::Phone));
    let city = Value::text("Bonn");
    let values = [(Standard::Phone.into(), phone), (Standard::City.into(), city)].into();
    let other = office.client.create_contact(&values, &[]).await.unwrap();
    (office, who, other)
}

#[tokio::test]
async fn all_that_waits_for_one_who_was_merged_goes_to_the_other() {
    let (mut office, who, theirs) = merged().await;
    let was = office.base(who).await.text(Standard::City).to_owned();
    let hot = Change::TagAdded { contact: who, tag: tag("merged") };
    let changes = vec![city(who, &was, "Oslo"), hot, note(&mut office, who, "rang")];
    let ops = office.make(changes).await.1;
    assert!(ops.iter().all(|op| end(&office, *op) == OpState::Conflict));

    let other = office.other(ops[0]).await.unwrap().unwrap();
    let moved = office.moves(ops[0], other, true).await;
    let Change::ContactEdited { was, .. } = &moved[0].change else { panic!("{moved:?}") };
    assert_eq!(*was, Value::text("Bonn"), "made from what the other has");
    assert_eq!(office.waiting().await, 0);
    let served = office.client.contact(&theirs.remote).await.unwrap();
    assert_eq!(served.values[&Standard::City.into()], Value::text("Oslo"));
    assert!(served.tags.contains(&tag("merged")));
    assert_eq!(office.bodies(&theirs.remote).await, ["rang"]);
    let contacts = office.contacts().await;
    assert!(contacts.contains(&other) && !contacts.contains(&who), "who is gone, is gone");

    office.undo(moved[0].deed).await;
    let served = office.client.contact(&theirs.remote).await.unwrap();
    assert_eq!(served.values[&Standard::City.into()], Value::text("Bonn"));
}

/// A note is moved to whom she chooses; the others still wait for her answer.
#[tokio::test]
async fn a_note_goes_alone_to_whoever_is_chosen() {
    let (mut office, who, _) = merged().await;
    let chosen = office.contacts().await[1];
    let remote = office.base(chosen).await.remote.unwrap();
    let before = office.bodies(&remote).await.len();
    let changes = vec![
        note(&mut office, who, "met at the fair"),
        task(&mut office, who, "call"),
        Change::TagAdded { contact: who, tag: tag("hot") },
    ];
    let ops = office.make(changes).await.1;
    let moved = office.moves(ops[0], chosen, false).await;
    assert_eq!(moved.len(), 1);
    assert_eq!(office.bodies(&remote).await.len(), before + 1);
    assert!(office.bodies(&remote).await.contains(&"met at the fair".to_owned()));
    assert_eq!(office.waiting().await, 2);
    let moved = office.moves(ops[1], chosen, false).await;
    assert!(matches!(moved[0].change, Change::TaskAdded { .. }));
    assert!(office.titles(&remote).await.contains(&"call".to_owned()));
    assert_eq!(office.waiting().await, 1);
}

#[tokio::test]
async fn nobody_is_in_the_place_of_one_who_is_just_gone() {
    let mut office = Office::open(3).await;
    let who = office.contacts().await[0];
    let before = office.base(who).await;
    office.client.delete_contact(before.remote.as_ref().unwrap()).await.unwrap();
    let op = office.make(vec![city(who, before.text(Standard::City), "Oslo")]).await.1[0];
    assert_eq!(office.other(op).await, Ok(None));
    office.sandbox.weather().add_fault("offline:60s".parse().unwrap());
    let fault = office.other(op).await.unwrap_err();
    assert_eq!(fault.trouble, Trouble::Unreachable);
}
