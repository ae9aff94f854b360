//! A deletion made on the screen can be called back for ten seconds.

use jiff::SignedDuration;
use rolodeck::{
    model::{
        change::Change,
        ids::{ContactId, DeedId, OpId, RemoteId},
        op::{Op, OpState, WINDOW},
        talk::{Order, Report},
    },
    sandbox::Sky,
    store::Reader,
    sync::Pace,
};

use super::{
    clock,
    office::{Office, quick},
};

/// A contact whose deletion was just made.
struct Case {
    office: Office,
    who: ContactId,
    remote: RemoteId,
    deed: DeedId,
    op: OpId,
}

impl Case {
    async fn new() -> Self {
        let office = Office::open_at(3, Pace { clock: clock::CLOCK, ..quick() }).await;
        Self::after(office, WINDOW).await
    }

    async fn after(mut office: Office, window: SignedDuration) -> Self {
        let who = office.contacts().await[0];
        let was = Box::new(office.base(who).await);
        let (deed, op, remote) = (office.ids.deed(), office.ids.op(), was.remote.clone().unwrap());
        let at = clock::now();
        let ops =
            vec![Op { id: op, deed, at, change: Change::ContactDeleted { contact: who, was } }];
        office.order(Order::CommitHeld { ops, until: at + window });
        office.rest().await;
        Self { office, who, remote, deed, op }
    }

    /// So much time goes by, and whatever is due is done.
    async fn passes(&mut self, time: SignedDuration) {
        clock::turn_on(time);
        // A turned clock wakes nobody.
        self.office.order(Order::Recall);
        self.office.until(|report| matches!(report, Report::Recalled(_))).await;
        self.office.rest().await;
    }

    async fn state(&self) -> OpState {
        let op = self.op;
        let change = self.office.store.read(move |reader| reader.change(op)).await.unwrap();
        change.unwrap().outgoing.state
    }

    async fn is_there(&self) -> bool {
        self.office.client.contact(&self.remote).await.is_ok()
    }

    fn asked(&self) -> usize {
        self.office.requests("DELETE/contacts/*")
    }
}

#[tokio::test]
async fn it_goes_out_by_itself_when_its_time_is_over_and_not_before() {
    let mut case = Case::new().await;
    case.passes(WINDOW - SignedDuration::from_secs(3)).await;
    assert_eq!((case.state().await, case.is_there().await), (OpState::Held, true));
    case.passes(SignedDuration::from_secs(3)).await;
    case.office.settled(&[case.op]).await;
    assert_eq!((case.state().await, case.is_there().await), (OpState::Done, false));
    let steps = case.office.store.read(|reader| reader.history(4)).await.unwrap();
    let steps: Vec<_> = steps.iter().rev().map(|step| (step.from, step.to)).collect();
    let (held, queued, sending) = (OpState::Held, OpState::Queued, OpState::Sending);
    assert_eq!(
        steps,
        [
            (None, held),
            (Some(held), queued),
            (Some(queued), sending),
            (Some(sending), OpState::Done)
        ]
    );
}

#[tokio::test]
async fn nobody_need_wake_the_task_for_it() {
    let office = Office::open_at(3, Pace { clock: clock::CLOCK, ..quick() }).await;
    let mut case = Case::after(office, SignedDuration::from_millis(200)).await;
    case.office.settled(&[case.op]).await;
    assert!(!case.is_there().await);
}

#[tokio::test]
async fn called_back_it_is_never_sent() {
    let mut case = Case::new().await;
    case.office.undo(case.deed).await;
    case.passes(WINDOW * 2).await;
    assert_eq!((case.state().await, case.is_there().await), (OpState::Cancelled, true));
    assert_eq!(case.asked(), 0);
    assert_eq!(case.office.waiting().await, 0);
}

#[tokio::test]
async fn a_start_within_its_time_goes_on_holding_it_and_a_later_one_lets_it_go() {
    let mut case = Case::new().await;
    case.office.crash().await;
    case.office.rest().await;
    assert_eq!((case.state().await, case.asked()), (OpState::Held, 0));
    clock::turn_on(WINDOW);
    case.office.crash().await;
    case.office.settled(&[case.op]).await;
    assert_eq!((case.state().await, case.is_there().await), (OpState::Done, false));
}

#[tokio::test]
async fn what_a_person_holds_stays_until_she_lets_it_go() {
    let mut case = Case::new().await;
    case.office.order(Order::Hold(vec![case.op]));
    case.passes(WINDOW * 100).await;
    assert_eq!((case.state().await, case.asked()), (OpState::Held, 0));
    case.office.order(Order::Retry(vec![case.op]));
    case.office.states.clear();
    case.office.settled(&[case.op]).await;
    assert!(!case.is_there().await);
}

#[tokio::test]
async fn let_go_by_hand_it_goes_at_once() {
    let mut case = Case::new().await;
    case.office.order(Order::Retry(vec![case.op]));
    case.office.states.clear();
    case.office.settled(&[case.op]).await;
    assert!(!case.is_there().await);
}

/// It is nobody's yet, so that it can be called back as long as nobody can be asked.
#[tokio::test]
async fn without_a_server_it_waits_like_all_others_and_is_called_back_like_them() {
    let mut case = Case::new().await;
    case.office.under(Sky::Offline).await;
    case.office.order(Order::Pull { full: false });
    case.passes(WINDOW).await;
    assert_eq!(case.state().await, OpState::Queued);
    case.office.undo(case.deed).await;
    assert_eq!(case.state().await, OpState::Cancelled);
    case.office.sandbox.weather().set(Sky::Normal);
    assert_eq!(case.office.base(case.who).await.remote, Some(case.remote.clone()));
}

#[tokio::test]
async fn the_next_one_of_the_same_contact_waits_for_it() {
    let mut case = Case::new().await;
    let note = super::note(&mut case.office, case.who, "rang");
    let (_, ops) = case.office.make(vec![note]).await;
    assert_eq!(case.office.store.read(Reader::outgoing).await.unwrap().len(), 2);
    case.office.undo(case.deed).await;
    case.office.settled(&ops).await;
    assert!(case.is_there().await);
    assert_eq!(case.office.states[&ops[0]], OpState::Done);
}
