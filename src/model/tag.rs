//! A tag in the form in which the service keeps it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Trimmed and lower-cased, as the service stores it (contract 2.5), so that two spellings of
/// one tag compare equal before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(Box<str>);

impl Tag {
    /// `None` for a text that holds nothing but space.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        (!text.is_empty()).then(|| Self(text.into_boxed_str()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_the_service_folds_are_one_tag() {
        assert_eq!(Tag::new("  Hot Lead "), Tag::new("hot lead"));
        assert_eq!(Tag::new("   "), None);
    }
}
