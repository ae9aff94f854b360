//! Row marks on the screen: how far the changes of a row are on their way.

use super::theme::Role;
use crate::{
    app::book::{
        line::{Line as Outgoing, Phase},
        mark::Mark,
    },
    model::op::OpState,
};

/// Width of the column of marks.
pub const WIDTH: u16 = 3;

pub fn role(mark: Mark) -> Role {
    match mark {
        Mark::Unsaved | Mark::Queued(_) | Mark::Sending | Mark::Held | Mark::Checking => {
            Role::Pending
        }
        Mark::Question | Mark::Conflict => Role::Conflict,
        Mark::Failed => Role::Error,
    }
}

/// How far one change is.
pub fn words(outgoing: &Outgoing) -> (Role, &'static str) {
    if outgoing.phase == Phase::Uncommitted {
        return (Role::Pending, "being saved");
    }
    match outgoing.state {
        OpState::Queued => (Role::Text, "waits"),
        OpState::Sending => (Role::Pending, "sending"),
        OpState::Retry => (Role::Pending, "will try again"),
        OpState::Unknown => (Role::Pending, "checking whether it arrived"),
        OpState::Held => (Role::Pending, "held"),
        OpState::Conflict => (Role::Conflict, "in conflict"),
        OpState::Rejected => (Role::Error, "refused"),
        OpState::Parked => (Role::Conflict, "waits for your word"),
        OpState::Superseded => (Role::Muted, "went with the creation"),
        OpState::Cancelled => (Role::Muted, "withdrawn"),
        OpState::Discarded => (Role::Muted, "given up"),
        OpState::Done => (Role::Muted, "done"),
    }
}

/// How often one change was sent.
pub fn tries(tries: u32) -> String {
    match tries {
        0 => "not sent yet".to_owned(),
        1 => "sent once".to_owned(),
        more => format!("sent {more} times"),
    }
}
