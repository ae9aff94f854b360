//! A change of what was deleted on the server: made anew, or dropped.

use super::*;
use crate::{app::scope::Scope, model::anew::Way};

fn gone(trouble: Trouble) -> Fault {
    Fault { status: Some(404), ..Fault::new(trouble, "not found", "") }
}

/// Her email was edited, and she is gone.
fn edited_and_gone(world: &mut World) -> Vec<Op> {
    let ops = world.commit("<enter>jj<enter><c-u>j@adams.example<enter>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Conflict, Some(&gone(Trouble::Gone)));
    ops
}

fn hints(world: &World) -> Vec<&'static str> {
    let bar = crate::app::hints::bar(commands::TABLE, &world.state);
    let ready = bar.into_iter().filter(|hint| hint.ready.is_ok());
    ready.map(|hint| hint.hint).take(5).collect()
}

#[test]
fn one_asks_whether_to_make_it_anew_and_not_whose_value_it_is() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    drop(world.press("r"));
    assert_eq!(crate::app::front::scopes(&world.state)[0], Scope::Gone);
    assert_eq!(hints(&world)[..2], ["make anew", "drop"]);
    let effects = world.press("1");
    let [Effect::Tell(Order::Recreate { ops: asked, way: Way::Again, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*asked, ids(&ops));
    assert!(world.state.dialogs.is_empty());
}

#[test]
fn two_leaves_it_deleted() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    drop(world.press("r"));
    assert_eq!(world.press("2"), [Effect::Tell(Order::Drop(ids(&ops)))]);
    assert_eq!(world.said(), "it stays deleted");
}

#[test]
fn what_was_made_anew_is_shown_and_can_be_taken_back() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    drop(world.press("r1"));
    let new = contact_id(900);
    let values = crate::model::change::filled([(Standard::LastName, Value::text("Adams"))]);
    let change = Change::ContactAdded { contact: new, values, tags: Vec::new() };
    let op = Op { id: OpId::new(Uuid::from_u128(901)), change, ..ops[0].clone() };
    let base = Box::new(Base { gone: vec![contact_id(JANE)], ..Base::default() });
    let given_up = Moved::to(ops[0].id, OpState::Discarded, None);
    let (way, queue) = (Way::Again, vec![given_up]);
    drop(world.report(Report::Recreated { way, ops: vec![op.clone()], base, queue }));
    assert_eq!(world.state.contacts.cursor(), Some(new));
    assert!(!world.state.book.has(contact_id(JANE)));
    assert_eq!(world.said(), "made anew: new contact Adams   u undo");
    let undo = world.press("<esc>u");
    assert!(
        matches!(&undo[..], [Effect::Tell(Order::Undo { deed, .. })] if *deed == op.deed),
        "{undo:?}"
    );
}

