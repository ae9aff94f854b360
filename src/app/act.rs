//! What many commands end in: changes are committed, editors open, the person is told.

use super::{
    command::{Context, Ready},
    dialog::Dialog,
    dialogs::{choice::Choice, entry::owners, menu::Menu},
    draft::Place,
    effect::Effect,
    notice::Tone,
    panes::detail::Target,
    state::{State, Unsaved},
    view::{Pane, View},
};
use crate::model::{
    change::Change,
    filter::{Query, Test, Tree},
    ids::{ContactId, OpId},
    op::{self, Op},
    tag::Tag,
    talk::Order,
};

const READ_ONLY: &str = "this is read-only: nothing was changed; start without --read-only to edit";

/// Where nothing may be changed, an editor that was just opened, as one past the first `open`
/// dialogs, closes again before anything is typed into it.
pub fn close_what_edits(state: &mut State, open: usize) {
    let edits = state.dialogs.last().is_some_and(Dialog::edits);
    if state.session.read_only && edits && state.dialogs.len() > open {
        state.dialogs.truncate(open);
        state.say(Tone::Hint, READ_ONLY);
    }
}

/// Whether the queue may be changed.
pub fn may_write(state: &State) -> Ready {
    if state.session.read_only { Err(READ_ONLY) } else { Ok(()) }
}

/// Makes changes: shown at once, promised once the disk has them.
pub fn commit(state: &mut State, context: &mut Context, changes: Vec<Change>) -> Vec<Effect> {
    commit_from(state, context, changes, None)
}

/// The same for the changes of an editor, whose text is kept until the disk has them.
pub fn commit_from(
    state: &mut State,
    context: &mut Context,
    changes: Vec<Change>,
    editor: Option<Dialog>,
) -> Vec<Effect> {
    if let Err(why) = may_write(state) {
        state.say(Tone::Hint, why);
        return Vec::new();
    }
    if changes.is_empty() {
        state.say(Tone::Hint, "nothing was changed");
        return forget_drafts(state, &editor.map_or_else(Vec::new, |editor| editor.places()));
    }
    let (changes, late): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| state.book.leaving(change).is_none());
    if changes.is_empty() {
        too_late(state, &late, editor);
        return Vec::new();
    }
    let made = changes.iter().find_map(|change| match change {
        Change::ContactAdded { contact, .. } => Some(*contact),
        _ => None,
    });
    let deleted = changes.iter().any(|change| matches!(change, Change::ContactDeleted { .. }));
    let ops = state.book.commit(changes, context.at, &mut context.ids);
    if let Some(editor) = editor {
        let mut drafts = editor.places();
        drafts.retain(|place| state.drafts.forget(place).is_some());
        let ops = ops.iter().map(|op| op.id).collect();
        state.unsaved.push(Unsaved { ops, editor, drafts });
    }
    if deleted {
        state.contacts.forget_gone(&state.book);
    }
    if let Some(contact) = made {
        show(state, contact);
    }
    let order = order(ops);
    if let Some(deed) = state.book.history().last() {
        let back =
            if matches!(order, Order::CommitHeld { .. }) { call_back() } else { UNDO.into() };
        let words = format!("{}{back}", deed.words);
        state.say(Tone::Done, words);
    }
    vec![Effect::Tell(order)]
}

/// How what was done on the screen becomes durable: a single deletion can be called back for a while.
pub fn order(ops: Vec<Op>) -> Order {
    match op::held_until(&ops) {
        Some(until) => Order::CommitHeld { ops, until },
        None => Order::Commit(ops),
    }
}

const UNDO: &str = "   u undo";

/// Part of the sentence, so that it is never what there is no room for.
fn call_back() -> String {
    format!("; u within {} s takes it back", op::WINDOW.as_secs())
}

/// What can be said before so many records are deleted.
pub fn undo_makes(count: usize) -> String {
    match count {
        1 => format!("For {} s u takes it back; after that undo makes", op::WINDOW.as_secs()),
        _ => "Undo makes".to_owned(),
    }
}

/// A deletion was let go: the strip does not promise any longer that it can be called back.
pub fn let_go(state: &mut State) {
    if let Some(notice) = &mut state.notice
        && let Some(words) = notice.text.strip_suffix(&call_back())
    {
        notice.text = format!("{words}{UNDO}");
    }
}

