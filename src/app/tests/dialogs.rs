//! Menus, questions, the first screen.

use super::*;
use crate::app::{
    dialog::Dialog,
    dialogs::{menu::Menu, welcome::Welcome},
    effect::{Token, Weather},
};
use crate::model::roster::SortKey;

#[test]
fn the_sort_menu_sorts_and_turns_round() {
    let mut world = World::new();
    drop(world.press("s<enter>"));
    assert!(world.state.contacts.sort.descending);
    assert_eq!(world.names()[0], "Dupont, Marie");
    drop(world.press("sj<enter>"));
    assert_eq!(world.state.contacts.sort.by, SortKey::Company);
    assert!(!world.state.contacts.sort.descending);
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(JANE)));
}

#[test]
fn the_first_screen_tries_a_token_and_never_shows_it() {
    let mut world = World::empty();
    world.state.dialogs.push(Dialog::Welcome(Welcome::default()));
    assert_eq!(world.press("<tab><tab><enter>"), []);
    drop(world.send(Input::Paste("pit-secret\n".into())));
    assert!(!format!("{:?}", world.state).contains("pit-secret"));
    let effects = world.press("<enter>loc1<enter>");
    let token = Token::new("pit-secret".into());
    assert_eq!(effects, [Effect::SignIn { token, location: "loc1".into() }]);
    assert_eq!(world.press("<enter>"), []);
    let fault = Fault::new(Trouble::SignedOut, "token wrong", "paste it again");
    drop(world.send(Input::NotSignedIn(fault.clone())));
    let Some(Dialog::Welcome(welcome)) = world.state.dialog() else { panic!("first screen") };
    assert_eq!((welcome.busy, welcome.fault.as_ref()), (false, Some(&fault)));
}

#[test]
fn after_signing_in_it_asks_who_sits_here() {
    let mut world = World::empty();
    world.state.dialogs.push(Dialog::Welcome(Welcome::default()));
    drop(world.send(Input::SignedIn { me: None }));
    assert_eq!(world.state.dialogs, []);
    drop(world.report(Report::Catalog(Box::new(catalog()))));
    assert!(matches!(world.state.dialog(), Some(Dialog::Menu(Menu::Who(_)))));
    assert_eq!(world.press("j<enter>"), [Effect::SaveMe("u2".into())]);
    assert_eq!(world.state.session.me, Some("u2".into()));
}

#[test]
fn the_first_screen_offers_the_sandbox_and_the_door() {
    let mut world = World::empty();
    world.state.dialogs.push(Dialog::Welcome(Welcome::default()));
    assert_eq!(world.press("<down><down><down><enter>"), [Effect::Sandbox]);
    assert_eq!(world.press("<down><enter>"), [Effect::Quit]);
    assert_eq!(world.press("<esc>"), [Effect::Quit]);
}

#[test]
fn the_weather_changes_in_the_sandbox_only() {
    let mut world = World::new();
    assert_eq!(world.press(":sandbox offline<enter>"), []);
    assert_eq!(world.said(), "sandbox.offline: only in rolodeck demo");
    world.state.session.sandbox = true;
    let offline = Effect::Weather(Weather::Offline);
    assert_eq!(world.press(":sandbox offline<enter>"), [offline]);
}

#[test]
fn copying_and_opening() {
    let mut world = World::wide();
    assert_eq!(world.press("ye"), [Effect::Copy("jane@adams.example".into())]);
    assert_eq!(world.press("yn"), [Effect::Copy("Adams, Jane".into())]);
    assert_eq!(world.press("yi"), [Effect::Copy("remote1".into())]);
    assert_eq!(world.press("yp"), []);
    assert_eq!(world.said(), "there is no phone number to copy");
    let link = "https://app.gohighlevel.com/v2/location/loc1/contacts/detail/remote1";
    assert_eq!(world.press("o"), [Effect::Open(link.into())]);
}

#[test]
fn a_key_is_taken_once_on_windows() {
    use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
    let mut world = World::new();
    let mut key = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
    drop(world.send(Input::Key(key)));
    key.kind = KeyEventKind::Release;
    drop(world.send(Input::Key(key)));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(NILS)));
}

#[test]
fn help_works_over_a_form() {
    let mut world = World::new();
    drop(world.press("a<f1>"));
    let rows = commands::found(&world.state, "", true);
    assert!(rows.iter().any(|row| row.name == "form.save"));
    drop(world.press("<esc>"));
    assert!(matches!(world.state.dialogs.last(), Some(Dialog::Contact(_))));
}

#[test]
fn ctrl_c_twice_quits_anywhere() {
    let mut world = World::new();
    assert_eq!(world.press("?<c-c>"), []);
    assert_eq!(world.press("<c-c>"), [Effect::Quit]);
    assert_eq!(world.press("<c-z>"), [Effect::Suspend]);
    assert_eq!(world.press("<c-l>"), [Effect::Redraw]);
}

#[test]
fn everything_is_saved_without_a_modifier() {
    let mut world = World::wide();
    let note = world.commit("Nhello<tab><enter>");
    assert!(matches!(note[0].change, Change::NoteAdded { .. }));
    let task = world.commit("Tcall<tab>tomorrow<tab><tab><tab><enter>");
    assert!(matches!(task[0].change, Change::TaskAdded { .. }));
    let contact = world.commit("aZoe<s-tab><enter>");
    assert!(matches!(contact[0].change, Change::ContactAdded { .. }));
    assert_eq!(world.state.dialogs, []);
}

#[test]
fn enter_in_the_form_of_a_contact_goes_on_and_says_so() {
    let mut world = World::new();
    assert_eq!(world.press("aZoe<enter>Zimmer"), []);
    let hints = commands::hints(&world.state);
    let enter = hints.iter().find(|hint| hint.keys == "Enter").unwrap();
    assert_eq!((enter.name, enter.hint), ("form.take", "next"));
    let Some(Dialog::Contact(form)) = world.state.dialog() else { panic!("the form") };
    assert_eq!(form.at, 1);
}

#[test]
fn where_letters_are_text_no_letter_is_hinted_at() {
    let mut world = World::new();
    for keys in ["N", "<esc>/", "<esc>T", "<esc>t"] {
        drop(world.press(keys));
        let hints = commands::hints(&world.state);
        let help = hints.iter().find(|hint| hint.name == "app.help").unwrap();
        assert_eq!(help.keys, "F1", "{keys}");
    }
}

#[test]
fn a_verb_comes_before_words_that_only_mention_it() {
    let mut world = World::wide();
    world.state.session.sandbox = true;
    assert_eq!(world.press(":refuse<enter>"), [Effect::Weather(Weather::Refusing)]);
    assert_eq!(world.said(), "sandbox: what is sent is refused from now on");
}
