//! The sheet that a screen is drawn on: text into cells, and nothing outside its bounds.
//!
//! Text is measured by grapheme and cell, cut on grapheme borders, and can't do anything to the
//! terminal: what a cell holds is always something that is seen. Every text passes here, so this
//! is the one place that has to know about hostile and hard ones.

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    layout::{Position, Rect},
    style::{Color, Modifier, Style},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    lines::Lines,
    steady::steady,
    theme::{Role, Theme},
};
use crate::{
    app::spot::{Region, Spot},
    model::clean,
};

/// Ends a text that did not fit.
const ELLIPSIS: &str = "…";
const ELLIPSIS_ASCII: &str = "~";

/// Says "left to right" without being seen. Around a text with Arabic or Hebrew letters it keeps
/// terminals that reorder such letters from dragging the rest of the row along.
const LEFT_TO_RIGHT_MARK: char = '\u{200e}';

/// What the terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub theme: Theme,
    pub lines: Lines,
}

/// What stands in a cell that a grapheme covers without filling it: nothing, which is not the same
/// as a blank, so that a blank in its place is sent to the terminal.
const COVERED: &str = "";

pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    look: Look,
    /// Where the terminal's cursor goes: screen readers read from there.
    pub cursor: Option<Position>,
    /// What stands where; the last one over a place counts.
    spots: Vec<(Rect, Spot)>,
    /// Whose rows are drawn.
    region: Option<Region>,
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, look: Look) -> Self {
        Self { buffer, look, cursor: None, spots: Vec::new(), region: None }
    }

    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// From now on rows of this part of the screen are drawn.
    pub fn region(&mut self, area: Rect, region: Region) {
        self.region = Some(region);
        self.spot(area, Spot::Inside(region));
    }

    /// Here stands a row, counted from the first of its list.
    pub fn row(&mut self, area: Rect, row: usize) {
        if let Some(region) = self.region {
            self.spot(area, Spot::Row(region, row));
        }
    }

    pub fn spot(&mut self, area: Rect, spot: Spot) {
        self.spots.push((area.intersection(self.buffer.area), spot));
    }

    /// What stands where, the uppermost last.
    pub fn into_spots(self) -> Vec<(Rect, Spot)> {
        self.spots
    }

    pub fn lines(&self) -> Lines {
        self.look.lines
    }

    pub fn style(&self, role: Role) -> Style {
        self.look.theme.style(role)
    }

    /// Writes one text from `x` towards `end` and returns where it stopped. What doesn't fit
    /// before `end` is cut, and an ellipsis says so.
    pub fn text(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.buffer.area.right());
        if x >= end || x < self.buffer.area.x || !self.has_row(y) {
            return x.min(end);
        }
        let text = clean::clean(text);
        let text = steady(&text);
        let reached = if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.ascii(x, y, end, &text, style)
        } else {
            self.graphemes(x, y, end, &text, style)
        };
        if has_right_to_left(&text) {
            self.enclose(x, y, reached);
        }
        reached
    }

    /// Printable ASCII: one byte, one cell.
    fn ascii(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let room = usize::from(end - x);
        let shown = if text.len() > room { room - 1 } else { text.len() };
        let mut at = x;
        for byte in text.bytes().take(shown) {
            self.cell(at, y, style).set_char(byte.into());
            at += 1;
        }
        if shown < text.len() {
            let ellipsis = self.ellipsis();
            self.cell(at, y, style).set_symbol(ellipsis);
            at += 1;
        }
        at
    }

    fn graphemes(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let mut at = x;
        // Where the ellipsis goes if the rest has no room: over the last grapheme that began.
        let mut cut = x;
        for grapheme in text.graphemes(true) {
            // `clean` leaves no control character; if one ever came through, it ends here.
            if grapheme.contains(char::is_control) {
                continue;
            }
            let width = grapheme.cell_width();
            if width == 0 {
                continue;
            }
            if at < end {
                cut = at;
            }
            if at + width > end {
                let ellipsis = self.ellipsis();
                self.cell(cut, y, style).set_symbol(ellipsis);
                for covered in cut + 1..at {
                    self.cell(covered, y, style);
                }
                return cut + 1;
            }
            self.cell(at, y, style).set_symbol(grapheme);
            let covered = if is_one_glyph(grapheme) { " " } else { COVERED };
            for under in at + 1..at + width {
                self.cell(under, y, style).set_symbol(covered);
            }
            at += width;
        }
        at
    }

    /// Marks both ends of a text that runs from right to left.
    fn enclose(&mut self, x: u16, y: u16, reached: u16) {
        let first = &mut self.buffer[(x, y)];
        let marked = format!("{LEFT_TO_RIGHT_MARK}{}", first.symbol());
        first.set_symbol(&marked);
        let last = &mut self.buffer[(reached - 1, y)];
        let marked = format!("{}{LEFT_TO_RIGHT_MARK}", last.symbol());
        last.set_symbol(&marked);
    }

    /// One symbol over and over, such as a border.
    pub fn repeat(&mut self, area: Rect, symbol: &str, style: Style) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].set_symbol(symbol).set_style(style);
        }
    }

    /// Empties an area before something is laid over what was drawn there.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].reset();
        }
    }

    /// A text in the first row of an area, if it has one.
    pub fn put(&mut self, area: Rect, role: Role, text: &str) {
        self.line(area, area.y).put(role, text);
    }

    /// Shows that the cursor is on this row. In the pane with the keys it stands out, and the
    /// terminal's own cursor goes there, for whoever listens to the screen.
    pub fn cursor_row(&mut self, row: Rect, focused: bool) {
        if focused && !row.is_empty() {
            self.reverse(row);
            self.cursor = Some(row.as_position());
        }
    }

    /// Sets a row apart. Colours and dimness inside it go, since neither can be
    /// relied on in reverse.
    fn reverse(&mut self, area: Rect) {
        let style = self.style(Role::Cursor).remove_modifier(Modifier::DIM);
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].fg = Color::Reset;
            self.buffer[position].set_style(style);
        }
    }

    /// A line of an area, to be filled from both ends. One outside of the area has no room.
    pub fn line(&mut self, area: Rect, y: u16) -> Line<'_, 'a> {
        let inside = (area.top()..area.bottom()).contains(&y);
        let right = if inside { area.right() } else { area.left() };
        Line { canvas: self, y, left: area.left(), right }
    }

    fn cell(&mut self, x: u16, y: u16, style: Style) -> &mut Cell {
        let cell = &mut self.buffer[(x, y)];
        cell.reset();
        cell.set_style(style)
    }

    fn has_row(&self, y: u16) -> bool {
        (self.buffer.area.top()..self.buffer.area.bottom()).contains(&y)
    }

    fn ellipsis(&self) -> &'static str {
        match self.look.lines {
            Lines::Ascii => ELLIPSIS_ASCII,
            _ => ELLIPSIS,
        }
    }
}

