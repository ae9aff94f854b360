//! What a message does to the state.

use super::{
    effect::Effect,
    msg::{Input, Msg},
    state::State,
};

/// The one way in which the state changes.
#[must_use]
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    state.now = msg.at;
    if let Input::Resize { columns, rows } = msg.input {
        state.size = super::layout::Size { columns, rows };
    }
    Vec::new()
}
