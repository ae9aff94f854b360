//! What can be done with any person or selection: tasks, notes, tags, owner, copying, and what
//! becomes of refused changes.

use crate::app::{
    act,
    command::{Command, Context, Ready},
    dialog::Dialog,
    dialogs::{choice::Choice, entry::owners, menu::Menu, note::NoteBox, task::TaskForm},
    effect::Effect,
    notice::Tone,
    refusal, refused,
    scope::Scope,
    state::State,
};
use crate::model::talk::Order;

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "person.tags",
        scope: Scope::Person,
        keys: &["t"],
        hint: "tags",
        help: "tags of the person or the marked ones",
        ready: has_people,
        run: tags,
    },
    Command {
        name: "person.task",
        scope: Scope::Person,
        keys: &["T"],
        hint: "task",
        help: "a new task: call fri 3pm",
        ready: has_people,
        run: task,
    },
    Command {
        name: "person.note",
        scope: Scope::Person,
        keys: &["N"],
        hint: "note",
        help: "a new note",
        ready: has_people,
        run: note,
    },
    Command {
        name: "person.owner",
        scope: Scope::Person,
        keys: &["@"],
        hint: "",
        help: "who looks after the person or the marked ones",
        ready: |state| {
            has_people(state)?;
            if state.book.catalog.users.is_empty() {
                Err("the users are not known yet")
            } else {
                Ok(())
            }
        },
        run: owner,
    },
    Command {
        name: "person.retry",
        scope: Scope::Person,
        keys: &["r"],
        hint: "",
        help: "fetch the person again; send what was refused of the marked ones again",
        ready: has_one,
        run: retry,
    },
    Command {
        name: "person.browse",
        scope: Scope::Person,
        keys: &["o"],
        hint: "",
        help: "open in the browser",
        ready: has_one,
        run: browse,
    },
    Command {
        name: "copy.row",
        scope: Scope::Person,
        keys: &["yy"],
        hint: "",
        help: "copy name, email and phone",
        ready: has_one,
        run: |state, _| {
            let row = state.person().and_then(|id| state.book.row(id));
            let text = row.map(|row| [&row.listed_name(), row.email(), row.phone()].join("\t"));
            copy(state, "row", text)
        },
    },
    Command {
        name: "copy.email",
        scope: Scope::Person,
        keys: &["ye"],
        hint: "",
        help: "copy the email",
        ready: has_one,
        run: |state, _| {
            let row = state.person().and_then(|id| state.book.row(id));
            let text = row.map(|row| row.email().to_owned());
            copy(state, "email", text)
        },
    },
    Command {
        name: "copy.phone",
        scope: Scope::Person,
        keys: &["yp"],
        hint: "",
        help: "copy the phone number",
        ready: has_one,
        run: |state, _| {
            let row = state.person().and_then(|id| state.book.row(id));
            let text = row.map(|row| row.phone().to_owned());
            copy(state, "phone number", text)
        },
    },
    Command {
        name: "copy.name",
        scope: Scope::Person,
        keys: &["yn"],
        hint: "",
        help: "copy the name",
        ready: has_one,
        run: |state, _| {
            let text = state.person().map(|id| state.book.name(id));
            copy(state, "name", text)
        },
    },
    Command {
        name: "copy.id",
        scope: Scope::Person,
        keys: &["yi"],
        hint: "",
        help: "copy the id: the server's, before that the local one",
        ready: has_one,
        run: |state, _| {
            let Some(person) = state.person() else { return Vec::new() };
            let Some(dossier) = state.book.dossier(person) else {
                return act::wait_for(state, person, "copy.id");
            };
            let remote = dossier.contact.remote.as_ref().map(ToString::to_string);
            copy(state, "id", Some(remote.unwrap_or_else(|| person.to_string())))
        },
    },
    Command {
        name: "copy.link",
        scope: Scope::Person,
        keys: &["yl"],
        hint: "",
        help: "copy the address of the web page",
        ready: has_one,
        run: |state, _| {
            let Some(person) = state.person() else { return Vec::new() };
            if state.book.dossier(person).is_none() {
                return act::wait_for(state, person, "copy.link");
            }
            let link = link(state);
            copy(state, "link", link)
        },
    },
];

fn has_people(state: &State) -> Ready {
    if state.has_people() { Ok(()) } else { Err("there is nobody under the cursor") }
}

fn has_one(state: &State) -> Ready {
    state.person().map(|_| ()).ok_or("there is nobody under the cursor")
}

fn tags(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let picker = refusal::picker(state, state.people());
    state.dialogs.push(Dialog::Tags(picker));
    Vec::new()
}

fn task(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let form = TaskForm::new(state.people(), state.session.me.as_ref(), &state.book.catalog);
    act::open(state, Dialog::Task(form));
    Vec::new()
}

fn note(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let note = NoteBox::new(state.people());
    act::open(state, Dialog::Note(note));
    Vec::new()
}

fn owner(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let people = state.people();
    let options = owners(&state.book.catalog);
    let choice = match people.as_slice() {
        [one] => {
            let owner = state.book.row(*one).and_then(|row| row.owner());
            Choice::one(options, owner.map_or("", |id| id.as_str()))
        }
        _ => Choice::open(options),
    };
    state.dialogs.push(Dialog::Menu(Menu::Owner(people, choice)));
    Vec::new()
}

fn retry(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let refused = refused::chosen(state);
    if refused.is_empty() {
        return state.person().map(|id| Effect::Tell(Order::Look(id))).into_iter().collect();
    }
    state.notice = None;
    vec![Effect::Tell(Order::Retry(refused))]
}

fn browse(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let Some(person) = state.person() else { return Vec::new() };
    if state.book.dossier(person).is_none() {
        return act::wait_for(state, person, "person.browse");
    }
    let Some(link) = link(state) else {
        state.say(Tone::Hint, "the server does not know this contact yet");
        return Vec::new();
    };
    vec![Effect::Open(link)]
}

/// The address of the person's page in the web application.
fn link(state: &State) -> Option<String> {
    let remote = state.book.dossier(state.person()?)?.contact.remote.as_ref()?;
    let location = &state.book.catalog.location.as_ref()?.id;
    Some(format!("{}/v2/location/{location}/contacts/detail/{remote}", state.session.web))
}

fn copy(state: &mut State, what: &str, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        state.say(Tone::Hint, format!("there is no {what} to copy"));
        return Vec::new();
    };
    state.say(Tone::Done, format!("{what} copied"));
    vec![Effect::Copy(text)]
}
