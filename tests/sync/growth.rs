//! Edits of what is not on the server yet: its creation takes them in (reliability d8, T4).

use rolodeck::{
    model::{
        change::Change,
        field::Standard,
        ids::{ContactId, DeedId, NoteId, OpId},
        note::NoteDraft,
        op::OpState,
        talk::Order,
        value::Value,
    },
    sandbox::Sky,
    store::Reader,
};
use serde_json::json;

use super::{city, office::Office, person};

/// Somebody who was made without a server, and what was done to her since.
struct Case {
    office: Office,
    who: ContactId,
    note: NoteId,
    ops: Vec<OpId>,
    deeds: Vec<DeedId>,
}

impl Case {
    async fn new() -> Self {
        let mut office = Office::open(10).await;
        office.under(Sky::Offline).await;
        office.order(Order::Pull { full: false });
        office.rest().await;
        let (who, added) = person(&mut office, "ada@example.com");
        let note = office.ids.note();
        let mut case = Self { office, who, note, ops: Vec::new(), deeds: Vec::new() };
        case.make(added).await;
        case.make(Change::NoteAdded { contact: who, note, draft: said("rang") }).await;
        case
    }

    async fn make(&mut self, change: Change) {
        let (deed, ops) = self.office.make(vec![change]).await;
        self.deeds.push(deed);
        self.ops.extend(ops);
    }

    fn email(&self, was: &str, now: &str) -> Change {
        let (was, now) = (Value::text(was), Value::text(now));
        Change::ContactEdited { contact: self.who, field: Standard::Email.into(), was, now }
    }

    fn rewritten(&self, was: &str, now: &str) -> Change {
        let (was, now) = (said(was), said(now));
        Change::NoteEdited { contact: self.who, note: self.note, was, now }
    }

    async fn online(&mut self) {
        self.office.under(Sky::Normal).await;
        self.office.sandbox.traffic().forget();
        self.office.order(Order::Pull { full: false });
        self.office.settled(&self.ops.clone()).await;
    }

    async fn state(&self, op: usize) -> OpState {
        let id = self.ops[op];
        let history = self.office.store.read(|reader| reader.history(99)).await.unwrap();
        history.iter().find(|event| event.op == id).unwrap().to
    }

    fn edits(&self) -> usize {
        self.office.requests("PUT/contacts/*") + self.office.requests("PUT/contacts/*/notes/*")
    }
}

fn said(body: &str) -> NoteDraft {
    NoteDraft { title: String::new(), body: body.to_owned() }
}

#[tokio::test]
async fn one_request_makes_what_was_made_and_edited() {
    let mut case = Case::new().await;
    case.make(case.email("ada@example.com", "ada@example.org")).await;
    case.make(city(case.who, "", "Oslo")).await;
    case.make(city(case.who, "Oslo", "Bergen")).await;
    case.make(case.rewritten("rang", "rang twice")).await;
    case.online().await;

    assert_eq!(case.edits(), 0);
    let made: Vec<_> = case.office.sandbox.commits().into_iter().map(|line| line.sent).collect();
    assert_eq!((made.len(), &made[0]["email"]), (2, &json!("ada@example.org")));
    assert_eq!((&made[0]["city"], &made[1]["body"]), (&json!("Bergen"), &json!("rang twice")));
    let mut ends = Vec::new();
    for op in 0..6 {
        ends.push(case.state(op).await);
    }
    let [done, merged] = [OpState::Done, OpState::Superseded];
    assert_eq!(ends, [done, done, merged, merged, merged, merged]);
}

#[tokio::test]
async fn what_was_taken_back_before_is_not_taken_in() {
    let mut case = Case::new().await;
    case.make(city(case.who, "", "Oslo")).await;
    case.make(city(case.who, "Oslo", "Bergen")).await;
    case.office.undo(case.deeds[3]).await;
    let withdrawn = case.ops.remove(3);
    case.online().await;
    case.ops.push(withdrawn);
    assert_eq!(case.state(3).await, OpState::Cancelled);
    let served = case.office.served(case.who).await;
    assert_eq!(served.values[&Standard::City.into()], Value::text("Oslo"));
}

#[tokio::test]
async fn each_edit_can_be_taken_back_by_itself_afterwards() {
    let mut case = Case::new().await;
    case.make(city(case.who, "", "Oslo")).await;
    case.make(city(case.who, "Oslo", "Bergen")).await;
    case.online().await;
    assert_eq!(case.state(3).await, OpState::Superseded);
    let known = case.office.store.read(|reader| reader.undoable(9)).await.unwrap();
    assert_eq!(known[..2], [case.deeds[3], case.deeds[2]], "newest first");
    for (deed, city) in [(3, "Oslo"), (2, "")] {
        case.office.undo(case.deeds[deed]).await;
        let served = case.office.served(case.who).await;
        let now = served.values.get(&Standard::City.into()).map(Value::shown);
        assert_eq!(now.unwrap_or_default(), city);
    }
}

#[tokio::test]
async fn held_by_a_person_it_is_no_part_of_it() {
    let mut case = Case::new().await;
    case.make(city(case.who, "", "Oslo")).await;
    case.office.order(Order::Hold(vec![case.ops[2]]));
    case.office.rest().await;
    let held = case.ops.remove(2);
    case.online().await;
    let waiting = case.office.store.read(Reader::outgoing).await.unwrap();
    assert_eq!(waiting.iter().map(|it| it.outgoing.op.id).collect::<Vec<_>>(), [held]);
    assert!(!case.office.served(case.who).await.values.contains_key(&Standard::City.into()));
}
