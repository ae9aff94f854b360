//! A note that somebody else wrote to as well.

use super::*;
use crate::{app::scope::Scope, model::anew::Way};

/// Jane's note was written to here, and by somebody else meanwhile.
fn written_by_two(world: &mut World) -> Vec<Op> {
    let ops = world.commit("<enter>]]e twice<c-s>");
    assert!(matches!(ops[0].change, Change::NoteEdited { .. }), "{ops:?}");
    drop(world.accept(&ops));
    let met = Fault::new(Trouble::Conflict, "somebody else changed its text", "");
    world.moved(&ops, OpState::Conflict, Some(&met));
    ops
}

#[test]
fn four_keeps_both() {
    for key in ["4", "b"] {
        let mut world = World::wide();
        let ops = written_by_two(&mut world);
        drop(world.press("r"));
        assert_eq!(
            crate::app::front::scopes(&world.state)[..2],
            [Scope::Conflict, Scope::SharedNote]
        );
        let effects = world.press(key);
        let [Effect::Tell(Order::Recreate { ops: asked, way, .. })] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!((asked, *way), (&ids(&ops), Way::Beside));
        assert!(world.state.dialogs.is_empty());
    }
}

#[test]
fn mine_and_theirs_are_as_ever() {
    let mut world = World::wide();
    let ops = written_by_two(&mut world);
    drop(world.press("r"));
    assert_eq!(world.press("1"), [Effect::Tell(Order::Retry(ids(&ops)))]);
    drop(world.press("r"));
    assert_eq!(world.press("2"), [Effect::Tell(Order::Drop(ids(&ops)))]);
}

#[test]
fn of_all_conflicts_it_is_an_answer_for_notes_alone() {
    let mut world = World::wide();
    let ops = written_by_two(&mut world);
    let email = world.commit("<esc><enter>[[jj<enter><c-u>j@adams.example<enter>");
    drop(world.accept(&email));
    let met = Fault::new(Trouble::Conflict, "somebody else changed it to nothing", "");
    world.moved(&email, OpState::Conflict, Some(&met));
    drop(world.press("]]ra"));
    let effects = world.press("4");
    let [Effect::Tell(Order::Recreate { ops: asked, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*asked, ids(&ops));
}

#[test]
fn what_is_kept_is_said_and_can_be_taken_back() {
    let mut world = World::wide();
    let ops = written_by_two(&mut world);
    drop(world.press("r4"));
    let (contact, note) = (contact_id(JANE), NoteId::new(Uuid::from_u128(900)));
    let draft = NoteDraft { title: String::new(), body: "Met at webinar twice".into() };
    let change = Change::NoteAdded { contact, note, draft };
    let op = Op { id: OpId::new(Uuid::from_u128(901)), change, ..ops[0].clone() };
    let queue = vec![Moved::to(ops[0].id, OpState::Discarded, None)];
    let report =
        Report::Recreated { way: Way::Beside, ops: vec![op.clone()], base: Box::default(), queue };
    drop(world.report(report));
    assert_eq!(world.said(), "both are kept: new note on Adams, Jane   u undo");
    let notes = &world.state.book.dossier(contact).unwrap().notes.items;
    let texts: Vec<&str> = notes.iter().map(|note| note.draft.body.as_str()).collect();
    assert_eq!(texts, ["Met at webinar twice", "Met at webinar"]);
}
