//! Tag picker, menus, questions, help and palette, first screen.

use crate::app::{
    command::{Command, Context, Hint, always},
    dialog::Dialog,
    dialogs::tags::TagPicker,
    dispatch,
    effect::Effect,
    hints, menus,
    notice::Tone,
    questions,
    scope::Scope,
    state::State,
    tagging, welcome,
};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "picker.toggle",
        scope: Scope::Picker,
        keys: &["<space>"],
        hint: "all/none",
        help: "the tag for all of them, for none, or as it was; in a new name a space",
        ready: always,
        run: |state, _| on_picker(state, TagPicker::space),
    },
    Command {
        name: "picker.down",
        scope: Scope::Picker,
        keys: &["<down>", "<tab>"],
        hint: "",
        help: "to the next tag",
        ready: always,
        run: |state, _| on_picker(state, |picker| picker.step(1)),
    },
    Command {
        name: "picker.up",
        scope: Scope::Picker,
        keys: &["<up>", "<s-tab>"],
        hint: "",
        help: "to the previous tag",
        ready: always,
        run: |state, _| on_picker(state, |picker| picker.step(-1)),
    },
    Command {
        name: "picker.apply",
        scope: Scope::Picker,
        keys: &["<enter>"],
        hint: "apply",
        help: "do it; where something was typed, with the tag under the cursor",
        ready: always,
        run: tagging::apply,
    },
    Command {
        name: "picker.close",
        scope: Scope::Picker,
        keys: &["<esc>"],
        hint: "close",
        help: "close, change nothing",
        ready: always,
        run: close,
    },
    Command {
        name: "menu.down",
        scope: Scope::Menu,
        keys: &["j", "<down>", "<tab>"],
        hint: "",
        help: "down",
        ready: always,
        run: |state, _| menus::step(state, 1),
    },
    Command {
        name: "menu.up",
        scope: Scope::Menu,
        keys: &["k", "<up>", "<s-tab>"],
        hint: "",
        help: "up",
        ready: always,
        run: |state, _| menus::step(state, -1),
    },
    Command {
        name: "menu.first",
        scope: Scope::Menu,
        keys: &["gg", "<home>"],
        hint: "",
        help: "to the first",
        ready: always,
        run: |state, _| menus::step(state, isize::MIN),
    },
    Command {
        name: "menu.last",
        scope: Scope::Menu,
        keys: &["G", "<end>"],
        hint: "",
        help: "to the last",
        ready: always,
        run: |state, _| menus::step(state, isize::MAX),
    },
    Command {
        name: "menu.choose",
        scope: Scope::Menu,
        keys: &["<enter>", "<space>"],
        hint: "choose",
        help: "choose",
        ready: always,
        run: menus::choose,
    },
    Command {
        name: "menu.close",
        scope: Scope::Menu,
        keys: &["<esc>", "q"],
        hint: "close",
        help: "close, change nothing",
        ready: always,
        run: close,
    },
    Command {
        name: "question.answer",
        scope: Scope::Confirm,
        keys: &["<enter>"],
        hint: "answer",
        help: "the answer that is chosen; No, until you choose Yes or type the number",
        ready: always,
        run: questions::answer,
    },
    Command {
        name: "question.yes",
        scope: Scope::Confirm,
        keys: &["y"],
        hint: "yes",
        help: "yes",
        ready: |state| match state.dialog() {
            Some(Dialog::Confirm(confirm)) if confirm.number.is_some() => {
                Err("type the number to go on")
            }
            _ => Ok(()),
        },
        run: |state, context| {
            if let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() {
                confirm.yes = true;
            }
            questions::answer(state, context)
        },
    },
    Command {
        name: "question.no",
        scope: Scope::Confirm,
        keys: &["n", "<esc>", "q"],
        hint: "no",
        help: "no: change nothing",
        ready: always,
        run: |state, context| {
            state.say(Tone::Hint, "nothing was changed");
            close(state, context)
        },
    },
    Command {
        name: "question.switch",
        scope: Scope::Confirm,
        keys: &["<tab>", "<left>", "<right>", "h", "l", "<s-tab>"],
        hint: "",
        help: "from No to Yes and back",
        ready: always,
        run: |state, _| {
            if let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() {
                confirm.yes = !confirm.yes && confirm.number.is_none();
            }
            Vec::new()
        },
    },
    Command {
        name: "finder.run",
        scope: Scope::Finder,
        keys: &["<enter>"],
        hint: "do it",
        help: "do what the cursor stands on",
        ready: always,
        run: run_found,
    },
    Command {
        name: "finder.down",
        scope: Scope::Finder,
        keys: &["<down>", "<tab>"],
        hint: "",
        help: "down",
        ready: always,
        run: |state, context| step_found(state, context, 1),
    },
    Command {
        name: "finder.up",
        scope: Scope::Finder,
        keys: &["<up>", "<s-tab>"],
        hint: "",
        help: "up",
        ready: always,
        run: |state, context| step_found(state, context, -1),
    },
    Command {
        name: "finder.close",
        scope: Scope::Finder,
        keys: &["<esc>"],
        hint: "close",
        help: "close",
        ready: always,
        run: close,
    },
    Command {
        name: "welcome.next",
        scope: Scope::Welcome,
        keys: &["<tab>", "<down>"],
        hint: "next",
        help: "to the next line",
        ready: always,
        run: |state, _| welcome::step(state, 1),
    },
    Command {
        name: "welcome.prev",
        scope: Scope::Welcome,
        keys: &["<s-tab>", "<up>"],
        hint: "",
        help: "to the previous line",
        ready: always,
        run: |state, _| welcome::step(state, -1),
    },
    Command {
        name: "welcome.enter",
        scope: Scope::Welcome,
        keys: &["<enter>"],
        hint: "go on",
        help: "go on with what the cursor stands on",
        ready: always,
        run: |state, _| welcome::enter(state),
    },
    Command {
        name: "welcome.leave",
        scope: Scope::Welcome,
        keys: &["<esc>"],
        hint: "leave",
        help: "back, or quit where there is nothing to go back to",
        ready: always,
        run: |state, _| welcome::leave(state),
    },
];

