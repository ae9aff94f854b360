//! The background task against the sandbox over real HTTP, on a real database file: nothing is
//! lost, nothing happens twice, nobody else's work is overwritten.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "sync/ahead.rs"]
mod ahead;
#[path = "sync/alike.rs"]
mod alike;
#[path = "sync/clock.rs"]
mod clock;
#[path = "sync/growth.rs"]
mod growth;
#[path = "sync/held.rs"]
mod held;
#[path = "sync/lag.rs"]
mod lag;
#[path = "sync/late.rs"]
mod late;
#[path = "sync/office.rs"]
mod office;
#[path = "sync/other.rs"]
mod other;
#[path = "sync/overwritten.rs"]
mod overwritten;
#[path = "sync/shared.rs"]
mod shared;
#[path = "sync/steps.rs"]
mod steps;
#[path = "sync/sweep.rs"]
mod sweep;
#[path = "sync/tags.rs"]
mod tags;
#[path = "sync/unanswered.rs"]
mod unanswered;
#[path = "sync/unread.rs"]
mod unread;

#[path = "sync/foreign.rs"]
mod foreign;

use std::collections::BTreeMap;

use office::Office;
use rolodeck::{
    model::{
        change::Change,
        fault::Trouble,
        field::{Field, Standard},
        ids::{ContactId, OpId},
        note::NoteDraft,
        op::OpState,
        tag::Tag,
        talk::{Link, Order, Report},
        task::TaskDraft,
        value::Value,
    },
    sandbox::{Action, Moment, Sky},
};

fn city(contact: ContactId, was: &str, now: &str) -> Change {
    Change::ContactEdited {
        contact,
        field: Standard::City.into(),
        was: Value::text(was),
        now: Value::text(now),
    }
}

fn note(office: &mut Office, contact: ContactId, body: &str) -> Change {
    let draft = NoteDraft { title: String::new(), body: body.to_owned() };
    Change::NoteAdded { contact, note: office.ids.note(), draft }
}

fn task(office: &mut Office, contact: ContactId, title: &str) -> Change {
    let due = Some("2026-12-01T15:00:00Z".parse().unwrap());
    let draft = TaskDraft { title: title.to_owned(), due, ..TaskDraft::default() };
    Change::TaskAdded { contact, task: office.ids.task(), draft }
}

fn person(office: &mut Office, email: &str) -> (ContactId, Change) {
    let contact = office.ids.contact();
    let values = BTreeMap::from([
        (Field::from(Standard::FirstName), Value::text("Ada")),
        (Field::from(Standard::LastName), Value::text("Example")),
        (Field::from(Standard::Email), Value::text(email)),
    ]);
    (contact, Change::ContactAdded { contact, values, tags: Vec::new() })
}

fn tag(name: &str) -> Tag {
    Tag::new(name).unwrap()
}

fn end(office: &Office, op: OpId) -> OpState {
    office.states[&op]
}

#[tokio::test]
async fn the_first_pull_brings_everybody() {
    let office = Office::open(1_234).await;
    assert_eq!(office.contacts().await.len(), 1_234);
    assert!(office.reports.iter().any(|report| matches!(report, Report::Synced(_))));
    let tasks = office.store.read(rolodeck::store::Reader::open_tasks).await.unwrap();
    assert!(!tasks.is_empty());
}

#[tokio::test]
async fn an_edit_sends_its_field_and_nothing_else() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    let (_, ops) = office.make(vec![city(who, &was, "Bergen")]).await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
    assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("Bergen"));
    let sent = office.sandbox.commits().pop().unwrap().sent;
    assert_eq!(sent, serde_json::json!({"city": "Bergen"}));
}

