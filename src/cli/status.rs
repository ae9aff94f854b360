//! `rolodeck status`

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    errand::Errand, exit::Exit, out::complain, queue::Queue, shape, standing::Standing, stop::Stop,
    table::pairs,
};
use crate::{
    model::{catalog::Catalog, count, op::Outgoing},
    store::{Counts, Halt, Progress, UnreadRow},
    sync::{BUDGET, LAG, Lag, question},
};

pub(super) async fn run(errand: &Errand) -> Result<Exit, Stop> {
    let token = errand.account.token().await;
    let reader = errand.reader()?;
    let queue = Queue::read(&reader)?;
    let status = Status {
        errand,
        is_signed_in: matches!(token, Ok(Some(_))) && errand.account.location.is_some(),
        progress: reader.progress()?,
        counts: reader.counts()?,
        catalog: reader.catalog()?,
        missing: reader.sweeps()?.halted,
        conflicts: count(&queue, Standing::Conflict),
        refused: count(&queue, Standing::Refused),
        parked: count(&queue, Standing::Parked),
        held: count(&queue, Standing::Held),
        last: queue.all().iter().rev().find(|one| one.fault.is_some()),
        budget: reader.recall(BUDGET)?.unwrap_or_default(),
        unread: reader.unread()?,
        lag: reader.recall(LAG)?.and_then(|memo| serde_json::from_value(memo).ok()),
    };
    errand.out.answer(|| status.json(), || status.text())?;
    if let Err(fault) = token {
        complain(&fault);
    }
    status.missing.map(question).iter().for_each(complain);
    Ok(if status.is_healthy() { Exit::Done } else { Exit::Failed })
}

fn count(queue: &Queue, standing: Standing) -> usize {
    queue.all().iter().filter(|one| Standing::of(one) == standing).count()
}

struct Status<'a> {
    errand: &'a Errand,
    is_signed_in: bool,
    progress: Progress,
    counts: Counts,
    catalog: Catalog,
    conflicts: usize,
    /// Contacts that the server does not list any more, which is for a person to decide.
    missing: Option<Halt>,
    refused: usize,
    parked: usize,
    /// Of those that wait to be sent, the ones that are held back.
    held: usize,
    /// The newest change with which something is wrong.
    last: Option<&'a Outgoing>,
    budget: Json,
    lag: Option<Lag>,
    /// What the service sent and nobody can read.
    unread: Vec<UnreadRow>,
}

impl Status<'_> {
    fn is_healthy(&self) -> bool {
        self.is_signed_in
            && self.progress.full.is_some()
            && self.counts.undecided == 0
            && self.missing.is_none()
    }

    fn json(&self) -> Json {
        let account = &self.errand.account;
        let last = self.last.and_then(|one| Some((one, one.fault.as_ref()?)));
        json!({
            "healthy": self.is_healthy(),
            "profile": account.profile.as_str(),
            "apiUrl": account.api_url.as_str(),
            "locationId": account.location,
            "location": self.catalog.location.as_ref().map(|location| &location.name),
            "signedIn": self.is_signed_in,
            "database": account.database().display().to_string(),
            "synced": shape::time(self.progress.synced),
            "complete": self.progress.full.is_some(),
            "ageSeconds": self.age(),
            "contacts": self.counts.contacts,
            "openTasks": self.counts.open_tasks,
            "queued": self.counts.waiting,
            "held": self.held,
            "refused": self.refused,
            "conflicts": self.conflicts,
            "parked": self.parked,
            "missing": self.missing.map_or(0, |halt| halt.missing),
            "lastError": last.map(|(one, fault)| json!({
                "change": one.op.id.to_string(),
                "words": one.op.change.words(),
                "fault": shape::fault(fault),
            })),
            "budget": self.budget,
            "clockAheadSeconds": self.clock_ahead(),
            "unread": self.unread.iter().map(unread).collect::<Vec<_>>(),
            "listsBehindSeconds": self.lists_behind(),
        })
    }

    fn age(&self) -> Option<i64> {
        let synced = self.progress.synced?;
        Some(Timestamp::now().duration_since(synced).as_secs().max(0))
    }

    fn clock_ahead(&self) -> Option<i64> {
        self.budget["clockAheadSeconds"].as_i64()
    }

    fn lists_behind(&self) -> i64 {
        self.lag.as_ref().map_or(0, |lag| lag.largest().as_secs())
    }

    fn text(&self) -> String {
        let account = &self.errand.account;
        let location = match (&account.location, &self.catalog.location) {
            (Some(id), Some(location)) => format!("{} ({id})", location.name),
            (Some(id), None) => id.to_string(),
            (None, _) => "none chosen".to_owned(),
        };
        let synced = match (self.age(), self.progress.full) {
            (None, _) => "never".to_owned(),
            (Some(age), Some(_)) => ago(age),
            (Some(age), None) => format!("{}, not all contacts yet", ago(age)),
        };
        let last = self
            .last
            .and_then(|one| Some(format!("{}: {}", one.op.change.words(), one.fault.as_ref()?)));
        let left = |left: &str, most: &str| {
            Some(format!("{} of {}", self.budget[left].as_u64()?, self.budget[most].as_u64()?))
        };
        let signed_in = if self.is_signed_in { "yes" } else { "no: run `rolodeck login`" };
        let Counts { contacts, open_tasks, waiting, .. } = &self.counts;
        pairs([
            ("Profile".into(), account.profile.to_string()),
            ("Location".into(), location),
            ("Service".into(), account.api_url.to_string()),
            ("Signed in".into(), signed_in.to_owned()),
            ("Synced".into(), synced),
            ("Contacts".into(), contacts.to_string()),
            ("Open tasks".into(), open_tasks.to_string()),
            ("Queued".into(), waiting.to_string()),
            ("Held".into(), self.held.to_string()),
            ("Refused".into(), self.refused.to_string()),
            ("Conflicts".into(), self.conflicts.to_string()),
            ("Parked".into(), self.parked.to_string()),
            ("Last error".into(), last.unwrap_or_default()),
            ("Unreadable".into(), unreadable(self.unread.len())),
            ("Clock".into(), self.clock_ahead().map(clock).unwrap_or_default()),
            ("Lists".into(), lists(self.lists_behind())),
            ("Calls left today".into(), left("dayLeft", "dayMax").unwrap_or_default()),
        ])
    }
}

fn unread(record: &UnreadRow) -> Json {
    json!({ "kind": record.kind, "row": record.row, "seen": record.at.to_string() })
}

fn unreadable(records: usize) -> String {
    match records {
        0 => String::new(),
        _ => format!("{} of the service, as --json shows them", count::of(records, "record")),
    }
}

/// A second is what an answer takes, and dates have no parts of one.
fn clock(ahead: i64) -> String {
    match ahead {
        -1..=1 => "as the service's".to_owned(),
        ..-1 => format!("{} s behind the service's", -ahead),
        _ => format!("{ahead} s ahead of the service's"),
    }
}

fn lists(behind: i64) -> String {
    match behind {
        0 => "show every write at once".to_owned(),
        _ => format!("were seen to be {behind} s behind"),
    }
}

fn ago(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds} s ago"),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}
