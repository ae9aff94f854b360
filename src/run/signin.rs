//! Signing in from the first screen: try the token, keep it, begin.

use super::stage::Stage;
use crate::{
    app::effect::Token,
    model::ids::{LocationId, UserId},
};

pub(super) struct SignIn {}

impl Stage {
    pub(super) fn sign_in(&mut self, _token: Token, _location: LocationId) {}

    pub(super) fn save_me(&mut self, _me: &UserId) -> std::io::Result<()> {
        Ok(())
    }
}
