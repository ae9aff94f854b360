//! Taking back the last deed, or one that was done before.

use super::*;
use crate::{
    app::{book::mark::Mark, dialog::Dialog},
    model::{
        ids::DeedId,
        talk::{Foreign, PastDeed},
    },
};
use uuid::Uuid;

/// The deed that an undo is asked for.
fn undone(effects: &[Effect]) -> (DeedId, Foreign) {
    match effects {
        [Effect::Tell(Order::Undo { deed, foreign, .. })] => (*deed, *foreign),
        other => panic!("{other:?}"),
    }
}

/// One that a command did on another day.
fn elsewhere() -> PastDeed {
    PastDeed {
        deed: DeedId::new(Uuid::from_u128(700)),
        at: time("2026-09-20T12:00:00Z"),
        sample: vec![added(JANE, "fair"), added(NILS, "fair")],
        changes: 309,
        contacts: 309,
    }
}

#[test]
fn what_was_sent_is_taken_back_by_its_inverse() {
    let mut world = World::new();
    let ops = world.commit("tq4<enter>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Done, None);
    // The base does not know the tag yet in this test; only the queue matters here.
    drop(world.press("u"));
    let back = Op {
        id: OpId::new(Uuid::from_u128(900)),
        deed: DeedId::new(Uuid::from_u128(901)),
        at: time(NOW),
        change: Change::TagRemoved { contact: contact_id(JANE), tag: tag("q4") },
    };
    let deed = ops[0].deed;
    let inverse = vec![back.clone()];
    drop(world.report(Report::Undone { deed, withdrawn: vec![], inverse, kept: None }));
    assert_eq!(world.state.book.mark(contact_id(JANE)), Some(Mark::Queued(1)));
    assert_eq!(changes(&world.commit("U")), [added(JANE, "q4")]);
}

#[test]
fn what_somebody_changed_since_is_taken_back_after_a_yes_only() {
    let mut world = World::new();
    let ops = world.commit("tq4<enter>");
    let (deed, changes) = (ops[0].deed, vec![ops[0].change.clone()]);
    drop(world.press("u"));
    let asks = Report::ChangedSince { deed, changes };
    drop(world.report(asks.clone()));
    let Some(Dialog::Confirm(confirm)) = world.state.dialog() else { panic!("the question") };
    assert!(confirm.question.starts_with("Take back tag +q4"), "{}", confirm.question);
    assert_eq!(world.press("<enter>"), [], "no is the answer of enter");

    drop(world.press("u"));
    drop(world.report(asks.clone()));
    let effects = world.press("y");
    let [Effect::Tell(Order::Undo { deed: undone, foreign, .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((*undone, *foreign), (deed, Foreign::Overwrite));

    drop(world.report(asks));
    drop(world.press("<esc>u?"));
    let open = world.state.dialogs.len();
    drop(world.report(Report::ChangedSince { deed, changes: vec![ops[0].change.clone()] }));
    assert_eq!(world.state.dialogs.len(), open, "no question comes between a person and her keys");
    assert!(world.said().contains("u asks again"), "{}", world.said());
}

#[test]
fn undoing_twice_takes_back_two_deeds() {
    let mut world = World::new();
    let first = world.commit("tq4<enter>");
    let second = world.commit("jtq5<enter>");
    let deed = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Tell(Order::Undo { deed, .. })] => *deed,
        other => panic!("{other:?}"),
    };
    assert_eq!(deed(world.press("u")), second[0].deed);
    assert_eq!(deed(world.press("u")), first[0].deed);
    drop(world.press("u"));
    assert_eq!(world.said(), "nothing was done yet in this session");
}

#[test]
fn what_was_done_elsewhere_is_chosen_and_taken_back() {
    let mut world = World::new();
    let here = world.commit("tq4<enter>");
    assert_eq!(world.press("gu"), [Effect::Tell(Order::Recall)]);
    let mine = PastDeed {
        deed: here[0].deed,
        at: here[0].at,
        sample: changes(&here),
        changes: 1,
        contacts: 1,
    };
    drop(world.report(Report::Recalled(vec![mine, elsewhere()])));
    let Some(Dialog::Menu(menu)) = world.state.dialog() else { panic!("the menu") };
    let labels: Vec<&str> = menu.choice().options.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["09:20   tag +q4 on Adams, Jane", "20 Sep  tag +fair on 309 contacts"]);
    assert_eq!(undone(&world.press("j<enter>")), (elsewhere().deed, Foreign::Ask));

    let report =
        Report::Undone { deed: elsewhere().deed, withdrawn: vec![], inverse: vec![], kept: None };
    drop(world.report(report));
    assert!(world.said().contains("tag +fair on 309 contacts"), "{}", world.said());
    assert_eq!(undone(&world.press("u")).0, here[0].deed, "u still means this session");
}

#[test]
fn an_older_deed_that_is_not_taken_back_stays_out_of_the_way_of_u() {
    let mut world = World::new();
    let first = world.commit("tq4<enter>");
    let second = world.commit("jtq5<enter>");
    let past = |ops: &[Op]| PastDeed {
        deed: ops[0].deed,
        at: ops[0].at,
        sample: changes(ops),
        changes: 1,
        contacts: 1,
    };
    drop(world.press("gu"));
    drop(world.report(Report::Recalled(vec![past(&second), past(&first)])));
    drop(world.press("j<enter>"));
    drop(world.report(Report::ChangedSince { deed: first[0].deed, changes: changes(&first) }));
    drop(world.press("<esc>"));
    assert_eq!(undone(&world.press("u")).0, second[0].deed);
}

#[test]
fn where_nothing_was_done_there_is_nothing_to_choose() {
    let mut world = World::new();
    drop(world.press("gu"));
    drop(world.report(Report::Recalled(Vec::new())));
    assert!(world.state.dialog().is_none());
    assert_eq!(world.said(), "nothing was done yet that could be taken back");
}
