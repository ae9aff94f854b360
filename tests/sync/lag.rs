//! Lists that run far behind writes: what was seen of that is kept in mind (reliability d4, d11).

use std::{collections::BTreeMap, time::Duration};

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::OpId,
        op::OpState,
        talk::{Attention, Order, Report},
        value::Value,
    },
    sandbox::Action,
    sync::Pace,
};

use super::{
    city, clock,
    office::{Office, quick},
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);
const LAG: Duration = Duration::from_secs(100);

/// An office that has seen its own edit missing in the lists for eighty seconds.
async fn behind() -> Office {
    let pace = Pace { clock: clock::CLOCK, settle: SETTLE, ..quick() };
    let mut office = Office::open_at(3, pace).await;
    office.sandbox.weather().set_index_lag(LAG);
    let who = office.contacts().await[0];
    let was = office.base(who).await.text(Standard::City).to_owned();
    let (_, ops) = office.give(vec![city(who, &was, "Oslo")]);
    office.settled(&ops).await;
    forward(&office, 80);
    pull(&mut office).await;
    office
}

/// Time goes by on both sides.
fn forward(office: &Office, seconds: u32) {
    clock::turn_on(SignedDuration::from_secs(seconds.into()));
    office.sandbox.advance(Duration::from_secs(seconds.into()));
}

async fn pull(office: &mut Office) {
    office.order(Order::Pull { full: false });
    office.until(|report| matches!(report, Report::Synced(_))).await;
}

/// A new contact that only lists can show, and whose answer was lost.
async fn unanswered(office: &mut Office) -> OpId {
    let fault = "drop-after-commit:x1@POST/contacts".parse().unwrap();
    office.sandbox.weather().add_fault(fault);
    let contact = office.ids.contact();
    let values = BTreeMap::from([(Field::from(Standard::FirstName), Value::text("Ada"))]);
    let (_, ops) = office.give(vec![Change::ContactAdded { contact, values, tags: Vec::new() }]);
    becomes(office, OpState::Unknown).await;
    ops[0]
}

async fn becomes(office: &mut Office, state: OpState) {
    let is_so = |report: &Report| matches!(report, Report::Changed { queue, .. } if queue.iter().any(|it| it.state == state));
    office.until(is_so).await;
}

/// Where it was looked for after a minute, it would be made twice.
#[tokio::test]
async fn a_creation_is_looked_for_as_long_as_lists_were_seen_to_lag() {
    for is_restarted in [false, true] {
        let mut office = behind().await;
        if is_restarted {
            office.crash().await;
        }
        let op = unanswered(&mut office).await;
        for seconds in [60, 3, 60] {
            forward(&office, seconds);
            pull(&mut office).await;
            assert_eq!(office.states[&op], OpState::Unknown, "nothing is looked for yet");
        }
        forward(&office, 120);
        office.order(Order::Attend(Attention::Working));
        office.settled(&[op]).await;
        assert_eq!(office.states[&op], OpState::Done);
        assert_eq!(office.written("contact", Action::Created), 1);
    }
}
