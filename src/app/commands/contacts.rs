//! The list of contacts and the fields of one.

use crate::app::{
    act,
    command::{Command, Context, Ready},
    dialog::Dialog,
    dialogs::{
        confirm::{Asked, Confirm},
        contact::ContactForm,
        field::FieldEditor,
        row::FormRow,
    },
    effect::Effect,
    notice::Tone,
    panes::detail::Entry,
    scope::Scope,
    state::State,
    view::Pane,
};
use crate::model::{
    field::{Field, Write},
    ids::ContactId,
};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "contact.open",
        scope: Scope::Contacts,
        keys: &["<enter>"],
        hint: "open",
        help: "open the person",
        ready: has_contact,
        run: |state, _| {
            state.focus = Pane::Detail;
            Vec::new()
        },
    },
    Command {
        name: "contact.add",
        scope: Scope::Contacts,
        keys: &["a"],
        hint: "add",
        help: "a new contact",
        ready: |_| Ok(()),
        run: add,
    },
    Command {
        name: "contact.edit",
        scope: Scope::Contacts,
        keys: &["e"],
        hint: "edit",
        help: "edit the contact",
        ready: has_contact,
        run: edit,
    },
    Command {
        name: "contact.delete",
        scope: Scope::Contacts,
        keys: &["d", "<del>"],
        hint: "",
        help: "delete the contact, or the marked ones, after asking",
        ready: has_contact,
        run: delete,
    },
    Command {
        name: "field.edit",
        scope: Scope::Fields,
        keys: &["<enter>"],
        hint: "edit field",
        help: "edit the field",
        ready: can_edit_field,
        run: edit_field,
    },
    Command {
        name: "field.edit-all",
        scope: Scope::Fields,
        keys: &["e"],
        hint: "edit all",
        help: "edit the contact",
        ready: can_edit_all,
        run: edit,
    },
    Command {
        name: "field.delete-contact",
        scope: Scope::Fields,
        keys: &["d", "<del>"],
        hint: "",
        help: "delete the contact, after asking",
        ready: has_contact,
        run: delete,
    },
];

fn has_contact(state: &State) -> Ready {
    if state.has_people() { Ok(()) } else { Err("there is nobody under the cursor") }
}

/// Nobody knows what the service takes for what is no field here.
const BEYOND: &str = "this comes from the server and can't be edited here; o opens the browser";

fn can_edit_all(state: &State) -> Ready {
    let is_beyond = matches!(state.detail.fields.cursor(), Some(Entry::Beyond(_)));
    if is_beyond { Err(BEYOND) } else { has_contact(state) }
}

fn can_edit_field(state: &State) -> Ready {
    let field = match state.detail.fields.cursor() {
        Some(Entry::Field(field)) => field,
        Some(Entry::Beyond(_)) => return Err(BEYOND),
        None => return Err("no field is under the cursor"),
    };
    if state.book.catalog.is_writable(field) {
        return Ok(());
    }
    match field {
        Field::Standard(field) if field.spec().write == Write::OnCreate => {
            Err("the service takes this field for a new contact only")
        }
        Field::Standard(_) => Err("the service does not let this field be written"),
        Field::Custom(_) => Err("this kind of field can't be edited here; o opens the browser"),
    }
}

fn add(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let form = ContactForm::new(&std::collections::BTreeMap::new(), &state.book.catalog);
    act::open(state, Dialog::Contact(form));
    Vec::new()
}

fn edit(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let Some(person) = state.person() else { return Vec::new() };
    let Some(dossier) = state.book.dossier(person) else {
        return act::wait_for(state, person, "contact.edit");
    };
    let form = ContactForm::of(&dossier.contact, &state.book.catalog);
    act::open(state, Dialog::Contact(form));
    Vec::new()
}

fn edit_field(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let Some(dossier) = state.person().and_then(|id| state.book.dossier(id)) else {
        return Vec::new();
    };
    let Some(field) = state.detail.field().cloned() else { return Vec::new() };
    let (contact, was) = (dossier.contact.id, dossier.contact.value(&field).clone());
    match FormRow::of(field, was, &state.book.catalog) {
        Some(row) => act::open(state, Dialog::Field(FieldEditor::new(contact, row))),
        None => state.say(Tone::Hint, "this kind of field can't be edited here"),
    }
    Vec::new()
}

/// How many are named in a question.
const NAMED: usize = 3;

fn delete(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let people = state.people();
    let count = people.len();
    let question = match people.as_slice() {
        [one] => format!("Delete {}?", state.book.name(*one)),
        _ => format!("Delete {count} contacts?"),
    };
    let mut lines = names(state, &people);
    lines.push(format!(
        "{} a deleted contact anew, under another id; what the API can't give back \
         (conversations, opportunities) stays gone.",
        act::undo_makes(count)
    ));
    let confirm = Confirm::new(question, lines, Asked::DeleteContacts(people), count);
    state.dialogs.push(Dialog::Confirm(confirm));
    Vec::new()
}

fn names(state: &State, people: &[ContactId]) -> Vec<String> {
    if people.len() < 2 {
        return Vec::new();
    }
    let first: Vec<String> = people.iter().take(NAMED).map(|id| state.book.name(*id)).collect();
    let more = people.len().saturating_sub(NAMED);
    let names = first.join("; ");
    vec![if more == 0 { names } else { format!("{names}; and {more} more") }]
}
