//! Every screen at every size, cell by cell and colour by colour.

use crate::{
    snapshot::snapshot,
    table::{SCREENS, SIZES},
};

#[test]
fn every_screen_is_as_it_was() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for (name, screen) in SCREENS {
        for (columns, rows) in SIZES {
            let (buffer, cursor) = screen(*columns, *rows).look();
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), snapshot(&buffer, cursor));
        }
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
