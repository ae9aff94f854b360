//! An edit that may have overwritten what somebody else wrote at the same time.

use super::*;
use crate::app::scope::Scope;

/// Jane's email went out, and somebody had written another one in between.
fn overwritten() -> World {
    let mut world = World::wide();
    let ops = world.commit("<enter>jj<enter><c-u>j@adams.example<enter>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Sending, None);
    let base = Base { overwritten: vec![back()], ..Base::default() };
    drop(world.report(Report::Changed { base: Box::new(base), queue: Vec::new() }));
    let mut jane = dossier(JANE);
    jane.contact.set(Standard::Email.into(), "j@adams.example".into());
    let rows = vec![Row::from(&jane.contact)];
    let base = Base { rows, dossier: Some(Box::new(jane)), ..Base::default() };
    let queue = vec![Moved::to(ops[0].id, OpState::Done, None)];
    drop(world.report(Report::Changed { base: Box::new(base), queue }));
    world
}

fn back() -> Change {
    edited(JANE, Standard::Email, "j@adams.example", "jane@smile.example")
}

#[test]
fn it_is_said_and_stays_said_when_all_is_on_the_server() {
    let world = overwritten();
    assert!(
        world.said().starts_with(
            "CON Adams, Jane: email = \"j@adams.example\" may have overwritten \"jane@smile.example\""
        ),
        "{}",
        world.said()
    );
    assert!(world.state.book.queue().lines().next().is_none());
}

#[test]
fn one_key_puts_it_back() {
    for keys in ["r", "<esc>r"] {
        let mut world = overwritten();
        let ops = world.commit(keys);
        assert_eq!(changes(&ops), [back()]);
        assert!(!crate::app::front::scopes(&world.state).contains(&Scope::Overwritten), "{keys}");
    }
}

#[test]
fn whoever_edits_it_anew_has_decided() {
    let mut world = overwritten();
    assert!(crate::app::front::scopes(&world.state).contains(&Scope::Overwritten));
    world.commit("<enter><c-u>jane@adams.example<enter>");
    assert!(!crate::app::front::scopes(&world.state).contains(&Scope::Overwritten));
}

#[test]
fn other_fields_and_other_people_have_nothing_to_put_back() {
    let mut world = overwritten();
    for keys in ["kr", "<esc>jr"] {
        let none = world.press(keys);
        assert!(only_commit(&none).is_none(), "{none:?}");
    }
}
