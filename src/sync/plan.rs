//! What next? Answered from the queue and the clock alone: which changes go out now, bundled into
//! as few requests as the service has room for.

use std::{collections::BTreeMap, mem::discriminant};

use jiff::Timestamp;

use super::queue::{Entry, Queue, chain, deletion_of, ready};
use crate::model::{
    change::Change,
    ids::{ContactId, OpId},
    op::{Op, OpState},
    tag::Tag,
};

/// How many contacts one bulk call takes (Q35).
const BULK_MOST: usize = 500;
/// From how many contacts with the same tags on a bulk call pays.
const BULK_LEAST: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TagMove {
    Add,
    Remove,
}

impl TagMove {
    fn of(change: &Change) -> Option<Self> {
        match change {
            Change::TagAdded { .. } => Some(Self::Add),
            Change::TagRemoved { .. } => Some(Self::Remove),
            _ => None,
        }
    }
}

/// Edits of one field, task or note as one step: the last is what the person wants now.
pub(crate) type Chain = Vec<Op>;

/// What one request carries.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Parcel {
    /// Fields of one contact, a chain each.
    Fields { contact: ContactId, chains: Vec<Chain> },
    /// Tags of one contact.
    Tags { contact: ContactId, to: TagMove, ops: Vec<Op> },
    /// The same tags of several contacts, in one bulk call.
    Bulk { to: TagMove, tags: Vec<Tag>, ops: Vec<Op> },
    /// Edits of one task or note, and what they come to.
    Draft { whole: Box<Change>, chain: Chain },
    /// A creation, a deletion, or a tick.
    Single(Box<Op>),
}

impl Parcel {
    pub(crate) fn ops(&self) -> Vec<&Op> {
        match self {
            Self::Fields { chains, .. } => chains.iter().flatten().collect(),
            Self::Draft { chain: ops, .. } | Self::Tags { ops, .. } | Self::Bulk { ops, .. } => {
                ops.iter().collect()
            }
            Self::Single(op) => vec![op.as_ref()],
        }
    }
}

/// One thing to do now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Send(Parcel),
    /// Look whether an unanswered creation arrived.
    Confirm(Box<Op>),
    /// Changes that cancel each other out before anything was sent: end them here.
    Withdraw(Vec<Op>),
    /// A creation is to take these in before it is sent.
    Grow {
        creation: Box<Op>,
        edits: Vec<Op>,
    },
}

impl Step {
    pub(crate) fn ops(&self) -> Vec<&Op> {
        match self {
            Self::Send(parcel) => parcel.ops(),
            Self::Confirm(op) => vec![op.as_ref()],
            Self::Withdraw(ops) => ops.iter().collect(),
            Self::Grow { creation, edits } => {
                [creation.as_ref()].into_iter().chain(edits).collect()
            }
        }
    }
}

/// Up to about `slots` things to do now, the oldest first.
pub(crate) fn next(queue: &Queue, now: Timestamp, slots: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut alike: BTreeMap<(TagMove, Vec<Tag>), Vec<Vec<Op>>> = BTreeMap::new();
    for lane in queue.free_lanes() {
        if steps.len() >= slots {
            break;
        }
        match step(lane, now) {
            Some(Step::Send(Parcel::Tags { to, ops, .. })) => {
                let tags = ops.iter().filter_map(|op| tag(&op.change)).cloned().collect();
                alike.entry((to, tags)).or_default().push(ops);
            }
            step => steps.extend(step),
        }
    }
    for ((to, tags), contacts) in alike {
        steps.extend(bundled(to, &tags, contacts).into_iter().map(Step::Send));
    }
    steps.truncate(slots);
    steps
}

/// What was held for a while and nobody called back: it is to be let go now.
pub(crate) fn uncalled(queue: &Queue, now: Timestamp) -> Vec<OpId> {
    queue
        .held()
        .filter(|entry| entry.not_before.is_some_and(|time| time <= now))
        .map(|entry| entry.op.id)
        .collect()
}

/// When the next one is; a change that waits for a person has no such time.
pub(crate) fn next_uncalled(queue: &Queue) -> Option<Timestamp> {
    queue.held().filter_map(|entry| entry.not_before).min()
}

/// When something that waits may go, so that nobody needs to poll.
pub(crate) fn wake(queue: &Queue, now: Timestamp) -> Option<Timestamp> {
    queue
        .entries()
        .filter(|entry| matches!(entry.state, OpState::Queued | OpState::Retry | OpState::Unknown))
        .filter_map(|entry| entry.not_before)
        .filter(|time| *time > now)
        .min()
}

