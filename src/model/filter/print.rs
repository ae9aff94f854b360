//! From a [`Query`] to its canonical text, which parses to the same query.

use std::fmt;

use super::{
    field::{FieldSpec, Present, Takes},
    test::{Due, Owner, Query, Test},
    tree::Tree,
};

/// `tag:hot updated:<7d -dnd:yes`
impl fmt::Display for Tree<Test> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(items) => list(out, items, " ", |item| matches!(item, Self::Any(_))),
            Self::Any(items) => list(out, items, " OR ", |_| false),
            Self::Not(inner) => {
                out.write_str("-")?;
                list(out, std::slice::from_ref(inner), "", |item| !matches!(item, Self::Leaf(_)))
            }
            Self::Leaf(test) => test.fmt(out),
        }
    }
}

fn list(
    out: &mut fmt::Formatter<'_>,
    items: &[Query],
    between: &str,
    needs_brackets: impl Fn(&Query) -> bool,
) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        let between = if at == 0 { "" } else { between };
        if needs_brackets(item) {
            write!(out, "{between}({item})")?;
        } else {
            write!(out, "{between}{item}")?;
        }
    }
    Ok(())
}

impl fmt::Display for Test {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FieldSpec::of;
        match self {
            Self::Word(word) => out.write_str(&quoted(word, is_plain_word(word))),
            Self::Text(field, text) => {
                write!(out, "{}:{}", name(Takes::Text(*field)), value(text))
            }
            Self::Tag(tag) => write!(out, "{}:{}", name(Takes::Tag), value(tag)),
            Self::Owner(Owner::Me) => write!(out, "{}:me", name(Takes::Owner)),
            Self::Owner(Owner::Named(text)) => {
                let is_plain = is_plain_value(text) && !text.eq_ignore_ascii_case("me");
                write!(out, "{}:{}", name(Takes::Owner), quoted(text, is_plain))
            }
            Self::Dnd(on) => {
                write!(out, "{}:{}", name(Takes::Dnd), if *on { "yes" } else { "no" })
            }
            Self::Time(field, when) => write!(out, "{}:{when}", name(Takes::Time(*field))),
            Self::Due(due) => write!(out, "{}:{due}", name(Takes::Due)),
            Self::Has(present) => write!(out, "{}:{}", name(Takes::Has), present_word(*present)),
            Self::Is(mark) => write!(out, "{}:{}", name(Takes::Is), mark.word()),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overdue => out.write_str("overdue"),
            Self::Week => out.write_str("week"),
            Self::None => out.write_str("none"),
            Self::When(when) => when.fmt(out),
        }
    }
}

fn present_word(present: Present) -> &'static str {
    match present {
        Present::Text(field) => FieldSpec::of(Takes::Text(field)),
        Present::Tag => FieldSpec::of(Takes::Tag),
        Present::Owner => FieldSpec::of(Takes::Owner),
        Present::Time(field) => FieldSpec::of(Takes::Time(field)),
        Present::Task => "task",
    }
}

fn value(text: &str) -> String {
    quoted(text, is_plain_value(text))
}

fn is_plain_word(text: &str) -> bool {
    has_no_syntax(text)
        && !text.starts_with('-')
        && !text.contains([':', '<', '>', '='])
        && !["AND", "OR", "NOT"].contains(&text)
}

fn is_plain_value(text: &str) -> bool {
    has_no_syntax(text) && !text.starts_with(['<', '>', '=']) && !text.eq_ignore_ascii_case("none")
}

fn has_no_syntax(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "\"()".contains(c))
}

fn quoted(text: &str, is_plain: bool) -> String {
    if is_plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
