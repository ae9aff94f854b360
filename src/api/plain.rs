//! Texts of the service, made fit to be put into an error.

use crate::model::clean::clean;

/// Longest text kept of what the service said, in bytes.
const MOST: usize = 4 * 1024;

/// On one line, safe to draw, and not longer than anybody reads.
pub(super) fn plain(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(MOST)];
    let mut plain = clean(text.trim()).into_owned();
    plain.truncate(plain.floor_char_boundary(MOST));
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_terminal_sequence_stays_active() {
        assert_eq!(plain("\u{1b}[31mno\r\n"), "␛[31mno");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        for text in ["é".repeat(MOST), "\u{1b}".repeat(MOST)] {
            let cut = plain(&text);
            assert!(!cut.is_empty() && cut.len() <= MOST);
        }
    }
}
