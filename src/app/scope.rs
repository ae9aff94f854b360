//! Where a key means something.

/// From the inside to the outside: the first scope that knows a key has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    Confirm,
    /// The help and the palette.
    Finder,
    Picker,
    /// A list of options to choose one from.
    Menu,
    /// A form of several fields, or the editor of one.
    Form,
    /// A text of many lines.
    Note,
    Refusal,
    Welcome,
    /// Typing a filter or a search.
    Filter,
    /// The fields of a person.
    Fields,
    /// Tasks, of one person or of everybody.
    Tasks,
    Notes,
    /// The tags of a person.
    PersonTags,
    /// The list of contacts.
    Contacts,
    /// The list of all tags.
    Tags,
    /// The outbox.
    Sync,
    /// The panes of one person.
    Detail,
    /// Anything that belongs to a person.
    Person,
    /// Anything with rows and a cursor.
    List,
    /// Everywhere but in dialogs.
    Global,
    /// Everywhere.
    Always,
}
