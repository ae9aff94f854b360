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

impl View {
    /// In the order of the title line. The digit opens the view.
    pub const ALL: &[(char, Self, &str)] = &[
        ('1', Self::Contacts, "Contacts"),
        ('2', Self::Tasks, "Tasks"),
        ('3', Self::Notes, "Notes"),
        ('4', Self::Tags, "Tags"),
        ('7', Self::Sync, "Sync"),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, view, _)| *view == self).map_or("", |(.., name)| name)
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

    /// The tab `by` places further, round the end.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|(tab, _)| *tab == self).unwrap_or(0);
        let count = Self::ALL.len();
        Self::ALL[(at + count).wrapping_add_signed(by) % count].0
    }
}
