//! One person: the detail pane with its tabs, and the panes beside it where there is room.

pub mod appointments;
pub mod fields;
pub mod notes;
pub mod part;
pub mod tags;
pub mod tasks;

use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    empty,
    pane::{self, Frame},
    place,
    theme::Role,
};
use crate::{
    app::{
        state::State,
        view::{Pane, Tab},
    },
    model::dossier::Dossier,
};

/// The detail pane, on the tab that is open.
pub fn detail(canvas: &mut Canvas, area: Rect, state: &State) {
    let focused = has_keys(state, Pane::Detail);
    let Some(id) = state.person() else {
        let inner = pane::frame(canvas, area, "Details", focused);
        return empty::say(canvas, inner, "nobody is under the cursor", "");
    };
    let dossier = state.book.dossier(id);
    let name = state.book.name(id);
    let mark = state.book.mark(id).map(|mark| mark.to_string()).unwrap_or_default();
    let foot = dossier.map(|dossier| fields::foot(state, dossier)).unwrap_or_default();
    let frame = Frame { title: &name, remark: &mark, foot: (&foot.0, &foot.1), focused };
    let inner = pane::draw(canvas, area, frame);
    tabs(canvas, place::row(inner, 0), state, dossier);
    let body = place::below(inner, 1);
    match dossier {
        Some(dossier) => tab(canvas, body, state, dossier, state.detail.tab, focused),
        None => empty::say(canvas, body, "reading", ""),
    }
}

/// Where the value under the cursor of the details stands on the screen, if it does.
pub fn value_under_cursor(state: &State) -> Option<Rect> {
    let detail = Rect::from(state.screen()?.detail?);
    let shown = state.detail.tab == Tab::Details && detail.width > 2 && detail.height > 3;
    shown.then(|| fields::value_under_cursor(place::below(pane::inside(detail), 1), state))?
}

/// One of the panes that show a tab of their own.
pub fn beside(canvas: &mut Canvas, area: Rect, state: &State, pane: Pane) {
    let (tab_shown, title) = match pane {
        Pane::Tasks => (Tab::Tasks, "Tasks"),
        Pane::Notes => (Tab::Notes, "Notes"),
        Pane::Appointments => (Tab::Appointments, "Appointments"),
        Pane::List | Pane::Detail => return,
    };
    let focused = has_keys(state, pane);
    let dossier = state.person().and_then(|id| state.book.dossier(id));
    let remark = dossier.map(|dossier| remark(state, dossier, tab_shown)).unwrap_or_default();
    let inner =
        pane::draw(canvas, area, Frame { title, remark: &remark, focused, ..Frame::default() });
    if let Some(dossier) = dossier {
        tab(canvas, inner, state, dossier, tab_shown, focused);
    }
}

fn has_keys(state: &State, pane: Pane) -> bool {
    state.focus == pane && state.dialogs.is_empty()
}

fn tab(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, tab: Tab, focused: bool) {
    match tab {
        Tab::Details => fields::draw(canvas, area, state, dossier, focused),
        Tab::Tasks => tasks::draw(canvas, area, state, dossier, focused),
        Tab::Notes => notes::draw(canvas, area, state, dossier, focused),
        Tab::Tags => tags::draw(canvas, area, state, dossier, focused),
        Tab::Appointments => appointments::draw(canvas, area, state, dossier, focused),
    }
}

/// The open tab stands out; the others say how much is in them, or `?` where nobody knows yet.
fn tabs(canvas: &mut Canvas, area: Rect, state: &State, dossier: Option<&Dossier>) {
    let mut line = canvas.line(area, area.y);
    for (tab, name) in Tab::ALL {
        let number = dossier.map(|dossier| number(dossier, *tab)).unwrap_or_default();
        let space = if number.is_empty() { "" } else { " " };
        if *tab == state.detail.tab {
            line.put(Role::Accent, &format!("[{name}{space}{number}]"));
        } else {
            line.gap(1).put(Role::Text, name).put(Role::Muted, space);
            line.put(Role::Muted, &number).gap(1);
        }
    }
}

fn number(dossier: &Dossier, tab: Tab) -> String {
    match tab {
        Tab::Details => String::new(),
        Tab::Tags => dossier.contact.tags.len().to_string(),
        Tab::Tasks => {
            let open = dossier.tasks.items.iter().filter(|task| !task.done).count();
            part::number(&dossier.tasks, open)
        }
        Tab::Notes => part::number(&dossier.notes, dossier.notes.items.len()),
        Tab::Appointments => part::number(&dossier.appointments, dossier.appointments.items.len()),
    }
}

fn remark(state: &State, dossier: &Dossier, tab: Tab) -> String {
    let fetched = match tab {
        Tab::Tasks => dossier.tasks.fetched,
        Tab::Notes => dossier.notes.fetched,
        Tab::Appointments => dossier.appointments.fetched,
        Tab::Details | Tab::Tags => return String::new(),
    };
    let number = number(dossier, tab);
    let now = state.zoned();
    match fetched {
        Some(at) => format!("{number}, fetched {}", super::moment::clock(at, &now)),
        None => String::new(),
    }
}
