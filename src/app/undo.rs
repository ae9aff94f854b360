//! Taking back what was last done, or what was done before, and asking first where somebody was
//! there since.

use super::{
    act,
    book::history::Deed,
    command::Context,
    dialog::Dialog,
    dialogs::{
        confirm::{Asked, Confirm},
        menu::Menu,
    },
    effect::Effect,
    notice::Tone,
    state::State,
};
use crate::model::{
    anew::Way,
    change::Change,
    fault::Fault,
    ids::{DeedId, OpId},
    op::Op,
    talk::{Foreign, Order, PastDeed},
};

/// More than this many are counted, not listed.
const LISTED: usize = 5;

pub fn last(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(deed) = state.book.history().last().cloned() else { return Vec::new() };
    begin(state, context, deed, Foreign::Ask)
}

pub fn begin(
    state: &mut State,
    context: &mut Context,
    deed: Deed,
    foreign: Foreign,
) -> Vec<Effect> {
    let id = deed.id;
    state.book.begin_undo(deed);
    vec![Effect::Tell(Order::Undo { deed: id, at: context.at, ids: context.ids, foreign })]
}

/// Lets one of these be chosen, if nothing else was opened since they were asked for.
pub fn offer(state: &mut State, past: &[PastDeed]) {
    if past.is_empty() {
        return state.say(Tone::Hint, "nothing was done yet that could be taken back");
    }
    if state.dialogs.is_empty() {
        let deeds = past.iter().map(|past| state.book.recall(past)).collect();
        state.dialogs.push(Dialog::Menu(Menu::undo(deeds, &state.here())));
    }
}

/// The deed was taken back, as far as that is possible.
pub fn done(
    state: &mut State,
    context: &mut Context,
    deed: DeedId,
    withdrawn: &[OpId],
    inverse: Vec<Op>,
    kept: Option<Fault>,
) {
    let nothing = withdrawn.is_empty() && inverse.is_empty();
    let words = state.book.undone(deed, withdrawn, inverse, context.ids);
    let words = words.unwrap_or_else(|| "a change".to_owned());
    match kept {
        Some(fault) if nothing => state.say(Tone::Failed, format!("not undone: {words}: {fault}")),
        Some(fault) => state.say(Tone::Done, format!("undone: {words}; but {fault}")),
        None => state.say(Tone::Done, format!("undone: {words}   U do it again")),
    }
    let State { contacts, book, session, now, .. } = state;
    contacts.arrive(&book.take_news(), false, book, *now, session);
}

/// What was in conflict is made anew, which can be taken back like any other deed.
pub fn recreated(state: &mut State, way: Way, ops: Vec<Op>) {
    let made = ops.iter().find_map(|op| match &op.change {
        Change::ContactAdded { contact, .. } => Some(*contact),
        _ => None,
    });
    if let Some(words) = state.book.made_anew(ops) {
        let done = match way {
            Way::Again => "made anew",
            Way::Beside => "both are kept",
            Way::Upon { .. } => "moved",
        };
        state.say(Tone::Done, format!("{done}: {words}   u undo"));
    } else {
        state.say(Tone::Done, "all of it is there already");
    }
    let other = match way {
        Way::Upon { contact, .. } => Some(contact),
        Way::Again | Way::Beside => made,
    };
    if let Some(contact) = other {
        act::show(state, contact);
    }
}

/// Nothing was taken back yet: `changes` were followed by others, with which they end here.
pub fn ask(state: &mut State, deed: DeedId, changes: &[Change]) {
    let Some(deed) = state.book.give_back_undo(deed) else { return };
    let question = format!("Take back {}?", deed.words);
    if !state.dialogs.is_empty() {
        // A question must not come between a person and the text that she types.
        return state.say(Tone::Hint, "not undone: it was changed since; u asks again");
    }
    let mut lines: Vec<String> = vec!["Somebody changed it since. It stands now:".to_owned()];
    lines.extend(changes.iter().take(LISTED).map(|change| {
        let name = state.book.name(change.contact());
        format!("{name}: {}", state.book.catalog.words(change))
    }));
    if changes.len() > LISTED {
        lines.push(format!("… and {} more", changes.len() - LISTED));
    }
    lines.push("Yes puts back what was there before you.".to_owned());
    state.dialogs.push(Dialog::Confirm(Confirm::new(question, lines, Asked::UndoAnyway(deed), 1)));
}