#[test]
fn an_answer_for_all_is_for_those_of_the_same_kind() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    let name = world.commit("kk<enter><c-u>Abel<enter>");
    let city = Some(Fault::new(Trouble::Conflict, "somebody else changed it", ""));
    world.moved(&name, OpState::Conflict, city.as_ref());
    let other = world.commit("tq4<space><enter>");
    world.moved(&other, OpState::Conflict, Some(&gone(Trouble::Gone)));
    drop(world.press("7gg<enter>a"));
    let effects = world.press("1");
    let [Effect::Tell(Order::Recreate { ops: asked, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*asked, [ops[0].id, other[0].id]);
}

fn is_there(world: &mut World, op: OpId, other: Option<u128>) {
    let other = Ok(other.map(contact_id));
    drop(world.report(Report::OtherFound { op, other }));
}

#[test]
fn who_has_her_email_now_is_sought_and_takes_what_waits() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    let op = ops[0].id;
    assert_eq!(world.press("r"), [Effect::Tell(Order::FindOther(op))]);
    assert_eq!(world.press("4"), []);
    assert!(world.said().contains("the server is asked"), "{}", world.said());
    is_there(&mut world, op, Some(NILS));
    assert!(hints(&world).contains(&"to theirs"));
    let effects = world.press("4");
    let [Effect::Tell(Order::Recreate { ops: asked, way, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*way, Way::Upon { contact: contact_id(NILS), whole: true });
    assert_eq!((asked, world.state.dialogs.len()), (&ids(&ops), 0));
}

#[test]
fn who_is_nobody_takes_nothing() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    drop(world.press("r"));
    is_there(&mut world, ops[0].id, None);
    assert_eq!(world.press("4"), []);
    assert!(world.said().contains("nobody else has this email or phone"), "{}", world.said());
    let fault = Fault::new(Trouble::Unreachable, "no route to host", "");
    drop(world.report(Report::OtherFound { op: ops[0].id, other: Err(fault) }));
    assert_eq!(world.press("4"), []);
    assert!(world.said().contains("could not be found out"), "{}", world.said());
}

/// A note on one who is gone goes to somebody who is found by typing.
#[test]
fn a_note_is_moved_to_whoever_is_chosen() {
    let mut world = World::wide();
    let ops = world.commit("Nmet at the fair<c-s>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Conflict, Some(&gone(Trouble::Orphaned)));
    drop(world.press("rmni"));
    assert_eq!(crate::app::front::scopes(&world.state)[0], Scope::People);
    let effects = world.press("<enter>");
    let [Effect::Tell(Order::Recreate { ops: asked, way, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*way, Way::Upon { contact: contact_id(NILS), whole: false });
    assert_eq!((asked, world.state.dialogs.len()), (&ids(&ops), 0));
}

#[test]
fn she_whose_note_it_was_is_no_choice_and_escape_leads_back() {
    let mut world = World::wide();
    let ops = world.commit("Nmet at the fair<c-s>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Conflict, Some(&gone(Trouble::Orphaned)));
    drop(world.press("r5adams"));
    assert_eq!(world.press("<enter>"), []);
    assert!(world.said().contains("nobody is found so"), "{}", world.said());
    drop(world.press("<esc>"));
    assert_eq!(crate::app::front::scopes(&world.state)[0], Scope::Gone);
}

#[test]
fn a_task_that_alone_is_gone_is_moved_to_nobody() {
    let mut world = World::wide();
    let ops = world.commit("<enter>]x");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Conflict, Some(&gone(Trouble::Gone)));
    drop(world.press("r5"));
    assert!(world.said().contains("the contact is still there"), "{}", world.said());
}

#[test]
fn what_was_written_can_be_copied() {
    let mut world = World::wide();
    let ops = world.commit("Nmet at the fair<c-s>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Conflict, Some(&gone(Trouble::Orphaned)));
    drop(world.press("r"));
    assert_eq!(world.press("y"), [Effect::Copy("met at the fair".to_owned())]);
    assert_eq!(
        crate::app::front::scopes(&world.state)[0],
        Scope::Gone,
        "the question is still open"
    );
}

#[test]
fn what_was_moved_is_said_and_the_cursor_goes_there() {
    let mut world = World::wide();
    let ops = edited_and_gone(&mut world);
    drop(world.press("r"));
    is_there(&mut world, ops[0].id, Some(NILS));
    drop(world.press("4"));
    let change = edited(NILS, Standard::Email, "nils@bauer.example", "j@adams.example");
    let op = Op { id: OpId::new(Uuid::from_u128(901)), change, ..ops[0].clone() };
    let base = Box::new(Base { gone: vec![contact_id(JANE)], ..Base::default() });
    let queue = vec![Moved::to(ops[0].id, OpState::Discarded, None)];
    let way = Way::Upon { contact: contact_id(NILS), whole: true };
    drop(world.report(Report::Recreated { way, ops: vec![op], base, queue }));
    assert_eq!(world.said(), "moved: email = \"j@adams.example\" on Bauer, Nils   u undo");
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(NILS)));
    assert!(!world.state.book.has(contact_id(JANE)));
}
