//! How deep a JSON text is nested, found without following it down.

/// Deepest nesting that is read.
pub(super) const MOST: usize = 64;

/// Whether no bracket stands inside more than `most` others. Says nothing about whether the text
/// is JSON.
pub(super) fn is_within(json: &[u8], most: usize) -> bool {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => at = end_of_text(json, at + 1),
            b'{' | b'[' => {
                depth += 1;
                if depth > most {
                    return false;
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    true
}

/// Where the closing quote stands, or the end of a text that was cut off.
fn end_of_text(json: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_outside_of_texts_count() {
        assert!(is_within(br#"{"a":["[[[[\"[[["]}"#, 2));
        assert!(!is_within(br#"{"a":[[]]}"#, 2));
        assert!(is_within(b"[][][]", 1));
    }

    #[test]
    fn nothing_is_too_broken_to_be_measured() {
        for json in ["", "\"", "\"\\", "]]]", "{\"a", "\\"] {
            assert!(is_within(json.as_bytes(), MOST), "{json}");
        }
        assert!(!is_within(&b"[".repeat(1 << 20), MOST));
    }
}
