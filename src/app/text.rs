//! Text that is being typed: the one place that knows the text area widget.
//!
//! Letters are text, the readline keys work, a paste is one text and never a submit.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea};

/// Longest text taken from a paste, in bytes; a note of the service holds 65,535 characters.
const LONGEST_PASTE: usize = 1 << 20;

/// A text with a cursor in it, of one line or of many.
#[derive(Clone)]
pub struct Text {
    area: Box<TextArea<'static>>,
    many_lines: bool,
    secret: bool,
}

/// What a text made of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Changed,
    /// It moved the cursor, or there was nothing to delete.
    Unchanged,
    /// It is no key of text.
    No,
}

impl Default for Text {
    fn default() -> Self {
        Self::line("")
    }
}

impl Text {
    /// One line. The cursor stands at the end.
    pub fn line(text: &str) -> Self {
        let mut this = Self { area: Box::default(), many_lines: false, secret: false };
        this.insert(text);
        this
    }

    /// Many lines. The cursor stands at the end.
    pub fn lines_of(text: &str) -> Self {
        let mut this = Self { area: Box::default(), many_lines: true, secret: false };
        this.insert(text);
        this
    }

    /// One line that neither the screen nor a log shows.
    pub fn secret() -> Self {
        let mut this = Self { secret: true, ..Self::default() };
        this.area.set_mask_char('*');
        this
    }

    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Without space around it.
    pub fn trimmed(&self) -> String {
        self.text().trim().to_owned()
    }

    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// The lines as they are drawn: those of a secret are stars.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.area.lines().iter();
        if self.secret {
            lines.map(|line| "*".repeat(line.chars().count())).collect()
        } else {
            lines.cloned().collect()
        }
    }

    /// Line and character, both from 0.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Replaces the whole text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        self.area.select_all();
        if !self.area.cut() {
            self.area.cancel_selection();
        }
        self.insert(text);
    }

    /// Takes a key if it is one of text.
    pub fn key(&mut self, key: KeyEvent) -> Taken {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let changed = match (key.code, ctrl, alt) {
            (KeyCode::Enter, false, false) if self.many_lines => {
                self.area.insert_newline();
                true
            }
            (KeyCode::Char(letter), false, false) => {
                self.area.insert_char(letter);
                true
            }
            (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
                self.area.delete_char()
            }
            (KeyCode::Delete, false, false) | (KeyCode::Char('d'), true, false) => {
                self.area.delete_next_char()
            }
            (KeyCode::Char('w'), true, false) | (KeyCode::Backspace, false, true) => {
                self.area.delete_word()
            }
            (KeyCode::Char('d'), false, true) => self.area.delete_next_word(),
            (KeyCode::Char('u'), true, false) => self.area.delete_line_by_head(),
            (KeyCode::Char('k'), true, false) => self.area.delete_line_by_end(),
            (KeyCode::Char('y'), true, false) => self.area.paste(),
            _ => {
                let Some(step) = step(key.code, ctrl, alt) else { return Taken::No };
                self.area.move_cursor(step);
                false
            }
        };
        if changed { Taken::Changed } else { Taken::Unchanged }
    }

    /// Types one letter.
    pub fn letter(&mut self, letter: char) {
        self.area.insert_char(letter);
    }

    /// Inserts at the cursor, as a paste does: line breaks become spaces where there is one line
    /// only, other control characters vanish.
    pub fn insert(&mut self, text: &str) {
        let end = (0..=text.len().min(LONGEST_PASTE))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let unix = text[..end].replace("\r\n", "\n").replace('\r', "\n");
        let taken: String = unix
            .chars()
            .filter_map(|letter| match letter {
                '\n' if self.many_lines => Some('\n'),
                '\n' | '\t' => Some(' '),
                letter if letter.is_control() => None,
                letter => Some(letter),
            })
            .collect();
        self.area.insert_str(if self.many_lines { &taken } else { taken.trim_end_matches(' ') });
    }
}

fn step(code: KeyCode, ctrl: bool, alt: bool) -> Option<CursorMove> {
    Some(match (code, ctrl, alt) {
        (KeyCode::Left, true, false) | (KeyCode::Left | KeyCode::Char('b'), false, true) => {
            CursorMove::WordBack
        }
        (KeyCode::Right, true, false) | (KeyCode::Right | KeyCode::Char('f'), false, true) => {
            CursorMove::WordForward
        }
        (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => CursorMove::Back,
        (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => CursorMove::Forward,
        (KeyCode::Up, false, false) => CursorMove::Up,
        (KeyCode::Down, false, false) => CursorMove::Down,
        (KeyCode::Home, false, false) | (KeyCode::Char('a'), true, false) => CursorMove::Head,
        (KeyCode::End, false, false) | (KeyCode::Char('e'), true, false) => CursorMove::End,
        _ => return None,
    })
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.area.lines() == other.area.lines() && self.cursor() == other.cursor()
    }
}

/// What is typed may be a token: a dump of the state shows its length only.
impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Text({} characters)", self.text().chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::parse_keys;

    fn typed(mut text: Text, keys: &str) -> Text {
        for key in parse_keys(keys).unwrap() {
            text.key(key);
        }
        text
    }

    #[test]
    fn readline_keys_work() {
        let cases = [
            ("one two<c-w>x", "one x"),
            ("one<c-a>x", "xone"),
            ("one<c-a><c-k>x", "x"),
            ("one two<c-u>x", "x"),
            ("one two<a-b>x", "one xtwo"),
            ("ab<left><del>c", "ac"),
        ];
        for (keys, text) in cases {
            assert_eq!(typed(Text::default(), keys).text(), text, "{keys}");
        }
    }

    #[test]
    fn one_line_stays_one_line() {
        let mut line = typed(Text::default(), "a<enter>b");
        line.insert("c\r\nd\te\u{1b}[31m\n");
        assert_eq!(line.text(), "abc d e[31m");
    }

    #[test]
    fn many_lines_take_enter_and_pasted_lines() {
        let mut note = typed(Text::lines_of(""), "a<enter>b");
        note.insert("c\r\nd");
        assert_eq!(note.text(), "a\nbc\nd");
        assert_eq!(note.cursor(), (2, 1));
    }

    #[test]
    fn setting_leaves_nothing_of_what_was() {
        let mut text = Text::lines_of("one\ntwo");
        text.set("three");
        assert_eq!(text.text(), "three");
        text.set("");
        assert!(text.is_empty());
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = typed(Text::secret(), "pit-1");
        assert_eq!(secret.lines(), ["*****"]);
        assert!(!format!("{secret:?}").contains("pit"));
        assert_eq!(secret.text(), "pit-1");
    }
}
