//! Making anew what is gone on the server and what a person wrote to: new changes take the place of
//! those that waited.

use jiff::Timestamp;

use super::{
    answers::{contact, note, task},
    error::Result,
    handle::Store,
    queue::Settled,
    rows::{
        dossiers, notes,
        ops::{self, Pending},
        tasks, tombstones,
    },
    steps,
    work::Work,
    writer::Durability::Full,
};
use crate::model::{
    anew::{self, Gone},
    change::Change,
    dossier::{Dossier, Part},
    fault::{Fault, Trouble},
    ids::{ContactId, Ids, OpId},
    op::{Op, OpState, Outgoing},
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recreated {
    /// New, committed changes of one deed, in the order in which they go out.
    pub ops: Vec<Op>,
    /// What they take the place of, and the records that are not shown any more.
    pub settled: Settled,
    /// Of some nothing is known that could be made anew.
    pub kept: Option<Fault>,
}

impl Store {
    /// Makes anew what these changes are about, with all on top that waits for it: as one deed that
    /// can be taken back like any other. Changes that do not wait because of that stay.
    pub async fn recreate(&self, ops: Vec<OpId>, at: Timestamp, ids: Ids) -> Result<Recreated> {
        let job = move |work: &mut Work<'_>| recreate(work, &ops, ids);
        let (recreated, base) = self.transact(Full, at, job).await?;
        let settled = Settled { base, ..recreated.settled };
        Ok(Recreated { settled, ..recreated })
    }
}

fn recreate(work: &mut Work<'_>, asked: &[OpId], mut ids: Ids) -> Result<Recreated> {
    let deed = ids.deed();
    let mut recreated = Recreated::default();
    for op in asked {
        // An earlier turn of this loop may have taken its place.
        let pending = steps::find(work, *op)?;
        let Outgoing { op, state, fault, .. } = &pending.outgoing;
        let Some(gone) = Gone::of(&op.change, *state, fault.as_ref()) else { continue };
        let waiting = match gone {
            Gone::Contact(id) => ops::open_of_contact(&work.sql, id)?,
            _ => ops::open_of_key(&work.sql, &op.change.key())?,
        };
        let waiting: Vec<Pending> = waiting.into_iter().filter(goes_along).collect();
        let changes: Vec<&Change> = waiting.iter().map(|one| &one.outgoing.op.change).collect();
        let anew = match gone {
            Gone::Contact(id) => anew::contact(last(work, id)?.as_ref(), &changes, &mut ids),
            Gone::Task(id) => {
                let last = tasks::get(&work.sql, id)?.map(|known| known.task);
                anew::task(last, &changes, &mut ids)
            }
            Gone::Note(id) => {
                let last = notes::get(&work.sql, id)?.map(|known| known.note);
                anew::note(last, &changes, &mut ids)
            }
        };
        if anew.is_empty() {
            recreated.kept = Some(unknown());
            continue;
        }
        let moved = &mut recreated.settled.queue;
        for one in &waiting {
            if let Some(end) = one.outgoing.given_up() {
                moved.push(steps::step(work, one, end, None, None)?);
            }
        }
        match gone {
            Gone::Contact(id) => contact::bury(work, id)?,
            Gone::Task(id) => task::remove(work, id)?,
            Gone::Note(id) => note::remove(work, id)?,
        }
        for change in anew {
            let op = Op { id: ids.op(), deed, at: work.at, change };
            steps::commit(work, &op, None)?;
            recreated.ops.push(op);
        }
    }
    Ok(recreated)
}

/// Not what may be on the wire, and not what the server refused, which it would refuse again.
fn goes_along(pending: &Pending) -> bool {
    let outgoing = &pending.outgoing;
    outgoing.state != OpState::Rejected && outgoing.given_up().is_some()
}

/// All that is known of a contact: of one that was buried, what was kept.
fn last(work: &Work<'_>, id: ContactId) -> Result<Option<Dossier>> {
    if let Some(known) = dossiers::get(&work.sql, id)? {
        return Ok(Some(known));
    }
    Ok(tombstones::get(&work.sql, id)?.map(|stone| Dossier {
        tasks: Part { items: stone.tasks, ..Part::default() },
        notes: Part { items: stone.notes, ..Part::default() },
        ..Dossier::of(stone.contact)
    }))
}

fn unknown() -> Fault {
    let cause = "nothing is known here of what it was";
    Fault::new(Trouble::Gone, cause, "u drops the change")
}
