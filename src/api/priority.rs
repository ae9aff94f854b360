//! Who waits for an answer.

/// Decides who goes first when slots are scarce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Somebody looks at the screen.
    Person,
    /// The outbox: after the person, but to the last request of the day.
    Outbox,
    /// Fetching ahead: gives way to the person, and stops reading at 90 % of the day.
    Background,
}
