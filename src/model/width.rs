//! How many cells of a terminal a text takes, and how to make it take fewer.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that a text takes, counted as it is drawn: grapheme by grapheme.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The text if it fits, else as many whole graphemes as fit before an `…`. For text that went
/// through [`clean`](super::clean::clean).
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return text.into();
    }
    let Some(room) = cells.checked_sub(1) else { return "".into() };
    let mut taken = 0;
    let end = text
        .grapheme_indices(true)
        .find(|(_, grapheme)| {
            taken += grapheme.width();
            taken > room
        })
        .map_or(text.len(), |(at, _)| at);
    format!("{}…", &text[..end]).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_between_graphemes() {
        assert_eq!(fit("Adams, Jane", 11), "Adams, Jane");
        assert_eq!(fit("Adams, Jane", 7), "Adams,…");
        assert_eq!(fit("田中さくら", 5), "田中…");
        assert_eq!(fit("田中さくら", 4), "田…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(fit("Jane", 1), "…");
        assert_eq!(fit("Jane", 0), "");
    }

    proptest! {
        #[test]
        fn what_is_fitted_fits(text in "\\PC*", cells in 0_usize..40) {
            prop_assert!(width(&fit(&text, cells)) <= cells);
        }
    }
}
