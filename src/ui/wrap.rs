//! Long texts in lines of a given width, cut between words where there is a gap, never inside a
//! grapheme.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// The lines of a text that has no line break in it. The space at which a line ends is part of
/// it, so that the lines put together are the text.
pub fn hard(text: &str, width: u16) -> Vec<&str> {
    let width = width.max(1);
    let mut lines = Vec::new();
    // Where the line began, how wide it is, and where it could be cut, with the width from there.
    let (mut start, mut used, mut gap) = (0, 0_u16, None);
    for (at, grapheme) in text.grapheme_indices(true) {
        let cells = if grapheme.contains(char::is_control) { 1 } else { grapheme.cell_width() };
        // Twice where what follows the gap is too wide as well.
        while used + cells > width && at > start && grapheme != " " {
            let cut = gap.take().unwrap_or(at);
            lines.push(&text[start..cut]);
            used = measured(&text[cut..at]);
            start = cut;
        }
        used += cells;
        if grapheme == " " {
            gap = Some(at + 1);
        }
    }
    lines.push(&text[start..]);
    lines
}

/// A text with line breaks as lines, without the space at their ends.
pub fn text(text: &str, width: u16) -> impl Iterator<Item = &str> {
    text.lines().flat_map(move |line| hard(line, width)).map(str::trim_end)
}

fn measured(text: &str) -> u16 {
    text.graphemes(true)
        .map(|grapheme| if grapheme.contains(char::is_control) { 1 } else { grapheme.cell_width() })
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(
            text("Wants annual billing; ask about it.", 14).collect::<Vec<_>>(),
            ["Wants annual", "billing; ask", "about it."]
        );
        assert_eq!(text("abcdefghij kl", 4).collect::<Vec<_>>(), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(text("山田太郎さん", 5).collect::<Vec<_>>(), ["山田", "太郎", "さん"]);
        assert_eq!(text("a\n\nb", 9).collect::<Vec<_>>(), ["a", "", "b"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(source in "[a-z 山é👍]{0,60}", width in 2_u16..12) {
            let lines = hard(&source, width);
            prop_assert_eq!(lines.concat(), source.as_str());
            prop_assert!(lines.iter().all(|line| measured(line.trim_end()) <= width));
        }
    }
}
