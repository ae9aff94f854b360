//! What people changed, from commit to the end.

use std::collections::BTreeMap;

use rolodeck::{
    model::{
        change::Change,
        fault::{Fault, Trouble},
        field::{Field, Standard},
        ids::{ContactId, Ids, OpId},
        op::{Op, OpState},
        row::Row,
        value::Value,
    },
    store::{Error, Evidence, Intent, Outcome, Pending, SenderLock, Settlement, Store},
};
use uuid::Uuid;

use super::bench::{Bench, EARLY, LATE, folder, served, tag_named, tagged, task, wait};

fn outgoing(store: &Store) -> Vec<Pending> {
    store.reader().unwrap().outgoing().unwrap()
}

fn state(bench: &Bench, op: OpId) -> OpState {
    bench.store.reader().unwrap().change(op).unwrap().unwrap().outgoing.state
}

fn row(bench: &Bench, contact: ContactId) -> Row {
    Row::from(&bench.store.reader().unwrap().contact(contact).unwrap().unwrap())
}

fn tag(contact: ContactId, tag: &str) -> Change {
    Change::TagAdded { contact, tag: tag_named(tag) }
}

fn refused() -> Fault {
    Fault::new(Trouble::Refused, "tag not allowed", "drop it or edit it")
}

fn done() -> Outcome {
    Outcome::Done { evidence: Evidence::Bare, changed: None }
}

#[test]
fn what_was_committed_is_there_after_a_restart_in_order() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "b"), tag(contact, "a")]);
    let bench = bench.reopened();
    let found: Vec<OpId> = outgoing(&bench.store).iter().map(|it| it.outgoing.op.id).collect();
    assert_eq!(found, ops);
    assert_eq!(row(&bench, contact).tags, [], "an edit never alters the base");
}

#[test]
fn what_takes_the_place_of_a_conflict_is_made_from_theirs() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let field = || Field::from(Standard::FirstName);
    let edit = |was: &str, now: &str| Change::ContactEdited {
        contact,
        field: field(),
        was: Value::text(was),
        now: Value::text(now),
    };
    let (_, ops) = bench.commit(vec![edit("Jane", "Joan")]);
    bench.pull(vec![served("r1", "Jill", LATE)]);
    let fault = Fault::new(Trouble::Conflict, "somebody else changed it", "");
    bench.settle(ops[0], Outcome::Conflict { fault });

    let (_, anew) = bench.commit(vec![edit("Joan", "June")]);
    let pending = bench.store.reader().unwrap().change(anew[0]).unwrap().unwrap();
    assert_eq!(pending.outgoing.op.change, edit("Jill", "June"));
}

#[test]
fn a_settled_change_is_in_the_base_and_out_of_the_queue() {
    let mut bench = Bench::new();
    bench.pull(vec![tagged(served("r1", "Jane", EARLY), &["cold"])]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "hot")]);
    bench.send(&ops);
    let settled = bench.settle(ops[0], done());
    assert_eq!(settled.base.rows[0].tags, [tag_named("cold"), tag_named("hot")]);
    assert_eq!(settled.queue[0].state, OpState::Done);
    assert_eq!(outgoing(&bench.store), []);
}

#[test]
fn a_refused_change_keeps_its_content_and_leaves_the_base_alone() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "hot")]);
    bench.send(&ops);
    let settled = bench.settle(ops[0], Outcome::Rejected { fault: refused() });
    assert_eq!(settled.base.rows, []);
    let waiting = &outgoing(&bench.store)[0].outgoing;
    assert_eq!((waiting.state, &waiting.fault), (OpState::Rejected, &Some(refused())));
    assert_eq!(waiting.op.change, tag(contact, "hot"));

    wait(bench.store.retry_ops(ops.clone(), bench.now)).unwrap();
    assert_eq!(state(&bench, ops[0]), OpState::Queued);
    wait(bench.store.drop_ops(ops.clone(), bench.now)).unwrap();
    assert_eq!(state(&bench, ops[0]), OpState::Discarded, "it was sent once");
}

/// Sent after the later one it would have the last word.
#[test]
fn a_refused_edit_is_not_retried_while_a_later_one_is_on_its_way() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let edit = |was: &str, now: &str| Change::ContactEdited {
        contact,
        field: Standard::FirstName.into(),
        was: Value::text(was),
        now: Value::text(now),
    };
    let (_, first) = bench.commit(vec![edit("Jane", "Joan")]);
    bench.send(&first);
    let (_, second) = bench.commit(vec![edit("Joan", "June")]);
    bench.settle(first[0], Outcome::Rejected { fault: refused() });
    bench.send(&second);
    wait(bench.store.retry_ops(first.clone(), bench.now)).unwrap();
    assert_eq!(state(&bench, first[0]), OpState::Discarded);

    bench.settle(second[0], Outcome::Rejected { fault: refused() });
    wait(bench.store.retry_ops(second.clone(), bench.now)).unwrap();
    assert_eq!(state(&bench, second[0]), OpState::Queued, "the last one may go again");
}

