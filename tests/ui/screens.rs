//! Every screen at every size, cell by cell and colour by colour.

use crate::{
    desk::Desk,
    snapshot::snapshot,
    table::{SCREENS, SIZES},
};

#[test]
fn every_screen_is_as_it_was() {
    for (name, screen) in SCREENS {
        for (columns, rows) in SIZES {
            compare(name, &screen(*columns, *rows));
        }
    }
}

/// On the smallest terminal everything can still be done.
#[test]
fn the_smallest_terminal_has_room_for_what_matters() {
    let wanted = [
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
    for (name, screen) in SCREENS.iter().filter(|(name, _)| wanted.contains(name)) {
        compare(name, &screen(40, 10));
    }
}

#[test]
fn the_cursor_is_always_somewhere_to_be_read() {
    for (name, screen) in SCREENS {
        let desk = screen(120, 40);
        let (buffer, cursor) = desk.look();
        let nothing_to_stand_on = desk.state.contacts.list.is_empty();
        assert!(cursor.is_some() || nothing_to_stand_on, "{name} has no cursor");
        assert!(cursor.is_none_or(|at| buffer.area.contains(at)), "{name}: {cursor:?}");
    }
}

fn compare(name: &str, desk: &Desk) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let (buffer, cursor) = desk.look();
    let size = format!("{}x{}", buffer.area.width, buffer.area.height);
    settings.bind(|| insta::assert_snapshot!(format!("{name}_{size}"), snapshot(&buffer, cursor)));
}
