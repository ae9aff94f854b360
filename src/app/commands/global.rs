//! What works everywhere: help, undo, refreshing, leaving.

use crate::app::{
    act,
    command::{Command, Context, Ready, always},
    dialog::Dialog,
    dialogs::{finder::Finder, welcome::Welcome},
    effect::{Effect, Weather},
    front,
    notice::Tone,
    scope::Scope,
    state::State,
    undo,
    view::{Pane, View},
};
use crate::model::talk::Order;

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "app.undo",
        scope: Scope::Global,
        keys: &["u"],
        hint: "undo",
        help: "take back what was last done",
        ready: |state| {
            act::may_write(state)?;
            let last = state.book.history().last();
            last.map(|_| ()).ok_or("nothing was done yet in this session")
        },
        run: undo::last,
    },
    Command {
        name: "app.history",
        scope: Scope::Global,
        keys: &["gu"],
        hint: "",
        help: "what was done lately; Enter takes it back",
        ready: act::may_write,
        run: |_, _| vec![Effect::Tell(Order::Recall)],
    },
    Command {
        name: "app.redo",
        scope: Scope::Global,
        keys: &["U"],
        hint: "",
        help: "do again what was undone",
        ready: |state| state.book.history().last_undone().map(|_| ()).ok_or("nothing was undone"),
        run: redo,
    },
    Command {
        name: "app.refresh",
        scope: Scope::Global,
        keys: &["R", "<f5>"],
        hint: "",
        help: "build this view anew and ask the server for news",
        ready: always,
        run: refresh,
    },
    Command {
        name: "app.palette",
        scope: Scope::Always,
        keys: &[":", "<c-p>"],
        hint: "cmds",
        help: "any command by its name",
        ready: always,
        run: |state, _| {
            find(state, Dialog::Palette(Finder::default()));
            Vec::new()
        },
    },
    Command {
        name: "app.help",
        scope: Scope::Always,
        keys: &["?", "<f1>"],
        hint: "help",
        help: "what can be done here; type to find, Enter does it",
        ready: always,
        run: |state, _| {
            find(state, Dialog::Help(Finder::default()));
            Vec::new()
        },
    },
    Command {
        name: "app.back",
        scope: Scope::Global,
        keys: &["<esc>"],
        hint: "",
        help: "one step back: close, clear the filter, clear the marks",
        ready: always,
        run: |state, _| {
            if !back(state) {
                state.say(Tone::Hint, "q quits");
            }
            Vec::new()
        },
    },
    Command {
        name: "app.quit",
        scope: Scope::Global,
        keys: &["q"],
        hint: "",
        help: "back to the list; on the list: quit",
        ready: always,
        run: quit,
    },
    Command {
        name: "app.interrupt",
        scope: Scope::Always,
        keys: &["<c-c>"],
        hint: "",
        help: "twice: quit, with drafts kept",
        ready: always,
        run: interrupt,
    },
    Command {
        name: "app.suspend",
        scope: Scope::Always,
        keys: &["<c-z>"],
        hint: "",
        help: "to the shell; fg comes back",
        ready: always,
        run: |_, _| vec![Effect::Suspend],
    },
    Command {
        name: "app.redraw",
        scope: Scope::Always,
        keys: &["<c-l>"],
        hint: "",
        help: "draw the screen anew",
        ready: always,
        run: |_, _| vec![Effect::Redraw],
    },
    Command {
        name: "app.who",
        scope: Scope::Global,
        keys: &[],
        hint: "",
        help: "say which of the location's users you are",
        ready: |state| {
            let known = !state.book.catalog.users.is_empty();
            if known { Ok(()) } else { Err("the users are not known yet") }
        },
        run: |state, _| {
            act::ask_who(state);
            Vec::new()
        },
    },
    Command {
        name: "app.sign-in",
        scope: Scope::Global,
        keys: &[],
        hint: "",
        help: "give another token; the queue stays",
        ready: |state| {
            if state.session.sandbox { Err("the sandbox has its own token") } else { Ok(()) }
        },
        run: |state, _| {
            state.dialogs.push(Dialog::Welcome(Welcome::default()));
            Vec::new()
        },
    },
    Command {
        name: "sandbox.offline",
        scope: Scope::Global,
        keys: &[],
        hint: "",
        help: "sandbox: no connection",
        ready: in_sandbox,
        run: |state, _| weather(state, Weather::Offline, "no connection from now on"),
    },
    Command {
        name: "sandbox.429",
        scope: Scope::Global,
        keys: &[],
        hint: "",
        help: "sandbox: too many requests",
        ready: in_sandbox,
        run: |state, _| weather(state, Weather::Throttled, "too many requests from now on"),
    },
    Command {
        name: "sandbox.refuse",
        scope: Scope::Global,
        keys: &[],
        hint: "",
        help: "sandbox: refuse what is sent",
        ready: in_sandbox,
        run: |state, _| weather(state, Weather::Refusing, "what is sent is refused from now on"),
    },
    Command {
        name: "sandbox.normal",
        scope: Scope::Global,
        keys: &[],
        hint: "",
        help: "sandbox: answer as usual",
        ready: in_sandbox,
        run: |state, _| weather(state, Weather::Normal, "everything works again"),
    },
];

