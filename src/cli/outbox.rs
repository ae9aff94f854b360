//! `rolodeck outbox …`

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    arguments::{Outbox, Sending},
    deed::{refuse_to_write, send, tell},
    errand::Errand,
    exit::Exit,
    find,
    queue::Queue,
    shape,
    standing::Standing,
    stop::Stop,
    table::Table,
};
use crate::{
    model::{
        ids::OpId,
        op::{Moved, OpState, Outgoing},
    },
    store::{Pending, Reader},
};

/// Changes of any state that `--all` lists.
const MOST: usize = 10_000;

pub(super) async fn run(action: Outbox, errand: &Errand) -> Result<Exit, Stop> {
    match action {
        Outbox::List { all } => list(errand, all),
        Outbox::Retry { ids, sending } => retry(errand, &ids, sending).await,
        Outbox::Hold { ids } => hold(errand, &ids).await,
        Outbox::Drop { ids } => drop(errand, &ids).await,
    }
}

fn list(errand: &Errand, all: bool) -> Result<Exit, Stop> {
    let reader = errand.reader()?;
    let queue = Queue::read(&reader)?;
    let outgoing: Vec<Outgoing> = if all {
        let newest = reader.all_changes(MOST)?;
        newest.into_iter().map(|Pending { outgoing, .. }| outgoing).collect()
    } else {
        queue.all().to_vec()
    };
    let rechecks: Vec<OpId> = reader.rechecks()?.into_iter().map(|one| one.op).collect();
    let mut table = Table::new(["ID", "STATE", "TRIES", "CONTACT", "CHANGE", "WHY"]);
    let mut json: Vec<Json> = Vec::with_capacity(outgoing.len());
    for one in &outgoing {
        let change = &one.op.change;
        // An earlier try without an answer may still arrive.
        let rechecked = one.state == OpState::Done && rechecks.contains(&one.op.id);
        let name = match change.own_name() {
            Some(name) => name,
            None => queue.name(&reader, change.contact())?,
        };
        if errand.out.is_json() {
            let remote = reader.remotes(&[change.contact()])?.pop().flatten();
            let mut line = shape::change(one, remote.as_ref(), &name);
            line["rechecked"] = rechecked.into();
            line["waitsFor"] = queue.blocker(one).map(|op| op.to_string()).into();
            json.push(line);
            continue;
        }
        let state = match one.state {
            OpState::Cancelled | OpState::Discarded => "dropped",
            OpState::Superseded => "merged",
            OpState::Done if rechecked => "saved, re-checking",
            _ => Standing::of(one).word(),
        };
        table.row([
            one.op.id.to_string().as_str(),
            state,
            &one.tries.to_string(),
            &name,
            &change.words(),
            &why(one, queue.blocker(one)),
        ]);
    }
    errand.out.answer(|| json!({ "changes": json }), || table.text())?;
    if outgoing.is_empty() && !errand.out.is_json() {
        errand.out.say("the outbox is empty");
    }
    Ok(Exit::Done)
}

/// What a change waits for, or what was said the last time.
fn why(one: &Outgoing, blocker: Option<OpId>) -> String {
    match (blocker, &one.fault) {
        (Some(blocker), _) => format!("waits for {blocker}"),
        (None, Some(fault)) => shape::why(fault),
        (None, None) => {
            one.until.map_or_else(String::new, |until| format!("goes out at {until:.0}"))
        }
    }
}

/// Sends what waits for a person again, and other changes at once.
async fn retry(errand: &Errand, ids: &[String], sending: Sending) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let reader = errand.reader()?;
    let ops = if ids.is_empty() {
        let queue = Queue::read(&reader)?;
        let is_undecided = |one: &&Outgoing| one.state.needs_person();
        queue.all().iter().filter(is_undecided).map(|one| one.op.id).collect()
    } else {
        named(&reader, ids)?
    };
    if ops.is_empty() {
        errand.out.say("nothing waits for a person");
    }
    errand.store.retry_ops(ops.clone(), Timestamp::now()).await?;
    let cut_off = send(errand, &ops, sending).await?;
    tell(errand, &ops, cut_off.as_ref(), |_, _| Ok(None))
}

async fn hold(errand: &Errand, ids: &[String]) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let ops = named(&errand.reader()?, ids)?;
    let moved = errand.store.hold_ops(ops.clone(), Timestamp::now()).await?;
    sum_up(errand, ops, &moved, "held")
}

async fn drop(errand: &Errand, ids: &[String]) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let ops = named(&errand.reader()?, ids)?;
    let moved = errand.store.drop_ops(ops.clone(), Timestamp::now()).await?;
    sum_up(errand, ops, &moved, "dropped")
}

/// What was done to these, and what could not be.
fn sum_up(errand: &Errand, ops: Vec<OpId>, moved: &[Moved], done: &str) -> Result<Exit, Stop> {
    let (moved, kept): (Vec<OpId>, _) =
        ops.into_iter().partition(|op| moved.iter().any(|moved| moved.op == *op));
    errand.out.answer(
        || {
            let ids = |ops: &[OpId]| ops.iter().map(ToString::to_string).collect::<Vec<_>>();
            json!({ done: ids(&moved), "kept": ids(&kept) })
        },
        || format!("{} {done}\n", moved.len()),
    )?;
    for op in &kept {
        errand.out.say(&format!("{op} is on its way or through already and cannot be {done}"));
    }
    Ok(if kept.is_empty() { Exit::Done } else { Exit::Failed })
}

fn named(reader: &Reader, ids: &[String]) -> Result<Vec<OpId>, Stop> {
    let mut ops = Vec::new();
    for text in ids {
        let op = find::change(reader, text)?;
        if !ops.contains(&op) {
            ops.push(op);
        }
    }
    Ok(ops)
}
