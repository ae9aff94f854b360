//! What every command that changes something does: commit on disk, send, say how each change ended.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    arguments::{Sending, Writing},
    course::Course,
    errand::{Errand, ids},
    exit::Exit,
    out::complain,
    queue::Queue,
    refusal::wrong,
    shape,
    standing::Standing,
    stop::Stop,
};
use crate::{
    model::{
        change::Change,
        clean::clean,
        count,
        fault::{Fault, Trouble},
        ids::{ContactId, OpId, RemoteId},
        op::{Op, Outgoing},
    },
    store::{Pending, Reader, Store},
    sync,
};

/// More lines than this are counted instead of listed, unless something is wrong with them.
const LISTED: usize = 10;

/// One command, one deed: all these changes, undone by one undo. `record` shows the one that they
/// are about, for JSON.
pub(super) async fn carry_out(
    errand: &Errand,
    changes: Vec<Change>,
    writing: Writing,
    record: impl FnOnce(&Reader, &Queue) -> Result<Option<(&'static str, Json)>, Stop>,
) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let mut ids = ids();
    let (deed, at) = (ids.deed(), Timestamp::now());
    let ops: Vec<Op> =
        changes.into_iter().map(|change| Op { id: ids.op(), deed, at, change }).collect();
    if writing.dry_run {
        return rehearse(errand, ops);
    }
    let named: Vec<OpId> = ops.iter().map(|op| op.id).collect();
    commit(&errand.store, ops).await?;
    let cut_off = send(errand, &named, writing.sending).await?;
    tell(errand, &named, cut_off.as_ref(), record)
}

/// With `--read-only` nothing is changed.
pub(super) fn refuse_to_write(errand: &Errand) -> Result<(), Stop> {
    if !errand.account.read_only {
        return Ok(());
    }
    let fault = wrong("this is read-only", "nothing was changed; leave out --read-only");
    Err(Stop { fault: Some(fault), exit: Exit::Failed })
}

/// On disk, and given up what waits for a person and is made pointless by these.
async fn commit(store: &Store, ops: Vec<Op>) -> Result<(), Stop> {
    let undecided: Vec<Op> = store
        .read(Reader::outgoing)
        .await?
        .into_iter()
        .filter(|pending| pending.outgoing.state.needs_person())
        .map(|pending| pending.outgoing.op)
        .collect();
    let is_outdated = |old: &&Op| ops.iter().any(|new| old.change.is_remade_by(&new.change));
    let outdated: Vec<OpId> = undecided.iter().filter(is_outdated).map(|op| op.id).collect();
    store.commit(ops).await?;
    if !outdated.is_empty() {
        store.drop_ops(outdated, Timestamp::now()).await?;
    }
    Ok(())
}

/// Sends what is committed, unless it shall wait. Tells why nothing can be sent, if that is so.
pub(super) async fn send(
    errand: &Errand,
    ops: &[OpId],
    sending: Sending,
) -> Result<Option<Fault>, Stop> {
    if sending.offline || ops.is_empty() {
        return Ok(None);
    }
    let mut course = match Course::begin(errand, false).await {
        Ok(course) => course,
        Err(fault) => return Ok(Some(fault)),
    };
    let cut_off = course.push(ops, Duration::from_secs(sending.wait)).await;
    for trouble in std::mem::take(&mut course.troubles) {
        complain(&trouble);
    }
    course.end().await;
    cut_off
}

