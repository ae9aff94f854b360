//! What the tag picker does: one deed for everybody whom it alters.

use super::{
    act, bulk, command::Context, dialog::Dialog, effect::Effect, refusal, repeat::Repeat,
    state::State,
};

/// Applies what was picked. Where something was typed, Enter means the tag under the cursor too.
pub fn apply(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(Dialog::Tags(picker)) = state.dialogs.pop() else { return Vec::new() };
    let tags = picker.picked();
    let changes = bulk::tags(&state.book, &picker.contacts, &tags);
    if !tags.is_empty() {
        state.repeat = Some(Repeat::Tags(tags));
    }
    let refused = picker.refused.filter(|_| !changes.is_empty());
    let mut effects: Vec<Effect> = refusal::drop_first(refused).into_iter().collect();
    effects.extend(act::commit(state, context, changes));
    effects
}
