//! The pictures of the README and the documentation, drawn by the program itself.

use crate::{desk::Desk, golden::Golden, svg::svg, table::SCREENS};

/// Screen, columns, rows, and what the picture shows.
const PICTURES: &[(&str, u16, u16, &str)] = &[
    ("contacts", 120, 40, "The list of contacts with one person beside it"),
    ("contacts", 80, 24, "The list of contacts on a small terminal"),
    ("contacts", 200, 50, "Everything at once on a large terminal"),
    ("tags_many", 100, 30, "Tagging everybody at once, with the plan before it is done"),
    ("tasks", 100, 24, "What is owed today"),
    ("one_failure", 120, 40, "A refused edit, on its row and in words"),
    ("offline", 100, 24, "Offline: changes wait, and the screen says so"),
    ("help", 100, 30, "What can be done here, to be found by typing"),
    ("first_run", 80, 24, "The first screen"),
];

#[test]
fn pictures_are_what_the_program_draws() {
    let mut golden = Golden::of("screenshots");
    for (name, columns, rows, title) in PICTURES {
        let screen = SCREENS.iter().find(|(other, _)| other == name).expect("a screen").1;
        let desk: Desk = screen(*columns, *rows);
        let (buffer, _) = desk.look();
        golden.compare(&format!("{name}_{columns}x{rows}.svg"), &svg(&buffer, title));
    }
    golden.finish();
}
