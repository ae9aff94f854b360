//! A drawn screen as a picture. Text is pinned to its columns, so that any monospaced font of the
//! viewer keeps them; borders are drawn as lines, so that they join in any font; the colours follow
//! the viewer's light or dark scheme.

use std::fmt::Write;

use ratatui::{
    buffer::{Buffer, CellWidth},
    style::{Color, Modifier},
};

use super::cells::{Look, runs, without_marks};

/// One cell, in pixels.
const WIDTH: u16 = 9;
const HEIGHT: u16 = 19;
/// Around the screen.
const MARGIN: u16 = 14;
/// From the top of a cell to the foot of its letters.
const BASELINE: u16 = 14;

/// The sixteen colours of the terminal, then text and paper: on dark, on light.
const PALETTE: &[(&str, &str, &str)] = &[
    ("c0", "#3b4048", "#24292f"),
    ("c1", "#e06c75", "#c0262d"),
    ("c2", "#98c379", "#2c7a33"),
    ("c3", "#e5c07b", "#8a6100"),
    ("c4", "#61afef", "#0a58c2"),
    ("c5", "#c678dd", "#8a2bb0"),
    ("c6", "#56c8d8", "#07707f"),
    ("c7", "#c8ccd4", "#57606a"),
    ("c8", "#7f8794", "#6e7781"),
    ("c9", "#ff7b86", "#c0262d"),
    ("c10", "#b5e08f", "#2c7a33"),
    ("c11", "#ffd68a", "#8a6100"),
    ("c12", "#82c4ff", "#0a58c2"),
    ("c13", "#e29bf5", "#8a2bb0"),
    ("c14", "#7fe3f0", "#07707f"),
    ("c15", "#ffffff", "#24292f"),
    ("t", "#d6dae2", "#24292f"),
    ("p", "#16191f", "#ffffff"),
];

