//! The dialogs, one over the other: the last one has the keys.

use super::dialogs::{
    choice::Choice, confirm::Confirm, contact::ContactForm, field::FieldEditor, finder::Finder,
    note::NoteBox, tags::TagPicker, task::TaskForm, welcome::Welcome,
};
use crate::model::ids::{ContactId, OpId};

#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Field(FieldEditor),
    Contact(ContactForm),
    Task(TaskForm),
    Note(NoteBox),
    Tags(TagPicker),
    /// The owner of these contacts (`@`).
    Owner {
        contacts: Vec<ContactId>,
        choice: Choice,
    },
    /// The order of the list (`s`): the cursor's place in `SortBy::ALL`.
    Sort {
        at: usize,
    },
    Confirm(Confirm),
    /// What can be done here (`?`).
    Help(Finder),
    /// Any command (`:`).
    Palette(Finder),
    /// Why a change was refused, in full.
    Refusal {
        op: OpId,
    },
    Welcome(Welcome),
    /// Which of the location's users the person is.
    Who(Choice),
}