/// One line of a canvas, filled from the left and from the right until they meet.
pub struct Line<'c, 'b> {
    canvas: &'c mut Canvas<'b>,
    y: u16,
    left: u16,
    right: u16,
}

impl Line<'_, '_> {
    /// Cells still free.
    pub fn room(&self) -> u16 {
        self.right.saturating_sub(self.left)
    }

    /// Where the next text will start.
    pub fn x(&self) -> u16 {
        self.left
    }

    pub fn put(&mut self, role: Role, text: &str) -> &mut Self {
        let style = self.canvas.style(role);
        self.left = self.canvas.text(self.left, self.y, self.right, text, style);
        self
    }

    /// Puts a text that may take no more than so many cells.
    pub fn put_within(&mut self, role: Role, text: &str, cells: u16) -> &mut Self {
        let style = self.canvas.style(role);
        let end = self.left.saturating_add(cells).min(self.right);
        self.left = self.canvas.text(self.left, self.y, end, text, style);
        self
    }

    /// Puts a text only if all of it fits.
    pub fn put_whole(&mut self, role: Role, text: &str) -> &mut Self {
        if width(text) <= self.room() {
            self.put(role, text);
        }
        self
    }

    pub fn gap(&mut self, cells: u16) -> &mut Self {
        self.left = self.left.saturating_add(cells).min(self.right);
        self
    }

    /// Goes on at column `x` of the screen, or where the last text ended if that is later.
    pub fn to(&mut self, x: u16) -> &mut Self {
        self.left = x.clamp(self.left, self.right.max(self.left));
        self
    }

    /// Puts a text before what already stands at the right end; cut where it doesn't fit.
    pub fn put_right(&mut self, role: Role, text: &str) -> &mut Self {
        let width = width(text).min(self.room());
        let start = self.right - width;
        let style = self.canvas.style(role);
        self.canvas.text(start, self.y, self.right, text, style);
        self.right = start;
        self
    }

    pub fn gap_right(&mut self, cells: u16) -> &mut Self {
        self.right = self.right.saturating_sub(cells).max(self.left);
        self
    }

    /// What stands from column `x` to where the next text will start.
    pub fn spot(&mut self, x: u16, spot: Spot) -> &mut Self {
        let width = self.left.saturating_sub(x);
        self.canvas.spot(Rect { x, y: self.y, width, height: 1 }, spot);
        self
    }

    /// What stands in the last `cells` before which the next text from the right will end.
    pub fn spot_right(&mut self, cells: u16, spot: Spot) -> &mut Self {
        self.canvas.spot(Rect { x: self.right, y: self.y, width: cells, height: 1 }, spot);
        self
    }

    /// Lets a screen reader start at what was last put at the right end.
    pub fn point_right(&mut self) -> &mut Self {
        self.canvas.cursor = Some(Position::new(self.right, self.y));
        self
    }

    /// Lets a screen reader start here.
    pub fn point(&mut self) -> &mut Self {
        if self.room() > 0 {
            self.canvas.cursor = Some(Position::new(self.left, self.y));
        }
        self
    }
}

/// Cells that a text takes.
pub fn width(text: &str) -> u16 {
    steady(&clean::clean(text)).graphemes(true).map(CellWidth::cell_width).sum()
}

