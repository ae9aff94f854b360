//! Every screen at every size, cell by cell and colour by colour.

use crate::{
    desk::Desk,
    golden::Golden,
    snapshot::snapshot,
    table::{SCREENS, SIZES},
};

/// Drawn on the smallest terminal too, on which everything can still be done.
const SMALLEST: (u16, u16) = (40, 10);
const ON_THE_SMALLEST: &[&str] = &[
    "contacts",
    "contacts_typing",
    "details_edited",
    "tasks",
    "sync",
    "field_wrong",
    "contact_new",
    "task_new",
    "note_new",
    "tags_many",
    "sort",
    "confirm_many",
    "help",
    "prefix_g",
    "first_run_refused",
    "offline",
    "one_failure",
];

#[test]
fn every_screen_is_as_it_was() {
    let mut golden = Golden::of("tests/ui/screens");
    for (name, screen) in SCREENS {
        let small = ON_THE_SMALLEST.contains(name).then_some(SMALLEST);
        for (columns, rows) in SIZES.iter().copied().chain(small) {
            let desk: Desk = screen(columns, rows);
            let (buffer, cursor) = desk.look();
            golden.compare(&format!("{name}_{columns}x{rows}.txt"), &snapshot(&buffer, cursor));
        }
    }
    golden.finish();
}

#[test]
fn the_cursor_is_always_somewhere_to_be_read() {
    for (name, screen) in SCREENS {
        let (buffer, cursor) = screen(120, 40).look();
        assert!(cursor.is_some_and(|at| buffer.area.contains(at)), "{name}: {cursor:?}");
    }
}