#[test]
fn what_is_held_is_not_sent_before_it_is_let_go() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "hot"), tag(contact, "late")]);
    bench.send(&ops[1..]);
    let moved = wait(bench.store.hold_ops(ops.clone(), bench.now)).unwrap();
    assert_eq!(moved.len(), 1, "what may be on the wire cannot be held");
    let bench = bench.reopened();
    assert_eq!(state(&bench, ops[0]), OpState::Held);
    let intent = Intent { ops: ops[..1].to_vec(), ..Intent::default() };
    assert_eq!(wait(bench.store.sending(intent, bench.now)).unwrap(), []);
    wait(bench.store.retry_ops(ops[..1].to_vec(), bench.now)).unwrap();
    bench.send(&ops[..1]);
    bench.settle(ops[0], done());
    assert_eq!(state(&bench, ops[0]), OpState::Done);
}

#[test]
fn a_step_that_there_is_not_is_refused_and_rolls_everything_back() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "a"), tag(contact, "b")]);
    bench.send(&ops[..1]);
    let settlements = vec![
        Settlement { op: ops[0], outcome: done() },
        Settlement {
            op: ops[1],
            outcome: Outcome::Unknown { fault: refused(), not_before: bench.now },
        },
    ];
    let error = wait(bench.store.settle(settlements, bench.now)).unwrap_err();
    assert!(matches!(error, Error::Transition { from: OpState::Queued, to: OpState::Unknown, .. }));
    assert_eq!(state(&bench, ops[0]), OpState::Sending);
    assert_eq!(row(&bench, contact).tags, []);
}

#[test]
fn an_answer_to_something_else_settles_nothing() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "a")]);
    bench.send(&ops);
    let evidence = Evidence::Task(Box::new(task("t1", "r1", "call", false)));
    let outcome = Outcome::Done { evidence, changed: None };
    let settled = wait(bench.store.settle(vec![Settlement { op: ops[0], outcome }], bench.now));
    assert!(matches!(settled, Err(Error::Evidence(op)) if op == ops[0]));
    assert_eq!(state(&bench, ops[0]), OpState::Sending);
}

#[test]
fn every_step_has_its_line_in_the_history() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let (_, ops) = bench.commit(vec![tag(bench.contact("r1"), "hot")]);
    bench.done(&ops);
    let history = bench.store.reader().unwrap().history(9).unwrap();
    let steps: Vec<_> = history.iter().rev().map(|event| (event.from, event.to)).collect();
    assert_eq!(
        steps,
        [
            (None, OpState::Queued),
            (Some(OpState::Queued), OpState::Sending),
            (Some(OpState::Sending), OpState::Done)
        ]
    );
}

#[test]
fn a_creation_gets_the_servers_id_and_keeps_its_own() {
    let mut bench = Bench::new();
    let contact = bench.ids.contact();
    let values = served("", "Jane", EARLY).values;
    let (_, ops) = bench.commit(vec![Change::ContactAdded { contact, values, tags: Vec::new() }]);
    bench.send(&ops);
    let evidence = Evidence::Contact(Box::new(served("r1", "Jane", EARLY)));
    bench.settle(ops[0], Outcome::Done { evidence, changed: None });
    assert_eq!(bench.contact("r1"), contact);
}

#[test]
fn a_creation_that_a_pull_has_brought_already_is_one_contact() {
    let mut bench = Bench::new();
    let contact = bench.ids.contact();
    let values = served("", "Jane", EARLY).values;
    let (_, ops) = bench.commit(vec![Change::ContactAdded { contact, values, tags: Vec::new() }]);
    bench.send(&ops);
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    wait(bench.store.put_open_tasks(vec![task("t1", "r1", "call", false)], bench.now)).unwrap();
    let stranger = bench.contact("r1");

    let evidence = Evidence::Contact(Box::new(served("r1", "Jane", LATE)));
    let settled = bench.settle(ops[0], Outcome::Done { evidence, changed: None });
    assert_eq!(settled.base.gone, [stranger]);
    assert_eq!(settled.base.rows[0].id, contact);
    assert_eq!(settled.base.tasks[0].contact, contact);
    assert_eq!(bench.contact("r1"), contact);
    assert_eq!(bench.store.reader().unwrap().counts().unwrap().contacts, 1);
}

