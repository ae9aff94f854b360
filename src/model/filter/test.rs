//! One question of a query.

use super::{
    field::{Present, TextField, TimeField},
    tree::Tree,
    when::When,
};

/// A parsed filter: `All` of nothing is every contact. Parse it from a text; `Display` prints the
/// canonical form, which parses to the same query.
pub type Query = Tree<Test>;

/// What one word or one `field:value` asks of a contact. Texts are as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Anywhere in name, company, email, phone or tags. A quoted phrase is one word here.
    Word(String),
    Text(TextField, String),
    /// The tag's name, lower-cased; a `*` at its end stands for any ending.
    Tag(String),
    Owner(Owner),
    Dnd(bool),
    Time(TimeField, When),
    Due(Due),
    Has(Present),
    Is(Mark),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Me,
    /// An id, or part of a name or of an email.
    Named(String),
}

/// Asks about the due dates of a contact's open tasks; any one will do, but for `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Before today.
    Overdue,
    /// Today or one of the six days after it.
    Week,
    /// No open task has a due date.
    None,
    When(When),
}

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A change was refused.
    Failed,
    /// A change waits to be sent.
    Queued,
    Sending,
    /// A creation was sent, but not answered.
    Checking,
    /// There are open tasks.
    Open,
}

impl Mark {
    pub const ALL: &[Self] =
        &[Self::Failed, Self::Queued, Self::Sending, Self::Checking, Self::Open];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Checking => "checking",
            Self::Open => "open",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|mark| mark.word().eq_ignore_ascii_case(word))
    }
}
