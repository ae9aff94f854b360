//! Fields, forms, notes: what is typed becomes a change, and is never lost.

use super::*;
use crate::app::{dialog::Dialog, draft::Place, panes::detail::Entry, view::Pane};
use crate::model::field::Field;

/// The cursor on Jane's email.
fn on_email() -> World {
    let mut world = World::wide();
    drop(world.press("<enter>jj"));
    assert_eq!(world.state.detail.field(), Some(&Standard::Email.into()));
    world
}

#[test]
fn a_new_contact_is_told_by_her_name() {
    let mut world = World::new();
    drop(world.commit("aZoe<tab>Zander<c-s>"));
    assert_eq!(world.said(), "new contact Zander, Zoe   u undo");
}

#[test]
fn a_field_is_edited_in_place() {
    let mut world = on_email();
    let ops = world.commit("<enter><c-u>j@adams.example<enter>");
    assert_eq!(
        changes(&ops),
        [edited(JANE, Standard::Email, "jane@adams.example", "j@adams.example")]
    );
    let jane = contact_id(JANE);
    assert_eq!(world.state.book.row(jane).unwrap().email(), "j@adams.example");
    let email = Field::from(Standard::Email);
    assert_eq!(
        world.state.book.dossier(jane).unwrap().contact.value(&email),
        &"j@adams.example".into()
    );
    assert_eq!(world.state.book.was(jane, &email), Some(&"jane@adams.example".into()));
    assert_eq!(world.state.dialogs, []);
}

#[test]
fn keys_that_are_faster_than_the_disk_wait_for_it() {
    let mut world = World::new();
    drop(world.send(Input::Resize { columns: 120, rows: 30 }));
    drop(world.press("<tab><down><down><enter><c-u>j@adams.example<enter>"));
    assert_eq!(world.state.dialogs, []);
    assert!(world.said().starts_with("reading "), "{}", world.said());
    let effects = world.report(Report::Opened(Box::new(dossier(JANE))));
    let ops = only_commit(&effects).unwrap();
    assert_eq!(
        changes(&ops),
        [edited(JANE, Standard::Email, "jane@adams.example", "j@adams.example")]
    );
}

#[test]
fn esc_waits_no_longer() {
    let mut world = World::new();
    drop(world.send(Input::Resize { columns: 120, rows: 30 }));
    drop(world.press("<tab><down>e<esc>"));
    drop(world.report(Report::Opened(Box::new(dossier(JANE)))));
    assert_eq!(world.state.dialogs, []);
    assert_eq!(world.state.detail.fields.at(), 0);
    assert_eq!(world.said(), "");
}

#[test]
fn what_is_wrong_is_said_before_anything_is_sent() {
    let mut world = on_email();
    assert_eq!(world.press("<enter><c-u>nonsense<enter>"), []);
    let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("the editor") };
    assert_eq!(editor.row.fault.as_deref(), Some("an email address looks like name@example.com"));
}

#[test]
fn nothing_changed_is_nothing_sent() {
    let mut world = on_email();
    assert_eq!(world.press("<enter><enter>"), []);
    assert_eq!(world.said(), "nothing was changed");
}

#[test]
fn esc_keeps_what_was_typed_and_the_field_offers_it_again() {
    let mut world = on_email();
    let effects = world.press("<enter><c-u>half<esc>");
    let place = Place::Field(Some(contact_id(JANE)), Standard::Email.into());
    let draft = world.state.drafts.get(&place).cloned().unwrap();
    assert_eq!(effects, [Effect::KeepDraft(draft)]);
    drop(world.press("<enter>"));
    let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("the editor") };
    assert_eq!(editor.row.entry.text().unwrap().text(), "half");
    assert_eq!(editor.draft_from, Some(time(NOW)));
    let ops = world.commit("@b.example<enter>");
    assert_eq!(world.accept(&ops), [Effect::ForgetDraft(place)]);
    assert!(world.state.drafts.is_empty());
}