fn in_sandbox(state: &State) -> Ready {
    if state.session.sandbox { Ok(()) } else { Err("only in rolodeck demo") }
}

fn weather(state: &mut State, weather: Weather, words: &str) -> Vec<Effect> {
    state.say(Tone::Done, format!("sandbox: {words}"));
    vec![Effect::Weather(weather)]
}

fn find(state: &mut State, finder: Dialog) {
    if front::is_finding(state) {
        state.dialogs.pop();
    }
    state.dialogs.push(finder);
}

fn redo(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(ops) = state.book.commit_again(context.at, &mut context.ids) else {
        return Vec::new();
    };
    state.contacts.forget_gone(&state.book);
    if let Some(deed) = state.book.history().last() {
        let words = format!("done again: {}", deed.words);
        state.say(Tone::Done, words);
    }
    vec![Effect::Tell(act::order(ops))]
}

fn refresh(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let State { contacts, tasks, tags, detail, book, session, now, .. } = state;
    contacts.rebuild(book, *now, session);
    tasks.rebuild(book, session);
    tags.rebuild(book);
    detail.rebuild(book);
    let mut effects = vec![Effect::Tell(Order::Pull { full: false })];
    if state.view == View::Notes {
        effects.push(Effect::Tell(Order::FindNotes(state.notes.query.trimmed())));
    }
    effects.extend(state.person().map(|id| Effect::Tell(Order::Look(id))));
    effects
}

/// One step back. Says whether there was one.
fn back(state: &mut State) -> bool {
    let State { contacts, book, session, now, .. } = state;
    if state.focus == Pane::Detail && !state.detail.finder.is_empty() {
        state.detail.finder.set("");
        state.detail.rebuild(book);
    } else if state.focus != Pane::List {
        state.focus = Pane::List;
    } else if state.view == View::Contacts && !contacts.filter.is_empty() {
        contacts.clear_filter(book, *now, session);
    } else if state.view == View::Tasks && !state.tasks.filter.is_empty() {
        state.tasks.filter.set("");
        state.tasks.rebuild(book, session);
    } else if state.view == View::Tags && !state.tags.filter.is_empty() {
        state.tags.filter.set("");
        state.tags.rebuild(book);
    } else if state.view == View::Contacts && contacts.marks.clear()
        || state.view == View::Tasks && state.tasks.marks.clear()
    {
    } else if state.zoomed {
        state.zoomed = false;
    } else {
        return state.notice.take().is_some();
    }
    true
}

fn quit(state: &mut State, _: &mut Context) -> Vec<Effect> {
    if state.focus != Pane::List {
        state.focus = Pane::List;
        return Vec::new();
    }
    if state.view != View::Contacts {
        state.view = View::Contacts;
        return Vec::new();
    }
    leave(state, "q")
}

fn interrupt(state: &mut State, _: &mut Context) -> Vec<Effect> {
    if state.leaving {
        return leave(state, "Ctrl+C");
    }
    state.leaving = true;
    let counts = state.book.counts();
    let queue = safe(state, counts.waiting()).unwrap_or_default();
    state.say(Tone::Hint, format!("{queue}Ctrl+C again quits"));
    Vec::new()
}

/// Quits; with a queue only after saying that it is safe.
fn leave(state: &mut State, key: &str) -> Vec<Effect> {
    if let (false, Some(queue)) = (state.leaving, safe(state, state.book.counts().waiting())) {
        state.leaving = true;
        state.say(Tone::Hint, format!("{queue}{key} again quits"));
        return Vec::new();
    }
    let open = std::mem::take(&mut state.dialogs);
    let mut effects: Vec<Effect> =
        open.iter().flat_map(|editor| act::keep_drafts(state, editor)).collect();
    state.dialogs = open;
    effects.push(Effect::Quit);
    effects
}

/// What becomes of what waits, if anything waits.
fn safe(state: &State, waiting: usize) -> Option<String> {
    let (changes, they) = match waiting {
        0 => return None,
        1 => ("1 change is".to_owned(), ("it is", "goes")),
        more => (format!("{more} changes are"), ("they are", "go")),
    };
    Some(if state.session.passing {
        format!("{changes} not sent yet, and a demo without --keep forgets all. ")
    } else {
        let (are, go) = they;
        format!("{changes} not sent yet; {are} safe here and {go} out at the next start. ")
    })
}
