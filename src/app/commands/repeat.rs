//! `.`: what was last done, on another row or selection.

use super::tasks;
use crate::app::{
    act, bulk,
    command::{Command, Context},
    effect::Effect,
    repeat::Repeat,
    scope::Scope,
    state::State,
};
use crate::model::{change::Change, due};

pub(super) const TABLE: &[Command] = &[Command {
    name: "person.repeat",
    scope: Scope::Person,
    keys: &["."],
    hint: "repeat",
    help: "do the last thing again on this row or selection: tags, owner, task, done, due date",
    ready: |state| {
        let repeat = state.repeat.as_ref().ok_or("there is nothing to repeat yet")?;
        let on_task = matches!(repeat, Repeat::Done(_) | Repeat::Due(_) | Repeat::Snooze(_));
        if on_task && state.chosen_tasks().is_empty() {
            return Err("no task is under the cursor");
        }
        if state.has_people() { Ok(()) } else { Err("there is nobody under the cursor") }
    },
    run: repeat,
}];

fn repeat(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let people = state.people();
    let changes = match state.repeat.clone() {
        None => return Vec::new(),
        Some(Repeat::Done(done)) => return tasks::set_done(state, context, done),
        Some(Repeat::Due(days)) => return tasks::shift(state, context, days),
        Some(Repeat::Snooze(when)) => {
            let later = due::parse_when(&when, &state.zoned()).ok();
            bulk::due(&state.book, &state.chosen_tasks(), |_| later)
        }
        Some(Repeat::Owner(owner)) => bulk::owner(&state.book, &people, owner.as_ref()),
        Some(Repeat::Tags(tags)) => bulk::tags(&state.book, &people, &tags),
        Some(Repeat::Task(draft)) => people
            .into_iter()
            .map(|contact| {
                let (task, draft) = (context.ids.task(), draft.clone());
                Change::TaskAdded { contact, task, draft }
            })
            .collect(),
    };
    act::commit(state, context, changes)
}