#[tokio::test]
async fn ten_edits_of_one_field_are_one_read_and_one_write() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    office.under(Sky::Offline).await;
    let mut before = was;
    let (mut all, mut edits) = (Vec::new(), Vec::new());
    for number in 0..10 {
        let now = format!("city {number}");
        edits.push(city(who, &before, &now));
        all.extend(office.make(vec![city(who, &before, &now)]).await.1);
        before = now;
    }
    assert!(office.reports.iter().any(|r| matches!(r, Report::Link(Link::Offline { .. }))));
    office.under(Sky::Normal).await;
    office.sandbox.traffic().forget();
    office.order(Order::Pull { full: false });
    office.settled(&all).await;
    assert_eq!((office.requests("GET/contacts/*"), office.requests("PUT/contacts/*")), (1, 1));
    assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("city 9"));
    let is_edit = |change: &Change| matches!(change, Change::ContactEdited { .. });
    assert_eq!(
        office.told(OpState::Queued, is_edit).await,
        edits,
        "what each was made from, and to"
    );
    assert_eq!(office.told(OpState::Done, is_edit).await, edits);
}

#[tokio::test]
async fn of_edits_half_of_which_are_taken_back_under_way_the_rest_is_sent() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    office.under(Sky::Offline).await;
    let (_, first) = office.make(vec![city(who, &was, "Oslo")]).await;
    let (_, second) = office.make(vec![city(who, "Oslo", "Bergen")]).await;
    office.under(Sky::Normal).await;
    office.sandbox.traffic().forget();
    let looks = office.sandbox.traffic().hold("GET/contacts/*", Moment::BeforeCommit);
    office.order(Order::Pull { full: false });
    looks.reached(1).await;
    office.order(Order::Drop(first));
    office.until(|report| matches!(report, Report::Changed { .. })).await;
    looks.release();
    office.settled(&second).await;
    assert_eq!(end(&office, second[0]), OpState::Done);
    assert_eq!(office.requests("PUT/contacts/*"), 1, "never one that asks for nothing");
    assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("Bergen"));
}

#[tokio::test]
async fn whatever_belongs_to_a_new_contact_follows_it() {
    let mut office = Office::open(10).await;
    let (who, added) = person(&mut office, "ada@example.com");
    let (call, hello) = (task(&mut office, who, "Call"), note(&mut office, who, "hello"));
    let tagged = Change::TagAdded { contact: who, tag: tag("new here") };
    let (_, ops) = office.make(vec![added, call, hello, tagged, city(who, "", "Bergen")]).await;
    for op in &ops[..4] {
        assert_eq!(end(&office, *op), OpState::Done);
    }
    assert_eq!(end(&office, ops[4]), OpState::Superseded);
    let served = office.served(who).await;
    assert_eq!(served.tags, [tag("new here")]);
    assert_eq!(served.values[&Standard::City.into()], Value::text("Bergen"));
    assert_eq!(office.client.tasks(&served.remote).await.unwrap().items.len(), 1);
    assert_eq!(office.client.notes(&served.remote).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_bulk_tag_is_one_call_and_one_undo_takes_it_back_exactly() {
    let mut office = Office::open(500).await;
    let everybody = office.contacts().await;
    let mut before = Vec::new();
    for who in &everybody {
        before.push(office.base(*who).await.tags);
    }
    // A colleague tags somebody behind our back: hers must survive our undo.
    let lucky = office.served(everybody[7]).await.remote;
    office.client.add_tags(&lucky, &[tag("q4")]).await.unwrap();
    office.sandbox.traffic().forget();
    let changes: Vec<Change> = everybody
        .iter()
        .map(|contact| Change::TagAdded { contact: *contact, tag: tag("q4") })
        .collect();
    let (deed, _) = office.make(changes).await;
    assert_eq!(office.requests("POST/contacts/bulk/tags/update/add"), 1);
    assert_eq!(office.requests("POST/contacts/*/tags"), 0);
    for who in &everybody {
        assert!(office.base(*who).await.has_tag(&tag("q4")));
    }
    office.undo(deed).await;
    assert_eq!(office.waiting().await, 0);
    for (at, who) in everybody.iter().enumerate() {
        let mut expected = before[at].clone();
        if at == 7 {
            expected.push(tag("q4"));
            expected.sort();
        }
        assert_eq!(office.served(*who).await.tags, expected, "{at}");
    }
}

#[tokio::test]
async fn what_was_never_sent_is_undone_without_a_request() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    office.under(Sky::Offline).await;
    let (deed, _) = office.make(vec![city(who, "", "Bergen")]).await;
    office.undo(deed).await;
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn a_refused_edit_waits_with_the_servers_words_until_somebody_decides() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    office.sandbox.weather().set(Sky::Refusing);
    let (_, ops) = office.make(vec![city(who, &was, "Bergen")]).await;
    assert_eq!(end(&office, ops[0]), OpState::Rejected);
    assert_eq!(office.base(who).await.text(Standard::City), was);
    let waiting = office.store.read(rolodeck::store::Reader::outgoing).await.unwrap();
    let fault = waiting[0].outgoing.fault.clone().unwrap();
    assert!(fault.status.is_some() && fault.trace.is_some(), "{fault:?}");
    office.sandbox.weather().set(Sky::Normal);
    office.order(Order::Retry(ops.clone()));
    office.settled(&ops).await;
    office.rest().await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
}

#[tokio::test]
async fn a_refused_edit_can_be_given_up() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    office.sandbox.weather().set(Sky::Refusing);
    let (_, ops) = office.make(vec![city(who, "", "Bergen")]).await;
    office.order(Order::Drop(ops.clone()));
    office.rest().await;
    assert_eq!(end(&office, ops[0]), OpState::Discarded);
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn a_foreign_edit_of_the_same_field_is_not_overwritten_unasked() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    let remote = office.base(who).await.remote.unwrap();
    let theirs = [(Field::from(Standard::City), Value::text("Oslo"))];
    office.client.update_contact(&remote, &theirs).await.unwrap();
    let (_, ops) = office.make(vec![city(who, &was, "Bergen")]).await;
    assert_eq!(end(&office, ops[0]), OpState::Conflict);
    let waiting = office.store.read(rolodeck::store::Reader::outgoing).await.unwrap();
    assert_eq!(waiting[0].outgoing.fault.clone().unwrap().trouble, Trouble::Conflict);
    assert_eq!(office.base(who).await.text(Standard::City), "Oslo");
    office.order(Order::Retry(ops.clone()));
    office.states.remove(&ops[0]);
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
    assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("Bergen"));
}

