//! The status bar: the connection, how fresh the copy is, what is in the outbox, what is left of
//! the rate limit. The words are made from the queue, never from hope.

use jiff::Zoned;
use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, Line, width},
    moment::{clock, second},
    theme::Role,
};
use crate::{
    app::{
        book::{Book, queue::Counts},
        state::State,
    },
    model::{
        count,
        talk::{Budget, Link},
    },
};

/// From this width on words are spelled out.
const SPACIOUS: u16 = 110;
/// Below this the outbox needs the room.
const ROOM_FOR_TIMES: u16 = 60;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let (book, now) = (&state.book, state.here());
    let budget = book.budget.map(|budget| budget_words(budget, area.width >= SPACIOUS));
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    connection(&mut line, book, &now);
    if area.width >= ROOM_FOR_TIMES {
        freshness(&mut line, book, &now);
    }
    outbox(&mut line, book);
    jobs(&mut line, book);
    if let Some(budget) = budget.filter(|words| words.len() + 3 <= line.room().into()) {
        line.put_right(Role::Muted, &budget);
    }
}

fn connection(line: &mut Line, book: &Book, now: &Zoned) {
    match &book.link {
        Link::Untried => line.put(Role::Muted, "not connected yet"),
        Link::Online => line.put(Role::Text, "online"),
        Link::Offline { since, .. } => line
            .put(Role::Waiting, "OFFLINE")
            .put(Role::Text, " since ")
            .put(Role::Text, &clock(*since, now)),
        Link::Throttled { until } => line
            .put(Role::Waiting, "RATE LIMIT")
            .put(Role::Text, " waiting until ")
            .put(Role::Text, &second(*until, now)),
        Link::SignedOut(_) => line.put(Role::Error, "TOKEN REFUSED"),
    };
    line.gap(2);
}

fn freshness(line: &mut Line, book: &Book, now: &Zoned) {
    match (book.pulling, book.synced) {
        (Some((done, total)), _) => {
            let (done, total) = (count::grouped(to_usize(done)), count::grouped(to_usize(total)));
            line.put(Role::Pending, "loading ").put(Role::Text, &format!("{done} of {total}"));
        }
        (None, Some(at)) => {
            line.put(Role::Muted, "synced ").put(Role::Text, &clock(at, now));
        }
        (None, None) => {
            line.put(Role::Muted, "never synced");
        }
    }
    line.gap(2);
}

fn outbox(line: &mut Line, book: &Book) {
    let Counts { uncommitted, queued, sending, held, checking, failed, conflicts, questions } =
        book.counts();
    let in_conflict = if conflicts == 1 { "conflict" } else { "conflicts" };
    let to_answer = if questions == 1 { "question" } else { "questions" };
    let parts = [
        (Role::Error, failed, "failed"),
        (Role::Conflict, conflicts, in_conflict),
        (Role::Conflict, questions, to_answer),
        (Role::Pending, checking, "checking"),
        (Role::Pending, held, "held"),
        (Role::Pending, sending, "sending"),
        (Role::Pending, queued, "queued"),
        (Role::Pending, uncommitted, "saving"),
    ];
    let mut any = false;
    for (role, number, word) in parts.into_iter().filter(|(_, number, _)| *number > 0) {
        line.put(Role::Muted, if any { ", " } else { "outbox " });
        line.put(role, &format!("{} {word}", count::grouped(number)));
        any = true;
    }
    if !any {
        line.put(Role::Muted, "outbox empty");
    } else if matches!(book.link, Link::Offline { .. } | Link::SignedOut(_)) {
        line.put(Role::Muted, ", nothing lost");
        line.put_whole(Role::Muted, ", sent when back");
    } else {
        line.put_whole(Role::Muted, " (gs)");
    }
    line.gap(2);
}

/// The newest deed of many changes that is still under way.
fn jobs(line: &mut Line, book: &Book) {
    let Some(job) = book.progress().find(|job| job.done + job.failed < job.total) else { return };
    let progress = format!(" {}/{}", count::grouped(job.done), count::grouped(job.total));
    // The number of contacts stands in the progress already.
    let words = job.words.rsplit_once(" on ").map_or(job.words.as_str(), |(what, _)| what);
    let wanted = width(words) + width(&progress) + 4;
    if wanted <= line.room() {
        line.put(Role::Muted, "job ").put(Role::Text, words).put(Role::Pending, &progress).gap(2);
    }
}

fn budget_words(budget: Budget, spacious: bool) -> String {
    let Budget { burst_left, burst_max, burst_seconds, day_left, day_max } = budget;
    if spacious {
        let (left, max) = (count::grouped(day_left as usize), count::grouped(day_max as usize));
        format!("API {burst_left}/{burst_max} per {burst_seconds} s   {left}/{max} today")
    } else {
        let left = count::short(day_left as usize);
        format!("API {burst_left}/{burst_max} {burst_seconds}s {left}/d")
    }
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
