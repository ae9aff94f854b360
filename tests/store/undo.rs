//! Taking deeds back: what was never sent, what was, and what somebody changed since.

use rolodeck::{
    model::{
        change::Change,
        field::Standard,
        ids::{ContactId, OpId},
        row::Row,
        talk::Foreign,
    },
    store::{Evidence, Outcome, Undone},
};

use super::bench::{Bench, EARLY, LATE, served, tag_named, tagged, wait};

fn tag(contact: ContactId, text: &str) -> Change {
    Change::TagAdded { contact, tag: tag_named(text) }
}

fn edit(contact: ContactId, field: Standard, was: &str, now: &str) -> Change {
    Change::ContactEdited { contact, field: field.into(), was: was.into(), now: now.into() }
}

fn undo(bench: &Bench, deed: rolodeck::model::ids::DeedId, foreign: Foreign) -> Undone {
    wait(bench.store.undo(deed, bench.now, bench.ids, foreign)).unwrap()
}

/// What goes out next.
fn waiting(bench: &Bench) -> Vec<Change> {
    let outgoing = bench.store.reader().unwrap().outgoing().unwrap();
    outgoing.into_iter().map(|pending| pending.outgoing.op.change).collect()
}

#[test]
fn undo_withdraws_what_was_never_sent() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (deed, ops) = bench.commit(vec![tag(contact, "hot")]);
    let undone = undo(&bench, deed, Foreign::Ask);
    assert_eq!((undone.withdrawn, undone.inverse, undone.kept), (ops, Vec::new(), None));
}

#[test]
fn undo_of_a_bulk_tag_takes_it_from_those_who_had_it_not() {
    let mut bench = Bench::new();
    let had = |number: usize| number.is_multiple_of(7);
    let page = (0..500).map(|number| {
        let tags: &[&str] = if had(number) { &["q4", "vip"] } else { &["vip"] };
        tagged(served(&format!("r{number}"), "Jane", EARLY), tags)
    });
    let before = bench.pull(page.collect()).rows;
    let (deed, ops) = bench.commit(before.iter().map(|row| tag(row.id, "q4")).collect());
    bench.done(&ops[..400]);
    bench.send(&ops[400..450]);

    let undone = undo(&bench, deed, Foreign::Ask);
    assert_eq!(undone.withdrawn.len(), 50);
    assert_eq!(undone.inverse.len(), (0..450).filter(|number| !had(*number)).count());
    for op in &ops[400..450] {
        bench.settle(*op, Outcome::Done { evidence: Evidence::Bare, changed: None });
    }
    let back: Vec<OpId> = undone.inverse.iter().map(|op| op.id).collect();
    bench.done(&back);

    let mut after = Vec::new();
    let reader = bench.store.reader().unwrap();
    reader
        .each_row(|row| {
            after.push(row.clone());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    let tags = |rows: &[Row]| -> Vec<_> {
        let mut tags: Vec<_> = rows.iter().map(|row| (row.id, row.tags.clone())).collect();
        tags.sort();
        tags
    };
    assert_eq!(tags(&after), tags(&before));
}

#[test]
fn undo_takes_a_deed_back_once() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let (deed, ops) = bench.commit(vec![tag(bench.contact("r1"), "hot")]);
    bench.done(&ops);
    let undoable = |bench: &Bench| bench.store.reader().unwrap().undoable(9).unwrap();
    assert_eq!(undoable(&bench), [deed]);
    let mut ids = bench.ids;
    let undone = undo(&bench, deed, Foreign::Ask);
    assert_eq!(undone.inverse.len(), 1);
    assert_eq!(undoable(&bench), []);

    for _ in 0..9 {
        ids.op();
    }
    let again = wait(bench.store.undo(deed, bench.now, ids, Foreign::Ask)).unwrap();
    assert_eq!(again.inverse, []);
    assert!(again.kept.is_some(), "and says so");
}

#[test]
fn an_undone_edit_gives_each_value_its_turn_back() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let edit = |was, now| edit(contact, Standard::FirstName, was, now);
    bench.commit(vec![edit("Jane", "Joan")]);
    let (second, ops) = bench.commit(vec![edit("Joan", "Jean")]);
    let undone = undo(&bench, second, Foreign::Ask);
    assert_eq!(undone.withdrawn, ops);
    assert_eq!(waiting(&bench), [edit("Jane", "Joan")]);
}

