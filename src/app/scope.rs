//! Where a key means something.

/// From the inside to the outside: the first scope that knows a key has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// A question with yes and no.
    Confirm,
    /// The help and the palette.
    Finder,
    /// The tag picker.
    Picker,
    /// The contact picker.
    People,
    /// A list to choose one thing from.
    Menu,
    /// One change in full.
    Change,
    /// A change of what was deleted on the server.
    Gone,
    /// A new contact of whom the server has one like it.
    Taken,
    /// A note that somebody else wrote to as well.
    SharedNote,
    /// A field that somebody else changed as well.
    Conflict,
    /// The first screen.
    Welcome,
    /// A field of the form of a contact.
    Row,
    /// A field of a form that is a choice.
    Choice,
    /// A field of a form that is one line.
    Line,
    /// The button of a form.
    Button,
    /// A form, or the editor of one field or note.
    Form,
    /// Typing a filter or a search.
    Filter,
    /// Any row whose change is in conflict.
    ConflictRow,
    /// A row whose value may have overwritten that of somebody else.
    Overwritten,
    /// A row of a person whose change was refused.
    RefusedRow,
    /// Any row whose change was refused.
    Refused,
    /// The list of contacts.
    Contacts,
    /// The fields of a person.
    Fields,
    /// Tasks, of one person or of everybody.
    Tasks,
    /// Notes, of one person or of everybody.
    Notes,
    /// The tags of a person.
    PersonTags,
    /// The list of all tags.
    Tags,
    /// The outbox.
    Sync,
    /// Lists with marks.
    Marks,
    /// Anything that belongs to a person.
    Person,
    /// Anything with rows and a cursor.
    List,
    /// Everywhere but in dialogs.
    Global,
    /// Everywhere.
    Always,
}

impl Scope {
    pub const ALL: &[Self] = &[
        Self::Contacts,
        Self::Fields,
        Self::Tasks,
        Self::Notes,
        Self::PersonTags,
        Self::Tags,
        Self::Sync,
        Self::ConflictRow,
        Self::Overwritten,
        Self::Refused,
        Self::RefusedRow,
        Self::Marks,
        Self::Person,
        Self::List,
        Self::Global,
        Self::Always,
        Self::Filter,
        Self::Row,
        Self::Line,
        Self::Choice,
        Self::Button,
        Self::Form,
        Self::Picker,
        Self::People,
        Self::Menu,
        Self::Confirm,
        Self::Change,
        Self::Conflict,
        Self::SharedNote,
        Self::Gone,
        Self::Taken,
        Self::Finder,
        Self::Welcome,
    ];

    /// What people call it, as in the key table.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Confirm => "question",
            Self::Finder => "help and palette",
            Self::Picker => "tag picker",
            Self::People => "contact picker",
            Self::Menu => "menu",
            Self::Change => "change",
            Self::Conflict => "conflict",
            Self::SharedNote => "conflict over a note",
            Self::Gone => "conflict with what is gone",
            Self::Taken => "new contact who is there already",
            Self::ConflictRow => "row with CON",
            Self::Welcome => "first screen",
            Self::Row => "field in the form of a contact",
            Self::Choice => "choice in a form",
            Self::Button => "button of a form",
            Self::Line => "line in a form",
            Self::Form => "form",
            Self::Filter => "filter",
            Self::Overwritten => "row that may have overwritten another value",
            Self::RefusedRow => "refused row of a person",
            Self::Refused => "row with ERR",
            Self::Contacts => "contacts",
            Self::Fields => "details",
            Self::Tasks => "tasks",
            Self::Notes => "notes",
            Self::PersonTags => "tags of a person",
            Self::Tags => "tags",
            Self::Sync => "sync",
            Self::Marks => "contacts and tasks",
            Self::Person => "any person or selection",
            Self::List => "lists",
            Self::Global => "all panes",
            Self::Always => "everywhere",
        }
    }

    /// Whether it is the main scope of one pane.
    pub const fn is_pane(self) -> bool {
        matches!(
            self,
            Self::Contacts
                | Self::Fields
                | Self::Tasks
                | Self::Notes
                | Self::PersonTags
                | Self::Tags
                | Self::Sync
        )
    }

    /// Whether letters are text there, so that no letter alone may be a command.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Finder
                | Self::Picker
                | Self::People
                | Self::Row
                | Self::Line
                | Self::Form
                | Self::Filter
                | Self::Welcome
        )
    }
}