#[test]
fn an_editor_holds_its_text_until_the_disk_has_it_and_opens_again_if_not() {
    let mut world = on_email();
    let ops = world.commit("<enter><c-u>j@adams.example<enter>");
    assert_eq!(world.state.unsaved.len(), 1);
    let fault = Fault::new(Trouble::Disk, "the disk is full", "make room");
    drop(world.report(Report::NotSaved { ops: ids(&ops), fault }));
    let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("the editor") };
    assert_eq!(editor.row.entry.text().unwrap().text(), "j@adams.example");
    assert!(editor.row.fault.as_deref().unwrap().contains("disk is full"));
    assert_eq!(world.state.book.row(contact_id(JANE)).unwrap().email(), "jane@adams.example");
    assert_eq!(world.state.book.history().last(), None);
    let ops = world.commit("<enter>");
    drop(world.accept(&ops));
    assert_eq!(world.state.unsaved, []);
}

#[test]
fn a_field_that_the_service_does_not_take_says_so() {
    let mut world = World::wide();
    drop(world.press("zh<enter>jjjj"));
    assert_eq!(world.state.detail.field(), Some(&Standard::Company.into()));
    assert_eq!(world.press("<enter>"), []);
    assert_eq!(world.said(), "the service takes this field for a new contact only");
}

#[test]
fn what_the_server_says_beyond_the_fields_is_shown_and_not_edited() {
    let mut world = World::wide();
    let mut jane = dossier(JANE);
    jane.contact.extra.insert("validEmail".into(), serde_json::json!(true));
    jane.contact.extra.insert("offers".into(), serde_json::json!([{}]));
    drop(world.report(Report::Opened(Box::new(jane))));
    drop(world.press("<enter>G"));
    let fields = &world.state.detail.fields;
    assert_eq!(fields.cursor(), Some(&Entry::Beyond("validEmail".into())));
    assert_eq!(fields.len(), 4);
    for key in ["<enter>", "e"] {
        assert_eq!(world.press(key), []);
        assert_eq!(world.state.dialogs, []);
        assert!(world.said().contains("can't be edited here"), "{key}: {}", world.said());
    }
    drop(world.press("/valid<enter>"));
    assert_eq!(world.state.detail.fields.ids(), [Entry::Beyond("validEmail".into())]);
    drop(world.press("k"));
    assert_eq!(world.state.detail.field(), None);
}

#[test]
fn a_choice_is_picked() {
    let mut world = World::wide();
    drop(world.press("zh<enter>G"));
    let field = Field::Custom("plan".into());
    assert_eq!(world.state.detail.field(), Some(&field));
    let ops = world.commit("<enter>j<enter>");
    let contact = contact_id(JANE);
    let silver = Change::ContactEdited { contact, field, was: Value::Empty, now: "Silver".into() };
    assert_eq!(changes(&ops), [silver]);
}

#[test]
fn empty_fields_are_hidden_until_asked_for() {
    let mut world = World::wide();
    assert_eq!(world.state.detail.fields.len(), 3);
    assert!(world.state.detail.hidden(&world.state.book) > 10);
    drop(world.press("zh"));
    assert_eq!(world.state.detail.fields.len(), Standard::ALL.len() + 1);
    drop(world.press("<enter>/plan"));
    assert_eq!(world.state.detail.fields.ids(), [Field::Custom("plan".into()).into()]);
}

#[test]
fn the_form_sends_only_what_changed() {
    let mut world = World::wide();
    let ops = world.commit("e<c-u>Joan<enter><c-u>Baker<c-s>");
    assert_eq!(
        changes(&ops),
        [
            edited(JANE, Standard::FirstName, "Jane", "Joan"),
            edited(JANE, Standard::LastName, "Adams", "Baker")
        ]
    );
    assert_eq!(ops[0].deed, ops[1].deed);
}

#[test]
fn where_the_person_was_not_read_yet_the_form_waits_for_her() {
    let mut world = World::new();
    assert_eq!(world.press("e"), [Effect::Tell(Order::Look(contact_id(JANE)))]);
    assert_eq!(world.state.dialogs, []);
    drop(world.report(Report::Opened(Box::new(dossier(JANE)))));
    assert!(matches!(world.state.dialog(), Some(Dialog::Contact(_))));
}