pub(crate) fn svg(buffer: &Buffer, title: &str) -> String {
    let (width, height) =
        (buffer.area.width * WIDTH + 2 * MARGIN, buffer.area.height * HEIGHT + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{}</title>\n{}\
         <rect class=\"p\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>\n",
        escaped(title),
        style_sheet(),
    );
    for run in runs(buffer) {
        let look = Shown::of(run.look);
        let (left, top) = (MARGIN + run.x * WIDTH, MARGIN + run.y * HEIGHT);
        if let Some(paper) = look.paper {
            let width = run.width * WIDTH;
            let _ = writeln!(
                out,
                r#"<rect class="{paper}" x="{left}" y="{top}" width="{width}" height="{HEIGHT}"/>"#
            );
        }
        if run.look.modifier.contains(Modifier::UNDERLINED) {
            let (y, right) = (top + BASELINE + 3, left + run.width * WIDTH);
            let _ = writeln!(out, r#"<path class="{} l1" d="M{left} {y}H{right}"/>"#, look.ink);
        }
        draw_run(&mut out, &run.text, left, top, &look);
    }
    out.push_str("</svg>\n");
    out
}

/// Words at their columns; borders as lines. A run is cut where cells are empty and around wide
/// letters, whose width no font promises.
fn draw_run(out: &mut String, text: &str, left: u16, top: u16, look: &Shown) {
    use unicode_segmentation::UnicodeSegmentation;
    let mut x = left;
    let mut word = Word::default();
    let mut symbols = text.graphemes(true).peekable();
    while let Some(symbol) = symbols.next() {
        let mut cells = symbol.cell_width();
        if symbol == " " || cells != 1 || arms(symbol).is_some() {
            word.flush(out, top, look);
        }
        if let Some(arms) = arms(symbol) {
            while arms[2..] == [0, 0] && symbols.next_if_eq(&symbol).is_some() {
                cells += 1;
            }
            draw_border(out, x, top, cells, arms, look);
        } else if symbol != " " && cells > 0 {
            word.push(symbol, x, cells);
            if cells != 1 {
                word.flush(out, top, look);
            }
        }
        x += cells * WIDTH;
    }
    word.flush(out, top, look);
}

#[derive(Default)]
struct Word {
    text: String,
    x: u16,
    cells: u16,
}

impl Word {
    fn push(&mut self, symbol: &str, x: u16, cells: u16) {
        if self.text.is_empty() {
            self.x = x;
        }
        self.text.push_str(symbol);
        self.cells += cells;
    }

    fn flush(&mut self, out: &mut String, top: u16, look: &Shown) {
        let Self { text, x, cells } = std::mem::take(self);
        let text = without_marks(&text);
        if !text.is_empty() {
            let (y, length) = (top + BASELINE, cells * WIDTH);
            let _ = writeln!(
                out,
                r#"<text class="{}" x="{x}" y="{y}" textLength="{length}">{}</text>"#,
                look.ink,
                escaped(&text)
            );
        }
    }
}

/// A look as classes of the style sheet.
struct Shown {
    ink: String,
    paper: Option<&'static str>,
}

impl Shown {
    fn of(look: Look) -> Self {
        let reversed = look.modifier.contains(Modifier::REVERSED);
        let (fg, bg) = (class(look.fg, "t"), class(look.bg, "p"));
        let (ink, paper) = if reversed { (bg, fg) } else { (fg, bg) };
        let mut ink = ink.to_owned();
        for (flag, class) in [
            (Modifier::BOLD, " b"),
            (Modifier::DIM, " d"),
            (Modifier::ITALIC, " i"),
            (Modifier::CROSSED_OUT, " x"),
        ] {
            if look.modifier.contains(flag) {
                ink.push_str(class);
            }
        }
        Self { ink, paper: (paper != "p").then_some(paper) }
    }
}

fn class(color: Color, default: &'static str) -> &'static str {
    const ANSI: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    ANSI.iter().position(|ansi| *ansi == color).map_or(default, |at| PALETTE[at].0)
}

/// How a border leaves the middle of its cell: left, right, up, down; 0 not at all, 1 light,
/// 2 heavy.
fn arms(symbol: &str) -> Option<[u8; 4]> {
    Some(match symbol {
        "─" => [1, 1, 0, 0],
        "│" => [0, 0, 1, 1],
        "╭" => [0, 1, 0, 1],
        "╮" => [1, 0, 0, 1],
        "╰" => [0, 1, 1, 0],
        "╯" => [1, 0, 1, 0],
        "├" => [0, 1, 1, 1],
        "┤" => [1, 0, 1, 1],
        "━" => [2, 2, 0, 0],
        "┃" => [0, 0, 2, 2],
        "┏" => [0, 2, 0, 2],
        "┓" => [2, 0, 0, 2],
        "┗" => [0, 2, 2, 0],
        "┛" => [2, 0, 2, 0],
        "┠" => [0, 1, 2, 2],
        "┨" => [1, 0, 2, 2],
        _ => return None,
    })
}

/// The arms of one weight as one stroke, so that they join; light corners are round.
fn draw_border(out: &mut String, left: u16, top: u16, cells: u16, arms: [u8; 4], look: &Shown) {
    let (right, bottom) = (left + cells * WIDTH, top + HEIGHT);
    let (x, y) =
        (f32::from(left) + f32::from(WIDTH) / 2.0, f32::from(top) + f32::from(HEIGHT) / 2.0);
    let ends = [
        format!("{left} {y}"),
        format!("{right} {y}"),
        format!("{x} {top}"),
        format!("{x} {bottom}"),
    ];
    for weight in [1, 2] {
        let mut ends =
            arms.iter().zip(&ends).filter(|(arm, _)| **arm == weight).map(|(_, end)| end);
        let path = match (ends.next(), ends.next()) {
            (Some(one), Some(other)) if weight == 1 => format!("M{one}Q{x} {y} {other}"),
            (Some(one), Some(other)) => format!("M{one}L{x} {y} {other}"),
            (Some(end), None) => format!("M{x} {y}L{end}"),
            _ => continue,
        };
        let _ = writeln!(out, r#"<path class="{} l{weight}" d="{path}"/>"#, look.ink);
    }
}

fn style_sheet() -> String {
    let mut out = String::from(
        "<style>\ntext{font-size:15px;font-family:\"JetBrains Mono\",\"Cascadia Mono\",Menlo,Consolas,\
         \"DejaVu Sans Mono\",monospace;white-space:pre}\n\
         .b{font-weight:700}.d{opacity:.62}.i{font-style:italic}\
         .x{text-decoration:line-through}\n\
         path{fill:none}.l1{stroke-width:1}.l2{stroke-width:2}\n",
    );
    let rules = |out: &mut String, ink: fn(&(&str, &'static str, &'static str)) -> &'static str| {
        for row in PALETTE {
            let (name, color) = (row.0, ink(row));
            let _ = write!(out, ".{name}{{fill:{color}}}path.{name}{{fill:none;stroke:{color}}}");
        }
        out.push('\n');
    };
    rules(&mut out, |row| row.1);
    out.push_str("@media(prefers-color-scheme:light){");
    rules(&mut out, |row| row.2);
    out.push_str("}\n</style>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
