//! What a set of changes would cost, played through by the planner that would send them.

use jiff::Timestamp;

use super::{
    plan::{self, Parcel, Step},
    queue::Queue,
};
use crate::model::{
    change::Change,
    op::{Moved, Op, OpState},
};

/// How many calls to the service it takes to carry these changes out, if nothing goes wrong.
pub fn calls(ops: Vec<Op>, now: Timestamp) -> usize {
    let mut queue = Queue::default();
    for op in ops {
        queue.push_new(op);
    }
    let mut calls = 0;
    loop {
        let steps = plan::next(&queue, now, usize::MAX);
        if steps.is_empty() {
            return calls;
        }
        for step in steps {
            calls += cost(&step);
            let end = |op: &Op| Moved::to(op.id, OpState::Done, None);
            queue.follow(&ended(&step).into_iter().map(end).collect::<Vec<_>>());
        }
    }
}

/// What is through with it.
fn ended(step: &Step) -> Vec<&Op> {
    match step {
        Step::Grow { edits, .. } => edits.iter().collect(),
        _ => step.ops(),
    }
}

fn cost(step: &Step) -> usize {
    match step {
        Step::Withdraw(_) | Step::Grow { .. } => 0,
        // Looked at before they are sent: what is there already, or what somebody else changed.
        Step::Send(Parcel::Fields { .. } | Parcel::Draft { .. }) => 2,
        Step::Send(Parcel::Single(op)) => match op.change {
            Change::TaskDone { .. } | Change::TaskReopened { .. } => 1,
            _ => 2,
        },
        Step::Confirm(_) | Step::Send(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{field::Standard, ids::Ids, tag::Tag, value::Value};

    fn ops(changes: Vec<Change>) -> Vec<Op> {
        let mut ids = Ids::starting_at(Uuid::from_u128(1 << 64));
        let deed = ids.deed();
        changes
            .into_iter()
            .map(|change| Op { id: ids.op(), deed, at: Timestamp::UNIX_EPOCH, change })
            .collect()
    }

    fn cost_of(changes: Vec<Change>) -> usize {
        calls(ops(changes), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_tag_for_many_goes_in_chunks() {
        let mut ids = Ids::starting_at(Uuid::from_u128(7));
        let mut tagged = |count| -> Vec<Change> {
            let tag = Tag::new("hot").unwrap();
            (0..count)
                .map(|_| Change::TagAdded { contact: ids.contact(), tag: tag.clone() })
                .collect()
        };
        assert_eq!(cost_of(tagged(2)), 2);
        assert_eq!(cost_of(tagged(500)), 1);
        assert_eq!(cost_of(tagged(501)), 2);
    }

    #[test]
    fn the_fields_of_one_contact_go_together() {
        let contact = Ids::starting_at(Uuid::from_u128(7)).contact();
        let edit = |field: Standard, now: &str| Change::ContactEdited {
            contact,
            field: field.into(),
            was: Value::Empty,
            now: now.into(),
        };
        assert_eq!(cost_of(vec![edit(Standard::City, "Oslo"), edit(Standard::Source, "web")]), 2);
        assert_eq!(
            cost_of(vec![
                edit(Standard::City, "Oslo"),
                Change::ContactDeleted {
                    contact,
                    was: Box::new(crate::model::contact::Contact::new(contact)),
                }
            ]),
            4
        );
        assert_eq!(cost_of(Vec::new()), 0);
        let added = Change::ContactAdded { contact, values: [].into(), tags: Vec::new() };
        assert_eq!(cost_of(vec![added, edit(Standard::City, "Oslo")]), 2, "taken in");
    }
}
