//! Why a filter can't be run.

use std::ops::Range;

/// A plain sentence, and the part of the text that it is about where there is one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// Bytes of the text; both ends are borders of characters.
    pub span: Option<Range<usize>>,
    pub message: String,
}

impl Error {
    pub(super) fn at(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span: Some(span), message: message.into() }
    }

    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }
}
