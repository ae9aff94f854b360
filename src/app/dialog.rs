//! The dialogs, one over the other: the last one has the keys.

use jiff::Timestamp;

use super::{
    dialogs::{
        confirm::Confirm,
        conflict::Conflict,
        contact::ContactForm,
        entry::Entry,
        field::FieldEditor,
        finder::Finder,
        menu::Menu,
        note::NoteBox,
        people::People,
        tags::TagPicker,
        task::{TaskField, TaskForm},
        welcome::{Welcome, WelcomeRow},
    },
    draft::{Draft, Place},
    text::Text,
};
use crate::model::ids::OpId;

#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Field(FieldEditor),
    Contact(ContactForm),
    Task(TaskForm),
    Note(NoteBox),
    Tags(TagPicker),
    People(People),
    Menu(Menu),
    Confirm(Confirm),
    /// What can be done here (`?`).
    Help(Finder),
    /// Any command (`:`).
    Palette(Finder),
    /// One change of the outbox in full: what it does, and why it was refused.
    Change(OpId),
    Conflict(Conflict),
    Welcome(Welcome),
}

/// What takes the keys in a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Line,
    Lines,
    Choice,
    /// The button that saves.
    Button,
    /// Commands only.
    None,
}

impl Dialog {
    pub fn input(&self) -> Input {
        let of = |entry: &Entry| match entry {
            Entry::Line(_) => Input::Line,
            Entry::Lines(_) => Input::Lines,
            Entry::Choice(_) => Input::Choice,
        };
        match self {
            Self::Field(editor) if editor.on_button => Input::Button,
            Self::Field(editor) => of(&editor.row.entry),
            Self::Contact(form) => form.row().map_or(Input::Button, |row| of(&row.entry)),
            Self::Task(form) => match form.at {
                TaskField::Title | TaskField::Due => Input::Line,
                TaskField::Owner => Input::Choice,
                TaskField::Body => Input::Lines,
                TaskField::Save => Input::Button,
            },
            Self::Note(note) if note.on_button => Input::Button,
            Self::Note(_) => Input::Lines,
            Self::Tags(_) | Self::People(_) | Self::Help(_) | Self::Palette(_) => Input::Line,
            Self::Confirm(confirm) if confirm.number.is_some() => Input::Line,
            Self::Menu(_) => Input::Choice,
            Self::Confirm(_) | Self::Change(_) | Self::Conflict(_) => Input::None,
            Self::Welcome(welcome) => match welcome.at {
                WelcomeRow::Token | WelcomeRow::Location => Input::Line,
                WelcomeRow::SignIn | WelcomeRow::Sandbox | WelcomeRow::Quit => Input::None,
            },
        }
    }

    /// The text that has the keys.
    pub fn text_mut(&mut self) -> Option<&mut Text> {
        match self {
            Self::Field(editor) if editor.on_button => None,
            Self::Field(editor) => editor.row.entry.text_mut(),
            Self::Contact(form) => form.row_mut()?.entry.text_mut(),
            Self::Task(form) => form.text_mut(),
            Self::Note(note) => (!note.on_button).then_some(&mut note.text),
            Self::Tags(picker) => Some(&mut picker.query),
            Self::People(people) => Some(&mut people.query),
            Self::Help(finder) | Self::Palette(finder) => Some(&mut finder.query),
            Self::Confirm(confirm) if confirm.number.is_some() => Some(&mut confirm.typed),
            Self::Welcome(welcome) => welcome.text_mut(),
            Self::Menu(_) | Self::Confirm(_) | Self::Change(_) | Self::Conflict(_) => None,
        }
    }

    /// The change that it is about.
    pub fn about(&self) -> Option<OpId> {
        match self {
            Self::Change(op) => Some(*op),
            Self::Conflict(conflict) => Some(conflict.op),
            Self::People(people) => people.ops.first().copied(),
            _ => None,
        }
    }

    /// Whether it is there to change something of a contact.
    pub fn edits(&self) -> bool {
        match self {
            Self::Field(_)
            | Self::Contact(_)
            | Self::Task(_)
            | Self::Note(_)
            | Self::Tags(_)
            | Self::People(_)
            | Self::Menu(Menu::Owner(..) | Menu::Snooze(..))
            | Self::Confirm(_) => true,
            Self::Menu(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Change(_)
            | Self::Conflict(_)
            | Self::Welcome(_) => false,
        }
    }

    /// What was typed into an editor and would be lost without it.
    pub fn drafts(&self, at: Timestamp) -> Vec<Draft> {
        match self {
            Self::Field(editor) => editor.draft(at).into_iter().collect(),
            Self::Contact(form) => form.drafts(at),
            Self::Task(form) => form.draft(at).into_iter().collect(),
            Self::Note(note) => note.draft(at).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Where drafts of this editor lie.
    pub fn places(&self) -> Vec<Place> {
        match self {
            Self::Field(editor) => vec![editor.place()],
            Self::Contact(form) => form.rows.iter().map(|row| form.place(row)).collect(),
            Self::Task(form) => vec![form.place()],
            Self::Note(note) => vec![note.place()],
            _ => Vec::new(),
        }
    }

    /// Says on an editor why it could not be saved.
    pub fn set_fault(&mut self, why: String) {
        match self {
            Self::Field(editor) => editor.row.fault = Some(why),
            Self::Contact(form) => form.fault = Some(why),
            Self::Task(form) => form.fault = Some(why),
            Self::Note(note) => note.fault = Some(why),
            _ => {}
        }
    }
}
