//! What the background task told: the book takes it, editors close or open again, the strip says
//! what matters.

use jiff::tz::TimeZone;

use super::{
    act,
    command::Context,
    commands, conflicts,
    dialog::Dialog,
    dialogs::menu::Menu,
    dispatch,
    effect::Effect,
    notice::{Notice, Tone},
    renamed,
    state::{State, Unsaved},
    undo,
};
use crate::model::{
    catalog::Catalog,
    count,
    fault::Fault,
    ids::OpId,
    op::{Moved, OpState},
    talk::{Base, Link, Report},
};

pub fn report(state: &mut State, context: &mut Context, report: Report) -> Vec<Effect> {
    match report {
        Report::Accepted(ops) => return accepted(state, &ops),
        Report::NotSaved { ops, fault } => return not_saved(state, &ops, &fault),
        Report::Changed { base, queue } => {
            let effects = renamed::follow_all(state, &base);
            let gone = gone_from_under(state, &base);
            tell_unread(state, base.unread);
            change(state, *base, queue);
            if let Some(name) = gone {
                state.say(Tone::Failed, format!("{name} was deleted on the server"));
            }
            tell_refusals(state);
            return effects;
        }
        Report::Joined(outgoing) => state.book.join(outgoing),
        Report::Recreated { way, ops, base, queue } => {
            let effects = renamed::follow_all(state, &base);
            change(state, *base, queue);
            undo::recreated(state, way, ops);
            return effects;
        }
        Report::OtherFound { op, other } => conflicts::found(state, op, &other),
        Report::Undone { deed, withdrawn, inverse, kept } => {
            undo::done(state, context, deed, &withdrawn, inverse, kept);
        }
        Report::ChangedSince { deed, changes } => undo::ask(state, deed, &changes),
        Report::Recalled(past) => undo::offer(state, &past),
        Report::Opened(dossier) => {
            let id = dossier.contact.id;
            state.book.open(dossier);
            state.detail.follow(state.person(), &state.book);
            if let Some((_, name)) = state.awaiting.take_if(|(awaited, _)| *awaited == id)
                && let Some(command) = commands::named(name)
            {
                state.notice.take_if(|notice| notice.tone == Tone::Hint);
                return dispatch::run(state, context, command);
            }
        }
        Report::NotesFound { query, notes } => state.notes.answer(query, notes),
        Report::Catalog(catalog) => learn(state, *catalog),
        Report::Link(link) => {
            if let Link::SignedOut(fault) = &link {
                state.say(Tone::Failed, format!("signed out: {fault}"));
            }
            state.book.link = link;
        }
        Report::Budget(budget) => state.book.budget = Some(budget),
        Report::Pulling { done, total } => state.book.pulling = Some((done, total)),
        Report::Synced(at) => {
            state.book.synced = Some(at);
            state.book.pulling = None;
            let State { contacts, book, session, now, .. } = state;
            contacts.catch_up(book, *now, session);
        }
        Report::PutAside(fault) => state.say(Tone::Failed, fault.to_string()),
        Report::Trouble(fault) => {
            state.forget_what_waits();
            state.book.give_back_undos();
            state.say(Tone::Failed, fault.to_string());
        }
        Report::Overtaken => {
            state.book.expect_load();
            return vec![Effect::Load];
        }
        Report::Quiet => {}
    }
    Vec::new()
}

/// From now on these are promised, and the editors may let go of their text.
fn accepted(state: &mut State, ops: &[OpId]) -> Vec<Effect> {
    state.book.accept(ops);
    let is_stored = |it: &Unsaved| it.ops.iter().all(|op| ops.contains(op));
    let (stored, waiting): (Vec<_>, Vec<_>) =
        std::mem::take(&mut state.unsaved).into_iter().partition(is_stored);
    state.unsaved = waiting;
    // What was typed there since is a draft of something else.
    let places = stored.into_iter().flat_map(|it| it.drafts);
    places.filter(|it| state.drafts.get(it).is_none()).map(Effect::ForgetDraft).collect()
}

/// These did not happen: the editor opens again with its text.
fn not_saved(state: &mut State, ops: &[OpId], fault: &Fault) -> Vec<Effect> {
    state.book.withdraw(ops);
    let mut kept = Vec::new();
    for mut unsaved in std::mem::take(&mut state.unsaved) {
        if unsaved.ops.iter().any(|op| ops.contains(op)) {
            kept.extend(act::keep_drafts(state, &unsaved.editor));
            unsaved.editor.set_fault(format!("not saved: {fault}"));
            state.dialogs.push(unsaved.editor);
        } else {
            state.unsaved.push(unsaved);
        }
    }
    state.say(Tone::Failed, format!("not saved: {fault}"));
    kept
}

/// Base and queue moved. Where that leaves nothing known of the person looked at, such as one
/// that was just created on the server, she is looked at again.
fn change(state: &mut State, base: Base, queue: Vec<Moved>) {
    let known = |state: &State| state.looked.is_some_and(|id| state.book.dossier(id).is_some());
    let was_known = known(state);
    let until = |moved: &Moved| state.book.queue().get(moved.op)?.until;
    let is_let_go = queue.iter().any(|it| it.state == OpState::Queued && until(it).is_some());
    state.book.change(base, queue);
    if is_let_go {
        act::let_go(state);
    }
    // What is settled can't be decided any more.
    let State { dialogs, book, .. } = state;
    dialogs.retain(|dialog| dialog.about().is_none_or(|op| book.queue().get(op).is_some()));
    if state.book.counts().conflicts == 0 && state.book.overwritten().is_empty() {
        state.notice.take_if(|notice| notice.tone == Tone::Conflict);
    }
    if was_known && !known(state) {
        state.looked = None;
    }
}

/// The name of the person looked at, if the server has her no more: her row is about to leave.
fn gone_from_under(state: &State, base: &Base) -> Option<String> {
    let person = state.person().filter(|id| base.gone.contains(id))?;
    state.book.has(person).then(|| state.book.name(person))
}

/// They are shown nowhere else.
fn tell_unread(state: &mut State, unread: usize) {
    if unread > 0 {
        let records = count::of(unread, "record");
        let text = format!("{records} of the service cannot be read: see `rolodeck status --json`");
        state.say(Tone::Failed, text);
    }
}

/// The strip says what was refused, the newest first to be seen.
fn tell_refusals(state: &mut State) {
    if let Some(back) = state.book.newly_overwritten()
        && let Some(notice) = Notice::overwritten(back, &state.book)
    {
        state.notice = Some(notice);
    }
    let newest = state.book.newest_refused();
    if let Some(line) = newest.and_then(|op| state.book.queue().get(op)) {
        state.notice = Some(Notice::refused(line, &state.book));
    }
}

/// What the location defines is known, or known anew.
pub fn learn(state: &mut State, catalog: Catalog) {
    if let Some(zone) =
        catalog.location.as_ref().and_then(|location| TimeZone::get(&location.timezone).ok())
        && !state.session.zone_is_set
    {
        state.session.zone = zone;
    }
    state.book.catalog = catalog;
    if state.session.sandbox && state.session.me.is_none() {
        // Nobody signed in, so nobody is asked; `: who` is there to be somebody else.
        state.session.me = state.book.catalog.users.first().map(|user| user.id.clone());
    }
    let asked = state.dialogs.iter().any(|it| matches!(it, Dialog::Menu(Menu::Who(_))));
    if state.ask_who && !asked && !state.book.catalog.users.is_empty() {
        state.ask_who = false;
        act::ask_who(state);
    }
}
