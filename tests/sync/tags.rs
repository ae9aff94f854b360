//! Tags: those put on and taken off before anything was sent, and those of many at once.

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        field::Standard,
        ids::ContactId,
        op::OpState,
        tag::Tag,
        talk::{Attention, Order, Report},
    },
    sandbox::Moment,
    sync::Pace,
};

use super::{
    city, clock,
    office::{Office, quick},
    tag,
};

type Turn = fn(ContactId, Tag) -> Change;

const ADD: Turn = |contact, tag| Change::TagAdded { contact, tag };
const REMOVE: Turn = |contact, tag| Change::TagRemoved { contact, tag };

/// Two changes of a tag that wait behind an edit on its way; a colleague may change it in between,
/// of which a pull brings news. Says whether the contact has it in the end, and how many requests
/// that took.
async fn turned(office: &mut Office, turns: [Turn; 2], colleague: bool) -> (bool, usize) {
    let who = office.contacts().await[0];
    let hot = tag("very hot");
    let had = office.base(who).await.has_tag(&hot);
    let was = office.base(who).await.text(Standard::City).to_owned();
    let hold = office.sandbox.traffic().hold("PUT/contacts/*", Moment::BeforeCommit);
    let (_, edit) = office.give(vec![city(who, &was, "Bergen")]);
    hold.reached(1).await;
    let (_, first) = office.give(vec![turns[0](who, hot.clone())]);
    if colleague {
        let remote = office.base(who).await.remote.unwrap();
        let hot = [hot.clone()];
        if had {
            office.client.remove_tags(&remote, &hot).await.unwrap();
        } else {
            office.client.add_tags(&remote, &hot).await.unwrap();
        }
        office.order(Order::Pull { full: false });
        office.until(|report| matches!(report, Report::Synced(_))).await;
        assert_ne!(office.base(who).await.has_tag(&hot[0]), had, "the pull brought it");
    }
    office.sandbox.traffic().forget();
    let (_, second) = office.give(vec![turns[1](who, hot.clone())]);
    hold.release();
    office.settled(&[edit, first, second].concat()).await;
    let requests =
        office.requests("POST/contacts/*/tags") + office.requests("DELETE/contacts/*/tags");
    (office.served(who).await.tags.contains(&hot), requests)
}

async fn tagged(is_tagged: bool) -> Office {
    let mut office = Office::open(3).await;
    if is_tagged {
        let who = office.contacts().await[0];
        let remote = office.base(who).await.remote.unwrap();
        office.client.add_tags(&remote, &[tag("very hot")]).await.unwrap();
        office.order(Order::Pull { full: false });
        office.rest().await;
        assert!(office.base(who).await.has_tag(&tag("very hot")));
    }
    office
}

#[tokio::test]
async fn what_is_put_on_and_taken_off_again_is_no_request() {
    for (had, turns) in [(false, [ADD, REMOVE]), (true, [REMOVE, ADD])] {
        let mut office = tagged(had).await;
        assert_eq!(turned(&mut office, turns, false).await, (had, 0));
        // And each has its lines in the history.
        let who = office.contacts().await[0];
        let both = turns.map(|turn| turn(who, tag("very hot")));
        for state in [OpState::Queued, OpState::Cancelled] {
            let told = office.told(state, |change| both.contains(change)).await;
            assert_eq!(told, both, "{state}");
        }
    }
}

/// Those of a call that failed for some go again alone.
#[tokio::test]
async fn a_tag_for_five_thousand_is_ten_calls_and_one_for_those_that_failed() {
    let mut office = Office::open_at(5_000, Pace { clock: clock::CLOCK, ..quick() }).await;
    let everybody = office.contacts().await;
    let bulk = "POST/contacts/bulk/tags/update/add";
    office.sandbox.weather().add_fault(format!("bulk-misses:x1@{bulk}").parse().unwrap());
    office.sandbox.traffic().forget();
    let changes = everybody.iter().map(|who| ADD(*who, tag("very hot"))).collect();
    let (_, ops) = office.make(changes).await;
    assert_eq!((office.requests("POST/*"), office.requests(bulk)), (10, 10));
    let done = ops.iter().filter(|op| office.states[op] == OpState::Done).count();
    assert_eq!(done, 4_950);
    clock::turn_on(SignedDuration::from_mins(1));
    office.order(Order::Attend(Attention::Working));
    office.settled(&ops).await;
    assert_eq!(office.requests(bulk), 11);
    assert!(ops.iter().all(|op| office.states[op] == OpState::Done));
}

/// The last word counts, and it was said of what the colleague did.
#[tokio::test]
async fn what_a_colleague_did_in_between_is_undone_as_it_was_asked_for() {
    assert_eq!(turned(&mut tagged(false).await, [ADD, REMOVE], true).await, (false, 1));
    assert_eq!(turned(&mut tagged(true).await, [REMOVE, ADD], true).await, (true, 1));
}
