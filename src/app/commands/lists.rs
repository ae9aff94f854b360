//! Moving, filtering, sorting and marking in lists.

use crate::app::{
    command::{Command, Context, Ready, always},
    dialog::Dialog,
    dialogs::menu::Menu,
    effect::Effect,
    front, motion,
    scope::Scope,
    state::State,
    view::View,
};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "list.down",
        scope: Scope::List,
        keys: &["j", "<down>"],
        hint: "",
        help: "down",
        ready: always,
        run: |state, _| step(state, 1),
    },
    Command {
        name: "list.up",
        scope: Scope::List,
        keys: &["k", "<up>"],
        hint: "",
        help: "up",
        ready: always,
        run: |state, _| step(state, -1),
    },
    Command {
        name: "list.first",
        scope: Scope::List,
        keys: &["gg", "<home>"],
        hint: "",
        help: "to the first",
        ready: always,
        run: |state, _| {
            motion::rows(state).first();
            Vec::new()
        },
    },
    Command {
        name: "list.last",
        scope: Scope::List,
        keys: &["G", "<end>"],
        hint: "",
        help: "to the last",
        ready: always,
        run: |state, _| {
            motion::rows(state).last();
            Vec::new()
        },
    },
    Command {
        name: "list.half-down",
        scope: Scope::List,
        keys: &["<c-d>"],
        hint: "",
        help: "half a page down",
        ready: always,
        run: |state, _| step(state, page(state) / 2),
    },
    Command {
        name: "list.half-up",
        scope: Scope::List,
        keys: &["<c-u>"],
        hint: "",
        help: "half a page up",
        ready: always,
        run: |state, _| step(state, -(page(state) / 2)),
    },
    Command {
        name: "list.page-down",
        scope: Scope::List,
        keys: &["<pgdn>"],
        hint: "",
        help: "a page down",
        ready: always,
        run: |state, _| step(state, page(state)),
    },
    Command {
        name: "list.page-up",
        scope: Scope::List,
        keys: &["<pgup>"],
        hint: "",
        help: "a page up",
        ready: always,
        run: |state, _| step(state, -page(state)),
    },
    Command {
        name: "list.mark",
        scope: Scope::Marks,
        keys: &["<space>"],
        hint: "mark",
        help: "mark the row and go down",
        ready: has_rows,
        run: mark,
    },
    Command {
        name: "list.range",
        scope: Scope::Marks,
        keys: &["v"],
        hint: "",
        help: "mark a range: from here, then to here",
        ready: has_rows,
        run: |state, _| {
            range(state);
            Vec::new()
        },
    },
    Command {
        name: "list.extend-down",
        scope: Scope::Marks,
        keys: &["<s-down>"],
        hint: "",
        help: "mark the row and the next",
        ready: has_rows,
        run: |state, _| extend(state, 1),
    },
    Command {
        name: "list.extend-up",
        scope: Scope::Marks,
        keys: &["<s-up>"],
        hint: "",
        help: "mark the row and the one above",
        ready: has_rows,
        run: |state, _| extend(state, -1),
    },
    Command {
        name: "list.mark-all",
        scope: Scope::Marks,
        keys: &["*"],
        hint: "all",
        help: "mark all that the filter finds; again: none",
        ready: has_rows,
        run: mark_all,
    },
    Command {
        name: "list.filter",
        scope: Scope::List,
        keys: &["/"],
        hint: "filter",
        help: "filter as you type; in a person's details: find a field",
        ready: |state| front::filter(state).map(|_| ()).ok_or("there is no filter here"),
        run: start_filter,
    },
    Command {
        name: "list.sort",
        scope: Scope::Contacts,
        keys: &["s"],
        hint: "sort",
        help: "sort",
        ready: always,
        run: |state, _| {
            let menu = Menu::sort(state.contacts.sort);
            state.dialogs.push(Dialog::Menu(menu));
            Vec::new()
        },
    },
    Command {
        name: "filter.done",
        scope: Scope::Filter,
        keys: &["<enter>"],
        hint: "done",
        help: "leave the filter, keep what it found",
        ready: always,
        run: |state, _| stop_filter(state),
    },
    Command {
        name: "filter.leave",
        scope: Scope::Filter,
        keys: &["<esc>"],
        hint: "back",
        help: "leave the filter; Esc again clears it",
        ready: always,
        run: |state, _| stop_filter(state),
    },
    Command {
        name: "filter.suggestion",
        scope: Scope::Filter,
        keys: &["<tab>"],
        hint: "",
        help: "take what was meant, where nothing was found",
        ready: |state| match state.contacts.filter.hint {
            Some(_) if state.view == View::Contacts => Ok(()),
            _ => Err("there is no suggestion"),
        },
        run: take_suggestion,
    },
    Command {
        name: "filter.down",
        scope: Scope::Filter,
        keys: &["<down>"],
        hint: "",
        help: "down in the list",
        ready: always,
        run: |state, _| step(state, 1),
    },
    Command {
        name: "filter.up",
        scope: Scope::Filter,
        keys: &["<up>"],
        hint: "",
        help: "up in the list",
        ready: always,
        run: |state, _| step(state, -1),
    },
];

fn has_rows(state: &State) -> Ready {
    let empty = match state.view {
        View::Tasks => state.tasks.list.is_empty(),
        _ => state.contacts.list.is_empty(),
    };
    if empty { Err("the list is empty") } else { Ok(()) }
}

fn page(state: &State) -> isize {
    isize::try_from(state.page()).unwrap_or(1)
}

fn step(state: &mut State, by: isize) -> Vec<Effect> {
    motion::rows(state).step(by);
    Vec::new()
}

fn mark(state: &mut State, _: &mut Context) -> Vec<Effect> {
    motion::mark(state);
    step(state, 1)
}

fn range(state: &mut State) {
    if state.view == View::Tasks {
        let list = &state.tasks.list;
        if let Some(id) = list.cursor() {
            state.tasks.marks.range(id, list.ids());
        }
    } else {
        let list = &state.contacts.list;
        if let Some(id) = list.cursor() {
            state.contacts.marks.range(id, list.ids());
        }
    }
}

fn extend(state: &mut State, by: isize) -> Vec<Effect> {
    let open = match state.view {
        View::Tasks => state.tasks.marks.in_range(),
        _ => state.contacts.marks.in_range(),
    };
    if !open {
        range(state);
    }
    motion::rows(state).step(by);
    range(state);
    Vec::new()
}

fn mark_all(state: &mut State, _: &mut Context) -> Vec<Effect> {
    if state.view == View::Tasks {
        state.tasks.marks.all_or_none(state.tasks.list.ids());
    } else {
        state.contacts.marks.all_or_none(state.contacts.list.ids());
    }
    Vec::new()
}

fn start_filter(state: &mut State, _: &mut Context) -> Vec<Effect> {
    if state.view == View::Contacts && state.tab().is_none() {
        state.contacts.start_filter();
    } else if let Some((_, typing)) = front::filter_mut(state) {
        *typing = true;
    }
    Vec::new()
}

fn stop_filter(state: &mut State) -> Vec<Effect> {
    if let Some((_, typing)) = front::filter_mut(state) {
        *typing = false;
    }
    Vec::new()
}

fn take_suggestion(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let State { contacts, book, session, now, .. } = state;
    if let Some(hint) = contacts.filter.hint.take() {
        contacts.filter.input.set(&hint.text);
        contacts.retype(book, *now, session);
    }
    Vec::new()
}
