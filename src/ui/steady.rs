//! Letters whose width every terminal agrees on. Emoji that are made of several, flags, and marks
//! that choose between two looks are drawn two, three or four cells wide by one terminal or
//! another; a row that holds one would be torn wherever the terminal counts otherwise than we do.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

const JOINER: char = '\u{200d}';
const FIRST_FLAG_LETTER: u32 = 0x1f1e6;

/// A joined emoji as its first part, without skin tone; a flag as its two letters; no selectors
/// between looks. All else as it is.
pub fn steady(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_shaky) {
        return text.into();
    }
    text.graphemes(true).fold(String::with_capacity(text.len()), push).into()
}

fn push(mut out: String, grapheme: &str) -> String {
    let first = grapheme.split(JOINER).next().unwrap_or_default();
    for c in first.chars() {
        match flag_letter(c) {
            Some(letter) => out.push(letter),
            None if is_shaky(c) => {}
            None => out.push(c),
        }
    }
    out
}

fn is_shaky(c: char) -> bool {
    let selector = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    let skin_tone = matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
    c == JOINER || selector || skin_tone || flag_letter(c).is_some()
}

fn flag_letter(c: char) -> Option<char> {
    let letter = u8::try_from(u32::from(c).checked_sub(FIRST_FLAG_LETTER)?).ok()?;
    (letter < 26).then(|| char::from(b'A' + letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terminals_disagree_on_is_made_plain() {
        for (text, drawn) in [
            ("👩‍👩‍👧‍👦 Family", "👩 Family"),
            ("👍🏽 Thumb", "👍 Thumb"),
            ("❤️ Heart", "❤ Heart"),
            ("🏳️‍🌈 Pride", "🏳 Pride"),
            ("🇩🇪🇫🇷 Flags", "DEFR Flags"),
            ("Zoë 山田 محمد", "Zoë 山田 محمد"),
            ("👍 fine", "👍 fine"),
        ] {
            assert_eq!(steady(text), drawn);
        }
    }
}