#[tokio::test]
async fn foreign_edits_of_other_fields_merge_silently() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    let remote = office.base(who).await.remote.unwrap();
    let theirs = [(Field::from(Standard::Source), Value::text("referral"))];
    office.client.update_contact(&remote, &theirs).await.unwrap();
    office.make(vec![city(who, &was, "Bergen")]).await;
    let served = office.served(who).await;
    assert_eq!(served.values[&Standard::City.into()], Value::text("Bergen"));
    assert_eq!(served.values[&Standard::Source.into()], Value::text("referral"));
}

#[tokio::test]
async fn creations_whose_answer_is_lost_are_found_and_not_made_twice() {
    for fault in ["drop-after-commit:x1", "500-after-commit:x1", "cut:20:x1", "malformed:x1"] {
        let mut office = Office::open(10).await;
        let who = office.contacts().await[0];
        let (notes, tasks) =
            (office.written("note", Action::Created), office.written("task", Action::Created));
        let contacts = office.written("contact", Action::Created);
        let path = ["POST/contacts/", "POST/contacts/*/notes", "POST/contacts/*/tasks"];
        for path in path {
            office.sandbox.weather().add_fault(format!("{fault}@{path}").parse().unwrap());
        }
        let (_, added) = person(&mut office, "ada@example.com");
        let changes = vec![added, note(&mut office, who, "called"), task(&mut office, who, "Call")];
        let (_, ops) = office.make(changes).await;
        office.settled(&ops).await;
        for op in &ops {
            assert_eq!(end(&office, *op), OpState::Done, "{fault}");
        }
        assert_eq!(office.written("note", Action::Created), notes + 1, "{fault}");
        assert_eq!(office.written("task", Action::Created), tasks + 1, "{fault}");
        assert_eq!(office.written("contact", Action::Created), contacts + 1, "{fault}");
    }
}

#[tokio::test]
async fn creations_that_did_not_arrive_are_sent_again() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let notes = office.written("note", Action::Created);
    let fault = "drop-before-commit:x1@POST/contacts/*/notes".parse().unwrap();
    office.sandbox.weather().add_fault(fault);
    let change = note(&mut office, who, "called");
    let (_, ops) = office.make(vec![change]).await;
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
    assert_eq!(office.written("note", Action::Created), notes + 1);
}