/// What one lane asks for next.
fn step(lane: &[Entry], now: Timestamp) -> Option<Step> {
    if let Some(entry) = lane.iter().find(|entry| entry.wants_a_look(now)) {
        return Some(Step::Confirm(Box::new(entry.op.clone())));
    }
    let first = ready(lane, now).next()?;
    let contact = first.op.change.contact();
    let together = || {
        ready(lane, now).filter(|entry| entry.op.id == first.op.id || !first.alone && !entry.alone)
    };
    Some(match &first.op.change {
        Change::ContactEdited { .. } => {
            let chains: Vec<Chain> = together()
                .filter(|entry| matches!(entry.op.change, Change::ContactEdited { .. }))
                .map(|entry| ops(&chain(lane, entry)))
                .collect();
            match chains.iter().find(|chain| comes_to_nothing(chain)) {
                Some(chain) => Step::Withdraw(chain.clone()),
                None => Step::Send(Parcel::Fields { contact, chains }),
            }
        }
        Change::TagAdded { .. } | Change::TagRemoved { .. } => {
            if let Some(step) = pair(lane, first) {
                return Some(step);
            }
            let to = TagMove::of(&first.op.change)?;
            let mut alike: Vec<Op> = together()
                .filter(|entry| TagMove::of(&entry.op.change) == Some(to))
                .filter(|entry| chain(lane, entry).len() == 1)
                .map(|entry| entry.op.clone())
                .collect();
            alike.sort_by(|a, b| tag(&a.change).cmp(&tag(&b.change)));
            Step::Send(Parcel::Tags { contact, to, ops: alike })
        }
        Change::TaskEdited { .. } | Change::NoteEdited { .. } => {
            let chain = ops(&chain(lane, first));
            match whole(&chain) {
                Some(whole) if chain.len() > 1 && whole.is_vain() => Step::Withdraw(chain),
                Some(whole) => Step::Send(Parcel::Draft { whole: Box::new(whole), chain }),
                None => Step::Send(Parcel::Single(Box::new(first.op.clone()))),
            }
        }
        Change::TaskDone { .. } | Change::TaskReopened { .. } => pair(lane, first)
            .unwrap_or_else(|| Step::Send(Parcel::Single(Box::new(first.op.clone())))),
        _ => {
            if let Some(deletion) = deletion_of(lane, first).filter(|it| it.is_fresh()) {
                return Some(Step::Withdraw(ops(&[first, deletion])));
            }
            let creation = Box::new(first.op.clone());
            match growth(lane, first) {
                edits if edits.is_empty() => Step::Send(Parcel::Single(creation)),
                edits => Step::Grow { creation, edits },
            }
        }
    })
}

/// The edits that a creation can take in: made on top of it, and not sent any more than it was. One that
/// is held keeps those behind it back.
fn growth(lane: &[Entry], creation: &Entry) -> Vec<Op> {
    if !creation.is_fresh() {
        return Vec::new();
    }
    let later = lane.iter().skip_while(|entry| entry.op.id != creation.op.id).skip(1);
    let edits = later.filter(|entry| creation.op.change.takes_in(&entry.op.change));
    edits.take_while(|entry| entry.is_fresh()).map(|entry| entry.op.clone()).collect()
}

fn ops(entries: &[&Entry]) -> Vec<Op> {
    entries.iter().map(|entry| entry.op.clone()).collect()
}

/// Changes of one tag, or ticks of one task, alternate, since each is made from what is shown: two of
/// them cancel each other out. Those of what was two contacts a while ago may ask for the same, and the
/// second for both.
fn pair(lane: &[Entry], first: &Entry) -> Option<Step> {
    let [one, other, ..] = chain(lane, first)[..] else { return None };
    let is_same = discriminant(&one.op.change) == discriminant(&other.op.change);
    let both = if is_same { &[one][..] } else { &[one, other] };
    Some(Step::Withdraw(ops(both)))
}

/// What a chain comes to, as one edit. None if they were not each made from the one before: two contacts
/// that turned out to be one may have been edited apart.
fn whole(chain: &[Op]) -> Option<Change> {
    let (first, rest) = chain.split_first()?;
    rest.iter().try_fold(first.change.clone(), |whole, op| op.change.without(&whole))
}

