//! Tags, one person or many, and undo.

use super::*;
use crate::app::{book::mark::Mark, repeat::Repeat};

#[test]
fn marked_people_get_a_tag_in_one_deed_only_where_they_lack_it() {
    let mut world = World::new();
    let ops = world.commit("*tvip<space><enter>");
    assert_eq!(changes(&ops), [added(JANE, "vip"), added(NILS, "vip"), added(MARIE, "vip")]);
    assert!(ops.iter().all(|op| op.deed == ops[0].deed));
    assert_eq!(
        world.state.book.tag_counts(),
        [(tag("hot"), 3), (tag("lost?"), 0), (tag("vip"), 4), (tag("webinar"), 1)]
    );
    assert!(world.said().starts_with("tag +vip on 3 contacts"), "{}", world.said());
}

#[test]
fn a_new_word_becomes_a_tag() {
    let mut world = World::new();
    assert_eq!(changes(&world.commit("tQ4<enter>")), [added(JANE, "q4")]);
}

#[test]
fn a_tag_that_all_have_is_taken_by_unticking_it() {
    let mut world = World::new();
    let removed = Change::TagRemoved { contact: contact_id(JANE), tag: tag("hot") };
    assert_eq!(changes(&world.commit("thot<space><enter>")), [removed]);
}

#[test]
fn esc_in_the_picker_changes_nothing() {
    let mut world = World::new();
    assert_eq!(world.press("tvip<space><esc>"), []);
    assert_eq!(world.state.dialogs, []);
    assert_eq!(world.press("tvip<space><space><enter>"), []);
    assert_eq!(world.said(), "nothing was changed");
}

#[test]
fn progress_is_counted_and_ends() {
    let mut world = World::new();
    let ops = world.commit("*tq4<enter>");
    drop(world.accept(&ops));
    world.moved(&ops[..3], OpState::Done, None);
    let progress = world.state.book.progress().next().unwrap();
    assert_eq!((progress.done, progress.total, progress.failed), (3, 4, 0));
    assert_eq!(progress.words, "tag +q4 on 4 contacts");
    world.refuse(&ops[3..]);
    assert_eq!(world.state.book.progress().next().unwrap().failed, 1);
    world.moved(&ops[3..], OpState::Queued, None);
    world.moved(&ops[3..], OpState::Done, None);
    assert_eq!(world.state.book.progress().count(), 0);
}

#[test]
fn marks_say_how_far_a_change_is() {
    let mut world = World::new();
    let jane = contact_id(JANE);
    let ops = world.commit("tq4<enter>");
    assert_eq!(world.state.book.mark(jane), Some(Mark::Unsaved));
    drop(world.accept(&ops));
    assert_eq!(world.state.book.mark(jane), Some(Mark::Queued(1)));
    let more = world.commit("tq5<enter>");
    drop(world.accept(&more));
    assert_eq!(world.state.book.mark(jane), Some(Mark::Queued(2)));
    world.moved(&ops, OpState::Sending, None);
    assert_eq!(world.state.book.mark(jane), Some(Mark::Sending));
    world.moved(&ops, OpState::Done, None);
    world.refuse(&more);
    assert_eq!(world.state.book.mark(jane), Some(Mark::Failed));
    assert_eq!(world.state.book.tag_mark(jane, &tag("q5")), Some(Mark::Failed));
}

#[test]
fn u_takes_it_back_and_capital_u_does_it_again() {
    let mut world = World::new();
    let ops = world.commit("*tq4<enter>");
    let deed = ops[0].deed;
    let effects = world.press("u");
    let [Effect::Tell(Order::Undo { deed: undone, at, .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((*undone, *at), (deed, time(NOW)));
    let report = Report::Undone { deed, withdrawn: ids(&ops), inverse: vec![], kept: None };
    drop(world.report(report));
    assert!(world.said().starts_with("undone: tag +q4 on 4 contacts"), "{}", world.said());
    assert_eq!(world.state.book.counts().waiting(), 0);
    let again = world.commit("U");
    assert_eq!(changes(&again), changes(&ops));
    assert_ne!(again[0].deed, deed);
    drop(world.press("U"));
    assert_eq!(world.said(), "nothing was undone");
}

#[test]
fn dot_does_the_same_on_the_next_row() {
    let mut world = World::new();
    drop(world.commit("tq4<enter>"));
    assert_eq!(world.state.repeat, Some(Repeat::Tags(vec![(tag("q4"), true)])));
    assert_eq!(changes(&world.commit("j.")), [added(NILS, "q4")]);
    assert_eq!(world.press("."), []);
}

#[test]
fn an_owner_for_all_marked() {
    let mut world = World::new();
    drop(world.press("<space><space>@"));
    let ops = world.commit("j<enter>");
    assert_eq!(
        changes(&ops),
        [edited(JANE, Standard::Owner, "", "u2"), edited(NILS, Standard::Owner, "", "u2")]
    );
}

#[test]
fn a_task_and_a_note_for_each_of_the_marked() {
    let mut world = World::new();
    drop(world.press("<space><space>"));
    assert_eq!(world.commit("Tcall fri 3pm<enter>").len(), 2);
    let notes = world.commit("Nhello<c-s>");
    let bodies: Vec<_> = notes.iter().map(|op| op.change.contact()).collect();
    assert_eq!(bodies, [contact_id(JANE), contact_id(NILS)]);
}

#[test]
fn deleting_several_takes_their_number() {
    let mut world = World::new();
    drop(world.press("<space><space>d"));
    assert_eq!(world.press("3<enter>"), []);
    assert_eq!(world.said(), "that is another number");
    let ops = world.commit("<backspace>2<enter>");
    assert_eq!(ops.len(), 2);
    assert_eq!(world.names(), ["Chen, Li", "Dupont, Marie"]);
    assert!(world.state.contacts.marks.is_empty());
    let Change::ContactDeleted { was, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(was.tags, [tag("hot"), tag("webinar")]);
    drop(world.press("u"));
    let report =
        Report::Undone { deed: ops[0].deed, withdrawn: ids(&ops), inverse: vec![], kept: None };
    drop(world.report(report));
    assert_eq!(world.names().len(), 4);
}
