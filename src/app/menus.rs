//! What is chosen in a menu is done.

use super::{
    act, bulk,
    command::Context,
    dialog::Dialog,
    dialogs::{
        menu::{DISCARD, Menu, SAVE},
        task::{TaskField, TaskForm},
    },
    effect::Effect,
    forms,
    notice::Tone,
    repeat::Repeat,
    state::State,
    undo,
};
use crate::model::{
    due,
    ids::{TaskId, UserId},
    roster::{Sort, SortKey},
    talk::Foreign,
};

pub fn step(state: &mut State, by: isize) -> Vec<Effect> {
    if let Some(choice) = forms::choice_mut(state) {
        choice.step(by);
    }
    Vec::new()
}

/// Does what the cursor stands on.
pub fn choose(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(Dialog::Menu(mut menu)) = state.dialogs.pop() else { return Vec::new() };
    menu.choice_mut().take();
    let Some(value) = menu.choice().values().into_iter().next() else { return Vec::new() };
    match menu {
        Menu::Sort(_) => {
            if let Some(by) = SortKey::from_word(&value) {
                sort_by(state, by);
            }
            Vec::new()
        }
        Menu::Owner(people, _) => {
            let owner = (!value.is_empty()).then(|| UserId::from(value));
            let changes = bulk::owner(&state.book, &people, owner.as_ref());
            state.repeat = Some(Repeat::Owner(owner));
            act::commit(state, context, changes)
        }
        Menu::Snooze(tasks, _) => snooze(state, context, &tasks, &value),
        Menu::Who(_) => {
            let me = UserId::from(value);
            state.session.me = Some(me.clone());
            state.tasks.rebuild(&state.book, &state.session);
            let name = state.book.catalog.user(&me).map(|user| user.name.clone());
            state.say(Tone::Done, format!("you are {}", name.unwrap_or_default()));
            vec![Effect::SaveMe(me)]
        }
        Menu::Undo(deeds, _) => {
            let chosen = deeds.into_iter().find(|deed| deed.id.to_string() == value);
            chosen.map_or_else(Vec::new, |deed| undo::begin(state, context, deed, Foreign::Ask))
        }
        Menu::Leave(_) => match value.as_str() {
            SAVE => forms::save(state, context),
            DISCARD => forms::discard(state),
            _ => forms::keep(state),
        },
    }
}

/// Sorts the contacts; by what they are sorted by already, the other way round.
pub fn sort_by(state: &mut State, by: SortKey) {
    let State { contacts, book, session, now, .. } = state;
    let descending = contacts.sort.by == by && !contacts.sort.descending;
    contacts.sort = Sort { by, descending };
    contacts.rebuild(book, *now, session);
}

/// Tasks are due then. Where that is not said yet, the form of the first asks for it.
fn snooze(state: &mut State, context: &mut Context, tasks: &[TaskId], when: &str) -> Vec<Effect> {
    let Ok(later) = due::parse_when(when, &state.zoned()) else {
        if let Some(task) = tasks.first().and_then(|id| state.book.task(*id)) {
            let mut form = TaskForm::of(&task.to_task(), &state.book.catalog);
            form.at = TaskField::Due;
            act::open(state, Dialog::Task(form));
        }
        return Vec::new();
    };
    let changes = bulk::due(&state.book, tasks, |_| Some(later));
    state.tasks.marks.clear();
    state.repeat = Some(Repeat::Snooze(when.to_owned()));
    act::commit(state, context, changes)
}
