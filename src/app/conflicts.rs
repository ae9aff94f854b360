//! What a change that met something else puts before a person, and whom its answers mean.

use super::{
    dialog::Dialog,
    dialogs::conflict::{Conflict, Other},
    effect::Effect,
    state::State,
};
use crate::model::{
    anew::Gone,
    fault::Fault,
    ids::{ContactId, OpId},
    talk::Order,
};

/// Opens one change in full: what was refused and why, or both sides of a conflict, for which the
/// person must be read.
pub fn open_change(state: &mut State, op: OpId) -> Vec<Effect> {
    let Some(line) = state.book.queue().get(op) else { return Vec::new() };
    let (person, is_conflict) = (line.op.change.contact(), line.is_conflict());
    let is_without = line.is_taken() || matches!(line.gone(), Some(Gone::Contact(_)));
    if !is_conflict {
        state.dialogs.push(Dialog::Change(op));
        return Vec::new();
    }
    let other = if is_without { Other::Sought } else { Other::Unasked };
    state.dialogs.push(Dialog::Conflict(Conflict::new(op, other)));
    let mut orders = Vec::new();
    if is_without {
        orders.push(Effect::Tell(Order::FindOther(op)));
    }
    if state.book.served(person).is_none() {
        state.looked = Some(person);
        state.book.look_at(person);
        orders.push(Effect::Tell(Order::Look(person)));
    }
    orders
}

/// The contact picker finds whom its query means: anybody but those whose changes are to be moved.
pub fn seek(state: &mut State) {
    let State { dialogs, book, session, now, .. } = state;
    let Some(Dialog::People(people)) = dialogs.last_mut() else { return };
    let lines = people.ops.iter().filter_map(|op| book.queue().get(*op));
    let from: Vec<ContactId> = lines.map(|line| line.op.change.contact()).collect();
    people.retype(&from, book, *now, session);
}

/// Who is there in the place of a contact, for the question that is still open.
pub fn found(state: &mut State, op: OpId, other: &Result<Option<ContactId>, Fault>) {
    let open = state.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Conflict(conflict) if conflict.op == op => Some(conflict),
        _ => None,
    });
    if let Some(conflict) = open {
        conflict.other = match other {
            Ok(Some(contact)) => Other::Found(*contact),
            Ok(None) => Other::Nobody,
            Err(_) => Other::Unknown,
        };
    }
}
