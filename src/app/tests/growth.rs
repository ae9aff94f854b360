//! A creation takes in what was edited of it: nothing of that is seen.

use super::*;
use crate::model::op::Outgoing;

#[test]
fn what_is_shown_stays_while_a_creation_takes_an_edit_in() {
    let mut world = World::wide();
    let contact = contact_id(900);
    let added = |email: &str| {
        let fields = [(Standard::LastName, "Abel"), (Standard::Email, email)];
        let values = crate::model::change::filled(fields.map(|(it, text)| (it, Value::text(text))));
        Change::ContactAdded { contact, values, tags: Vec::new() }
    };
    let edited = Change::ContactEdited {
        contact,
        field: Standard::Email.into(),
        was: "abel@example.com".into(),
        now: "abel@example.org".into(),
    };
    let mut queue = Vec::new();
    for (number, change) in (901..).zip([added("abel@example.com"), edited]) {
        let id = OpId::new(Uuid::from_u128(number));
        let deed = crate::model::ids::DeedId::new(Uuid::from_u128(number));
        queue.push(Op { id, deed, at: time(NOW), change });
    }
    let outgoing = queue.iter().cloned().map(Outgoing::queued).collect();
    drop(world.report(Report::Joined(outgoing)));
    let shown = |world: &World| world.state.book.row(contact).unwrap().email().to_owned();
    assert_eq!(shown(&world), "abel@example.org");

    let merged = Moved::to(queue[1].id, OpState::Superseded, None);
    let stays = Moved::to(queue[0].id, OpState::Queued, None);
    let grown = Moved { change: Some(Box::new(added("abel@example.org"))), ..stays };
    let base = Box::default();
    drop(world.report(Report::Changed { base, queue: vec![merged, grown] }));
    assert_eq!(shown(&world), "abel@example.org");
    assert_eq!(world.state.book.queue().of(contact).count(), 1);
}
