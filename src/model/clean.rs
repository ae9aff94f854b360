//! Text from elsewhere made safe to draw. Whatever a server, a file or another program says goes
//! through here before it reaches a terminal (reliability S1 to S3).

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Stands where something was that must not be drawn.
const MARK: char = '\u{FFFD}';
/// Carries a combining mark that has no letter to stand on.
const CARRIER: char = '◌';
/// The most that a letter of any living language needs is far below.
const MARKS_PER_GRAPHEME: usize = 8;

/// One line: line breaks and tabs are spaces, control bytes are visible (`␛`), text that would
/// reorder or hide its neighbours is a `�`. Cleaning what is clean changes nothing.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    clean_line(&mut out, text);
    out.into()
}

/// Several lines: like [`clean`], but line breaks stay, each as one `\n`, and a tab is four
/// spaces.
pub fn clean_text(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines(text).enumerate() {
        if at > 0 {
            out.push('\n');
        }
        for (at, cell) in line.split('\t').enumerate() {
            if at > 0 {
                out.push_str("    ");
            }
            clean_line(&mut out, cell);
        }
    }
    out.into()
}

/// Like `split('\n')`, whichever of the line breaks of this world is used.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        line.strip_suffix('\r').unwrap_or(line).split(['\r', '\u{85}', '\u{2028}', '\u{2029}'])
    })
}

fn clean_line(out: &mut String, text: &str) {
    for grapheme in text.graphemes(true) {
        if out.is_empty() || out.ends_with('\n') {
            out.extend(grapheme.chars().next().filter(|c| is_combining_mark(*c)).map(|_| CARRIER));
        }
        clean_grapheme(out, grapheme);
    }
}

fn clean_grapheme(out: &mut String, grapheme: &str) {
    if grapheme == "\r\n" {
        out.push(' ');
        return;
    }
    let (mut marks, mut selectors, mut before) = (0, 0, None);
    let mut chars = grapheme.chars().peekable();
    while let Some(c) = chars.next() {
        let class = class(c);
        match class {
            Class::Drawn => out.push(c),
            Class::Break => out.push(' '),
            Class::Control(picture) => out.push(picture),
            Class::Hidden => out.push(MARK),
            Class::Joiner => {
                let joins = before.is_some_and(is_pictograph)
                    && chars.peek().copied().is_some_and(is_pictograph);
                out.push(if joins { c } else { MARK });
            }
            Class::Selector => {
                selectors += 1;
                if selectors == 1 {
                    out.push(c);
                }
            }
            Class::Combining => {
                marks += 1;
                if marks <= MARKS_PER_GRAPHEME {
                    out.push(c);
                }
            }
        }
        let dresses = matches!(class, Class::Selector | Class::Combining) || is_skin_tone(c);
        if !dresses {
            before = Some(c);
        }
    }
}

/// What becomes of a character.
enum Class {
    Drawn,
    Break,
    /// Shown as this picture.
    Control(char),
    /// Reorders, hides or tags its neighbours unseen.
    Hidden,
    /// Makes one emoji of two, and mischief elsewhere.
    Joiner,
    /// Chooses between looks of the letter before it.
    Selector,
    Combining,
}

fn class(c: char) -> Class {
    match c {
        ' '..='~' => Class::Drawn,
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\0'..='\u{1F}' => {
            Class::Control(char::from_u32(0x2400 + u32::from(c)).unwrap_or(MARK))
        }
        '\u{7F}' => Class::Control('␡'),
        '\u{200D}' => Class::Joiner,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Class::Selector,
        '\u{80}'..='\u{9F}'                             // C1
        | '\u{AD}'                                      // soft hyphen
        | '\u{61C}' | '\u{200E}' | '\u{200F}'           // direction marks
        | '\u{202A}'..='\u{202E}'                       // direction overrides
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // blank letters
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200C}'                       // zero width
        | '\u{2060}'..='\u{206F}'                       // invisible operators, isolates
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' => Class::Hidden, // tags
        _ if is_combining_mark(c) => Class::Combining,
        _ => Class::Drawn,
    }
}

/// Blocks whose characters take part in joined emoji.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_text_is_defused() {
        for (hostile, shown) in [
            ("plain", "plain"),
            ("\x1b[31mred", "␛[31mred"),
            ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
            ("c1 \u{9b}31m", "c1 �31m"),
            ("del\x7f", "del␡"),
            ("two\nlines\tand\r\na tab", "two lines and a tab"),
            ("abc\u{202e}gnp.exe", "abc�gnp.exe"),
            ("a\u{200b}b\u{ad}c\u{feff}", "a�b�c�"),
            ("tag\u{e0041}", "tag�"),
            ("a\u{200d}b", "a�b"),
            ("\u{301}x", "◌\u{301}x"),
        ] {
            assert_eq!(clean(hostile), shown, "{hostile:?}");
        }
    }

    #[test]
    fn names_of_this_world_stay_as_they_are() {
        for name in
            ["José", "Nguyễn Văn", "田中さくら", "김민준", "عمر", "प्रिया", "Ζωή", "👩🏽‍💻 Ada", "❤️‍🔥"]
        {
            assert_eq!(clean(name), name);
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("e{}", "\u{301}".repeat(100));
        assert_eq!(clean(&tower).chars().count(), 1 + MARKS_PER_GRAPHEME);
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(clean_text("a\r\nb\n\nc\u{2028}d\te\x1b"), "a\nb\n\nc\nd    e␛");
    }

    fn is_harmless(c: char) -> bool {
        !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    }

    /// Text in which the characters that matter here are frequent.
    fn nasty() -> impl Strategy<Value = String> {
        let special = prop::sample::select(
            "\0\t\n\r\x1b\x7f\u{85}\u{9b}\u{ad}\u{200b}\u{200d}\u{202e}\u{2028}\u{2066}\u{301}\u{fe0f}\
             \u{e0041}\u{1F469}\u{1F3FD}\u{1F4BB}\u{94d}ae "
                .chars()
                .collect::<Vec<_>>(),
        );
        let any = prop_oneof![4 => special, 1 => any::<char>()];
        prop::collection::vec(any, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn no_control_ever_passes(text in nasty()) {
            prop_assert!(clean(&text).chars().all(is_harmless));
            prop_assert!(clean_text(&text).chars().all(|c| c == '\n' || is_harmless(c)));
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in nasty()) {
            let line = clean(&text).into_owned();
            prop_assert_eq!(clean(&line), line.as_str());
            let lines = clean_text(&text).into_owned();
            prop_assert_eq!(clean_text(&lines), lines.as_str());
        }

        #[test]
        fn no_grapheme_carries_a_tower(text in nasty()) {
            for grapheme in clean(&text).graphemes(true) {
                let marks = grapheme.chars().filter(|c| matches!(class(*c), Class::Combining));
                prop_assert!(marks.count() <= MARKS_PER_GRAPHEME);
            }
        }
    }
}
