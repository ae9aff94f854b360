//! Hard and hostile names: no row turns round, no border moves, nothing reaches the terminal.

use ratatui::layout::Rect;
use rolodeck::{
    app::msg::Snapshot,
    model::{field::Standard, ids::ContactId, roster::Roster, row::Row},
};
use uuid::Uuid;

use crate::{acme, cells::seen, desk::Desk};

pub(crate) const HARD: &[&str] = &[
    "山田太郎山田太郎山田太郎",
    "김민수",
    "ﾀﾛｳ ﾊﾞﾋﾞﾌﾞ",
    "محمد عبد الله بن سليمان",
    "שרה לוי",
    "123 שרה 456",
    "e\u{301}\u{302}\u{303}cole",
    "Z\u{351}\u{343}\u{35b}\u{309}\u{334}\u{321}\u{315}algo",
    "👩‍👩‍👧‍👦 Family",
    "👍🏽 Thumb",
    "❤️ Heart",
    "🇩🇪🇫🇷 Flags",
    "กำลังทดสอบ",
    "नमस्ते",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}\u{1b}]52;c;aGk=\u{7}",
    "\u{9b}2J\u{9d}",
    "\u{202e}desrever\u{2066}isolated",
    "zero\u{200b}width\u{feff}joiner\u{200d}",
    "tab\tnew\nline\rreturn",
    "tag\u{e0041}\u{e0042}",
    "",
    "      ",
    "averyveryverylongnamewithoutanyspaceinitthatneverends",
];

fn rows_of_hard_names() -> Vec<Row> {
    let mut rows = acme::rows();
    rows.truncate(HARD.len());
    for (at, name) in HARD.iter().enumerate() {
        let id = ContactId::new(Uuid::from_u128(0x5000 + at as u128));
        let Some(row) = rows.get_mut(at) else { break };
        *row = Row {
            id,
            last: (*name).to_owned(),
            first: String::new(),
            company: (*name).to_owned(),
            email: (*name).to_owned(),
            phone: (*name).to_owned(),
            ..row.clone()
        };
    }
    rows
}

fn desk(columns: u16, rows: u16) -> Desk {
    let mut catalog = acme::catalog();
    if let Some(location) = &mut catalog.location {
        HARD[17].clone_into(&mut location.name);
    }
    Desk::blank(columns, rows).load(Snapshot {
        roster: Roster::from_rows(rows_of_hard_names()),
        whole: true,
        catalog,
        ..Snapshot::default()
    })
}

#[test]
fn borders_stay_where_they_are() {
    for (columns, height) in [(40, 12), (80, 30), (120, 40), (200, 50)] {
        let desk = desk(columns, height);
        let (buffer, _) = desk.look();
        let list: Rect = desk.state.screen().and_then(|screen| screen.list).expect("a list").into();
        for y in list.top() + 1..list.bottom() - 1 {
            for x in [list.left(), list.right() - 1] {
                let cell = seen(&buffer, y).find(|(at, _)| *at == x).map(|(_, cell)| cell.symbol());
                assert_eq!(cell, Some("┃"), "{columns}x{height}: {x},{y}");
            }
        }
    }
}

#[test]
fn nothing_hostile_is_drawn() {
    let (buffer, _) = desk(200, 50).look();
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}')
    };
    for cell in &buffer.content {
        assert!(!cell.symbol().contains(hostile), "{:?}", cell.symbol());
    }
}

/// A text from right to left stands between marks, so that a terminal that reorders letters keeps
/// what follows in its column.
#[test]
fn names_from_right_to_left_are_isolated() {
    let (buffer, _) = desk(80, 30).look();
    let hebrew = |c: char| ('\u{590}'..='\u{5ff}').contains(&c);
    let mut found = 0;
    for y in 0..30 {
        let symbols: Vec<&str> = seen(&buffer, y).map(|(_, cell)| cell.symbol()).collect();
        let Some(first) = symbols.iter().position(|symbol| symbol.contains(hebrew)) else {
            continue;
        };
        let before = symbols[..=first].iter().rposition(|symbol| symbol.starts_with('\u{200e}'));
        let after = symbols[first..].iter().position(|symbol| symbol.ends_with('\u{200e}'));
        assert!(before.is_some() && after.is_some(), "row {y}");
        found += 1;
    }
    assert!(found >= 2, "both names are on the screen");
}

#[test]
fn a_field_of_any_content_is_edited_without_harm() {
    for name in HARD {
        let values = acme::values(&[(Standard::FirstName, name)]);
        assert!(values.len() == 1);
        let mut desk = Desk::acme(80, 24).keys("<enter><enter><c-u>");
        desk = desk.input(rolodeck::app::msg::Input::Paste((*name).to_owned()));
        let (buffer, cursor) = desk.look();
        assert!(cursor.is_some_and(|at| buffer.area.contains(at)), "{name:?}");
    }
}