/// These are of records that are about to be deleted: that is decided first. An editor keeps its text.
fn too_late(state: &mut State, changes: &[Change], editor: Option<Dialog>) {
    let Some(deletion) = changes.iter().find_map(|change| state.book.leaving(change)) else {
        return;
    };
    let what = match &deletion.op.change {
        Change::TaskDeleted { .. } => "this task".to_owned(),
        Change::NoteDeleted { .. } => "this note".to_owned(),
        change => state.book.name(change.contact()),
    };
    let why = format!("{what} is about to be deleted: take that back first");
    if let Some(mut editor) = editor {
        editor.set_fault(why.clone());
        state.dialogs.push(editor);
    }
    state.say(Tone::Hint, why);
}

/// Puts the cursor of the contacts on somebody, without a filter if need be.
pub fn show(state: &mut State, contact: ContactId) {
    let State { contacts, book, session, now, .. } = state;
    contacts.rebuild(book, *now, session);
    if !contacts.list.go_to(&contact) && !contacts.filter.is_empty() {
        contacts.clear_filter(book, *now, session);
        contacts.list.go_to(&contact);
    }
}

/// The contacts that have a tag.
pub fn show_tag(state: &mut State, tag: &Tag) {
    let query: Query = Tree::Leaf(Test::Tag(tag.to_string()));
    state.view = View::Contacts;
    state.focus = Pane::List;
    let State { contacts, book, session, now, .. } = state;
    contacts.filter_by(&query.to_string(), book, *now, session);
}

/// Opens a person in the contacts, the cursor on one row of hers.
pub fn go_to(state: &mut State, contact: ContactId, target: Target) {
    if !state.contacts.list.go_to(&contact) {
        show(state, contact);
    }
    state.view = View::Contacts;
    state.focus = Pane::Detail;
    state.detail.aim_at(target);
}

/// Runs a command as soon as everything about a person was read. Keys wait for it meanwhile.
pub fn wait_for(state: &mut State, person: ContactId, command: &'static str) -> Vec<Effect> {
    state.awaiting = Some((person, command));
    let name = state.book.name(person);
    state.say(Tone::Hint, format!("reading {name}; Esc waits no longer"));
    state.looked = Some(person);
    state.book.look_at(person);
    vec![Effect::Tell(Order::Look(person))]
}

/// Withdraws one change, as before it is replaced by another.
pub fn drop_op(op: OpId) -> Effect {
    Effect::Tell(Order::Drop(vec![op]))
}

/// Forgets drafts whose text is safe elsewhere.
pub fn forget_drafts(state: &mut State, places: &[Place]) -> Vec<Effect> {
    let known = places.iter().filter_map(|place| state.drafts.forget(place));
    known.map(|draft| Effect::ForgetDraft(draft.place)).collect()
}

/// Keeps what was typed into an editor.
pub fn keep_drafts(state: &mut State, editor: &Dialog) -> Vec<Effect> {
    let drafts = editor.drafts(state.now);
    drafts
        .into_iter()
        .map(|draft| {
            state.drafts.keep(draft.clone());
            Effect::KeepDraft(draft)
        })
        .collect()
}

/// Opens an editor, with what was typed into it before.
pub fn open(state: &mut State, mut editor: Dialog) {
    let now = state.zoned();
    let drafts = &state.drafts;
    match &mut editor {
        Dialog::Field(editor) => {
            if let Some(draft) = drafts.get(&editor.place()) {
                editor.take(draft);
            }
        }
        Dialog::Contact(form) => form.take(|place| drafts.get(place)),
        Dialog::Task(form) => {
            if let Some(draft) = drafts.get(&form.place()) {
                form.take(draft, &now);
            }
        }
        Dialog::Note(note) => {
            if let Some(draft) = drafts.get(&note.place()) {
                note.take(draft);
            }
        }
        _ => {}
    }
    state.dialogs.push(editor);
}

/// Asks which of the location's users sits here.
pub fn ask_who(state: &mut State) {
    let mut options = owners(&state.book.catalog);
    options.retain(|(id, _)| !id.is_empty());
    let present = state.session.me.as_ref().map(ToString::to_string).unwrap_or_default();
    state.dialogs.push(Dialog::Menu(Menu::Who(Choice::one(options, &present))));
}
