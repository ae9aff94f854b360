//! A due date at the end of a quickly typed title.

use jiff::{Timestamp, Zoned};

use super::parse::{MOST_WORDS, read};

/// `call fri 3pm` is `call`, due on Friday at three: as many words from the end as make a date.
/// The title is trimmed, and empty where all of the text is a date.
pub fn split_trailing<'a>(text: &'a str, now: &Zoned) -> (&'a str, Option<Timestamp>) {
    let text = text.trim();
    let starts = text.char_indices().filter(|(at, c)| {
        !c.is_whitespace() && text[..*at].chars().next_back().is_none_or(char::is_whitespace)
    });
    let mut starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    starts.drain(..starts.len().saturating_sub(MOST_WORDS));
    starts
        .into_iter()
        .find_map(|start| {
            let words: Vec<&str> = text[start..].split_whitespace().collect();
            Some((text[..start].trim_end(), Some(read(&words, now)?)))
        })
        .unwrap_or((text, None))
}
