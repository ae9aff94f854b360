//! Where the person is: which view fills the screen, which pane has the keys, which tab is open.

/// What the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Contacts,
    Tasks,
    Notes,
    Tags,
    Sync,
}

/// A view as the title line shows it.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    pub view: View,
    /// The key that opens it.
    pub digit: &'static str,
    pub name: &'static str,
    /// The command that opens it.
    pub command: &'static str,
}

const fn listed(
    view: View,
    digit: &'static str,
    name: &'static str,
    command: &'static str,
) -> Listed {
    Listed { view, digit, name, command }
}

impl View {
    /// In the order of the title line.
    pub const ALL: &[Listed] = &[
        listed(Self::Contacts, "1", "Contacts", "view.contacts"),
        listed(Self::Tasks, "2", "Tasks", "view.tasks"),
        listed(Self::Notes, "3", "Notes", "view.notes"),
        listed(Self::Tags, "4", "Tags", "view.tags"),
        listed(Self::Sync, "7", "Sync", "view.sync"),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|listed| listed.view == self).map_or("", |listed| listed.name)
    }

    /// Whether a row of the list belongs to one person, so that a detail pane makes sense.
    pub const fn has_person(self) -> bool {
        !matches!(self, Self::Tags)
    }
}

/// A part of the screen that can have the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    List,
    /// The person, on the tab that is open.
    Detail,
    /// The person's tasks, where the screen has room for them beside the detail.
    Tasks,
    Notes,
    Appointments,
}

impl Pane {
    /// The tab that it shows and nothing else.
    pub const fn tab(self) -> Option<Tab> {
        match self {
            Self::List | Self::Detail => None,
            Self::Tasks => Some(Tab::Tasks),
            Self::Notes => Some(Tab::Notes),
            Self::Appointments => Some(Tab::Appointments),
        }
    }
}

/// One look at a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Details,
    Tasks,
    Notes,
    Tags,
    Appointments,
}

impl Tab {
    pub const ALL: &[(Self, &str)] = &[
        (Self::Details, "Details"),
        (Self::Tasks, "Tasks"),
        (Self::Notes, "Notes"),
        (Self::Tags, "Tags"),
        (Self::Appointments, "Appts"),
    ];

    /// The pane that shows it where the screen has room for one.
    pub const fn pane(self) -> Option<Pane> {
        match self {
            Self::Tasks => Some(Pane::Tasks),
            Self::Notes => Some(Pane::Notes),
            Self::Appointments => Some(Pane::Appointments),
            Self::Details | Self::Tags => None,
        }
    }

    /// The tab `by` places further, round the end.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|(tab, _)| *tab == self).unwrap_or(0);
        let count = Self::ALL.len();
        Self::ALL[(at + count).wrapping_add_signed(by) % count].0
    }
}
