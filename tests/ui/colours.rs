//! Colour adds to what is said and never says anything alone.

use ratatui::style::{Color, Modifier};
use rolodeck::{
    app::view::Pane,
    model::{
        fault::{Fault, Trouble},
        op::OpState,
    },
    ui::{
        canvas::Look,
        lines::Lines,
        theme::{Ground, Theme},
    },
};

use crate::{
    cells::rows,
    desk::Desk,
    table::{SCREENS, SIZES},
};

fn colorless() -> Look {
    Look { theme: Theme { colorless: true, ..Theme::default() }, ..Look::default() }
}

#[test]
fn without_colour_the_same_words_stand_there() {
    for (name, screen) in SCREENS {
        for (columns, rows_high) in SIZES {
            let desk = screen(*columns, *rows_high);
            let (colored, _) = desk.look();
            let (plain, _) = desk.look_with(colorless());
            assert_eq!(rows(&colored), rows(&plain), "{name}");
            let no_colour =
                |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
            assert!(plain.content.iter().all(no_colour), "{name}");
        }
    }
}

#[test]
fn only_the_sixteen_colours_and_no_background() {
    for (name, screen) in SCREENS {
        for ground in [Ground::Dark, Ground::Light] {
            let theme = Theme { ground, ..Theme::default() };
            let (buffer, _) = screen(120, 40).look_with(Look { theme, ..Look::default() });
            for cell in &buffer.content {
                assert_eq!(cell.bg, Color::Reset, "{name}");
                assert!(!matches!(cell.fg, Color::Rgb(..) | Color::Indexed(_)), "{name}");
                let washed_out = [Color::DarkGray, Color::Gray, Color::White, Color::Black];
                assert!(!washed_out.contains(&cell.fg), "{name}: {}", cell.fg);
                let blinks = Modifier::SLOW_BLINK | Modifier::RAPID_BLINK | Modifier::HIDDEN;
                assert!(!cell.modifier.intersects(blinks), "{name}");
            }
        }
    }
}

/// States of one row, none of which may look like another one without colour.
#[test]
fn states_differ_without_colour() {
    let edit = || Desk::acme(80, 24).keys("j@j<enter>");
    let states = vec![
        ("settled", Desk::acme(80, 24)),
        ("unsaved", Desk::acme(80, 24).unanswered().keys("j@j<enter>")),
        ("queued", edit()),
        ("sending", edit().moved(OpState::Sending, None)),
        ("checking", edit().moved(OpState::Sending, None).moved(OpState::Unknown, None)),
        ("refused", edit().refused("no")),
        ("conflict", edit().moved(OpState::Conflict, Some(&met()))),
        ("marked", Desk::acme(80, 24).keys("<space>")),
        ("cursor", Desk::acme(80, 24).keys("j")),
        ("done", Desk::acme(80, 24).keys("2x")),
        ("open", Desk::acme(80, 24).keys("2")),
        ("offline", Desk::acme(80, 24).offline()),
    ];
    let texts: Vec<Vec<String>> =
        states.iter().map(|(_, desk)| rows(&desk.look_with(colorless()).0)).collect();
    for (at, (name, _)) in states.iter().enumerate() {
        for (other, (other_name, _)) in states.iter().enumerate().take(at) {
            assert_ne!(texts[at], texts[other], "{name} and {other_name}");
        }
    }
}

fn met() -> Fault {
    Fault::new(Trouble::Conflict, "somebody else changed it to \"nobody\"", "")
}

/// The pane with the keys is seen by its lines alone.
#[test]
fn focus_shows_without_colour() {
    for lines in [Lines::Drawn, Lines::Ascii] {
        let look = Look { lines, ..colorless() };
        let list = Desk::acme(120, 40);
        let detail = Desk::acme(120, 40).keys("<tab>");
        assert_eq!(detail.state.focus, Pane::Detail);
        let (list, detail) = (rows(&list.look_with(look).0), rows(&detail.look_with(look).0));
        assert_ne!(list[2], detail[2], "{lines:?}");
    }
}

#[test]
fn ascii_lines_leave_nothing_but_ascii_in_the_frame() {
    let look = Look { lines: Lines::Ascii, ..Look::default() };
    for (name, screen) in SCREENS {
        let (buffer, _) = screen(80, 24).look_with(look);
        let drawn = |c: char| ('\u{2500}'..='\u{259f}').contains(&c) || c == '…';
        for row in rows(&buffer) {
            assert!(!row.contains(drawn), "{name}: {row}");
        }
    }
}
