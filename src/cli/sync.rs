//! `rolodeck sync`

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    arguments::Sync, course::Course, errand::Errand, exit::Exit, out::complain, shape,
    standing::Standing, stop::Stop, watch::watch,
};
use crate::{
    api::Traffic,
    model::{
        fault::Fault,
        op::{Moved, OpState},
    },
    store::{Reader, SenderLock},
    sync,
};

/// How long nothing may happen: an unanswered creation is looked for after a minute.
const PATIENCE: Duration = Duration::from_secs(90);

pub(super) async fn run(errand: &Errand, asked: &Sync) -> Result<Exit, Stop> {
    let began = Instant::now();
    if SenderLock::try_take(errand.store.path())?.is_none() {
        errand
            .out
            .say("another rolodeck is at work on this data and does the fetching and sending");
    }
    if asked.accept_deletions && errand.store.accept_deletions(Timestamp::now()).await? == 0 {
        errand.out.say("no contacts are missing: there is nothing to accept");
    }
    let mut course = Course::begin(errand, asked.watch).await?;
    let cut_off = if asked.watch {
        watch(errand, &mut course, asked.full, PATIENCE).await?
    } else {
        course.settle(asked.full, PATIENCE).await?
    };
    let halted = errand.store.read(Reader::sweeps).await?.halted;
    let question = halted.map(sync::question);
    for trouble in course.troubles.iter().filter(|trouble| Some(*trouble) != question.as_ref()) {
        complain(trouble);
    }
    question.iter().for_each(complain);
    let waiting = errand.store.read(Reader::counts).await?;
    let summary = Summary {
        pulled: course.pulled.len(),
        pushed: count(&course, |moved| moved.state == OpState::Done),
        failed: count(&course, |moved| standing(moved) == Standing::Refused),
        conflicts: count(&course, |moved| {
            matches!(standing(moved), Standing::Conflict | Standing::Parked)
        }),
        held: waiting.waiting.saturating_sub(waiting.under_way),
        missing: halted.map_or(0, |halt| halt.missing),
        synced: course.synced,
        trouble: course.troubles.first().cloned(),
        traffic: course.end().await,
        seconds: began.elapsed().as_secs_f64(),
    };
    errand.out.answer(|| summary.json(), || summary.text())?;
    if waiting.undecided > 0 {
        let many = waiting.undecided;
        errand.out.say(&format!("{many} to be decided: see `rolodeck outbox list`"));
    }
    if let Some(fault) = cut_off {
        return Err(fault.into());
    }
    Ok(summary.exit(waiting.waiting > 0))
}

fn count(course: &Course, is_meant: impl Fn(&Moved) -> bool) -> usize {
    let meant: BTreeSet<_> =
        course.moved.values().filter(|moved| is_meant(moved)).map(|moved| moved.op).collect();
    meant.len()
}

fn standing(moved: &Moved) -> Standing {
    moved.state.into()
}

struct Summary {
    pulled: usize,
    pushed: usize,
    failed: usize,
    conflicts: usize,
    /// Not sent, because a person holds them or may still call them back.
    held: u64,
    /// Contacts that the server does not list any more, if that is for a person to decide.
    missing: usize,
    synced: bool,
    trouble: Option<Fault>,
    traffic: Traffic,
    seconds: f64,
}

impl Summary {
    fn json(&self) -> Json {
        json!({
            "pulled": self.pulled,
            "pushed": self.pushed,
            "failed": self.failed,
            "conflicts": self.conflicts,
            "held": self.held,
            "missing": self.missing,
            "requests": self.traffic.requests,
            "throttled": self.traffic.throttled,
            "seconds": (self.seconds * 1000.0).round() / 1000.0,
            "synced": self.synced,
            "trouble": self.trouble.as_ref().map(shape::fault),
        })
    }

    fn text(&self) -> String {
        let mut parts = vec![format!("{} pulled", self.pulled), format!("{} pushed", self.pushed)];
        for (count, word) in [(self.failed, "refused"), (self.conflicts, "in conflict")] {
            if count > 0 {
                parts.push(format!("{count} {word}"));
            }
        }
        if self.held > 0 {
            parts.push(format!("{} held", self.held));
        }
        let Traffic { requests, throttled } = self.traffic;
        let slowed =
            if throttled > 0 { format!(" ({throttled} throttled)") } else { String::new() };
        format!("{}; {requests} requests{slowed}, {:.1} s\n", parts.join(", "), self.seconds)
    }

    fn exit(&self, is_waiting: bool) -> Exit {
        let trouble = self.trouble.as_ref().filter(|_| !self.synced);
        Exit::worst([
            if self.failed > 0 { Exit::Refused } else { Exit::Done },
            if self.conflicts + self.missing > 0 { Exit::Conflict } else { Exit::Done },
            if is_waiting { Exit::Queued } else { Exit::Done },
            trouble.map_or(Exit::Done, |fault| fault.trouble.into()),
        ])
    }
}
