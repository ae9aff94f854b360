//! A new contact of whom the server has one with the same email.

use super::*;
use crate::app::dialog::Dialog;

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
