//! A term made ready to be looked for in folded records.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::record::{Sought, part};
use crate::model::filter::{Term, TextField};

pub(super) struct Needle<'a> {
    spellings: Vec<Spelling<'a>>,
}

struct Spelling<'a> {
    text: &'a str,
    finder: Finder<'a>,
}

impl<'a> Needle<'a> {
    pub(super) fn new(term: &'a Term) -> Self {
        let spelling = |text: &'a String| Spelling { text, finder: Finder::new(text) };
        Self { spellings: term.spellings().iter().map(spelling).collect() }
    }

    /// For each spelling a piece that stands within one part of whatever record holds it.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &'a str> {
        self.spellings.iter().map(Spelling::piece)
    }

    /// How little a pass over everything is likely to find: the longer the piece, the less.
    pub(super) fn sharpness(&self) -> usize {
        self.pieces().map(str::len).min().unwrap_or(0) / self.spellings.len()
    }

    /// Whether what holds a piece holds the term.
    pub(super) fn is_its_pieces(&self) -> bool {
        !self.spellings.iter().any(Spelling::is_phrase)
    }

    /// Anywhere in the record; a phrase also across first and last name, in either order.
    pub(super) fn is_in_record(&self, record: &[u8]) -> bool {
        self.spellings.iter().any(|spelling| {
            spelling.is_in(record) || spelling.is_phrase() && spelling.is_in_names(record)
        })
    }

    pub(super) fn is_in_field(&self, record: &[u8], field: TextField) -> bool {
        let sought = match field {
            TextField::Last => Sought::Last,
            TextField::First => Sought::First,
            TextField::Company => Sought::Company,
            TextField::Email => Sought::Email,
            TextField::Phone => Sought::Phone,
            _ => return self.spellings.iter().any(|spelling| spelling.is_in_names(record)),
        };
        let text = part(record, sought as usize);
        self.spellings.iter().any(|spelling| spelling.is_in(text))
    }

    pub(super) fn is_in_text(&self, text: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling.is_in(text.as_bytes()))
    }

    pub(super) fn is_text(&self, text: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling.text == text)
    }
}

impl<'a> Spelling<'a> {
    /// The name of a list has a comma and a space that no record has.
    const SEAMS: [char; 2] = [' ', ','];

    fn piece(&self) -> &'a str {
        self.text.split(Self::SEAMS).max_by_key(|piece| piece.len()).unwrap_or(self.text)
    }

    fn is_phrase(&self) -> bool {
        self.text.contains(Self::SEAMS)
    }

    fn is_in(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    fn is_in_names(&self, record: &[u8]) -> bool {
        let (last, first) =
            (part(record, Sought::Last as usize), part(record, Sought::First as usize));
        if !self.is_phrase() {
            return self.is_in(last) || self.is_in(first);
        }
        let names: [Cow<[u8]>; 2] =
            [[first, b" ", last].concat().into(), [last, b", ", first].concat().into()];
        names.iter().any(|name| self.is_in(name))
    }
}
