//! Free words, ready to be looked for: all of them, anywhere, accents folded, phone numbers in
//! any format.

use crate::model::folded::folded;

/// One free word or phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Folded. Any one of these must be found; the first is the word itself.
    pub spellings: Vec<String>,
}

impl Words {
    pub fn new(text: &str) -> Self {
        Self { spellings: vec![folded(text).into_owned()] }
    }
}

/// A phone number as it is compared: letters and digits, and the plus that it begins with.
pub fn squeezed_phone(text: &str) -> String {
    let text = text.trim();
    let plus = text.starts_with('+').then_some('+');
    plus.into_iter().chain(text.chars().filter(|c| c.is_alphanumeric())).collect()
}