#[test]
fn a_deletion_takes_the_rows_away() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let was = Box::new(bench.store.reader().unwrap().contact(contact).unwrap().unwrap());
    let (_, ops) = bench.commit(vec![Change::ContactDeleted { contact, was }]);
    bench.send(&ops);
    assert_eq!(bench.settle(ops[0], done()).base.gone, [contact]);
    assert_eq!(bench.store.reader().unwrap().contact(contact).unwrap(), None);
}

#[test]
fn what_was_withdrawn_is_not_sent() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![tag(contact, "a"), tag(contact, "b")]);
    wait(bench.store.drop_ops(vec![ops[0]], bench.now)).unwrap();
    let intent = Intent { ops: ops.clone(), ..Intent::default() };
    assert_eq!(wait(bench.store.sending(intent, bench.now)).unwrap(), [], "nor what was with it");
    bench.send(&ops[1..]);
    assert_eq!(wait(bench.store.drop_ops(vec![ops[1]], bench.now)).unwrap(), [], "on the wire");
}

#[test]
fn dropping_a_creation_drops_what_was_built_on_it() {
    let mut bench = Bench::new();
    let contact = bench.ids.contact();
    let id = bench.ids.task();
    let draft = task("", "", "call", false).draft;
    let (_, ops) = bench.commit(vec![
        Change::ContactAdded { contact, values: BTreeMap::new(), tags: Vec::new() },
        Change::TaskAdded { contact, task: id, draft },
        Change::TaskDone { contact, task: id },
    ]);
    let moved = wait(bench.store.drop_ops(vec![ops[0]], bench.now)).unwrap();
    assert_eq!(moved.len(), 3);
    assert_eq!(outgoing(&bench.store), []);
}

#[test]
fn a_new_sender_never_sends_an_unanswered_creation_again() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (id, draft) = (bench.ids.task(), task("", "", "call", false).draft);
    let (_, ops) =
        bench.commit(vec![Change::TaskAdded { contact, task: id, draft }, tag(contact, "hot")]);
    bench.send(&ops);
    let bench = bench.reopened();
    let lock = SenderLock::try_take(&bench.path()).unwrap().unwrap();
    assert!(SenderLock::try_take(&bench.path()).unwrap().is_none(), "one sender at a time");
    let taken = wait(bench.store.take_over(&lock, bench.now, bench.now)).unwrap();
    assert_eq!(taken.doubt, None);
    assert_eq!(state(&bench, ops[0]), OpState::Unknown);
    assert_eq!(state(&bench, ops[1]), OpState::Retry);
    drop(lock);
    assert!(SenderLock::try_take(&bench.path()).unwrap().is_some());
}

#[test]
fn two_processes_learn_of_each_other() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let other = Store::open(&bench.path()).unwrap().store;
    let reader = other.reader().unwrap();
    let before = reader.mark().unwrap();

    let (_, ops) = bench.commit(vec![tag(contact, "a"), tag(contact, "b")]);
    let news = reader.news(before).unwrap();
    let joined: Vec<OpId> = news.joined.iter().map(|it| it.outgoing.op.id).collect();
    assert_eq!((joined, news.is_base_new), (ops.clone(), false));
    assert_eq!(
        bench.store.reader().unwrap().news(before).unwrap().joined,
        [],
        "own deeds are no news"
    );

    bench.done(&ops[..1]);
    let later = reader.news(news.until).unwrap();
    assert_eq!((later.joined, later.is_base_new), (Vec::new(), true));
    assert_eq!(later.moved[0].outgoing.state, OpState::Done);

    let joined: Vec<OpId> =
        reader.news(before).unwrap().joined.iter().map(|it| it.outgoing.op.id).collect();
    assert_eq!(joined, ops[1..], "what is through already is nothing to be done");
}

#[tokio::test]
async fn a_commit_rings_the_others_and_not_itself() {
    let folder = folder();
    let path = folder.path().join("rolodeck.db");
    let (one, two) = (Store::open(&path).unwrap().store, Store::open(&path).unwrap().store);
    let (mut own, mut others) = (one.bell(), two.bell());
    let mut ids = Ids::starting_at(Uuid::from_u128(1));
    let change = tag(ids.contact(), "hot");
    let op = Op { id: ids.op(), deed: ids.deed(), at: EARLY.parse().unwrap(), change };
    one.commit(vec![op]).await.unwrap();
    others.rung().await;
    tokio::select! {
        biased;
        () = own.rung() => panic!("rang itself"),
        () = std::future::ready(()) => {}
    }
}