/// Whether a terminal keeps a grapheme in one piece, so that all of it goes when its first cell is
/// written over. Letters of India and Thailand are drawn cell by cell, each of which stays until
/// something else is written there.
fn is_one_glyph(grapheme: &str) -> bool {
    let mut bytes = [0; 4];
    grapheme.chars().filter(|c| c.encode_utf8(&mut bytes).cell_width() > 0).count() < 2
}

fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c,
                '\u{590}'..='\u{8ff}'
                | '\u{fb1d}'..='\u{fdff}'
                | '\u{fe70}'..='\u{feff}'
                | '\u{10800}'..='\u{10fff}'
                | '\u{1e800}'..='\u{1efff}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARD: &[&str] = &[
        "Zoë Ångström",
        "山田太郎",
        "김민수",
        "محمد عبد الله",
        "שרה לוי",
        "e\u{301}e\u{301}e\u{301}e\u{301}",
        "👩‍👩‍👧‍👦 Family",
        "❤️ Love",
        "🇩🇪 Berlin",
        "กำลัง ทดสอบ",
        "\u{202e}gnirts",
        "\u{1b}[31mred\u{1b}]0;title\u{7}",
        "a\u{200b}b\u{200d}c\u{feff}",
        "tab\tand\nline",
        "Z\u{351}\u{343}\u{35b}a\u{309}l\u{334}g\u{321}o\u{315}",
    ];

    fn written(text: &str, width: u16, lines: Lines) -> (Buffer, u16) {
        let mut buffer = Buffer::filled(Rect::new(0, 0, width + 1, 1), Cell::new("#"));
        let look = Look { lines, ..Look::default() };
        let reached = Canvas::new(&mut buffer, look).text(0, 0, width, text, Style::new());
        (buffer, reached)
    }

    #[test]
    fn no_text_passes_its_end_or_reaches_the_terminal() {
        for text in HARD {
            for width in 0..12 {
                let (buffer, reached) = written(text, width, Lines::Drawn);
                assert!(reached <= width, "{text:?} in {width}");
                assert_eq!(buffer[(width, 0)].symbol(), "#", "{text:?} in {width}");
                let seen: u16 = cells(&buffer, reached).map(CellWidth::cell_width).sum();
                assert_eq!(seen, reached, "{text:?} in {width} fills what it claims");
                let control = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
                assert!(
                    !cells(&buffer, reached).any(|symbol| symbol.contains(control)),
                    "{text:?}"
                );
            }
        }
    }

    /// The symbols up to `end` without the second halves of wide ones.
    fn cells(buffer: &Buffer, end: u16) -> impl Iterator<Item = &str> {
        let mut covered = 0;
        (0..end).filter_map(move |x| {
            let symbol = buffer[(x, 0)].symbol();
            let own = x >= covered;
            if own {
                covered = x + symbol.cell_width();
            }
            own.then_some(symbol)
        })
    }

    fn shown(text: &str, width: u16) -> String {
        let (buffer, reached) = written(text, width, Lines::Drawn);
        cells(&buffer, reached).collect()
    }

    /// As seen in tmux: the second half of a name stayed on the screen.
    #[test]
    fn nothing_stays_of_a_name_that_goes() {
        for name in ["प्रिया", "त्रिपाठी", "กำลัง", "山田", "Zoë"]
        {
            let (before, reached) = written(name, 12, Lines::Drawn);
            let (after, _) = written("            ", 12, Lines::Drawn);
            let sent: Vec<u16> = before.diff(&after).into_iter().map(|(x, ..)| x).collect();
            let whole = name.graphemes(true).all(is_one_glyph);
            let wanted: Vec<u16> = (0..reached).collect();
            assert!(whole || sent.starts_with(&wanted), "{name}: {sent:?} of {wanted:?}");
        }
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shown("Adams, Jane", 11), "Adams, Jane");
        assert_eq!(shown("Adams, Jane", 10), "Adams, Ja…");
        assert_eq!(shown("山田太郎", 8), "山田太郎");
        assert_eq!(shown("山田太郎", 7), "山田太…");
        assert_eq!(shown("山田太郎", 6), "山田… ".trim_end());
        assert_eq!(shown("éé", 1), "…");
        let (buffer, _) = written("Adams", 4, Lines::Ascii);
        assert_eq!(cells(&buffer, 4).collect::<String>(), "Ada~");
    }

    #[test]
    fn letters_from_right_to_left_stay_in_their_column() {
        let name = shown("שרה", 8);
        assert!(name.starts_with(LEFT_TO_RIGHT_MARK) && name.ends_with(LEFT_TO_RIGHT_MARK));
    }

    #[test]
    fn a_line_is_filled_from_both_ends() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        let mut canvas = Canvas::new(&mut buffer, Look::default());
        let mut line = canvas.line(Rect::new(0, 0, 12, 1), 0);
        line.put_right(Role::Text, "right").put(Role::Text, "left and more");
        assert_eq!(line.room(), 0);
        assert_eq!(cells(&buffer, 12).collect::<String>(), "left a…right");
    }
}
