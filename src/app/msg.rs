//! What reaches the interface from outside: keys, the terminal, reports, answers to effects.

use crossterm::event::{KeyEvent, MouseEvent};
use jiff::Timestamp;

use crate::model::{
    agenda::Agenda,
    catalog::Catalog,
    fault::Fault,
    ids::{Ids, UserId},
    op::Outgoing,
    roster::Roster,
    talk::Report,
};

use super::{draft::Draft, effect::Effect, spot::Spot};

/// One input with the time at which it came and a supply of fresh ids.
#[derive(Clone, Debug)]
pub struct Msg {
    pub at: Timestamp,
    pub ids: Ids,
    pub input: Input,
}

#[derive(Clone, Debug)]
pub enum Input {
    Key(KeyEvent),
    /// Bracketed paste: text, never a command and never a submit.
    Paste(String),
    /// A mouse event, and what stands where it points.
    Mouse(MouseEvent, Option<Spot>),
    Resize {
        columns: u16,
        rows: u16,
    },
    /// Whether the terminal has the focus.
    Focus(bool),
    /// No key for five minutes.
    Idle,
    /// No key for a moment, while a prefix waits for the next one.
    Hesitation,
    /// The background task told something.
    Report(Report),
    /// What the local database held when the program started.
    Loaded(Box<Snapshot>),
    /// The other contacts, streamed in behind the first window.
    Roster(Box<Roster>),
    /// `$EDITOR` came back; `None` is "nothing changed".
    Edited(Option<String>),
    SignedIn {
        me: Option<UserId>,
    },
    NotSignedIn(Fault),
    /// An effect could not be carried out, such as a clipboard that is not there.
    Failed {
        effect: Effect,
        fault: Fault,
    },
}

/// What the local database held when the program started.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// All contacts, or the first window of them; see `whole`.
    pub roster: Roster,
    /// Whether `roster` is everybody. Otherwise [`Input::Roster`] follows.
    pub whole: bool,
    /// Open tasks of everybody.
    pub tasks: Agenda,
    /// The outbox, in order: everything that is neither done nor cancelled.
    pub queue: Vec<Outgoing>,
    pub catalog: Catalog,
    pub synced: Option<Timestamp>,
    pub drafts: Vec<Draft>,
}
