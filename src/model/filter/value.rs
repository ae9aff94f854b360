//! What may stand after a field's colon.

use std::ops::Range;

use super::{
    error::Error,
    field::{FIELDS, FieldSpec, Present, Takes, TextField},
    term::squeezed_phone,
    test::{Due, Mark, Owner, Query, Test},
    token::{Compare, Text},
    tree::Tree,
    when::{Age, Day, When},
};
use crate::model::tag::Tag;

pub(super) fn word(word: String, span: Range<usize>) -> Result<Query, Error> {
    if word.trim().is_empty() {
        return Err(Error::at(span, "there is nothing between these quotes"));
    }
    Ok(Tree::Leaf(Test::Word(word)))
}

pub(super) fn test(
    field: &FieldSpec,
    compare: Compare,
    value: &Text,
    span: Range<usize>,
) -> Result<Query, Error> {
    if value.as_str().trim().is_empty() {
        return Err(Error::at(span, "there is nothing between these quotes"));
    }
    let is_none = compare == Compare::Is && value.is_word("none");
    if let Some(present) = field.present().filter(|_| is_none) {
        return Ok(Tree::Leaf(Test::Has(present)).negated());
    }
    let fault = |message: String| Error::at(span.clone(), message);
    let takes_times = matches!(field.takes, Takes::Time(_) | Takes::Due);
    if compare != Compare::Is && !takes_times {
        return Err(fault(format!(
            "`{0}` is not compared by size; write `{0}:{1}`",
            field.name, field.example
        )));
    }
    let text = value.as_str();
    Ok(Tree::Leaf(match field.takes {
        Takes::Text(TextField::Phone) if squeezed_phone(text).is_empty() => {
            return Err(fault(format!("`{text}` has no digit")));
        }
        Takes::Text(field) => Test::Text(field, text.to_owned()),
        Takes::Tag => match Tag::new(text) {
            Some(tag) if tag.as_str() != "*" => Test::Tag(tag.as_str().to_owned()),
            _ => Test::Has(Present::Tag),
        },
        Takes::Owner if value.is_word("me") => Test::Owner(Owner::Me),
        Takes::Owner => Test::Owner(Owner::Named(text.to_owned())),
        Takes::Dnd => Test::Dnd(yes_or_no(text).map_err(fault)?),
        Takes::Time(field) => Test::Time(field, when(compare, text).map_err(fault)?),
        Takes::Due => Test::Due(due(compare, text).map_err(fault)?),
        Takes::Has => Test::Has(present(text).map_err(fault)?),
        Takes::Is => Test::Is(mark(text).map_err(fault)?),
    }))
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" => Ok(true),
        "no" | "false" | "off" => Ok(false),
        _ => Err(format!("`dnd` is `yes` or `no`, not `{text}`")),
    }
}

fn due(compare: Compare, text: &str) -> Result<Due, String> {
    const WORDS: [(&str, Due); 3] =
        [("overdue", Due::Overdue), ("week", Due::Week), ("none", Due::None)];
    let word = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    match word {
        Some((_, due)) if compare == Compare::Is => Ok(*due),
        _ => when(compare, text).map(Due::When).map_err(|message| {
            if compare == Compare::Is {
                format!("{message}; or `overdue`, `week`, `none`")
            } else {
                message
            }
        }),
    }
}

fn when(compare: Compare, text: &str) -> Result<When, String> {
    if let (Compare::Is, Some((first, last))) = (compare, text.split_once("..")) {
        return range(first, last);
    }
    match (compare, Age::parse(text)) {
        (Compare::Is, Some(age)) => {
            return Err(format!("write `<{age}` for nearer than {age}, `>{age}` for farther"));
        }
        (Compare::Less | Compare::AtMost, Some(age)) => return Ok(When::Within(age)),
        (Compare::More | Compare::AtLeast, Some(age)) => return Ok(When::Beyond(age)),
        (_, None) => {}
    }
    let day = day(text)?;
    Ok(match compare {
        Compare::Is => When::On(day),
        Compare::Less => When::Before(day),
        Compare::More => When::After(day),
        Compare::AtMost => When::Until(day),
        Compare::AtLeast => When::From(day),
    })
}

fn range(first: &str, last: &str) -> Result<When, String> {
    match (first, last) {
        ("", "") => Err("a range needs a day, such as `2026-09-01..2026-09-30`".to_owned()),
        (first, "") => Ok(When::From(day(first)?)),
        ("", last) => Ok(When::Until(day(last)?)),
        (first, last) => match (day(first)?, day(last)?) {
            (Day::Date(from), Day::Date(until)) if until < from => {
                Err(format!("`{first}..{last}` ends before it begins"))
            }
            (first, last) => Ok(When::Between(first, last)),
        },
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text)
        .ok_or_else(|| format!("`{text}` is no time: write `<7d`, `>2w`, `today` or `2026-09-01`"))
}

fn present(text: &str) -> Result<Present, String> {
    if ["task", "tasks"].iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return Ok(Present::Task);
    }
    FieldSpec::named(text).and_then(FieldSpec::present).ok_or_else(|| {
        let names = FIELDS.iter().filter(|field| field.present().is_some());
        let names: Vec<_> = names.map(|field| field.name).chain(["task"]).collect();
        format!("`{text}` is nothing a contact has; it may have {}", names.join(", "))
    })
}

fn mark(text: &str) -> Result<Mark, String> {
    Mark::from_word(text).ok_or_else(|| {
        let words: Vec<_> = Mark::ALL.iter().map(|mark| mark.word()).collect();
        format!("a contact is {}; not `{text}`", words.join(", "))
    })
}