/// How each of these ended, and the exit code that follows.
pub(super) fn tell(
    errand: &Errand,
    ops: &[OpId],
    cut_off: Option<&Fault>,
    record: impl FnOnce(&Reader, &Queue) -> Result<Option<(&'static str, Json)>, Stop>,
) -> Result<Exit, Stop> {
    let reader = errand.reader()?;
    let queue = Queue::read(&reader)?;
    let lines = lines(&reader, &queue, ops)?;
    let record = record(&reader, &queue)?;
    errand.out.answer(
        || {
            let mut json = json!({ "changes": lines.iter().map(Line::json).collect::<Vec<_>>() });
            if let Some((name, record)) = record {
                json[name] = record;
            }
            json
        },
        || text(&lines),
    )?;
    let waits = lines.iter().any(|line| Exit::from(line.standing()) == Exit::Queued);
    let mut ends: Vec<Exit> = lines.iter().map(Line::exit).collect();
    for line in lines.iter().filter(|line| line.standing() >= Standing::Parked).take(LISTED) {
        let id = line.outgoing.op.id;
        errand.out.say(&format!("`rolodeck outbox retry {id}` sends it again, `drop` gives it up"));
    }
    match cut_off.filter(|_| waits) {
        Some(fault) if fault.trouble == Trouble::SignedOut => {
            ends.push(Exit::SignedOut);
            complain(fault);
        }
        Some(fault) => complain(fault),
        None if waits => {
            errand
                .out
                .say("queued on this machine; `rolodeck sync` sends it, and so does the interface");
        }
        None => {}
    }
    Ok(Exit::worst(ends))
}

/// What would happen, and how many calls it would take.
fn rehearse(errand: &Errand, ops: Vec<Op>) -> Result<Exit, Stop> {
    let reader = errand.reader()?;
    let queue = Queue::read(&reader)?;
    let lines = ops
        .iter()
        .map(|op| Line::read(&reader, &queue, Outgoing::queued(op.clone())))
        .collect::<Result<Vec<_>, Stop>>()?;
    let calls = sync::calls(ops, Timestamp::now());
    errand.out.answer(
        || {
            let changes: Vec<Json> = lines.iter().map(Line::json).collect();
            json!({ "dryRun": true, "changes": changes, "calls": calls })
        },
        || {
            let mut text: Vec<String> = lines
                .iter()
                .take(LISTED)
                .map(|line| clean(&format!("would send  {}", line.words())).into_owned())
                .collect();
            if lines.len() > LISTED {
                text.push(format!("… and {} more", lines.len() - LISTED));
            }
            let (changes, calls) = (count::of(lines.len(), "change"), count::of(calls, "call"));
            text.push(format!("{changes}, {calls}; nothing was changed\n"));
            text.join("\n")
        },
    )?;
    Ok(Exit::Done)
}

/// One change as it is told.
struct Line {
    outgoing: Outgoing,
    remote: Option<RemoteId>,
    name: String,
}

fn lines(reader: &Reader, queue: &Queue, ops: &[OpId]) -> Result<Vec<Line>, Stop> {
    let mut lines = Vec::with_capacity(ops.len());
    for op in ops {
        let Some(Pending { outgoing, .. }) = reader.change(*op)? else { continue };
        lines.push(Line::read(reader, queue, outgoing)?);
    }
    Ok(lines)
}

impl Line {
    fn read(reader: &Reader, queue: &Queue, outgoing: Outgoing) -> Result<Self, Stop> {
        let contact: ContactId = outgoing.op.change.contact();
        let remote = match &outgoing.op.change {
            Change::ContactDeleted { was, .. } => was.remote.clone(),
            _ => reader.remotes(&[contact])?.pop().flatten(),
        };
        let name = match outgoing.op.change.own_name() {
            Some(name) => name,
            None => queue.name(reader, contact)?,
        };
        Ok(Self { outgoing, remote, name })
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.outgoing)
    }

    fn exit(&self) -> Exit {
        self.standing().into()
    }

    fn json(&self) -> Json {
        shape::change(&self.outgoing, self.remote.as_ref(), &self.name)
    }

    fn words(&self) -> String {
        let id = shape::id(self.remote.as_ref(), &self.outgoing.op.change.contact());
        format!("{id}  {}: {}", self.name, self.outgoing.op.change.words())
    }

    fn text(&self) -> String {
        let standing = self.standing();
        let why = match &self.outgoing.fault {
            Some(fault) if standing >= Standing::Checking => format!(": {}", shape::why(fault)),
            _ => String::new(),
        };
        let line = format!("{}  {}{why}", standing.word(), self.words());
        clean(&line).into_owned() + "\n"
    }
}

/// Few are listed; of many, those with which something is wrong, and how many the others are.
fn text(lines: &[Line]) -> String {
    if lines.len() <= LISTED {
        return lines.iter().map(Line::text).collect();
    }
    let is_wrong = |line: &&Line| line.standing() >= Standing::Parked;
    let wrong = lines.iter().filter(is_wrong).map(Line::text);
    let counts = Standing::ALL.iter().filter_map(|standing| {
        let count = lines.iter().filter(|line| line.standing() == *standing).count();
        (count > 0).then(|| format!("{count} {}\n", standing.word()))
    });
    wrong.chain(counts).collect()
}
