//! Moving a cursor in whatever list has the keys.

use super::{
    list::List,
    state::State,
    view::{Tab, View},
};

/// Any list, whatever its rows are.
pub trait Rows {
    fn step(&mut self, by: isize);
    fn first(&mut self);
    fn last(&mut self);
    fn scroll(&mut self, height: usize);
    fn count(&self) -> usize;
    /// To one row, counted from the first.
    fn go(&mut self, row: usize);
}

impl<Id: Clone + PartialEq> Rows for List<Id> {
    fn step(&mut self, by: isize) {
        self.step(by);
    }

    fn first(&mut self) {
        self.first();
    }

    fn last(&mut self) {
        self.last();
    }

    fn scroll(&mut self, height: usize) {
        self.scroll(height);
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn go(&mut self, row: usize) {
        self.first();
        self.step(isize::try_from(row).unwrap_or(isize::MAX));
    }
}

/// The list of the pane that has the keys.
pub fn rows(state: &mut State) -> &mut dyn Rows {
    match (state.tab(), state.view) {
        (Some(tab), _) => of_tab(state, tab),
        (None, View::Contacts) => &mut state.contacts.list,
        (None, View::Tasks) => &mut state.tasks.list,
        (None, View::Notes) => &mut state.notes.list,
        (None, View::Tags) => &mut state.tags.list,
        (None, View::Sync) => &mut state.sync.list,
    }
}

/// The list of a tab of the person.
pub fn of_tab(state: &mut State, tab: Tab) -> &mut dyn Rows {
    let detail = &mut state.detail;
    match tab {
        Tab::Details => &mut detail.fields,
        Tab::Tasks => &mut detail.tasks,
        Tab::Notes => &mut detail.notes,
        Tab::Tags => &mut detail.tags,
        Tab::Appointments => &mut detail.appointments,
    }
}

/// Marks the row under the cursor of the main list, or unmarks it.
pub fn mark(state: &mut State) {
    match state.view {
        View::Contacts => {
            if let Some(id) = state.contacts.cursor() {
                state.contacts.marks.toggle(id);
            }
        }
        View::Tasks => {
            if let Some(id) = state.tasks.list.cursor() {
                state.tasks.marks.toggle(*id);
            }
        }
        View::Notes | View::Tags | View::Sync => {}
    }
}