fn close(state: &mut State, _: &mut Context) -> Vec<Effect> {
    state.dialogs.pop();
    Vec::new()
}

fn on_picker(state: &mut State, run: impl FnOnce(&mut TagPicker)) -> Vec<Effect> {
    if let Some(Dialog::Tags(picker)) = state.dialogs.last_mut() {
        run(picker);
    }
    Vec::new()
}

/// What the help or the palette shows.
fn found(state: &State, context: &Context) -> Vec<Hint> {
    match state.dialogs.last() {
        Some(Dialog::Help(finder)) => hints::help(context.table, state, &finder.query.text()),
        Some(Dialog::Palette(finder)) => hints::palette(context.table, state, &finder.query.text()),
        _ => Vec::new(),
    }
}

fn step_found(state: &mut State, context: &mut Context, by: isize) -> Vec<Effect> {
    let last = found(state, context).len().saturating_sub(1);
    if let Some(Dialog::Help(finder) | Dialog::Palette(finder)) = state.dialogs.last_mut() {
        finder.at = finder.at.saturating_add_signed(by).min(last);
    }
    Vec::new()
}

fn run_found(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let found = found(state, context);
    let Some(Dialog::Help(finder) | Dialog::Palette(finder)) = state.dialogs.last() else {
        return Vec::new();
    };
    let Some(hint) = found.get(finder.at) else {
        let query = finder.query.trimmed();
        state.say(Tone::Hint, format!("no command is called {query}"));
        return Vec::new();
    };
    state.dialogs.pop();
    match (hint.ready, hints::named(context.table, hint.name)) {
        (Ok(()), Some(command)) => dispatch::run(state, context, command),
        (Err(why), _) => {
            state.say(Tone::Hint, format!("{}: {why}", hint.name));
            Vec::new()
        }
        (Ok(()), None) => Vec::new(),
    }
}
