//! Hands on the keyboard of a state, with a clock and ids of their own: for tests, pictures and
//! scripts, in which everything must come out the same each time.

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    effect::Effect,
    keys::{UnknownKey, parse_keys},
    msg::{Input, Msg},
    state::State,
    update::update,
};
use crate::model::ids::Ids;

#[derive(Clone, Debug)]
pub struct Hands {
    /// When the next message comes.
    pub at: Timestamp,
    messages: u128,
}

impl Hands {
    pub fn new(at: Timestamp) -> Self {
        Self { at, messages: 0 }
    }

    /// Sends one message.
    #[must_use]
    pub fn send(&mut self, state: &mut State, input: Input) -> Vec<Effect> {
        self.messages += 1;
        let ids = Ids::starting_at(Uuid::from_u128(self.messages << 64));
        update(state, Msg { at: self.at, ids, input })
    }

    /// Types keys, as in [`parse_keys`].
    pub fn press(&mut self, state: &mut State, keys: &str) -> Result<Vec<Effect>, UnknownKey> {
        let keys = parse_keys(keys)?;
        Ok(keys.into_iter().flat_map(|key| self.send(state, Input::Key(key))).collect())
    }
}
