//! The two texts that the roster keeps of a contact: what is shown, and what is looked for.

use std::borrow::Cow;

use memchr::memchr_iter;

use crate::model::{clean::clean, filter::squeezed_phone, folded::fold_into, row::Row};

/// Stands between the parts of a record; cleaned text holds none.
const SEPARATOR: u8 = 0x1F;
/// Bytes kept of one text. Lists show less, and a hostile server may send megabytes.
const LONGEST: usize = 512;
/// Tags whose names can be found by free words; the service allows no more than some hundreds.
const MOST_TAGS: usize = 512;

/// Where a text stands in the record that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    First,
    Last,
    Company,
    Email,
    Phone,
}

/// Where a text stands in the folded record. The last name comes first, so that records compare
/// as names do. The tags come after these, each a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    Last,
    First,
    Company,
    Email,
    /// Without punctuation.
    Phone,
}

/// The texts of a contact as they are drawn: cleaned, trimmed and capped.
pub(super) fn shown(row: &Row, out: &mut Vec<u8>) {
    out.clear();
    for text in [&row.first, &row.last, &row.company, &row.email, &row.phone] {
        out.extend_from_slice(clean(capped(text)).trim().as_bytes());
        out.push(SEPARATOR);
    }
    out.pop();
}

/// The same, folded, with the names of the tags, and the phone number without punctuation. Each
/// part ends with a separator, the last one too.
pub(super) fn sought(row: &Row, out: &mut String) {
    out.clear();
    for text in [&row.last, &row.first, &row.company, &row.email] {
        folded_part(out, text);
    }
    folded_part(out, &squeezed_phone(capped(&row.phone)));
    for tag in row.tags.iter().take(MOST_TAGS) {
        folded_part(out, tag.as_str());
    }
}

/// The value of a column as it is drawn.
pub(super) fn value(text: &str) -> Cow<'_, str> {
    match clean(capped(text)) {
        Cow::Borrowed(text) => text.trim().into(),
        Cow::Owned(text) => text.trim().to_owned().into(),
    }
}

fn folded_part(out: &mut String, text: &str) {
    let text = capped(text).trim();
    if text.bytes().any(|byte| byte < b' ') {
        fold_into(out, &text.replace(char::is_control, " "));
    } else {
        fold_into(out, text);
    }
    out.push(char::from(SEPARATOR));
}

fn capped(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// One part of a record; empty beyond its end.
pub(super) fn part(record: &[u8], number: usize) -> &[u8] {
    let mut ends = memchr_iter(SEPARATOR, record);
    let start = match number.checked_sub(1) {
        None => 0,
        Some(before) => match ends.nth(before) {
            Some(end) => end + 1,
            None => return &[],
        },
    };
    let end = ends.next().unwrap_or(record.len());
    &record[start..end]
}

/// What a contact is sorted by when sorted by name: last and first name, or the one there is.
/// `None` for a contact without a name.
pub(super) fn name_key(sought: &[u8]) -> Option<&[u8]> {
    let mut ends = memchr_iter(SEPARATOR, sought);
    match (ends.next()?, ends.next()?) {
        (0, 1) => None,
        (0, end) => Some(&sought[1..end]),
        (last, end) if end == last + 1 => Some(&sought[..last]),
        (_, end) => Some(&sought[..end]),
    }
}
