//! Several processes on one data folder, seen from inside: one of them sends, and what the others do
//! meanwhile stops nothing.

use std::{fs, path::PathBuf, thread};

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::{
        change::Change,
        contact::Contact,
        fault::{Fault, Trouble},
        field::{Field, Standard},
        ids::{ContactId, Ids, OpId},
        op::{Op, OpState, WINDOW},
        talk::{Order, Report},
        value::Value,
    },
    sandbox::{Moment, Sky},
    store::{Evidence, Intent, Outcome, Reader, SenderLock, Settlement, Store},
    sync::Pace,
};
use uuid::Uuid;

use super::{
    city, clock, end, note,
    office::{Office, quick},
};

/// Another process on the same data. While it does something, nobody in this one does.
struct Elsewhere {
    path: PathBuf,
    store: Store,
    lock: Option<SenderLock>,
    ids: Ids,
}

impl Elsewhere {
    fn beside(office: &Office) -> Self {
        let path = office.store.path().to_owned();
        let store = Store::open(&path).unwrap().store;
        Self { path, store, lock: None, ids: Ids::starting_at(Uuid::now_v7()) }
    }

    fn does<T: Send>(&self, work: impl AsyncFnOnce(&Store) -> T + Send) -> T {
        let run = || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(work(&self.store))
        };
        thread::scope(|scope| scope.spawn(run).join().unwrap())
    }

    fn commits(&mut self, change: Change) -> OpId {
        let (id, deed) = (self.ids.op(), self.ids.deed());
        let op = Op { id, deed, at: Timestamp::now(), change };
        self.does(async |store| store.commit(vec![op]).await.unwrap());
        id
    }

    /// A deletion that can be called back until then.
    fn deletes(&mut self, was: Contact, until: Timestamp) -> OpId {
        let (id, deed) = (self.ids.op(), self.ids.deed());
        let change = Change::ContactDeleted { contact: was.id, was: Box::new(was) };
        let op = Op { id, deed, at: Timestamp::now(), change };
        self.does(async |store| store.commit_held(vec![op], until).await.unwrap());
        id
    }

    /// Becomes the sender, which the office must not be.
    fn takes_over(&mut self) {
        let lock = SenderLock::try_take(&self.path).unwrap().unwrap();
        let now = Timestamp::now();
        self.does(async |store| store.take_over(&lock, now, now).await.unwrap());
        self.lock = Some(lock);
    }

    fn is_about_to_send(&self, op: OpId) {
        let intent = Intent { ops: vec![op], ..Intent::default() };
        let sent = self.does(async |store| store.sending(intent, Timestamp::now()).await);
        assert_eq!(sent.unwrap().len(), 1);
    }

    fn sends(&self, op: OpId) {
        self.is_about_to_send(op);
        self.settles(op, Outcome::Done { evidence: Evidence::Bare, changed: Some(true) });
    }

    fn settles(&self, op: OpId, outcome: Outcome) {
        let end = vec![Settlement { op, outcome }];
        self.does(async |store| store.settle(end, Timestamp::now()).await).unwrap();
    }
}

/// An office that resigned as the sender in favour of somebody else, and one of its contacts.
async fn stepped_back() -> (Office, Elsewhere, ContactId) {
    let mut office = Office::open(3).await;
    let who = office.contacts().await[0];
    let mut elsewhere = Elsewhere::beside(&office);
    fs::remove_file(elsewhere.path.with_file_name("rolodeck.db.sender")).unwrap();
    elsewhere.takes_over();
    let note = note(&mut office, who, "only to see that it may not");
    let (_, tried) = office.give(vec![note]);
    office.until(|report| matches!(report, Report::Trouble(_))).await;
    elsewhere.does(async |store| store.drop_ops(tried, Timestamp::now()).await).unwrap();
    (office, elsewhere, who)
}

fn bells(office: &Office) -> Vec<PathBuf> {
    let folder = office.store.path().parent().unwrap();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "bell")).collect()
}

async fn city_of(office: &Office, who: ContactId) -> String {
    office.base(who).await.text(Standard::City).to_owned()
}

#[tokio::test]
async fn what_came_and_went_before_anybody_listened_holds_nothing_back() {
    let (mut office, mut elsewhere, who) = stepped_back().await;
    let was = city_of(&office, who).await;
    let first = elsewhere.commits(city(who, &was, "Oslo"));
    elsewhere.sends(first);
    let now = (Field::from(Standard::City), Value::text("Oslo"));
    let remote = office.base(who).await.remote.unwrap();
    office.client.update_contact(&remote, &[now]).await.unwrap();
    elsewhere.lock = None;
    let second = elsewhere.commits(city(who, "Oslo", "Rome"));
    office.settled(&[second]).await;
    assert_eq!(end(&office, second), OpState::Done);
}

