//! Small cases that only a time of one's own can show.

use std::{path::Path, sync::Arc, time::Duration};

use rolodeck::{
    model::{change::Change, field::Standard, ids::Ids, talk::Order, value::Value},
    sandbox::{ClockStart, Limits, Options, Sandbox, Sky},
    store::Reader,
};
use uuid::Uuid;

use super::{clock, deeds, desk::Desk, tale::Tale, wire::Wire};

/// Somebody at work at a location of one person, and the morning's first news are in.
async fn opened(folder: &Path) -> (Arc<Sandbox>, Desk) {
    let opened = opens(folder, Options { contacts: 1, ..Options::default() });
    tokio::time::sleep(Duration::from_secs(30)).await;
    opened
}

/// Somebody begins to work, and knows nothing yet.
fn opens(folder: &Path, options: Options) -> (Arc<Sandbox>, Desk) {
    clock::start();
    let start = ClockStart::RunningFrom(clock::MORNING);
    let sandbox = Arc::new(Sandbox::indoors(Options { clock: start, ..options }).unwrap());
    let tale = Tale::default();
    let wire = Wire::new("ann", Arc::clone(&sandbox), tale.clone());
    let ids = Ids::starting_at(Uuid::from_u128(1 << 100));
    let desk = Desk::open("ann", wire, ids, folder.join("ann.db"), tale);
    (sandbox, desk)
}

#[tokio::test(start_paused = true)]
async fn a_request_that_hangs_after_an_outage_keeps_nobody_busy() {
    let folder = tempfile::tempdir().unwrap();
    let (sandbox, mut desk) = opened(folder.path()).await;

    sandbox.weather().set(Sky::Offline);
    tokio::time::sleep(Duration::from_secs(30)).await;
    sandbox.weather().set(Sky::Normal);
    sandbox.weather().add_fault("hang:x1@GET/contacts/*".parse().unwrap());
    let who = desk.contacts().await[0];
    let was = desk.shown(who).await.unwrap().contact.value(&Standard::City.into()).clone();
    let now = Value::text("Bergen");
    desk.give(vec![Change::ContactEdited { contact: who, field: Standard::City.into(), was, now }]);
    // The clock panics in whoever asks for it again and again.
    tokio::time::sleep(Duration::from_mins(3)).await;
    assert_eq!(desk.outgoing().await, []);
}

/// A pull brings somebody new whose creation here nobody answered: until that is found out she is
/// two people, and both may be changed.
#[tokio::test(start_paused = true)]
async fn whoever_was_two_people_for_a_while_has_one_request_in_flight() {
    let folder = tempfile::tempdir().unwrap();
    let (sandbox, mut desk) = opened(folder.path()).await;
    let add_fault = |fault: &str| sandbox.weather().add_fault(fault.parse().unwrap());
    let before = desk.contacts().await;

    add_fault("drop-after-commit:x1@POST/contacts/");
    let mut dice = deeds::Dice::new(1);
    let newcomer = deeds::newcomer(&mut dice, &mut desk.ids);
    let made = newcomer.contact();
    let tag = |name: &str| deeds::tag(name);
    desk.give(vec![newcomer, Change::TagAdded { contact: made, tag: tag("of the one") }]);
    tokio::time::sleep(Duration::from_secs(55)).await;
    desk.order(Order::Pull { full: false });
    tokio::time::sleep(Duration::from_secs(4)).await;
    let is_new = |id: &_| !before.contains(id) && *id != made;
    let twin = desk.contacts().await.into_iter().find(is_new).expect("the pull brought her");

    add_fault("slow:20s:x1@POST/contacts/*/tags");
    desk.give(vec![Change::TagAdded { contact: twin, tag: tag("of the other") }]);
    tokio::time::sleep(Duration::from_mins(3)).await;

    assert_eq!(desk.wire.wrongs(), Vec::<String>::new());
    assert_eq!(desk.outgoing().await, []);
    assert_eq!(desk.contacts().await.len(), before.len() + 1);
    let tags = desk.shown(made).await.unwrap().contact.tags;
    assert!(tags.contains(&tag("of the one")) && tags.contains(&tag("of the other")), "{tags:?}");
    assert_eq!(desk.shown(twin).await.map(|shown| shown.contact), None);
}

/// The first pull waits for the service's quota, whose windows it fills to the last call, and for
/// nothing else.
#[tokio::test(start_paused = true)]
async fn a_full_pull_takes_hardly_longer_than_its_calls_may() {
    const CONTACTS: usize = 12_000;
    const WINDOW: Duration = Duration::from_secs(10);
    const GLANCE: Duration = Duration::from_millis(10);
    for burst in [5, 8, 13] {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits { burst: Some((burst, WINDOW)), ..Limits::default() };
        let options = Options { contacts: CONTACTS, limits, ..Options::default() };
        let (sandbox, desk) = opens(folder.path(), options);
        sandbox.weather().set_latency(Duration::from_millis(30));
        let began = clock::now();
        while desk.read(Reader::progress).await.full.is_none() {
            tokio::time::sleep(GLANCE).await;
        }
        let took = clock::now().duration_since(began).unsigned_abs();
        let calls = desk.wire.sent().len();
        assert!(calls <= CONTACTS / 500 + 8, "{calls} calls");
        let windows = u32::try_from(calls).unwrap().div_ceil(burst);
        let floor = WINDOW * (windows - 1);
        assert!(took <= floor.mul_f64(1.05), "{took:?} for {calls} calls, {burst} a window");
        assert_eq!(
            sandbox.traffic().exchanges().iter().filter(|it| it.status == Some(429)).count(),
            0
        );
    }
}
