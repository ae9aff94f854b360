//! A short list to choose one thing from.

use jiff::Zoned;

use super::choice::Choice;
use crate::app::book::history::Deed;
use crate::model::{
    due,
    ids::{ContactId, TaskId},
    roster::{Sort, SortKey},
};

/// What is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Menu {
    /// The order of the contacts; choosing the present one turns it round.
    Sort(Choice),
    /// The owner of these contacts.
    Owner(Vec<ContactId>, Choice),
    /// Which of the location's users the person is.
    Who(Choice),
    /// When these tasks are due.
    Snooze(Vec<TaskId>, Choice),
    /// Which of these deeds is taken back.
    Undo(Vec<Deed>, Choice),
    /// What becomes of a changed form that is left: the form lies under this menu.
    Leave(Choice),
}

/// What becomes of a changed form.
pub const SAVE: &str = "save";
pub const KEEP: &str = "keep";
pub const DISCARD: &str = "discard";

/// Times that a task is put off to, as [`due::parse_when`] reads them.
const SNOOZES: &[&str] = &["tonight", "tomorrow", "monday", "in a week"];

impl Menu {
    pub fn sort(now: Sort) -> Self {
        let options = SortKey::ALL.iter().map(|key| {
            let arrow = match (*key == now.by, now.descending) {
                (true, false) => " ^",
                (true, true) => " v",
                (false, _) => "",
            };
            (key.word().to_owned(), format!("{}{arrow}", key.word()))
        });
        Self::Sort(Choice::one(options.collect(), now.by.word()))
    }

    pub fn snooze(tasks: Vec<TaskId>, now: &Zoned) -> Self {
        let options = SNOOZES.iter().map(|when| {
            let label = match due::parse_when(when, now) {
                Ok(due) => format!("{when:<10} {}", due::say_fully(due, now)),
                Err(_) => (*when).to_owned(),
            };
            ((*when).to_owned(), label)
        });
        let other = (String::new(), "another day".to_owned());
        Self::Snooze(tasks, Choice::open(options.chain([other]).collect()))
    }

    /// The newest first, by the clock on the person's wall.
    pub fn undo(deeds: Vec<Deed>, here: &Zoned) -> Self {
        let options = deeds.iter().map(|deed| {
            let at = deed.at.to_zoned(here.time_zone().clone());
            let when = if at.date() == here.date() { "%H:%M" } else { "%-d %b" };
            (deed.id.to_string(), format!("{:<6}  {}", at.strftime(when).to_string(), deed.words))
        });
        let choice = Choice::open(options.collect());
        Self::Undo(deeds, choice)
    }

    pub fn leave() -> Self {
        let options =
            [(SAVE, "save"), (KEEP, "keep as a draft"), (DISCARD, "discard what was typed")];
        let options = options.map(|(value, label)| (value.to_owned(), label.to_owned()));
        Self::Leave(Choice::one(options.to_vec(), KEEP))
    }

    pub fn title(&self) -> &'static str {
        match self {
            Self::Sort(_) => "Sort by",
            Self::Owner(..) => "Owner",
            Self::Who(_) => "Who are you?",
            Self::Snooze(..) => "Due",
            Self::Undo(..) => "Take back",
            Self::Leave(_) => "This form is not saved",
        }
    }

    pub fn choice(&self) -> &Choice {
        match self {
            Self::Sort(choice)
            | Self::Owner(_, choice)
            | Self::Snooze(_, choice)
            | Self::Undo(_, choice)
            | Self::Who(choice)
            | Self::Leave(choice) => choice,
        }
    }

    pub fn choice_mut(&mut self) -> &mut Choice {
        match self {
            Self::Sort(choice)
            | Self::Owner(_, choice)
            | Self::Snooze(_, choice)
            | Self::Undo(_, choice)
            | Self::Who(choice)
            | Self::Leave(choice) => choice,
        }
    }
}
