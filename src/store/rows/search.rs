//! Which notes a search means: all words, anywhere, accents and case folded.

use crate::model::{folded::folded, note::NoteDraft};

pub(in crate::store) struct Words(Vec<String>);

impl Words {
    pub(in crate::store) fn new(text: &str) -> Self {
        Self(folded(text).split_whitespace().map(str::to_owned).collect())
    }

    /// Never, if there are no words.
    pub(in crate::store) fn are_in(&self, note: &NoteDraft) -> bool {
        let (title, body) = (folded(&note.title), folded(&note.body));
        !self.0.is_empty()
            && self
                .0
                .iter()
                .all(|word| title.contains(word.as_str()) || body.contains(word.as_str()))
    }
}
