//! Going from view to view, from pane to pane, from person to person.

use crate::app::{
    act,
    command::{Command, Context, Ready, always},
    effect::Effect,
    motion,
    notice::Tone,
    panes::detail::Target,
    refused,
    scope::Scope,
    state::State,
    view::{Pane, View},
};
use crate::model::{ids::OpId, talk::Order};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "view.contacts",
        scope: Scope::Global,
        keys: &["1", "gc"],
        hint: "",
        help: "contacts",
        ready: always,
        run: |state, _| open_view(state, View::Contacts),
    },
    Command {
        name: "view.tasks",
        scope: Scope::Global,
        keys: &["2", "gt"],
        hint: "",
        help: "tasks of everybody, or mine",
        ready: always,
        run: |state, _| open_view(state, View::Tasks),
    },
    Command {
        name: "view.notes",
        scope: Scope::Global,
        keys: &["3", "gn"],
        hint: "",
        help: "search in notes",
        ready: always,
        run: |state, _| open_view(state, View::Notes),
    },
    Command {
        name: "view.tags",
        scope: Scope::Global,
        keys: &["4"],
        hint: "",
        help: "all tags",
        ready: always,
        run: |state, _| open_view(state, View::Tags),
    },
    Command {
        name: "view.sync",
        scope: Scope::Global,
        keys: &["7", "gs"],
        hint: "",
        help: "the outbox: what is on its way, what was refused",
        ready: always,
        run: |state, _| open_view(state, View::Sync),
    },
    Command {
        name: "view.next-failure",
        scope: Scope::Global,
        keys: &["gf"],
        hint: "",
        help: "to the next change that was refused or is in conflict",
        ready: |state| {
            if state.book.counts().undecided() > 0 { Ok(()) } else { Err("nothing was refused") }
        },
        run: next_failure,
    },
    Command {
        name: "pane.next",
        scope: Scope::Global,
        keys: &["<tab>"],
        hint: "",
        help: "to the next pane",
        ready: always,
        run: |state, _| step_pane(state, 1),
    },
    Command {
        name: "pane.prev",
        scope: Scope::Global,
        keys: &["<s-tab>"],
        hint: "",
        help: "to the previous pane",
        ready: always,
        run: |state, _| step_pane(state, -1),
    },
    Command {
        name: "pane.left",
        scope: Scope::Global,
        keys: &["h", "<left>"],
        hint: "",
        help: "to the list",
        ready: |state| if state.focus == Pane::List { Err("this is the list") } else { Ok(()) },
        run: |state, _| {
            state.focus = Pane::List;
            Vec::new()
        },
    },
    Command {
        name: "pane.right",
        scope: Scope::Global,
        keys: &["l", "<right>"],
        hint: "",
        help: "to the person",
        ready: |state| match state.focus {
            Pane::List => has_person(state),
            _ => Err("this is the person already"),
        },
        run: |state, _| {
            state.focus = Pane::Detail;
            Vec::new()
        },
    },
    Command {
        name: "pane.zoom",
        scope: Scope::Global,
        keys: &["zz"],
        hint: "",
        help: "this pane alone, or all again",
        ready: always,
        run: |state, _| {
            state.zoomed = !state.zoomed;
            Vec::new()
        },
    },
    Command {
        name: "pane.preview",
        scope: Scope::Global,
        keys: &["zp"],
        hint: "",
        help: "the person beside the list, or not",
        ready: always,
        run: |state, _| {
            state.preview = !state.preview;
            Vec::new()
        },
    },
    Command {
        name: "detail.hide-empty",
        scope: Scope::Person,
        keys: &["zh"],
        hint: "",
        help: "hide or show empty fields",
        ready: always,
        run: |state, _| {
            state.detail.hide_empty = !state.detail.hide_empty;
            state.detail.rebuild(&state.book);
            Vec::new()
        },
    },
    Command {
        name: "detail.next-tab",
        scope: Scope::Person,
        keys: &["]"],
        hint: "",
        help: "to the person's next tab",
        ready: has_person,
        run: |state, _| step_tab(state, 1),
    },
    Command {
        name: "detail.prev-tab",
        scope: Scope::Person,
        keys: &["["],
        hint: "",
        help: "to the person's previous tab",
        ready: has_person,
        run: |state, _| step_tab(state, -1),
    },
    Command {
        name: "detail.next-person",
        scope: Scope::Person,
        keys: &["}"],
        hint: "",
        help: "to the next person of the list",
        ready: has_person,
        run: |state, _| step_person(state, 1),
    },
    Command {
        name: "detail.prev-person",
        scope: Scope::Person,
        keys: &["{"],
        hint: "",
        help: "to the previous person of the list",
        ready: has_person,
        run: |state, _| step_person(state, -1),
    },
    Command {
        name: "detail.down",
        scope: Scope::Person,
        keys: &["J"],
        hint: "",
        help: "down in the person beside the list",
        ready: has_person,
        run: |state, _| scroll_person(state, 1),
    },
    Command {
        name: "detail.up",
        scope: Scope::Person,
        keys: &["K"],
        hint: "",
        help: "up in the person beside the list",
        ready: has_person,
        run: |state, _| scroll_person(state, -1),
    },
];

