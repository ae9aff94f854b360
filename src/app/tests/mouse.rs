//! What the mouse does with what it points at.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::*;
use crate::app::{
    dialog::Dialog,
    spot::{Region, Spot},
    view::{Pane, Tab, View},
};
use crate::model::roster::{Sort, SortKey};

const LIST: Region = Region::Pane(Pane::List);

impl World {
    fn mouse(&mut self, kind: MouseEventKind, modifiers: KeyModifiers, on: Spot) -> Vec<Effect> {
        let event = MouseEvent { kind, column: 5, row: 7, modifiers };
        self.send(Input::Mouse(event, Some(on)))
    }

    fn click(&mut self, on: Spot) -> Vec<Effect> {
        self.mouse(MouseEventKind::Down(MouseButton::Left), KeyModifiers::NONE, on)
    }
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut world = World::wide();
    drop(world.click(Spot::Row(LIST, 2)));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(LI)));
    assert_eq!(world.state.focus, Pane::List);
    drop(world.click(Spot::Row(LIST, 2)));
    assert_eq!(world.state.focus, Pane::Detail);
}

#[test]
fn a_click_beside_the_rows_only_goes_to_the_pane() {
    let mut world = World::wide();
    drop(world.click(Spot::Inside(Region::Pane(Pane::Detail))));
    assert_eq!(world.state.focus, Pane::Detail);
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(JANE)));
}

#[test]
fn ctrl_and_a_click_marks() {
    let mut world = World::new();
    let kind = MouseEventKind::Down(MouseButton::Left);
    drop(world.mouse(kind, KeyModifiers::CONTROL, Spot::Row(LIST, 1)));
    drop(world.mouse(kind, KeyModifiers::CONTROL, Spot::Row(LIST, 3)));
    assert_eq!(world.state.people(), [contact_id(NILS), contact_id(MARIE)]);
}

#[test]
fn the_wheel_moves_what_it_is_over() {
    let mut world = World::wide();
    let detail = Spot::Inside(Region::Pane(Pane::Detail));
    drop(world.mouse(MouseEventKind::ScrollDown, KeyModifiers::NONE, detail));
    assert_eq!(world.state.detail.fields.at(), 2);
    assert_eq!(world.state.focus, Pane::List);
    drop(world.mouse(MouseEventKind::ScrollDown, KeyModifiers::NONE, Spot::Row(LIST, 0)));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(MARIE)));
}

#[test]
fn views_tabs_heads_and_hints_are_clicked() {
    let mut world = World::wide();
    drop(world.click(Spot::Tab(Tab::Tags)));
    assert_eq!((world.state.focus, world.state.detail.tab), (Pane::Detail, Tab::Tags));
    drop(world.click(Spot::Sort(SortKey::Email)));
    assert_eq!(world.state.contacts.sort, Sort::ascending(SortKey::Email));
    drop(world.click(Spot::Sort(SortKey::Email)));
    assert!(world.state.contacts.sort.descending);
    drop(world.click(Spot::Command("view.tasks")));
    assert_eq!(world.state.view, View::Tasks);
    drop(world.click(Spot::Command("app.help")));
    assert!(matches!(world.state.dialogs.as_slice(), [Dialog::Help(_)]));
}

#[test]
fn under_a_dialog_nothing_is_clicked() {
    let mut world = World::wide();
    drop(world.press("t"));
    drop(world.click(Spot::Row(LIST, 2)));
    drop(world.click(Spot::Command("view.tasks")));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(JANE)));
    assert_eq!((world.state.view, world.state.dialogs.len()), (View::Contacts, 1));
}

#[test]
fn in_dialogs_a_click_picks_and_a_second_one_does_it() {
    let mut world = World::new();
    drop(world.press("s"));
    drop(world.click(Spot::Choice(2)));
    drop(world.click(Spot::Choice(2)));
    assert_eq!(world.state.contacts.sort, Sort::ascending(SortKey::Email));
    drop(world.press("t"));
    drop(world.click(Spot::Row(Region::Dialog, 1)));
    drop(world.click(Spot::Row(Region::Dialog, 1)));
    let Some(Dialog::Tags(picker)) = world.state.dialog() else { panic!("the picker") };
    assert_eq!(picker.at, 1);
    assert!(picker.rows[picker.shown[1]].want.is_some());
}
