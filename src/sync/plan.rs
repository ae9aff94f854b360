//! What next? Answered from the queue and the clock alone: which changes go out now, bundled into
//! as few requests as the service has room for.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::queue::{Entry, Queue, ready};
use crate::model::{
    change::Change,
    ids::ContactId,
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

/// What one request carries.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Parcel {
    /// Fields of one contact.
    Fields { contact: ContactId, ops: Vec<Op> },
    /// Tags of one contact.
    Tags { contact: ContactId, to: TagMove, ops: Vec<Op> },
    /// The same tags of several contacts, in one bulk call.
    Bulk { to: TagMove, tags: Vec<Tag>, ops: Vec<Op> },
    /// A creation, a deletion, or a change of one task or note.
    Single(Op),
}

impl Parcel {
    pub(crate) fn ops(&self) -> &[Op] {
        match self {
            Self::Fields { ops, .. } | Self::Tags { ops, .. } | Self::Bulk { ops, .. } => ops,
            Self::Single(op) => std::slice::from_ref(op),
        }
    }

    pub(crate) fn contacts(&self) -> impl Iterator<Item = ContactId> {
        self.ops().iter().map(|op| op.change.contact())
    }
}

/// One thing to do now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Send(Parcel),
    /// Look whether an unanswered creation arrived.
    Confirm(Op),
}

/// Up to `slots` things to do now, the oldest first.
pub(crate) fn next(queue: &Queue, now: Timestamp, slots: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut alike: BTreeMap<(TagMove, Vec<Tag>), Vec<Parcel>> = BTreeMap::new();
    for lane in queue.free_lanes() {
        if let Some(entry) = lane.iter().find(|entry| entry.wants_a_look(now)) {
            steps.push(Step::Confirm(entry.op.clone()));
            continue;
        }
        match parcel(lane, now) {
            Some(Parcel::Tags { contact, to, ops }) => {
                let tags = ops.iter().filter_map(|op| tag(&op.change)).cloned().collect();
                alike.entry((to, tags)).or_default().push(Parcel::Tags { contact, to, ops });
            }
            Some(parcel) => steps.push(Step::Send(parcel)),
            None => {}
        }
    }
    for ((to, tags), parcels) in alike {
        steps.extend(bundled(to, &tags, parcels).into_iter().map(Step::Send));
    }
    steps.truncate(slots);
    steps
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

/// The next request of one lane.
fn parcel(lane: &[Entry], now: Timestamp) -> Option<Parcel> {
    let first = ready(lane, now).next()?;
    let contact = first.op.change.contact();
    let same_kind = |kind: fn(&Change) -> bool| -> Vec<Op> {
        if first.alone {
            return vec![first.op.clone()];
        }
        let mut ops: Vec<Op> = ready(lane, now)
            .filter(|entry| kind(&entry.op.change) && !entry.alone)
            .map(|entry| entry.op.clone())
            .collect();
        ops.sort_by(|a, b| tag(&a.change).cmp(&tag(&b.change)));
        ops
    };
    Some(match first.op.change {
        Change::ContactEdited { .. } => Parcel::Fields {
            contact,
            ops: same_kind(|change| matches!(change, Change::ContactEdited { .. })),
        },
        Change::TagAdded { .. } => Parcel::Tags {
            contact,
            to: TagMove::Add,
            ops: same_kind(|change| matches!(change, Change::TagAdded { .. })),
        },
        Change::TagRemoved { .. } => Parcel::Tags {
            contact,
            to: TagMove::Remove,
            ops: same_kind(|change| matches!(change, Change::TagRemoved { .. })),
        },
        _ => Parcel::Single(first.op.clone()),
    })
}

fn bundled(to: TagMove, tags: &[Tag], parcels: Vec<Parcel>) -> Vec<Parcel> {
    if parcels.len() < BULK_LEAST {
        return parcels;
    }
    parcels
        .chunks(BULK_MOST)
        .map(|chunk| Parcel::Bulk {
            to,
            tags: tags.to_vec(),
            ops: chunk.iter().flat_map(|parcel| parcel.ops().iter().cloned()).collect(),
        })
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
        ids::{DeedId, Ids, OpId},
        op::Outgoing,
        task::TaskDraft,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn contact(number: u128) -> ContactId {
        ContactId::new(Uuid::from_u128(number))
    }

    fn queue(changes: Vec<Change>) -> Queue {
        let mut queue = Queue::default();
        for (number, change) in (1..).zip(changes) {
            queue.push(Outgoing {
                op: Op {
                    id: OpId::new(Uuid::from_u128(number)),
                    deed: DeedId::new(Uuid::from_u128(number)),
                    at: NOW,
                    change,
                },
                state: OpState::Queued,
                tries: 0,
                fault: None,
            });
        }
        queue
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
            .map(|step| match step {
                Step::Send(parcel) => {
                    parcel.ops().iter().map(|op| op.id.uuid().as_u128()).collect()
                }
                Step::Confirm(op) => vec![op.id.uuid().as_u128()],
            })
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
        let mut queue =
            queue(vec![added(1), edited(1, Standard::City, "Berlin"), tagged(1, "hot")]);
        assert_eq!(sent(&queue), [vec![1]]);
        queue.entry_mut(op(1)).unwrap().state = OpState::Rejected;
        assert_eq!(sent(&queue), Vec::<Vec<u128>>::new());
        queue.entry_mut(op(1)).unwrap().state = OpState::Done;
        queue.sweep();
        assert_eq!(sent(&queue), [vec![2]]);
    }

    #[test]
    fn a_refused_edit_holds_nothing_back() {
        let mut queue = queue(vec![
            edited(1, Standard::Phone, "12"),
            edited(1, Standard::City, "Berlin"),
            edited(1, Standard::Phone, "+12125550143"),
        ]);
        queue.entry_mut(op(1)).unwrap().state = OpState::Rejected;
        assert_eq!(sent(&queue), [vec![2, 3]]);
    }

    #[test]
    fn two_edits_of_one_field_keep_their_order() {
        let queue =
            queue(vec![edited(1, Standard::City, "Berlin"), edited(1, Standard::City, "Bonn")]);
        assert_eq!(sent(&queue), [vec![1]]);
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
    fn an_unanswered_creation_is_looked_for_and_never_sent() {
        let mut ids = Ids::starting_at(Uuid::from_u128(99));
        let mut queue = queue(vec![Change::TaskAdded {
            contact: contact(1),
            task: ids.task(),
            draft: TaskDraft::default(),
        }]);
        queue.entry_mut(op(1)).unwrap().state = OpState::Unknown;
        assert!(matches!(next(&queue, NOW, 9)[..], [Step::Confirm(_)]));
    }

    #[test]
    fn a_change_that_was_refused_in_company_goes_alone() {
        let mut queue =
            queue(vec![edited(1, Standard::Phone, "12"), edited(1, Standard::City, "Berlin")]);
        for entry in queue.entries_mut() {
            entry.alone = true;
        }
        assert_eq!(sent(&queue), [vec![1]]);
    }
}
