//! Making changes anew that met something else than they were made from: others take the place of
//! those that waited, and of all on top of them.

use jiff::Timestamp;

use super::{
    answers::{contact, note, task},
    error::Result,
    handle::Store,
    queue::Settled,
    rows::{
        contacts, dossiers, notes,
        ops::{self, Pending},
        tasks, tombstones, twins,
    },
    steps,
    work::Work,
    writer::Durability::Full,
};
use crate::model::{
    anew::{self, Gone, Way},
    change::Change,
    contact::Contact,
    dossier::{Dossier, Part},
    fault::{Fault, Trouble},
    field::Field,
    ids::{ContactId, Ids, OpId},
    op::{Op, OpState, Outgoing},
    talk::Renamed,
    upon::{Upon, upon},
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recreated {
    /// New, committed changes of one deed, in the order in which they go out.
    pub ops: Vec<Op>,
    /// What they take the place of, and the records that are not shown any more.
    pub settled: Settled,
    /// What could not be made anew of them.
    pub kept: Option<Fault>,
}

impl Store {
    /// Makes these changes anew in such a way, with all on top that waits for them: as one deed that can
    /// be taken back like any other. Changes of which that cannot be said stay.
    pub async fn recreate(
        &self,
        ops: Vec<OpId>,
        way: Way,
        at: Timestamp,
        ids: Ids,
    ) -> Result<Recreated> {
        let job = move |work: &mut Work<'_>| recreate(work, &ops, way, ids);
        let (recreated, base) = self.transact(Full, at, job).await?;
        let settled = Settled { base, ..recreated.settled };
        Ok(Recreated { settled, ..recreated })
    }
}

fn recreate(work: &mut Work<'_>, asked: &[OpId], way: Way, mut ids: Ids) -> Result<Recreated> {
    let deed = ids.deed();
    let mut recreated = Recreated::default();
    for op in asked {
        // An earlier turn of this loop may have taken its place.
        let pending = steps::find(work, *op)?;
        let Some(subject) = Subject::of(&pending.outgoing, way) else { continue };
        let waiting = subject.waiting(work, &pending)?;
        let changes: Vec<&Change> = waiting.iter().map(|one| &one.outgoing.op.change).collect();
        let anew = match subject.anew(work, &changes, &mut ids)? {
            Anew::Unknown => {
                recreated.kept = Some(unknown());
                continue;
            }
            Anew::Changes(changes) => changes,
            Anew::Upon(Upon { changes, left }) => {
                recreated.kept = left_out(&left);
                changes
            }
        };
        let moved = &mut recreated.settled.queue;
        for one in &waiting {
            if let Some(end) = one.outgoing.given_up() {
                moved.push(steps::step(work, one, end, None, None)?);
            }
        }
        subject.leave(work)?;
        for change in anew {
            let op = Op { id: ids.op(), deed, at: work.at, change };
            steps::commit(work, &op, None)?;
            recreated.ops.push(op);
        }
    }
    Ok(recreated)
}

/// What is made anew.
#[derive(Clone, Copy)]
enum Subject {
    /// What is gone.
    Gone(Gone),
    /// A note that somebody else wrote to as well.
    Shared,
    /// What waits for one contact, or this alone, for another one.
    Other { from: ContactId, to: ContactId, whole: bool, is_new: bool },
}

enum Anew {
    /// Nothing is known of what it was, or of whom it is for.
    Unknown,
    Changes(Vec<Change>),
    Upon(Upon),
}

impl Subject {
    fn of(outgoing: &Outgoing, way: Way) -> Option<Self> {
        let Outgoing { op, state, fault, .. } = outgoing;
        let gone = Gone::of(&op.change, *state, fault.as_ref());
        match way {
            Way::Upon { contact: to, whole } => {
                let from = op.change.contact();
                let is_new = matches!(op.change, Change::ContactAdded { .. });
                let is_taken = *state == OpState::Conflict && is_new;
                let is_without = matches!(gone, Some(Gone::Contact(_))) || is_taken;
                let whole = whole || is_new;
                (is_without && from != to).then_some(Self::Other { from, to, whole, is_new })
            }
            Way::Again => gone.map(Self::Gone),
            Way::Beside => {
                let is_shared =
                    *state == OpState::Conflict && matches!(op.change, Change::NoteEdited { .. });
                (is_shared && gone.is_none()).then_some(Self::Shared)
            }
        }
    }

    /// The change, and what else goes along with it.
    fn waiting(self, work: &Work<'_>, asked: &Pending) -> Result<Vec<Pending>> {
        let waiting = match self {
            Self::Gone(Gone::Contact(id)) | Self::Other { from: id, whole: true, .. } => {
                ops::open_of_contact(&work.sql, id)?
            }
            _ => ops::open_of_key(&work.sql, &asked.outgoing.op.change.key())?,
        };
        Ok(waiting.into_iter().filter(goes_along).collect())
    }

    fn anew(self, work: &Work<'_>, waiting: &[&Change], ids: &mut Ids) -> Result<Anew> {
        let changes = match self {
            Self::Gone(Gone::Contact(id)) => anew::contact(last(work, id)?.as_ref(), waiting, ids),
            Self::Gone(Gone::Task(id)) => {
                anew::task(tasks::get(&work.sql, id)?.map(|known| known.task), waiting, ids)
            }
            Self::Gone(Gone::Note(id)) => {
                anew::note(notes::get(&work.sql, id)?.map(|known| known.note), waiting, ids)
            }
            // As it was written here: what the server holds stays where it is.
            Self::Shared => anew::note(None, waiting, ids),
            Self::Other { from, to, .. } => {
                let last = last(work, from)?;
                return Ok(match shown(work, to)? {
                    Some(other) => Anew::Upon(upon(&other, last.as_ref(), waiting, ids)),
                    None => Anew::Unknown,
                });
            }
        };
        Ok(if changes.is_empty() { Anew::Unknown } else { Anew::Changes(changes) })
    }

    /// What is not shown any more.
    fn leave(self, work: &mut Work<'_>) -> Result<()> {
        match self {
            Self::Gone(Gone::Contact(id)) => contact::bury(work, id),
            Self::Gone(Gone::Task(id)) => task::remove(work, id),
            Self::Gone(Gone::Note(id)) => note::remove(work, id),
            Self::Shared => Ok(()),
            // Whoever still writes to the one who was to be made means the one who is there.
            Self::Other { from, to, is_new: true, .. } => {
                let renamed = Renamed { from, to };
                twins::add(&work.sql, renamed)?;
                work.renamed(renamed);
                Ok(())
            }
            Self::Other { from, .. } => contact::bury(work, from),
        }
    }
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

/// A contact as the screen shows her: what is on its way to the server is on top.
fn shown(work: &Work<'_>, id: ContactId) -> Result<Option<Contact>> {
    let base = contacts::get(&work.sql, id)?.map(|known| known.contact);
    let open = ops::open_of_contact(&work.sql, id)?;
    let open = open.iter().map(|pending| &pending.outgoing);
    let open = open.filter(|outgoing| outgoing.state.shows(&outgoing.op.change));
    Ok(open.fold(base, |contact, outgoing| outgoing.op.change.upon_contact(contact)))
}

/// Of what only a new contact can have.
fn left_out(fields: &[Field]) -> Option<Fault> {
    let label = |field: &Field| match field {
        Field::Standard(field) => field.spec().label.to_lowercase(),
        Field::Custom(_) => "a custom field".to_owned(),
    };
    let labels: Vec<String> = fields.iter().map(label).collect();
    let cause = format!("{} stays as it is: only a new contact can have it", labels.join(", "));
    (!fields.is_empty()).then(|| Fault::new(Trouble::Input, cause, "the rest was copied"))
}

fn unknown() -> Fault {
    let cause = "nothing is known here of what it was";
    Fault::new(Trouble::Gone, cause, "u drops the change")
}
