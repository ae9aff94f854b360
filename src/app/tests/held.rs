//! A single deletion made here can be called back for ten seconds.

use super::*;
use crate::{app::book::mark::Mark, model::op::WINDOW};

/// Somebody pressed `d` and `y`, and the disk has it.
fn deleted(world: &mut World) -> Vec<Op> {
    let ops = world.commit("dy");
    drop(world.accept(&ops));
    ops
}

fn mark(world: &World, person: u128) -> Option<Mark> {
    world.state.book.mark(contact_id(person))
}

#[test]
fn one_is_held_and_still_shown_and_many_are_not() {
    let mut world = World::new();
    let effects = world.press("dy");
    let ops = only_commit(&effects).unwrap();
    let until = time(NOW) + WINDOW;
    assert_eq!(effects, [Effect::Tell(Order::CommitHeld { ops: ops.clone(), until })]);
    assert_eq!((world.names().len(), mark(&world, JANE)), (4, Some(Mark::Unsaved)));
    drop(world.accept(&ops));
    assert_eq!((world.names().len(), mark(&world, JANE)), (4, Some(Mark::Held)));
    assert_eq!(world.said(), "deleted Adams, Jane; u within 10 s takes it back");
    let many = world.press("j<space><space>d2<enter>");
    assert!(matches!(&many[..], [Effect::Tell(Order::Commit(ops))] if ops.len() == 2), "{many:?}");
    assert_eq!(world.names(), ["Adams, Jane", "Dupont, Marie"]);
}

#[test]
fn u_calls_it_back_and_capital_u_holds_it_again() {
    let mut world = World::new();
    let ops = deleted(&mut world);
    let deed = ops[0].deed;
    let effects = world.press("u");
    assert!(matches!(&effects[..], [Effect::Tell(Order::Undo { deed: it, .. })] if *it == deed));
    let withdrawn = ids(&ops);
    drop(world.report(Report::Undone { deed, withdrawn, inverse: vec![], kept: None }));
    assert_eq!((world.names().len(), mark(&world, JANE)), (4, None));
    let again = world.press("U");
    assert!(matches!(&again[..], [Effect::Tell(Order::CommitHeld { .. })]), "{again:?}");
}

#[test]
fn when_the_time_is_over_the_row_goes_and_nothing_is_promised_any_more() {
    let mut world = World::new();
    let ops = deleted(&mut world);
    world.moved(&ops, OpState::Queued, None);
    assert_eq!(world.names(), ["Bauer, Nils", "Chen, Li", "Dupont, Marie"]);
    assert_eq!(world.said(), "deleted Adams, Jane   u undo");
}

#[test]
fn p_holds_it_for_good_and_p_again_lets_it_go() {
    let mut world = World::new();
    let op = deleted(&mut world)[0].id;
    assert_eq!(world.press("7p"), [Effect::Tell(Order::Hold(vec![op]))]);
    let until = |world: &World| world.state.book.queue().get(op).unwrap().until;
    assert!(until(&world).is_some(), "it is the store that says so");
    let held = vec![Moved::to(op, OpState::Held, None)];
    drop(world.report(Report::Changed { base: Box::default(), queue: held }));
    assert_eq!(until(&world), None);
    assert_eq!(world.press("p"), [Effect::Tell(Order::Retry(vec![op]))]);
}

#[test]
fn r_lets_it_go_at_once() {
    let mut world = World::new();
    let op = deleted(&mut world)[0].id;
    assert_eq!(world.press("7r"), [Effect::Tell(Order::Retry(vec![op]))]);
}

#[test]
fn what_is_about_to_go_is_not_edited_and_the_text_stays() {
    let mut world = World::wide();
    deleted(&mut world);
    assert_eq!(only_commit(&world.press("tq4<space><enter>")), None);
    let why = "Adams, Jane is about to be deleted: take that back first";
    assert_eq!(world.said(), why);
    drop(world.press("<esc>"));
    drop(world.press("Nmet at the fair<c-s>"));
    assert_eq!(world.said(), why);
    let Some(crate::app::dialog::Dialog::Note(note)) = world.state.dialog() else {
        panic!("{:?}", world.state.dialog())
    };
    assert_eq!(note.text.text(), "met at the fair");
}

#[test]
fn of_many_those_are_left_out_that_are_about_to_go() {
    let mut world = World::new();
    deleted(&mut world);
    let ops = world.commit("*tq4<space><enter>");
    assert_eq!(changes(&ops), [added(NILS, "q4"), added(LI, "q4"), added(MARIE, "q4")]);
}

#[test]
fn another_task_of_hers_can_be_ticked_off() {
    let mut world = World::new();
    let ops = world.commit("2dy");
    drop(world.accept(&ops));
    assert_eq!(world.press("x"), [], "this one is about to go");
    assert_eq!(world.said(), "this task is about to be deleted: take that back first");
    assert_eq!(world.commit("jx").len(), 1);
}
