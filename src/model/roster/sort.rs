//! In which order contacts are listed.

/// What to sort by, and which way. Contacts that have nothing there stand last both ways; equals
/// stand by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Sort {
    pub by: SortKey,
    pub descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum SortKey {
    /// As it is listed: last name, first name.
    #[default]
    Name,
    Company,
    Email,
    Phone,
    Added,
    Updated,
    /// By the name of the user.
    Owner,
    /// By the due date of the next open task.
    NextTask,
}

impl SortKey {
    pub const ALL: &[Self] = &[
        Self::Name,
        Self::Company,
        Self::Email,
        Self::Phone,
        Self::Added,
        Self::Updated,
        Self::Owner,
        Self::NextTask,
    ];

    /// The word for it on the command line, in menus and in settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Company => "company",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Owner => "owner",
            Self::NextTask => "next task",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.word().eq_ignore_ascii_case(word))
    }
}

impl Sort {
    pub const fn ascending(by: SortKey) -> Self {
        Self { by, descending: false }
    }

    pub const fn descending(by: SortKey) -> Self {
        Self { by, descending: true }
    }
}