#[tokio::test]
async fn what_a_dead_sender_did_is_not_believed_once_it_was_taken_over() {
    let (mut office, mut elsewhere, who) = stepped_back().await;
    let was = city_of(&office, who).await;
    let op = elsewhere.commits(city(who, &was, "Oslo"));
    office.until(|report| matches!(report, Report::Joined(_))).await;
    // It dies between what it writes and its ring.
    let bells = bells(&office);
    for bell in &bells {
        fs::rename(bell, bell.with_extension("still")).unwrap();
    }
    elsewhere.is_about_to_send(op);
    for bell in &bells {
        fs::rename(bell.with_extension("still"), bell).unwrap();
    }
    office.sandbox.weather().set(Sky::Offline);
    elsewhere.lock = None;
    office.until(|report| matches!(report, Report::Link(_))).await;
    // Somebody rings after the death was noticed.
    elsewhere.commits(city(office.contacts().await[1], "", "Rome"));
    office.until(|report| matches!(report, Report::Joined(_))).await;
    office.sandbox.weather().set(Sky::Normal);
    office.settled(&[op]).await;
    assert_eq!(end(&office, op), OpState::Done);
}

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

/// What the disk will never take must not keep everything else from being sent.
#[tokio::test]
async fn an_answer_to_a_change_that_is_not_known_any_more_stops_nothing() {
    let mut office = Office::open(3).await;
    let contacts = office.contacts().await;
    let was = city_of(&office, contacts[0]).await;
    let hold = office.sandbox.traffic().hold("PUT/contacts/*", Moment::BeforeCommit);
    let (_, lost) = office.give(vec![city(contacts[0], &was, "Oslo")]);
    hold.reached(1).await;
    let file = rusqlite::Connection::open(office.store.path()).unwrap();
    for line in ["DELETE FROM history WHERE op = ?1", "DELETE FROM op WHERE id = ?1"] {
        assert!(file.execute(line, [lost[0].uuid().as_bytes()]).unwrap() > 0);
    }
    hold.release();
    let note = note(&mut office, contacts[1], "met at the fair");
    let (_, after) = office.give(vec![note]);
    office.settled(&after).await;
    assert_eq!(end(&office, after[0]), OpState::Done);
    // Nor what comes after it on the same lane.
    let (_, again) = office.give(vec![city(contacts[0], "Oslo", "Rome")]);
    office.settled(&again).await;
    assert_eq!(end(&office, again[0]), OpState::Done);
}

/// Whoever sends lets go of what others made, and heeds what they say of it meanwhile.
#[tokio::test]
async fn the_sender_lets_go_of_deletions_that_others_made() {
    let mut office = Office::open_at(3, Pace { clock: clock::CLOCK, ..quick() }).await;
    let mut elsewhere = Elsewhere::beside(&office);
    let people = office.contacts().await;
    let until = clock::now() + WINDOW;
    let mut ops = Vec::new();
    for who in &people[..3] {
        ops.push(elsewhere.deletes(office.base(*who).await, until));
        office.until(|report| matches!(report, Report::Joined(_))).await;
    }
    let [held, dropped, goes] = ops[..] else { panic!("{ops:?}") };
    let moves =
        |report: &Report| matches!(report, Report::Changed { queue, .. } if !queue.is_empty());
    elsewhere.does(async |store| store.hold_ops(vec![held], clock::now()).await.unwrap());
    office.until(moves).await;
    elsewhere.does(async |store| store.drop_ops(vec![dropped], clock::now()).await.unwrap());
    office.until(moves).await;
    clock::turn_on(WINDOW);
    office.order(Order::Recall);
    office.states.clear();
    office.settled(&[goes]).await;
    office.rest().await;
    assert_eq!(end(&office, goes), OpState::Done);
    assert_eq!(office.requests("DELETE/contacts/*"), 1);
    let waiting = office.store.read(Reader::outgoing).await.unwrap();
    let waiting: Vec<_> = waiting.iter().map(|it| (it.outgoing.op.id, it.not_before)).collect();
    assert_eq!(waiting, [(held, None)]);
}

/// `rolodeck outbox retry` beside a running interface.
#[tokio::test]
async fn what_somebody_elsewhere_says_is_to_go_now_need_not_wait_any_longer() {
    let (mut office, mut elsewhere, who) = stepped_back().await;
    let other = office.contacts().await[1];
    let in_an_hour = Timestamp::now() + SignedDuration::from_hours(1);
    let fault = Fault::new(Trouble::Unreachable, "no answer", "");
    let was = city_of(&office, who).await;
    let tried = elsewhere.commits(city(who, &was, "Oslo"));
    elsewhere.is_about_to_send(tried);
    let retry = Outcome::Retry { fault: fault.clone(), not_before: in_an_hour };
    elsewhere.settles(tried, retry);
    let was = city_of(&office, other).await;
    let queued = elsewhere.commits(city(other, &was, "Rome"));
    let later = Outcome::Queued { fault: Some(fault), not_before: Some(in_an_hour) };
    elsewhere.settles(queued, later);

    elsewhere.lock = None;
    let third = office.contacts().await[2];
    let note = note(&mut office, third, "rang");
    let (_, seen) = office.give(vec![note]);
    office.settled(&seen).await;
    office.rest().await;
    assert_eq!(office.waiting().await, 2, "they wait for their time");

    let ops = vec![tried, queued];
    let told = ops.clone();
    elsewhere.does(async |store| store.retry_ops(told, Timestamp::now()).await.unwrap());
    office.states.clear();
    office.settled(&ops).await;
    assert!(ops.iter().all(|op| end(&office, *op) == OpState::Done));
}
