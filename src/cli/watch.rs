//! `rolodeck sync --watch`: goes on until somebody ends it, and says a line for every pass in which
//! news were asked for or something was sent.

use std::{collections::BTreeSet, pin::pin, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{course::Course, errand::Errand, out::complain, signals, stop::Stop};
use crate::{
    model::{
        count,
        fault::{Fault, Trouble},
        ids::OpId,
        op::OpState,
        talk::Report,
    },
    store::Reader,
};

/// Ends well when it is told to; answers with why nothing can be fetched at all.
pub(super) async fn watch(
    errand: &Errand,
    course: &mut Course,
    full: bool,
    patience: Duration,
) -> Result<Option<Fault>, Stop> {
    let mut end = pin!(signals::end());
    let mut passes = Passes::default();
    let ended = tokio::select! {
        biased;
        () = &mut end => Ok(None),
        ended = go_on(errand, course, full, patience, &mut passes) => ended,
    };
    passes.give_back(course);
    ended
}

async fn go_on(
    errand: &Errand,
    course: &mut Course,
    full: bool,
    patience: Duration,
    passes: &mut Passes,
) -> Result<Option<Fault>, Stop> {
    let cut_off = course.settle(full, patience).await?;
    if let Some(fault) = cut_off.filter(|fault| fault.trouble == Trouble::SignedOut) {
        return Ok(Some(fault));
    }
    let (mut is_new, mut away) = (true, None);
    loop {
        for trouble in course.troubles.drain(..) {
            complain(&trouble);
        }
        if away.as_ref() != course.cut_off() {
            away = course.cut_off().cloned();
            away.iter().for_each(complain);
        }
        if is_new && away.is_none() {
            passes.tell(errand, course).await?;
        }
        is_new = false;
        // Until all that belongs to one pass has been told.
        loop {
            let Some(report) = course.watch().await else { return Ok(None) };
            match report {
                Report::Synced(_) => is_new = true,
                Report::Changed { queue, .. } => {
                    is_new |= queue.iter().any(|moved| moved.state == OpState::Done);
                    let undecided = queue.iter().filter(|moved| moved.state.needs_person());
                    undecided.filter_map(|moved| moved.fault.as_ref()).for_each(complain);
                }
                Report::Quiet | Report::Link(_) | Report::Trouble(_) => break,
                _ => {}
            }
        }
    }
}

/// What earlier passes brought.
#[derive(Default)]
struct Passes {
    pulled: BTreeSet<Uuid>,
    pushed: BTreeSet<OpId>,
}

impl Passes {
    /// One line about what came since the last.
    async fn tell(&mut self, errand: &Errand, course: &mut Course) -> Result<(), Stop> {
        let waiting = errand.store.read(Reader::counts).await?.waiting;
        let pulled = std::mem::take(&mut course.pulled);
        let done = course.moved.values().filter(|moved| moved.state == OpState::Done);
        let pushed = done.filter(|moved| self.pushed.insert(moved.op)).count();
        let line = Line { at: Timestamp::now(), pulled: pulled.len(), pushed, waiting };
        self.pulled.extend(pulled);
        errand.out.answer(|| line.json(), || line.text())
    }

    /// The summary counts all of it.
    fn give_back(self, course: &mut Course) {
        course.pulled.extend(self.pulled);
    }
}

struct Line {
    at: Timestamp,
    pulled: usize,
    pushed: usize,
    waiting: u64,
}

impl Line {
    fn json(&self) -> Json {
        let Self { at, pulled, pushed, waiting } = self;
        json!({ "at": at.to_string(), "pulled": pulled, "pushed": pushed, "waiting": waiting })
    }

    fn text(&self) -> String {
        let time = self.at.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string();
        let Self { pulled, pushed, waiting, .. } = self;
        let grouped = count::grouped;
        let waiting = usize::try_from(*waiting).unwrap_or(usize::MAX);
        let (pulled, pushed, waiting) = (grouped(*pulled), grouped(*pushed), grouped(waiting));
        format!("{time}  {pulled} pulled, {pushed} pushed, {waiting} waiting\n")
    }
}