#[test]
fn what_somebody_changed_since_is_asked_about_and_left_alone_till_then() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let edit = |was, now| edit(contact, Standard::FirstName, was, now);
    let (deed, ops) = bench.commit(vec![edit("Jane", "Joan"), tag(contact, "hot")]);
    bench.done(&ops);
    bench.pass(120);
    bench.pull(vec![tagged(served("r1", "Ann", LATE), &["hot"])]);

    let asked = undo(&bench, deed, Foreign::Ask);
    assert_eq!(asked, Undone { since: vec![edit("Jane", "Ann")], ..Undone::default() });
    assert_eq!(waiting(&bench), [], "nothing of the deed was touched");

    let told = undo(&bench, deed, Foreign::Overwrite);
    let back = Change::TagRemoved { contact, tag: tag_named("hot") };
    assert_eq!(waiting(&bench), [back, edit("Ann", "Jane")], "made from what it replaces");
    assert_eq!((told.inverse.len(), told.since), (2, vec![]));
}

#[test]
fn what_somebody_took_back_already_is_not_taken_back_again() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let edit = edit(contact, Standard::FirstName, "Jane", "Joan");
    let (deed, ops) = bench.commit(vec![edit, tag(contact, "hot")]);
    bench.done(&ops);
    bench.pass(120);
    bench.pull(vec![served("r1", "Jane", LATE)]);
    let undone = undo(&bench, deed, Foreign::Ask);
    assert_eq!((undone.inverse, undone.since), (vec![], vec![]));
    assert!(undone.kept.is_some(), "and says so");
}

#[test]
fn what_the_service_only_rewrote_is_not_changed() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (deed, ops) = bench.commit(vec![edit(contact, Standard::Phone, "", "(212) 555-0143")]);
    bench.send(&ops);
    let mut after = served("r1", "Jane", LATE);
    after.values.insert(Standard::Phone.into(), "+12125550143".into());
    let evidence = Evidence::Contact(Box::new(after));
    bench.settle(ops[0], Outcome::Done { evidence, changed: Some(true) });
    let undone = undo(&bench, deed, Foreign::Ask);
    assert_eq!((undone.inverse.len(), undone.since), (1, vec![]));
}

#[test]
fn what_can_be_taken_back_is_told_in_few_changes_and_full_numbers() {
    let mut bench = Bench::new();
    let page = (0..20).map(|number| served(&format!("r{number}"), "Jane", EARLY));
    let rows = bench.pull(page.collect()).rows;
    let (bulk, _) = bench.commit(rows.iter().map(|row| tag(row.id, "q4")).collect());
    let contact = rows[0].id;
    let (edits, _) = bench.commit(vec![
        edit(contact, Standard::City, "", "Oslo"),
        edit(contact, Standard::State, "", "Viken"),
    ]);
    let (gone, _) = bench.commit(vec![tag(contact, "never")]);
    undo(&bench, gone, Foreign::Ask);

    let past = bench.store.reader().unwrap().past(9).unwrap();
    let told: Vec<_> = past.iter().map(|it| (it.deed, it.changes, it.contacts)).collect();
    assert_eq!(told, [(edits, 2, 1), (bulk, 20, 20)]);
    assert_eq!(past[1].sample.len(), 8);
    assert_eq!(past[1].sample[0], tag(contact, "q4"));
    assert_eq!(past[1].at, bench.now);
}
