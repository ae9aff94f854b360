//! A contact that was two for a while: whatever stood, was marked, open or typed under the id that a
//! pull had given her goes on under the one that she was given when she was made.

use super::*;
use crate::{
    app::{dialog::Dialog, draft::Place},
    model::{agenda::TaskRef, talk::Renamed},
};

/// By which Nils is known from now on.
const MADE: u128 = 9;

fn made() -> ContactId {
    contact_id(MADE)
}

fn turns_out_to_be_one(world: &mut World) -> Vec<Effect> {
    let record = Contact { id: made(), ..person(NILS, "Nils", "Bauer", &["hot"]) };
    let base = Base {
        renamed: vec![Renamed { from: contact_id(NILS), to: made() }],
        rows: vec![Row::from(&record)],
        gone: vec![contact_id(NILS)],
        tasks: vec![Task { contact: made(), ..tasks().remove(1) }],
        ..Base::default()
    };
    world.report(Report::Changed { base: Box::new(base), queue: Vec::new() })
}

#[test]
fn the_cursor_the_marks_and_the_changes_stay_with_her() {
    let mut world = World::new();
    let ops = world.commit("j<space>ktvip<space><enter>");
    assert_eq!(changes(&ops), [added(NILS, "vip")]);
    drop(world.accept(&ops));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(NILS)));
    let effects = turns_out_to_be_one(&mut world);

    assert!(effects.iter().all(|effect| *effect == Effect::Tell(Order::Look(made()))));
    let state = &world.state;
    assert_eq!(state.contacts.cursor(), Some(made()));
    assert_eq!(state.people(), [made()]);
    assert_eq!(world.names(), ["Adams, Jane", "Bauer, Nils", "Chen, Li", "Dupont, Marie"]);
    assert!(!world.said().contains("deleted"), "{}", world.said());
    let row = state.book.row(made()).unwrap();
    assert!(row.tags().any(|it| it.as_str() == "vip"), "the queue lies on top");
    assert_eq!(state.book.next_task(made()).map(TaskRef::id), Some(task_id(12)));
    let lines: Vec<Change> =
        state.book.queue().lines().map(|line| line.op.change.clone()).collect();
    assert_eq!(lines, [added(MADE, "vip")]);
}

#[test]
fn what_is_being_typed_goes_to_her() {
    let mut world = World::wide();
    drop(world.press("jN"));
    drop(world.press("hello"));
    drop(turns_out_to_be_one(&mut world));
    let Some(Dialog::Note(_)) = world.state.dialog() else { panic!("the note is still open") };
    let ops = world.commit("<c-s>");
    assert_eq!(ops[0].change.contact(), made());
}

#[test]
fn what_was_typed_and_left_is_offered_with_her() {
    let mut world = World::wide();
    drop(world.press("jNhello<esc>"));
    let place = |id| Place::NewNote(Some(contact_id(id)));
    assert!(world.state.drafts.get(&place(NILS)).is_some());
    let effects = turns_out_to_be_one(&mut world);
    let draft = world.state.drafts.get(&place(MADE)).cloned().unwrap();
    assert_eq!(effects[..2], [Effect::ForgetDraft(place(NILS)), Effect::KeepDraft(draft)]);
    assert!(world.state.drafts.get(&place(NILS)).is_none());
}

#[test]
fn a_change_that_is_done_again_is_done_to_her() {
    let mut world = World::new();
    let ops = world.commit("jtvip<space><enter>");
    drop(world.accept(&ops));
    drop(world.press("u"));
    let deed = ops[0].deed;
    let withdrawn = ids(&ops);
    drop(world.report(Report::Undone { deed, withdrawn, inverse: Vec::new(), kept: None }));
    drop(turns_out_to_be_one(&mut world));
    assert_eq!(changes(&world.commit("U")), [added(MADE, "vip")]);
}
