//! A new contact of whom the server has one with the same email.

use super::*;
use crate::{
    app::{dialog::Dialog, view::View},
    model::{anew::Way, talk::Renamed},
};

fn taken(world: &mut World, keys: &str) -> Vec<Op> {
    let ops = world.commit(keys);
    drop(world.accept(&ops));
    let there = Fault::new(Trouble::Conflict, "Jane Adams has this email already", "");
    world.moved(&ops, OpState::Conflict, Some(&there));
    ops
}

#[test]
fn one_makes_it_all_the_same_two_drops_it_three_edits_it() {
    for (key, said) in
        [("1", "it goes out all the same"), ("2", "the one that is there stays"), ("3", "")]
    {
        let mut world = World::wide();
        let ops = taken(&mut world, "aMaya<tab>Ndiaye<tab>jane@adams.example<c-s>");
        drop(world.press("7<enter>"));
        let effects = world.press(key);
        match key {
            "1" => assert_eq!(effects, [Effect::Tell(Order::Retry(ids(&ops)))]),
            "2" => assert_eq!(effects, [Effect::Tell(Order::Drop(ids(&ops)))]),
            _ => assert!(matches!(world.state.dialog(), Some(Dialog::Contact(_)))),
        }
        if !said.is_empty() {
            assert_eq!(world.said(), said);
        }
    }
}

/// Who says that his values stand makes no second contact with it.
#[test]
fn an_answer_for_all_conflicts_of_values_is_none_for_new_contacts() {
    let mut world = World::wide();
    let edit = world.commit("<enter>jj<enter><c-u>j@adams.example<enter>");
    drop(world.accept(&edit));
    let met = Fault::new(Trouble::Conflict, "somebody else changed it to \"j@x.example\"", "");
    world.moved(&edit, OpState::Conflict, Some(&met));
    let new = taken(&mut world, "<esc>aMaya<tab>Ndiaye<tab>jane@adams.example<c-s>");
    assert_eq!(world.state.book.like_conflict(edit[0].id), ids(&edit));
    assert_eq!(world.state.book.like_conflict(new[0].id), ids(&new));
}

/// Nils is there already, and was made anew.
fn found(world: &mut World) -> Vec<Op> {
    let ops = taken(world, "aMaya<tab>Ndiaye<tab>nils@bauer.example<c-s>");
    let sought = world.press("7<enter>");
    assert!(sought.contains(&Effect::Tell(Order::FindOther(ops[0].id))), "{sought:?}");
    let other = Ok(Some(contact_id(NILS)));
    drop(world.report(Report::OtherFound { op: ops[0].id, other }));
    ops
}

#[test]
fn four_goes_to_the_one_who_is_there() {
    for key in ["4", "o"] {
        let mut world = World::wide();
        found(&mut world);
        drop(world.press(key));
        assert!(world.state.dialogs.is_empty());
        assert_eq!(world.state.view, View::Contacts);
        assert_eq!(world.state.contacts.cursor(), Some(contact_id(NILS)));
    }
}

#[test]
fn five_copies_mine_over_theirs() {
    for key in ["5", "c"] {
        let mut world = World::wide();
        let ops = found(&mut world);
        let effects = world.press(key);
        let [Effect::Tell(Order::Recreate { ops: asked, way, .. })] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!(*way, Way::Upon { contact: contact_id(NILS), whole: true });
        assert_eq!(*asked, ids(&ops));
    }
}

/// What stood on hers stands on the other one, as soon as both are one.
#[test]
fn the_cursor_goes_along_when_hers_becomes_theirs() {
    let mut world = World::wide();
    let ops = found(&mut world);
    drop(world.press("5"));
    let (from, to) = (ops[0].change.contact(), contact_id(NILS));
    let base = Base { renamed: vec![Renamed { from, to }], gone: vec![from], ..Base::default() };
    let queue = vec![Moved::to(ops[0].id, OpState::Discarded, None)];
    let way = Way::Upon { contact: to, whole: true };
    let base = Box::new(base);
    drop(world.report(Report::Recreated { way, ops: Vec::new(), base, queue }));
    assert_eq!(world.said(), "all of it is there already");
    assert_eq!(world.state.contacts.cursor(), Some(to));
    assert_eq!(world.names(), ["Adams, Jane", "Bauer, Nils", "Chen, Li", "Dupont, Marie"]);
    assert_eq!(world.state.book.counts().conflicts, 0);
}

#[test]
fn nothing_is_copied_for_all_at_once() {
    let mut world = World::wide();
    let first = taken(&mut world, "aMaya<tab>Ndiaye<tab>nils@bauer.example<c-s>");
    taken(&mut world, "aMaya<tab>Ndiaye<tab>jane@adams.example<c-s>");
    drop(world.press("7gg<enter>a"));
    let other = Ok(Some(contact_id(NILS)));
    drop(world.report(Report::OtherFound { op: first[0].id, other }));
    assert_eq!(world.press("5"), []);
    assert!(world.said().contains("one by one"), "{}", world.said());
}