#[tokio::test]
async fn a_contact_that_was_refused_and_created_all_the_same_is_adopted() {
    let mut office = Office::open(10).await;
    let fault = "422-but-created:x1@POST/contacts/".parse().unwrap();
    office.sandbox.weather().add_fault(fault);
    let (who, added) = person(&mut office, "ada@example.com");
    let (_, ops) = office.make(vec![added]).await;
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
    assert!(office.base(who).await.remote.is_some());
}

#[tokio::test]
async fn a_new_contact_with_somebody_elses_email_is_asked_about_and_not_sent() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await;
    let mut email = String::new();
    for who in who {
        email = office.base(who).await.text(Standard::Email).to_owned();
        if !email.is_empty() {
            break;
        }
    }
    let (_, added) = person(&mut office, &email);
    let (_, ops) = office.make(vec![added]).await;
    assert_eq!(end(&office, ops[0]), OpState::Conflict);
    assert_eq!(office.requests("POST/contacts/"), 0);
}

#[tokio::test]
async fn killed_before_and_after_the_server_wrote_it_nothing_is_lost_and_nothing_twice() {
    for moment in [Moment::BeforeCommit, Moment::AfterCommit] {
        let mut office = Office::open(10).await;
        let who = office.contacts().await[0];
        let was = office.base(who).await.text(Standard::City).to_owned();
        let notes = office.written("note", Action::Created);
        let posts = office.sandbox.traffic().hold("POST/contacts/*/notes", moment);
        let change = note(&mut office, who, "called");
        office.give(vec![change]);
        posts.reached(1).await;
        let (_, edits) = office.give(vec![city(who, &was, "Bergen")]);
        office.until(|report| matches!(report, Report::Accepted(ids) if *ids == edits)).await;
        office.crash().await;
        posts.release();
        office.settled(&edits).await;
        while office.waiting().await > 0 {
            office.rest().await;
        }
        assert_eq!(office.written("note", Action::Created), notes + 1, "{moment:?}");
        assert_eq!(office.served(who).await.values[&Standard::City.into()], Value::text("Bergen"));
    }
}

#[tokio::test]
async fn a_deleted_contact_takes_its_later_changes_with_it_visibly() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    office.client.delete_contact(&remote).await.unwrap();
    let change = note(&mut office, who, "called");
    let (_, ops) = office.make(vec![change]).await;
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Conflict);
    assert_eq!(office.waiting().await, 1);
}

#[tokio::test]
async fn too_many_requests_are_waited_for_and_nothing_is_lost() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    office.sandbox.weather().add_fault("429:0s:x2@PUT/contacts/*".parse().unwrap());
    let (_, ops) = office.make(vec![city(who, &was, "Bergen")]).await;
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Done);
}

#[tokio::test]
async fn an_incremental_pull_without_news_is_one_call() {
    let mut office = Office::open(600).await;
    office.sandbox.traffic().forget();
    office.order(Order::Attend(rolodeck::model::talk::Attention::Away));
    office.order(Order::Attend(rolodeck::model::talk::Attention::Working));
    office.until(|report| matches!(report, Report::Synced(_))).await;
    assert_eq!(office.requests("*"), 1);
}

#[tokio::test]
async fn a_creation_without_an_answer_is_a_conflict_once_its_contact_is_gone() {
    let mut office = Office::open(10).await;
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    let posts = "POST/contacts/*/notes";
    office.sandbox.weather().add_fault(format!("drop-before-commit:x1@{posts}").parse().unwrap());
    let held = office.sandbox.traffic().hold(posts, Moment::BeforeCommit);
    let change = note(&mut office, who, "called");
    let (_, ops) = office.give(vec![change]);
    held.reached(1).await;
    office.client.delete_contact(&remote).await.unwrap();
    office.sandbox.traffic().forget();
    held.release();
    office.settled(&ops).await;
    assert_eq!(end(&office, ops[0]), OpState::Conflict);
    // Two looks for what got no answer, and one before it would be sent again.
    assert_eq!(office.requests("GET/contacts/*/notes"), 3);
    assert_eq!(office.waiting().await, 1, "what was typed is still there");
}
