//! What must be true of the outbox and its history at any time: what was promised is there and asks for
//! what it asked for (I1, I8), no step is taken that is not one (I4), and none without a line (I17).

use std::collections::BTreeMap;

use rolodeck::model::{
    change::Change,
    ids::OpId,
    op::{OpState, Outgoing},
};
use serde_json::Value as Json;

use super::desk::Desk;

/// Enough for every row of a course.
const MOST: usize = 100_000;

pub(crate) async fn wrongs(desk: &Desk) -> Vec<String> {
    let mut changes = desk.read(|reader| reader.all_changes(MOST)).await;
    changes.sort_by_key(|it| it.seq);
    let merged: Vec<&Change> = changes
        .iter()
        .filter(|it| it.outgoing.state == OpState::Superseded)
        .map(|it| &it.outgoing.op.change)
        .collect();
    let events = desk.read(|reader| reader.history(MOST)).await;
    let known: BTreeMap<OpId, &Outgoing> =
        changes.iter().map(|it| (it.outgoing.op.id, &it.outgoing)).collect();
    let mut wrongs = Vec::new();
    for (id, promised) in &desk.promised {
        match known.get(id) {
            None => wrongs.push(format!("{id:?} is forgotten")),
            Some(it) if wish(&it.op.change) != wish(&grown(&promised.change, &merged)) => {
                wrongs.push(format!("{promised:?} has become {it:?}"));
            }
            Some(_) => {}
        }
    }
    let mut stands: BTreeMap<OpId, OpState> = BTreeMap::new();
    for event in events.iter().rev() {
        let before = stands.insert(event.op, event.to);
        let may = event.from.is_none_or(|from| from == event.to || from.may_become(event.to));
        if before != event.from || !may {
            wrongs.push(format!("{before:?}, and then {event:?}"));
        }
    }
    for it in known.values().filter(|it| stands.get(&it.op.id) != Some(&it.state)) {
        wrongs.push(format!("{it:?} without a line in the history"));
    }
    wrongs
}

/// A creation with the edits that it took in.
fn grown(change: &Change, merged: &[&Change]) -> Change {
    merged.iter().fold(change.clone(), |change, edit| change.grown(edit).unwrap_or(change))
}

/// What a change asks for, whatever it was made from.
fn wish(change: &Change) -> Json {
    let mut json = serde_json::to_value(change).unwrap();
    if !change.is_delete()
        && let Some(parts) = json.as_object_mut().and_then(|it| it.values_mut().next())
        && let Some(parts) = parts.as_object_mut()
    {
        parts.remove("was");
    }
    json
}
