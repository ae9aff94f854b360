//! The note box.

use jiff::Timestamp;

use crate::app::{
    draft::{Draft, Place},
    text::Text,
};
use crate::model::{
    change::Change,
    ids::{ContactId, Ids, NoteId, OpId},
    note::{Note, NoteDraft},
};

#[derive(Clone, Debug, PartialEq)]
pub struct NoteBox {
    /// Whose note; several get one each.
    pub contacts: Vec<ContactId>,
    /// `None` is a new one.
    pub note: Option<NoteId>,
    pub text: Text,
    /// Kept as it is: the box does not show it.
    title: String,
    /// Whether the button that saves has the keys.
    pub on_button: bool,
    pub fault: Option<String>,
    pub refused: Option<OpId>,
    pub draft_from: Option<Timestamp>,
    was: NoteDraft,
}

impl NoteBox {
    pub fn new(contacts: Vec<ContactId>) -> Self {
        Self {
            contacts,
            note: None,
            text: Text::lines_of(""),
            title: String::new(),
            on_button: false,
            fault: None,
            refused: None,
            draft_from: None,
            was: NoteDraft::default(),
        }
    }

    /// One that exists, raw as it is.
    pub fn of(note: &Note) -> Self {
        Self {
            note: Some(note.id),
            text: Text::lines_of(&note.draft.body),
            title: note.draft.title.clone(),
            was: note.draft.clone(),
            ..Self::new(vec![note.contact])
        }
    }

    /// With what a refused change was to say.
    #[must_use]
    pub fn again(mut self, refused: Option<OpId>, draft: &NoteDraft) -> Self {
        self.refused = refused;
        self.text.set(&draft.body);
        self.title.clone_from(&draft.title);
        self
    }

    pub fn place(&self) -> Place {
        match (self.note, self.contacts.as_slice()) {
            (Some(note), _) => Place::Note(note),
            (None, [contact]) => Place::NewNote(Some(*contact)),
            (None, _) => Place::NewNote(None),
        }
    }

    /// Goes on with what was typed before.
    pub fn take(&mut self, draft: &Draft) {
        if let Some(typed) = draft.texts.first() {
            self.text.set(typed);
            self.draft_from = Some(draft.at);
        }
    }

    pub fn draft(&self, at: Timestamp) -> Option<Draft> {
        let text = self.text.text();
        let place = self.place();
        (text != self.was.body).then(|| Draft { place, texts: vec![text], at })
    }

    /// `None` where it can't be saved as it is.
    pub fn changes(&mut self, ids: &mut Ids) -> Option<Vec<Change>> {
        let body = self.text.text();
        if body.trim().is_empty() {
            self.fault = Some("the note is empty".to_owned());
            return None;
        }
        let now = NoteDraft { title: self.title.clone(), body };
        let Some(note) = self.note else {
            let added = |contact: &ContactId| Change::NoteAdded {
                contact: *contact,
                note: ids.note(),
                draft: now.clone(),
            };
            return Some(self.contacts.iter().map(added).collect());
        };
        if now == self.was {
            return Some(Vec::new());
        }
        let was = self.was.clone();
        let edited = |contact: &ContactId| Change::NoteEdited {
            contact: *contact,
            note,
            was: was.clone(),
            now: now.clone(),
        };
        Some(self.contacts.iter().take(1).map(edited).collect())
    }
}