#[test]
fn a_changed_form_asks_before_it_is_left() {
    let mut world = World::wide();
    assert_eq!(world.press("e<esc>"), []);
    assert_eq!(world.state.dialogs, []);
    assert_eq!(world.press("eX<esc>"), []);
    assert!(matches!(world.state.dialog(), Some(Dialog::Menu(_))));
    let kept = world.press("<enter>");
    assert!(matches!(kept.as_slice(), [Effect::KeepDraft(_)]), "{kept:?}");
    assert_eq!(world.state.dialogs, []);
    let dropped = world.press("e<esc>j<enter>");
    assert!(matches!(dropped.as_slice(), [Effect::ForgetDraft(_)]), "{dropped:?}");
    assert_eq!(changes(&world.commit("eX<esc>kk<enter>")).len(), 1);
}

#[test]
fn a_new_contact_appears_under_the_cursor() {
    let mut world = World::new();
    assert_eq!(world.press("a<c-s>"), []);
    let ops = world.commit("Zoe<enter>Zimmer<c-s>");
    let Change::ContactAdded { contact, values, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(values.len(), 2);
    assert_eq!(world.state.contacts.cursor(), Some(*contact));
    assert_eq!(world.names()[4], "Zimmer, Zoe");
    drop(world.press("<enter>"));
    assert!(world.state.book.dossier(*contact).is_some());
}

#[test]
fn a_twin_is_warned_of_while_typing() {
    let mut world = World::new();
    drop(world.press("a<tab><tab>jane@adams.example<tab>"));
    let Some(Dialog::Contact(form)) = world.state.dialog() else { panic!("the form") };
    assert_eq!(form.twin, Some(contact_id(JANE)));
}

#[test]
fn a_note_is_typed_saved_and_kept_while_it_is_typed() {
    let mut world = World::wide();
    let effects = world.press("NA<enter>B");
    assert_eq!(effects.len(), 3);
    assert!(effects.iter().all(|effect| matches!(effect, Effect::KeepDraft(_))));
    let ops = world.commit("<c-s>");
    let Change::NoteAdded { draft, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(draft.body, "A\nB");
    let shown = &world.state.book.dossier(contact_id(JANE)).unwrap().notes.items;
    assert_eq!(shown[0].draft.body, "A\nB");
    let place = Place::NewNote(Some(contact_id(JANE)));
    assert_eq!(world.accept(&ops), [Effect::ForgetDraft(place)]);
}

#[test]
fn a_note_goes_to_the_editor_and_comes_back() {
    let mut world = World::new();
    drop(world.press("Nhello"));
    assert_eq!(world.press("<c-o>"), [Effect::Edit("hello".into())]);
    drop(world.send(Input::Edited(Some("hello\nworld\n".into()))));
    let ops = world.commit("<a-enter>");
    let Change::NoteAdded { draft, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(draft.body, "hello\nworld");
}

#[test]
fn a_pasted_text_is_never_a_submit() {
    let mut world = on_email();
    drop(world.press("<enter><c-u>"));
    assert_eq!(world.send(Input::Paste("a@b.example\n".into())), []);
    assert!(matches!(world.state.dialog(), Some(Dialog::Field(_))));
    assert_eq!(world.commit("<enter>").len(), 1);
}

#[test]
fn a_note_that_is_not_altered_is_not_saved() {
    let mut world = World::wide();
    drop(world.press("<enter>]]"));
    assert_eq!(world.press("e<c-s>"), []);
    assert_eq!(world.said(), "nothing was changed");
    let ops = world.commit("e!<c-s>");
    assert!(matches!(&ops[0].change, Change::NoteEdited { now, .. } if now.body.ends_with('!')));
}

#[test]
fn quitting_keeps_what_is_being_typed() {
    let mut world = World::new();
    drop(world.press("Tcall"));
    let effects = world.press("<c-c><c-c>");
    let [Effect::KeepDraft(draft), Effect::Quit] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(draft.texts[0], "call");
}

#[test]
fn quitting_with_a_queue_says_that_it_is_safe() {
    let mut world = World::new();
    drop(world.press("tq4<enter>"));
    assert_eq!(world.press("q"), []);
    assert!(world.said().contains("safe"), "{}", world.said());
    drop(world.press("j"));
    assert_eq!(world.press("q"), []);
    assert_eq!(world.press("q"), [Effect::Quit]);
}

#[test]
fn the_detail_closes_when_nobody_is_left() {
    let mut world = World::wide();
    drop(world.press("/nobodyatall<enter>"));
    assert_eq!(world.state.focus, Pane::List);
    drop(world.press("<enter>"));
    assert_eq!(world.said(), "there is nobody under the cursor");
}
