//! Any terminal will do: nothing panics, nothing leaves the screen.

use proptest::prelude::*;
use ratatui::{buffer::Buffer, layout::Rect};
use rolodeck::{
    app::msg::Input,
    ui::{self, canvas::Look},
};

use crate::{cells::rows, desk::Desk, table::SCREENS};

#[test]
fn tiny_and_odd_sizes_are_drawn() {
    let sizes = [
        (0, 0),
        (1, 1),
        (1, 500),
        (500, 1),
        (2, 2),
        (10, 3),
        (39, 24),
        (40, 9),
        (40, 10),
        (41, 19),
        (99, 20),
        (100, 20),
        (159, 45),
        (160, 44),
        (500, 300),
    ];
    for (_, screen) in SCREENS {
        let desk = screen(120, 40);
        for (columns, rows) in sizes {
            let mut state = desk.state.clone();
            state.size = rolodeck::app::layout::Size { columns, rows };
            let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
            let cursor = ui::draw_on(&mut buffer, &state, Look::default()).cursor;
            assert!(cursor.is_none_or(|at| buffer.area.contains(at)));
        }
    }
}

/// The terminal may have shrunk since the state heard of its size.
#[test]
fn a_screen_larger_than_the_terminal_is_cut() {
    let desk = Desk::acme(200, 50).keys("t");
    for (columns, rows) in [(0, 0), (1, 1), (80, 24), (199, 49)] {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        ui::draw_on(&mut buffer, &desk.state, Look::default());
    }
}

#[test]
fn below_the_smallest_size_a_sentence_says_so() {
    for (columns, height) in [(39, 24), (200, 9), (10, 3)] {
        let text = rows(&Desk::acme(columns, height).look().0).join(" ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("40x10 needed, syncing goes on") || columns == 10, "{text}");
    }
}

#[test]
fn a_screen_comes_back_after_it_was_tiny() {
    let before = Desk::acme(80, 24);
    let (whole, _) = before.look();
    let after = before
        .input(Input::Resize { columns: 1, rows: 1 })
        .input(Input::Resize { columns: 80, rows: 24 });
    assert_eq!(rows(&whole), rows(&after.look().0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_size_is_drawn(columns in 0_u16..260, rows in 0_u16..80, at in 0..SCREENS.len()) {
        let (_, screen) = SCREENS[at];
        let (buffer, cursor) = screen(columns, rows).look();
        prop_assert!(cursor.is_none_or(|at| buffer.area.contains(at)));
    }
}
