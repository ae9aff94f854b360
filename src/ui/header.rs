//! The second line: which rows the view shows, how many, and in what order.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, Line},
    input,
    theme::Role,
};
use crate::{
    app::{
        front,
        state::State,
        text::Text,
        view::{Pane, View},
    },
    model::count,
};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if let Some(text) = finding(state) {
        let mut line = canvas.line(area, area.y);
        return filter(line.gap(1).gap_right(1), "", text, true);
    }
    if person_alone(state) {
        return person(canvas, area, state);
    }
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    match state.view {
        View::Contacts => contacts(&mut line, state),
        View::Tasks => {
            let whose = match state.session.me {
                Some(_) if !state.tasks.everybody => "my tasks",
                _ => "everybody's tasks",
            };
            rows(&mut line, state.tasks.list.len(), "task");
            marked(&mut line, state.tasks.marks.len(), 0);
            filter(&mut line, whose, &state.tasks.filter, state.tasks.typing);
        }
        View::Notes => {
            rows(&mut line, state.notes.list.len(), "note");
            filter(&mut line, "all notes fetched so far", &state.notes.query, state.notes.typing);
        }
        View::Tags => {
            rows(&mut line, state.tags.list.len(), "tag");
            filter(&mut line, "all tags", &state.tags.filter, state.tags.typing);
        }
        View::Sync => {
            rows(&mut line, state.sync.list.len(), "change");
            line.put(Role::Text, "outbox: what is not on the server yet");
        }
    }
}

/// How many of how many: for the border of the list on a low screen, which has no second line.
pub fn counts_without_header(state: &State) -> String {
    if state.screen().is_none_or(|screen| screen.header.is_some()) {
        return String::new();
    }
    let (shown, total) = (state.contacts.list.len(), state.book.total());
    let marked = state.contacts.marks.len();
    let mut counts = count::grouped(total);
    if !state.contacts.filter.is_empty() {
        counts = format!("{} of {counts}", count::grouped(shown));
    }
    if marked > 0 {
        counts = format!("{counts}, {} marked", count::grouped(marked));
    }
    counts
}

/// The search over the fields of a person, while it is typed.
fn finding(state: &State) -> Option<&Text> {
    front::filter(state).filter(|(_, typing)| *typing && state.focus != Pane::List).map(|it| it.0)
}

/// Whether one person fills the screen, so that the line says where in the list she is.
fn person_alone(state: &State) -> bool {
    state.focus != Pane::List && state.screen().is_some_and(|screen| screen.list.is_none())
}

fn person(canvas: &mut Canvas, area: Rect, state: &State) {
    let name = state.person().map(|id| state.book.name(id)).unwrap_or_default();
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    if state.view == View::Contacts {
        let list = &state.contacts.list;
        let place = format!("{} of {}", count::grouped(list.at() + 1), count::grouped(list.len()));
        line.put_right(Role::Text, &place).gap_right(3);
        line.put_right(Role::Text, " next").put_right(Role::Key, "}").gap_right(2);
        line.put_right(Role::Text, " previous").put_right(Role::Key, "{").gap_right(2);
    }
    line.put(Role::Muted, state.view.name()).put(Role::Muted, " > ").put(Role::Heading, &name);
}

fn contacts(line: &mut Line, state: &State) {
    let contacts = &state.contacts;
    let direction = if contacts.sort.descending { ", descending" } else { "" };
    line.put_right(Role::Muted, direction).put_right(Role::Text, contacts.sort.by.word());
    line.put_right(Role::Muted, "by ").gap_right(3);
    marked(line, contacts.marks.len(), contacts.hidden_marks());
    if contacts.news > 0 {
        line.put_right(Role::Muted, " new, R shows");
        line.put_right(Role::Pending, &count::grouped(contacts.news)).gap_right(3);
    }
    let (shown, total) = (contacts.list.len(), state.book.total());
    if contacts.filter.is_empty() {
        line.put_right(Role::Text, &count::of(total, "contact"));
    } else {
        line.put_right(Role::Muted, &format!(" of {}", count::grouped(total)));
        line.put_right(Role::Text, &count::grouped(shown));
    }
    line.gap_right(3);
    filter(line, "all contacts", &contacts.filter.input, contacts.filter.typing);
    if contacts.filter.fault.is_some() {
        line.gap(2).put(Role::Error, "ERR");
    }
}

fn rows(line: &mut Line, number: usize, word: &str) {
    line.put_right(Role::Text, &count::of(number, word)).gap_right(3);
}

fn marked(line: &mut Line, number: usize, hidden: usize) {
    if number == 0 {
        return;
    }
    if hidden > 0 {
        line.put_right(Role::Muted, &format!(", {} not in view", count::grouped(hidden)));
    }
    line.put_right(Role::Marked, &format!("{} marked", count::grouped(number))).gap_right(3);
}

/// `filter` and the text; while it is typed the cursor stands in it. Without one, what is shown.
fn filter(line: &mut Line, unfiltered: &str, text: &Text, typing: bool) {
    if typing {
        line.put(Role::Key, "/").gap(1);
        input::draw_inline(line, text);
    } else if text.is_empty() {
        line.put(Role::Muted, unfiltered);
    } else {
        line.put(Role::Muted, "filter ").put(Role::Accent, &text.text());
    }
}
