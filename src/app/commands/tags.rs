//! The tags of a person, and all tags.

use crate::app::{
    act,
    command::{Command, Context, Ready},
    dialog::Dialog,
    effect::Effect,
    refusal,
    scope::Scope,
    state::State,
};
use crate::model::change::Change;

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "tag.people",
        scope: Scope::Tags,
        keys: &["<enter>"],
        hint: "people",
        help: "the contacts that have the tag",
        ready: |state| state.tags.list.cursor().map(|_| ()).ok_or("no tag is under the cursor"),
        run: |state, _| {
            if let Some(tag) = state.tags.list.cursor().cloned() {
                act::show_tag(state, &tag);
            }
            Vec::new()
        },
    },
    Command {
        name: "tag.open",
        scope: Scope::PersonTags,
        keys: &["<enter>"],
        hint: "people",
        help: "the contacts that have the tag",
        ready: has_tag,
        run: open,
    },
    Command {
        name: "tag.add",
        scope: Scope::PersonTags,
        keys: &["a", "e"],
        hint: "add",
        help: "pick tags for this person",
        ready: |state| state.person().map(|_| ()).ok_or("there is nobody under the cursor"),
        run: |state, _| {
            let picker = refusal::picker(state, state.person().into_iter().collect());
            state.dialogs.push(Dialog::Tags(picker));
            Vec::new()
        },
    },
    Command {
        name: "tag.remove",
        scope: Scope::PersonTags,
        keys: &["d", "<del>"],
        hint: "remove",
        help: "take the tag from this person",
        ready: has_tag,
        run: remove,
    },
];

fn has_tag(state: &State) -> Ready {
    state.detail.tags.cursor().map(|_| ()).ok_or("no tag is under the cursor")
}

fn open(state: &mut State, _: &mut Context) -> Vec<Effect> {
    if let Some(tag) = state.detail.tags.cursor().cloned() {
        act::show_tag(state, &tag);
    }
    Vec::new()
}

fn remove(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let (Some(contact), Some(tag)) = (state.person(), state.detail.tags.cursor().cloned()) else {
        return Vec::new();
    };
    let has = state.book.row(contact).is_some_and(|row| row.has_tag(&tag));
    let changes = if has { vec![Change::TagRemoved { contact, tag }] } else { Vec::new() };
    act::commit(state, context, changes)
}
