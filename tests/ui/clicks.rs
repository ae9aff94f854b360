//! What is seen at a place is what a click there means.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::{buffer::Buffer, layout::Rect};
use rolodeck::{
    app::{
        msg::Input,
        panes::detail::Entry,
        spot::{Region, Spot},
        view::{Pane, Tab},
    },
    model::roster::SortKey,
    ui::{self, canvas::Look},
};

use crate::{cells::rows, desk::Desk, table::SCREENS};

/// What stands where `text` is first seen.
fn on(desk: &Desk, text: &str) -> Option<Spot> {
    let size = desk.state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.columns, size.rows));
    let drawn = ui::draw_on(&mut buffer, &desk.state, Look::default());
    let lines = rows(&buffer);
    let (row, line) = lines.iter().enumerate().find(|(_, line)| line.contains(text))?;
    let column = line[..line.find(text)?].chars().count();
    drawn.spot(u16::try_from(column).ok()?, u16::try_from(row).ok()?)
}

const fn row(pane: Pane, at: usize) -> Spot {
    Spot::Row(Region::Pane(pane), at)
}

#[test]
fn rows_heads_tabs_and_hints() {
    let desk = Desk::acme(120, 40);
    assert_eq!(on(&desk, "Chen, Li"), Some(row(Pane::List, 2)));
    assert_eq!(on(&desk, "PHONE"), Some(Spot::Sort(SortKey::Phone)));
    assert_eq!(on(&desk, "Appts"), Some(Spot::Tab(Tab::Appointments)));
    assert_eq!(on(&desk, "3 Notes"), Some(Spot::Command("view.notes")));
    assert_eq!(on(&desk, "T task"), Some(Spot::Command("person.task")));
    assert_eq!(on(&desk, "? help"), Some(Spot::Command("app.help")));
    assert_eq!(on(&desk, "Call back about pricing"), Some(row(Pane::Tasks, 0)));
    assert_eq!(on(&desk, "Notes \u{2500}"), Some(Spot::Inside(Region::Pane(Pane::Notes))));
}

/// A line that divides the fields and one that says why a value was refused move what is below.
#[test]
fn fields_are_where_they_are_seen() {
    let desk = Desk::acme(120, 40).keys("<enter>");
    let plan = desk.state.detail.fields.ids().len() - 1;
    assert_eq!(on(&desk, "Custom fields"), Some(Spot::Inside(Region::Pane(Pane::Detail))));
    let Entry::Field(field) = &desk.state.detail.fields.ids()[plan] else { panic!("a field") };
    let label = desk.state.book.catalog.label(field).to_owned();
    assert_eq!(on(&desk, &label), Some(row(Pane::Detail, plan)));
    let refused = desk.keys("jj<enter><c-u>jane@clinic.example<enter>").refused("no such domain");
    assert_eq!(on(&refused, "no such domain"), Some(row(Pane::Detail, 2)));
    assert_eq!(on(&refused, "Phone   "), Some(row(Pane::Detail, 3)));
}

#[test]
fn a_dialog_covers_what_is_under_it() {
    let desk = Desk::acme(80, 24).keys("s");
    assert_eq!(on(&desk, "( ) company"), Some(Spot::Choice(1)));
    assert_eq!(on(&desk, "Sort by"), Some(Spot::Inside(Region::Dialog)));
    let desk = Desk::acme(80, 24).keys("d");
    assert_eq!(on(&desk, "Yes"), Some(Spot::Row(Region::Dialog, 1)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// Whatever is clicked, in whatever order: nothing breaks, and a screen is drawn.
    #[test]
    fn any_click_is_survived(
        at in 0..SCREENS.len(),
        clicks in prop::collection::vec((0_u16..120, 0_u16..40, 0..4_usize), 1..12),
    ) {
        let mut desk = SCREENS[at].1(120, 40);
        for (column, row, kind) in clicks {
            let kind = [
                MouseEventKind::Down(MouseButton::Left),
                MouseEventKind::Down(MouseButton::Left),
                MouseEventKind::ScrollDown,
                MouseEventKind::ScrollUp,
            ][kind];
            let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
            let on = ui::draw_on(&mut buffer, &desk.state, Look::default()).spot(column, row);
            let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
            desk = desk.input(Input::Mouse(event, on));
        }
        let (buffer, cursor) = desk.look();
        prop_assert!(cursor.is_some_and(|at| buffer.area.contains(at)));
    }
}
