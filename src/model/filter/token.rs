//! The pieces of a filter text: brackets, operators, words and tests.

use std::ops::Range;

use super::{error::Error, field::FieldSpec};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'a> {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    pub(super) kind: Kind<'a>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'a> {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, or a `-` right before something.
    Not,
    Word(String),
    Test {
        field: &'static FieldSpec,
        compare: Compare,
        value: Text<'a>,
    },
}

/// How the value of a test is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Is,
    Less,
    More,
    AtMost,
    AtLeast,
}

/// A value as typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Text<'a> {
    /// May be a word of the language, such as `none` or `me`.
    Bare(&'a str),
    /// Never is.
    Quoted(String),
}

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Bare(text) => text,
            Self::Quoted(text) => text,
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Bare(text) if text.eq_ignore_ascii_case(word))
    }
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Error> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match next {
            _ if next.is_whitespace() => {
                at += next.len_utf8();
                continue;
            }
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            '"' => {
                let (word, length) = quoted(text, at)?;
                (Kind::Word(word), length)
            }
            '-' if !rest[1..].starts_with(|c: char| c == ')' || c.is_whitespace())
                && rest.len() > 1 =>
            {
                (Kind::Not, 1)
            }
            _ => bare(text, at)?,
        };
        found.push(Token { span: at..at + length, kind });
        at += length;
    }
    Ok(found)
}

/// An operator, a word or a test.
fn bare(text: &str, at: usize) -> Result<(Kind<'_>, usize), Error> {
    let run = run(&text[at..]);
    let kind = match run {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        _ => return test(text, at, run),
    };
    Ok((kind, run.len()))
}

fn test<'a>(text: &'a str, at: usize, run: &'a str) -> Result<(Kind<'a>, usize), Error> {
    let word = Ok((Kind::Word(run.to_owned()), run.len()));
    let Some(end) = run.find([':', '<', '>', '=']) else { return word };
    let (name, rest) = run.split_at(end);
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return word;
    }
    let Some(field) = FieldSpec::named(name) else {
        return if rest.starts_with(':') && !rest.starts_with("://") {
            Err(unknown(name, at..at + end))
        } else {
            word
        };
    };
    let value = rest.strip_prefix(':').unwrap_or(rest);
    let (compare, sign) = compare(value);
    let value = &value[sign..];
    if !value.is_empty() {
        return Ok((Kind::Test { field, compare, value: Text::Bare(value) }, run.len()));
    }
    if text[at + run.len()..].starts_with('"') {
        let (value, length) = quoted(text, at + run.len())?;
        let value = Text::Quoted(value);
        return Ok((Kind::Test { field, compare, value }, run.len() + length));
    }
    Err(Error::at(
        at..at + run.len(),
        format!("`{}` needs a value, such as `{}:{}`", field.name, field.name, field.example),
    ))
}

/// The comparison at the head of a value, and its length.
fn compare(value: &str) -> (Compare, usize) {
    const SIGNS: [(&str, Compare); 5] = [
        ("<=", Compare::AtMost),
        (">=", Compare::AtLeast),
        ("<", Compare::Less),
        (">", Compare::More),
        ("=", Compare::Is),
    ];
    let sign = SIGNS.iter().find(|(sign, _)| value.starts_with(sign));
    sign.map_or((Compare::Is, 0), |(sign, compare)| (*compare, sign.len()))
}

/// Up to a space, a quote or a bracket; brackets that close before the next space belong to the
/// word, as in `phone:(212)555`.
fn run(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
    let mut open = 0_usize;
    for (at, c) in rest[..end].char_indices() {
        match c {
            '(' if !rest[at..end].contains(')') => return &rest[..at],
            '(' => open += 1,
            ')' if open == 0 => return &rest[..at],
            ')' => open -= 1,
            _ => {}
        }
    }
    &rest[..end]
}

/// The text between two quotes, and the length of all of it. `\"` is a quote, `\\` a backslash.
fn quoted(text: &str, at: usize) -> Result<(String, usize), Error> {
    let (mut word, mut escaped) = (String::new(), false);
    for (offset, c) in text[at..].char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => {
                escaped = true;
                continue;
            }
            '"' => return Ok((word, offset + 1)),
            _ => {}
        }
        word.push(c);
    }
    Err(Error::at(at..text.len(), "this quote has no end"))
}

fn unknown(name: &str, span: Range<usize>) -> Error {
    let similar = FieldSpec::similar(name)
        .map_or(String::new(), |field| format!("; did you mean `{}:`?", field.name));
    Error::at(span, format!("there is no field `{name}`{similar} (to find this text, quote it)"))
}