fn comes_to_nothing(chain: &[Op]) -> bool {
    chain.len() > 1 && whole(chain).is_some_and(|whole| whole.is_vain())
}

fn bundled(to: TagMove, tags: &[Tag], contacts: Vec<Vec<Op>>) -> Vec<Parcel> {
    if contacts.len() < BULK_LEAST {
        return contacts
            .into_iter()
            .filter_map(|ops| {
                let contact = ops.first()?.change.contact();
                Some(Parcel::Tags { contact, to, ops })
            })
            .collect();
    }
    contacts
        .chunks(BULK_MOST)
        .map(|chunk| Parcel::Bulk { to, tags: tags.to_vec(), ops: chunk.concat() })
        .collect()
}

pub(crate) fn tag(change: &Change) -> Option<&Tag> {
    match change {
        Change::TagAdded { tag, .. } | Change::TagRemoved { tag, .. } => Some(tag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;
    use crate::model::{
        contact::Contact,
        field::Standard,
        ids::{DeedId, Ids},
        op::Moved,
        talk::Renamed,
        task::TaskDraft,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn contact(number: u128) -> ContactId {
        ContactId::new(Uuid::from_u128(number))
    }

    fn queue(changes: Vec<Change>) -> Queue {
        let mut queue = Queue::default();
        for (number, change) in (1..).zip(changes) {
            let op =
                Op { id: op(number), deed: DeedId::new(Uuid::from_u128(number)), at: NOW, change };
            queue.push_new(op);
        }
        queue
    }

    fn moved(queue: &mut Queue, number: u128, state: OpState) {
        queue.follow(&[Moved::to(op(number), state, None)]);
    }

    fn op(number: u128) -> OpId {
        OpId::new(Uuid::from_u128(number))
    }

    fn edited(who: u128, field: Standard, now: &str) -> Change {
        Change::ContactEdited {
            contact: contact(who),
            field: field.into(),
            was: "".into(),
            now: now.into(),
        }
    }

    fn tagged(who: u128, tag: &str) -> Change {
        Change::TagAdded { contact: contact(who), tag: Tag::new(tag).unwrap() }
    }

    fn untagged(who: u128, tag: &str) -> Change {
        Change::TagRemoved { contact: contact(who), tag: Tag::new(tag).unwrap() }
    }

    fn added(who: u128) -> Change {
        Change::ContactAdded {
            contact: contact(who),
            values: BTreeMap::default(),
            tags: Vec::new(),
        }
    }

    /// The ids of the changes of each step.
    fn sent(queue: &Queue) -> Vec<Vec<u128>> {
        next(queue, NOW, 100)
            .iter()
            .map(|step| step.ops().iter().map(|op| op.id.uuid().as_u128()).collect())
            .collect()
    }

    #[test]
    fn fields_of_one_contact_share_a_request_and_contacts_do_not() {
        let queue = queue(vec![
            edited(1, Standard::FirstName, "Jane"),
            edited(2, Standard::FirstName, "Nils"),
            edited(1, Standard::City, "Berlin"),
        ]);
        assert_eq!(sent(&queue), [vec![1, 3], vec![2]]);
    }

    #[test]
    fn a_creation_goes_before_everything_that_builds_on_it() {
        let mut queue = queue(vec![added(1), tagged(1, "hot")]);
        assert_eq!(sent(&queue), [vec![1]]);
        moved(&mut queue, 1, OpState::Rejected);
        assert_eq!(sent(&queue), Vec::<Vec<u128>>::new());
        moved(&mut queue, 1, OpState::Done);
        assert_eq!(sent(&queue), [vec![2]]);
    }

    #[test]
    fn a_creation_takes_in_what_is_edited_of_it_before_it_is_sent() {
        let [oslo, bonn] = ["Oslo", "Bonn"].map(|city| edited(1, Standard::City, city));
        let mut queue = queue(vec![added(1), oslo, tagged(1, "hot"), bonn]);
        let grows = |queue: &Queue| matches!(next(queue, NOW, 9)[..], [Step::Grow { .. }]);
        assert!(grows(&queue));
        assert_eq!(sent(&queue), [vec![1, 2, 4]]);
        moved(&mut queue, 2, OpState::Held);
        assert_eq!(sent(&queue), [vec![1]], "what is held keeps the next of its field back");
        moved(&mut queue, 2, OpState::Queued);
        for state in [OpState::Sending, OpState::Queued] {
            moved(&mut queue, 1, state);
        }
        assert!(grows(&queue), "it surely did not arrive");
        for state in [OpState::Sending, OpState::Unknown, OpState::Queued] {
            moved(&mut queue, 1, state);
        }
        assert!(!grows(&queue), "it may have been read by somebody");
    }

    #[test]
    fn a_refused_edit_holds_nothing_back() {
        let mut queue = queue(vec![
            edited(1, Standard::Phone, "12"),
            edited(1, Standard::City, "Berlin"),
            edited(1, Standard::Phone, "+12125550143"),
        ]);
        moved(&mut queue, 1, OpState::Rejected);
        assert_eq!(sent(&queue), [vec![2, 3]]);
    }

    #[test]
    fn what_is_held_waits_with_all_that_builds_on_it() {
        let mut queue = queue(vec![added(1), tagged(1, "hot"), tagged(2, "hot")]);
        moved(&mut queue, 1, OpState::Held);
        assert_eq!(sent(&queue), [vec![3]]);
        moved(&mut queue, 1, OpState::Queued);
        assert_eq!(sent(&queue), [vec![1], vec![3]]);
    }

    #[test]
    fn what_waits_for_a_person_holds_back_changes_of_the_same_alone() {
        for state in [OpState::Conflict, OpState::Parked] {
            let mut queue = queue(vec![
                edited(1, Standard::Phone, "12"),
                edited(1, Standard::City, "Berlin"),
                edited(1, Standard::Phone, "+12125550143"),
            ]);
            moved(&mut queue, 1, state);
            assert_eq!(sent(&queue), [vec![2]], "{state}");
        }
    }

    #[test]
    fn edits_of_one_field_that_were_never_sent_are_one_step() {
        let mut queue =
            queue(vec![edited(1, Standard::City, "Berlin"), edited(1, Standard::City, "Bonn")]);
        assert_eq!(sent(&queue), [vec![1, 2]]);
        moved(&mut queue, 1, OpState::Sending);
        moved(&mut queue, 1, OpState::Retry);
        assert_eq!(sent(&queue), [vec![1]]);
    }

    #[test]
    fn what_was_sent_together_is_tried_again_together() {
        let mut queue = queue(vec![
            edited(1, Standard::City, "Berlin"),
            edited(1, Standard::City, "Bonn"),
            edited(1, Standard::City, "Bremen"),
        ]);
        for state in [OpState::Sending, OpState::Retry] {
            moved(&mut queue, 1, state);
            moved(&mut queue, 2, state);
        }
        assert_eq!(sent(&queue), [vec![1, 2]]);
    }

    #[test]
    fn edits_that_end_where_they_began_are_never_sent() {
        let there = edited(1, Standard::City, "Berlin");
        let back = there.inverse(&mut Ids::starting_at(Uuid::nil()));
        let queue = queue(vec![there, back, tagged(2, "hot"), untagged(2, "hot")]);
        assert!(next(&queue, NOW, 9).iter().all(|step| matches!(step, Step::Withdraw(_))));
        assert_eq!(sent(&queue), [vec![1, 2], vec![3, 4]]);
    }

    #[test]
    fn a_deletion_waits_for_all_before_it() {
        let gone = Contact::new(contact(1));
        let delete = Change::ContactDeleted { contact: contact(1), was: Box::new(gone) };
        let queue = queue(vec![tagged(1, "hot"), delete, tagged(1, "late")]);
        assert_eq!(sent(&queue), [vec![1]]);
    }

    #[test]
    fn the_same_tags_of_three_contacts_go_in_bulk() {
        let queue =
            queue(vec![tagged(1, "hot"), tagged(2, "hot"), tagged(3, "hot"), tagged(4, "cold")]);
        let steps = next(&queue, NOW, 100);
        assert_eq!(steps.len(), 2);
        assert!(matches!(&steps[0], Step::Send(Parcel::Tags { ops, .. }) if ops.len() == 1));
        assert!(matches!(&steps[1], Step::Send(Parcel::Bulk { ops, .. }) if ops.len() == 3));
    }

    #[test]
    fn five_thousand_contacts_take_ten_calls() {
        let queue = queue((1..=5_000).map(|who| tagged(who, "q4")).collect());
        assert_eq!(next(&queue, NOW, 100).len(), 10);
    }

    #[test]
    fn a_lane_with_a_request_in_flight_waits() {
        let mut queue = queue(vec![tagged(1, "hot"), tagged(2, "cold")]);
        queue.occupy([contact(1)]);
        assert_eq!(sent(&queue), [vec![2]]);
        queue.release([contact(1)]);
        assert_eq!(sent(&queue).len(), 2);
    }

    #[test]
    fn two_contacts_that_turn_out_to_be_one_are_one_lane() {
        let mut queue = queue(vec![tagged(1, "hot"), tagged(2, "hot"), tagged(1, "vip")]);
        let one = Renamed { from: contact(1), to: contact(2) };
        queue.occupy([contact(1), contact(2)]);
        queue.rename(one);
        for _ in 0..2 {
            assert_eq!(sent(&queue), Vec::<Vec<u128>>::new(), "either is still in flight");
            queue.release([contact(2)]);
        }
        // Both ask for the same, which is asked for once.
        assert!(matches!(&next(&queue, NOW, 9)[..], [Step::Withdraw(ops)] if ops.len() == 1));
        moved(&mut queue, 1, OpState::Cancelled);
        assert_eq!(sent(&queue), [vec![2, 3]]);
        let steps = next(&queue, NOW, 9);
        assert!(steps[0].ops().iter().all(|op| op.change.contact() == contact(2)));
    }

    #[test]
    fn edits_made_apart_never_come_to_nothing() {
        let cleared = Change::ContactEdited {
            contact: contact(2),
            field: Standard::City.into(),
            was: "Bonn".into(),
            now: "".into(),
        };
        let mut queue = queue(vec![edited(1, Standard::City, "Berlin"), cleared]);
        queue.rename(Renamed { from: contact(1), to: contact(2) });
        assert_eq!(sent(&queue), [vec![1, 2]]);
        assert!(matches!(next(&queue, NOW, 9)[..], [Step::Send(_)]));
    }

    #[test]
    fn what_waits_says_until_when() {
        let mut queue = queue(vec![tagged(1, "hot")]);
        let later = NOW + SignedDuration::from_secs(5);
        let entry = queue.entry_mut(op(1)).unwrap();
        (entry.state, entry.not_before) = (OpState::Retry, Some(later));
        assert_eq!(sent(&queue), Vec::<Vec<u128>>::new());
        assert_eq!(wake(&queue, NOW), Some(later));
        assert_eq!(next(&queue, later, 100).len(), 1);
    }

    #[test]
    fn a_deletion_is_let_go_when_its_time_is_over_and_not_before() {
        let mut queue = Queue::default();
        let until = NOW + SignedDuration::from_secs(10);
        let was = Box::new(Contact::new(contact(1)));
        let deed = DeedId::new(Uuid::from_u128(1));
        let change = Change::ContactDeleted { contact: contact(1), was };
        queue.push_held(Op { id: op(1), deed, at: NOW, change }, until);
        let before = until - SignedDuration::from_nanos(1);
        assert_eq!(uncalled(&queue, before), []);
        assert_eq!(next(&queue, before, 9), []);
        assert_eq!(next_uncalled(&queue), Some(until));
        assert_eq!(uncalled(&queue, until), [op(1)]);
        assert_eq!(next(&queue, until, 9), [], "not before the disk has it");
        moved(&mut queue, 1, OpState::Queued);
        assert_eq!((uncalled(&queue, until), next_uncalled(&queue)), (vec![], None));
        assert_eq!(sent(&queue), [vec![1]]);
    }

    #[test]
    fn what_a_person_holds_has_no_time() {
        let mut queue = queue(vec![tagged(1, "hot")]);
        moved(&mut queue, 1, OpState::Held);
        assert_eq!((uncalled(&queue, Timestamp::MAX), next_uncalled(&queue)), (vec![], None));
    }

    #[test]
    fn an_unanswered_creation_is_looked_for_and_never_sent() {
        let mut ids = Ids::starting_at(Uuid::from_u128(99));
        let mut queue = queue(vec![Change::TaskAdded {
            contact: contact(1),
            task: ids.task(),
            draft: TaskDraft::default(),
        }]);
        moved(&mut queue, 1, OpState::Unknown);
        assert!(matches!(next(&queue, NOW, 9)[..], [Step::Confirm(_)]));
    }

    #[test]
    fn a_change_that_was_refused_in_company_goes_alone() {
        let mut queue =
            queue(vec![edited(1, Standard::Phone, "12"), edited(1, Standard::City, "Berlin")]);
        for number in 1..=2 {
            queue.entry_mut(op(number)).unwrap().alone = true;
        }
        assert_eq!(sent(&queue), [vec![1]]);
    }
}
