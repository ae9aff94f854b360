//! Between the key that saves and the word of the disk, what was typed is neither lost nor taken for
//! something that was not saved.

use super::*;
use crate::app::{dialog::Dialog, draft::Place};

fn email(world: &mut World) -> Place {
    drop(world.press("<enter>jj"));
    Place::Field(Some(contact_id(JANE)), Standard::Email.into())
}

fn note_text(world: &World) -> String {
    match world.state.dialog() {
        Some(Dialog::Note(note)) => note.text.text(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_field_that_was_saved_opens_again_with_what_was_saved() {
    let mut world = World::wide();
    let place = email(&mut world);
    drop(world.press("<enter><c-u>half<esc>"));
    let ops = world.commit("<enter>@b.example<enter>");
    drop(world.press("<enter>"));
    let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("the editor") };
    assert_eq!(editor.row.entry.text().unwrap().text(), "half@b.example");
    assert_eq!(editor.draft_from, None, "it is no draft any more");
    drop(world.press("<esc>"));
    assert_eq!(world.accept(&ops), [Effect::ForgetDraft(place)]);
}

#[test]
fn a_note_that_was_saved_is_not_offered_for_the_next_one() {
    let mut world = World::wide();
    let first = world.commit("Nfirst<c-s>");
    drop(world.press("N"));
    assert_eq!(note_text(&world), "");
    drop(world.press("second<esc>"));
    assert_eq!(world.accept(&first), [], "the draft is that of another");
    drop(world.press("N"));
    assert_eq!(note_text(&world), "second");
}

#[test]
fn what_was_not_saved_after_all_is_a_draft_again() {
    let mut world = World::wide();
    let ops = world.commit("Nfirst<c-s>");
    let fault = Fault::new(Trouble::Disk, "the disk is full", "make room");
    let effects = world.report(Report::NotSaved { ops: ids(&ops), fault });
    assert!(
        matches!(&effects[..], [Effect::KeepDraft(draft)] if draft.texts == ["first"]),
        "{effects:?}"
    );
    assert_eq!(note_text(&world), "first");
}
