//! One person: the detail pane with its tabs, and the panes beside it where there is room.

pub mod appointments;
pub mod fields;
pub mod known;
pub mod notes;
pub mod part;
pub mod tags;
pub mod tasks;

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    empty, mark,
    moment::{clock, second},
    pane::{self, Frame},
    place,
    theme::Role,
};
use crate::{
    app::{
        book::{line::Line as Change, mark::Mark},
        panes::detail::Target,
        spot::Spot,
        state::State,
        view::{Pane, Tab},
    },
    model::{dossier::Dossier, ids::ContactId},
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
    let mark = state.book.mark(id);
    let remark = mark.map(|mark| mark.to_string()).unwrap_or_default();
    let role = mark.map_or(Role::Muted, mark::role);
    let foot = dossier.map(|dossier| foot(state, dossier)).unwrap_or_default();
    let frame = Frame { title: &name, remark: (role, &remark), foot: (&foot.0, &foot.1), focused };
    let inner = pane::draw(canvas, area, frame);
    tabs(canvas, place::row(inner, 0), state, dossier);
    let body = place::below(inner, 1);
    let said = state.book.deletion(id).or_else(|| refused_elsewhere(state, id));
    let body = place::above(body, u16::from(said.is_some()));
    if let Some(said) = said {
        let row = Rect { y: body.bottom(), height: 1, ..body };
        if said.is_held_deletion() {
            deletion(canvas, row, state, said);
        } else {
            refusal(canvas, row, state, said);
        }
    }
    match dossier {
        Some(dossier) => tab(canvas, body, state, dossier, state.detail.tab, focused),
        None => known::draw(canvas, body, state, id, state.detail.tab),
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
    let remark = dossier.map(|dossier| number(dossier, tab_shown)).unwrap_or_default();
    let inner = pane::draw(
        canvas,
        area,
        Frame { title, remark: (Role::Muted, &remark), focused, ..Frame::default() },
    );
    if let Some(dossier) = dossier {
        tab(canvas, inner, state, dossier, tab_shown, focused);
    } else if let (Some(id), Tab::Tasks) = (state.person(), tab_shown) {
        known::draw(canvas, inner, state, id, tab_shown);
    }
}

/// The newest refused change of a person that no row on the screen shows.
fn refused_elsewhere(state: &State, id: ContactId) -> Option<&Change> {
    state.book.refused(id).filter(|refused| {
        let target = Target::of(&refused.op.change);
        let tab = target.tab();
        let shown = tab == state.detail.tab || state.pane_of(tab).is_some();
        target == Target::Record || !shown
    })
}

/// When she is deleted, if nobody takes that back.
fn deletion(canvas: &mut Canvas, row: Rect, state: &State, held: &Change) {
    let words = match held.until {
        Some(until) => {
            format!("deleted at {}, if not taken back", second(until, &state.here()))
        }
        None => "deletion held: r in the outbox (gs) lets it go, u drops it".to_owned(),
    };
    let mut line = canvas.line(row, row.y);
    line.gap(1).put(mark::role(Mark::Held), &format!("{} ", Mark::Held)).put(Role::Text, &words);
}

fn refusal(canvas: &mut Canvas, row: Rect, state: &State, refused: &Change) {
    let mut line = canvas.line(row, row.y);
    let words = state.book.catalog.words(&refused.op.change);
    let (role, sign) =
        if refused.is_conflict() { (Role::Conflict, "CON ") } else { (Role::Error, "ERR ") };
    line.gap(1).put(role, sign).put(Role::Text, &words);
    if let Some(fault) = &refused.fault {
        line.put(Role::Text, ": ").put(Role::Text, &fault.cause);
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

/// The open tab stands in brackets; the others say how much is in them, or `?` where nobody knows
/// yet. Where there is no room for all that, the numbers go.
fn tabs(canvas: &mut Canvas, area: Rect, state: &State, dossier: Option<&Dossier>) {
    let numbered = Tab::ALL.iter().map(|(tab, name)| {
        let number = dossier.map(|dossier| number(dossier, *tab)).filter(|text| !text.is_empty());
        let label = number.map_or((*name).to_owned(), |number| format!("{name} {number}"));
        (*tab, label)
    });
    let mut labels: Vec<(Tab, String)> = numbered.collect();
    let wanted: u16 = labels.iter().map(|(_, label)| width(label) + 2).sum();
    if wanted > area.width {
        labels = Tab::ALL.iter().map(|(tab, name)| (*tab, (*name).to_owned())).collect();
    }
    let mut line = canvas.line(area, area.y);
    for (tab, label) in labels {
        let start = line.x();
        if tab == state.detail.tab {
            line.put(Role::Accent, &format!("[{label}]"));
        } else {
            let (name, number) = label.split_once(' ').unwrap_or((&label, ""));
            line.gap(1).put(Role::Text, name);
            line.gap(u16::from(!number.is_empty())).put(Role::Muted, number).gap(1);
        }
        line.spot(start, Spot::Tab(tab));
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

/// What stands under the open tab: fields that hold nothing, and how fresh the rest is.
fn foot(state: &State, dossier: &Dossier) -> (String, String) {
    let tab = state.detail.tab;
    let hidden = match (tab, state.detail.hidden(&state.book)) {
        (Tab::Details, hidden @ 1..) => format!("{hidden} empty, zh shows"),
        _ => String::new(),
    };
    let fetched = match fetched(dossier, tab) {
        Some(at) => format!("fetched {}", clock(at, &state.here())),
        None if dossier.contact.remote.is_none() => "not on the server yet".to_owned(),
        None => "not fetched yet".to_owned(),
    };
    (hidden, fetched)
}

fn fetched(dossier: &Dossier, tab: Tab) -> Option<Timestamp> {
    match tab {
        Tab::Details | Tab::Tags => dossier.fetched,
        Tab::Tasks => dossier.tasks.fetched,
        Tab::Notes => dossier.notes.fetched,
        Tab::Appointments => dossier.appointments.fetched,
    }
}
