//! After every message the panes follow the book and the cursor: lists are filled, scrolled, and
//! the person under the cursor is looked at.

use super::{
    effect::Effect,
    motion::{self, Rows},
    state::State,
    view::{Pane, Tab, View},
};
use crate::model::{ids::ContactId, talk::Order};

pub fn follow(state: &mut State) -> Vec<Effect> {
    news(state);
    let beside = state.screen().is_some_and(|screen| screen.side.is_some());
    let State { book, session, .. } = state;
    match state.view {
        View::Contacts | View::Tags => {}
        View::Tasks => state.tasks.follow(book, session),
        View::Notes => state.notes.follow(book),
        View::Sync => state.sync.follow(book),
    }
    // The side column shows them whatever the view is.
    if beside || state.view == View::Tags {
        state.tags.follow(book);
    }
    let person = state.person();
    if person.is_none() && state.focus != Pane::List {
        state.focus = Pane::List;
    }
    settle(state);
    let looked = look(state, person);
    state.detail.follow(person, &state.book);
    scroll(state);
    looked.into_iter().collect()
}

/// Contacts that came or went since.
fn news(state: &mut State) {
    let busy = !state.dialogs.is_empty()
        || !state.contacts.marks.is_empty()
        || state.contacts.filter.typing;
    let news = state.book.take_news();
    let State { contacts, book, session, now, .. } = state;
    contacts.arrive(&news, busy, book, *now, session);
}

/// What has a pane of its own is not open in the detail as well; what has none any more, since
/// the terminal shrank, is.
fn settle(state: &mut State) {
    if let Some(pane) = state.pane_of(state.detail.tab) {
        state.detail.tab = Tab::Details;
        if state.focus == Pane::Detail {
            state.focus = pane;
        }
    }
    if let Some(tab) = state.focus.tab()
        && !state.zoomed
        && state.screen().is_some()
        && state.pane_of(tab).is_none()
    {
        state.focus = Pane::Detail;
        state.detail.tab = tab;
    }
}

/// Tells the background task whom the person looks at, once, where the screen shows her.
fn look(state: &mut State, person: Option<ContactId>) -> Option<Effect> {
    let id = person?;
    let shown = state.screen().is_some_and(|screen| screen.panes().any(|pane| pane != Pane::List));
    if !shown || state.looked == Some(id) {
        return None;
    }
    state.looked = Some(id);
    state.book.look_at(id);
    Some(Effect::Tell(Order::Look(id)))
}

/// Keeps every cursor on the screen.
fn scroll(state: &mut State) {
    let Some(screen) = state.screen() else { return };
    let focus = std::mem::replace(&mut state.focus, Pane::List);
    motion::rows(state).scroll(screen.page(Pane::List));
    state.focus = focus;
    let open = state.detail.tab;
    let detail = &mut state.detail;
    let lists: [(Tab, Pane, &mut dyn Rows); 5] = [
        (Tab::Details, Pane::Detail, &mut detail.fields),
        (Tab::Tasks, Pane::Tasks, &mut detail.tasks),
        (Tab::Notes, Pane::Notes, &mut detail.notes),
        (Tab::Tags, Pane::Detail, &mut detail.tags),
        (Tab::Appointments, Pane::Appointments, &mut detail.appointments),
    ];
    for (tab, pane, list) in lists {
        let beside = screen.pane(pane).is_some();
        let pane = if beside && tab != open { pane } else { Pane::Detail };
        list.scroll(screen.page(pane));
    }
}