fn has_person(state: &State) -> Ready {
    state.person().map(|_| ()).ok_or("there is nobody under the cursor")
}

fn open_view(state: &mut State, view: View) -> Vec<Effect> {
    state.view = view;
    state.focus = Pane::List;
    match view {
        View::Tasks => state.tasks.rebuild(&state.book, &state.session),
        // Notes may have been fetched since it was last asked.
        View::Notes => return vec![Effect::Tell(Order::FindNotes(state.notes.query.trimmed()))],
        View::Contacts | View::Tags | View::Sync => {}
    }
    Vec::new()
}

/// The panes in the order of `Tab`: those on the screen, and where the person has no room beside
/// the list, the person behind it.
fn step_pane(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(screen) = state.screen() else { return Vec::new() };
    let mut panes: Vec<Pane> = screen.panes().collect();
    if panes.len() < 2 {
        panes = vec![Pane::List];
        panes.extend(state.person().map(|_| Pane::Detail));
    }
    let at = panes.iter().position(|pane| *pane == state.focus).unwrap_or(0);
    state.focus = panes[(at + panes.len()).wrapping_add_signed(by) % panes.len()];
    Vec::new()
}

fn step_tab(state: &mut State, by: isize) -> Vec<Effect> {
    let mut tab = state.tab().unwrap_or(state.detail.tab).step(by);
    if state.focus == Pane::List {
        // From here only the detail changes: what stands beside it is seen anyway.
        while state.pane_of(tab).is_some() {
            tab = tab.step(by);
        }
    } else {
        state.focus = Pane::Detail;
    }
    state.detail.tab = tab;
    Vec::new()
}

fn step_person(state: &mut State, by: isize) -> Vec<Effect> {
    let focus = std::mem::replace(&mut state.focus, Pane::List);
    motion::rows(state).step(by);
    state.focus = focus;
    Vec::new()
}

fn scroll_person(state: &mut State, by: isize) -> Vec<Effect> {
    let tab = state.detail.tab;
    motion::of_tab(state, tab).step(by);
    Vec::new()
}

/// The refused change after the one under the cursor, round the end: the cursor goes to the
/// person, her tab and the row that it concerns.
fn next_failure(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let present = refused::line(state).map(|line| line.op.id);
    let all: Vec<OpId> = state.book.refusals().map(|line| line.op.id).collect();
    let after = present.and_then(|op| all.iter().position(|other| *other == op));
    let next = after.map_or(0, |at| (at + 1) % all.len().max(1));
    let Some(line) = all.get(next).and_then(|op| state.book.queue().get(*op)) else {
        return Vec::new();
    };
    let (change, conflict) = (line.op.change.clone(), line.is_conflict());
    let why = line
        .fault
        .as_ref()
        .map(|fault| if conflict { fault.cause.clone() } else { fault.to_string() });
    let why = why.unwrap_or_default();
    let contact = change.contact();
    let count = format!("{} of {}", next + 1, all.len());
    act::go_to(state, contact, Target::of(&change));
    let words = state.book.catalog.words(&change);
    let (tone, keys) = if conflict {
        (Tone::Conflict, "Enter decides")
    } else {
        (Tone::Failed, "r retry, e edit, u drop, Enter all of it")
    };
    state.say(tone, format!("{words}: {why}  ({count}; {keys})"));
    Vec::new()
}
