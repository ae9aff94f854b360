//! Texts of the service, made fit to be put into an error.

/// Longest text kept of what the service said, in bytes.
const MOST: usize = 4 * 1024;

/// On one line, without control characters, and not longer than anybody reads.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len().min(MOST));
    for char in text.chars().map(|char| if char.is_control() { ' ' } else { char }) {
        if plain.len() + char.len_utf8() > MOST {
            break;
        }
        plain.push(char);
    }
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_terminal_sequence_stays_active() {
        assert_eq!(plain("\u{1b}[31mno\u{7}\r\n"), "[31mno");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let cut = plain(&"é".repeat(MOST));
        assert!(cut.len() <= MOST && cut.ends_with('é'));
    }
}
