//! Cursor, marks, filter, panes.

use super::*;
use crate::app::{
    dialog::Dialog,
    view::{Pane, Tab, View},
};

#[test]
fn keys_move_the_cursor_as_far_as_the_list_goes() {
    let mut world = World::new();
    let at = |world: &World| world.state.contacts.cursor().unwrap();
    assert_eq!(at(&world), contact_id(JANE));
    for (keys, person) in [("j", NILS), ("k", JANE), ("G", MARIE), ("j", MARIE), ("gg", JANE)] {
        let effects = world.press(keys);
        assert_eq!(effects, [], "{keys}");
        assert_eq!(at(&world), contact_id(person), "{keys}");
    }
}

#[test]
fn beside_the_list_whoever_is_under_the_cursor_is_looked_at_once() {
    let mut world = World::wide();
    assert_eq!(world.press("j"), [Effect::Tell(Order::Look(contact_id(NILS)))]);
    assert_eq!(world.press("x"), []);
    let mut narrow = World::new();
    assert_eq!(narrow.press("j"), []);
    assert_eq!(narrow.press("<enter>"), [Effect::Tell(Order::Look(contact_id(NILS)))]);
}

#[test]
fn fresh_contacts_do_not_move_the_cursor() {
    let mut world = World::new();
    drop(world.press("jj"));
    let rows = vec![Row::from(&person(9, "Aaron", "Abel", &[]))];
    let base = Box::new(Base { rows, ..Base::default() });
    drop(world.report(Report::Changed { base, queue: Vec::new() }));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(LI)));
    assert_eq!(world.state.contacts.list.len(), 5);
}

#[test]
fn while_something_is_marked_those_who_come_wait() {
    let mut world = World::new();
    drop(world.press("<space>"));
    let rows = vec![Row::from(&person(9, "Aaron", "Abel", &[]))];
    let base = Box::new(Base { rows, ..Base::default() });
    drop(world.report(Report::Changed { base, queue: Vec::new() }));
    assert_eq!(world.state.contacts.news, 1);
    assert_eq!(world.state.contacts.list.len(), 4);
    assert!(world.press("R").contains(&Effect::Tell(Order::Pull { full: false })));
    assert_eq!((world.state.contacts.news, world.state.contacts.list.len()), (0, 5));
}

#[test]
fn who_is_gone_leaves_the_list_and_hands_the_cursor_on() {
    let mut world = World::new();
    drop(world.press("j"));
    let base = Box::new(Base { gone: vec![contact_id(NILS)], ..Base::default() });
    drop(world.report(Report::Changed { base, queue: Vec::new() }));
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(LI)));
    assert_eq!(world.state.book.total(), 3);
}

#[test]
fn the_filter_finds_as_it_is_typed_and_esc_goes_back_step_by_step() {
    let mut world = World::new();
    drop(world.press("jjj/chen"));
    assert_eq!(world.names(), ["Chen, Li"]);
    assert!(world.state.contacts.filter.typing);
    drop(world.press("<esc>"));
    assert!(!world.state.contacts.filter.typing);
    assert_eq!(world.names(), ["Chen, Li"]);
    drop(world.press("<esc>"));
    assert_eq!(world.names().len(), 4);
    assert_eq!(world.state.contacts.cursor(), Some(contact_id(MARIE)));
}

#[test]
fn letters_in_the_filter_are_letters() {
    let mut world = World::new();
    assert_eq!(world.press("/qxj?:"), []);
    assert_eq!(world.state.contacts.filter.input.text(), "qxj?:");
}

#[test]
fn a_paste_into_the_filter_is_text_and_elsewhere_nothing() {
    let mut world = World::new();
    assert_eq!(world.send(Input::Paste("dddq\n".into())), []);
    assert_eq!(world.state.contacts.list.len(), 4);
    drop(world.press("/"));
    drop(world.send(Input::Paste("chen\n".into())));
    assert!(world.state.contacts.filter.typing);
    assert_eq!(world.names(), ["Chen, Li"]);
}

#[test]
fn a_filter_without_hits_offers_what_was_meant() {
    let mut world = World::new();
    drop(world.press("/tag:hott"));
    assert!(world.state.contacts.list.is_empty());
    let hint = world.state.contacts.filter.hint.clone().unwrap();
    assert_eq!((hint.text.as_str(), hint.hits), ("tag:hot", 3));
    drop(world.press("<tab><enter>"));
    assert_eq!(world.names().len(), 3);
}

#[test]
fn a_broken_filter_says_so_and_keeps_the_list() {
    let mut world = World::new();
    drop(world.press("/chen<enter>"));
    drop(world.press("/"));
    drop(world.send(Input::Paste(" updated:soonish".into())));
    assert!(world.state.contacts.filter.fault.is_some());
    assert_eq!(world.names(), ["Chen, Li"]);
}

#[test]
fn marks_are_people_not_lines() {
    let mut world = World::new();
    drop(world.press("<space>j<space>"));
    let marked: Vec<_> = world.state.people();
    assert_eq!(marked, [contact_id(JANE), contact_id(LI)]);
    drop(world.press("/dupont<enter>"));
    assert_eq!(world.state.contacts.hidden_marks(), 2);
    assert_eq!(world.state.people().len(), 2);
    drop(world.press("<esc>s<enter>"));
    assert_eq!(world.names()[0], "Dupont, Marie");
    assert_eq!(world.state.people(), [contact_id(LI), contact_id(JANE)]);
    drop(world.press("<esc>"));
    assert!(world.state.contacts.marks.is_empty());
}

#[test]
fn a_range_and_all() {
    let mut world = World::new();
    drop(world.press("jvjj"));
    drop(world.press("v"));
    assert_eq!(world.state.contacts.marks.len(), 3);
    drop(world.press("*"));
    assert_eq!(world.state.contacts.marks.len(), 4);
    drop(world.press("*"));
    assert!(world.state.contacts.marks.is_empty());
}

#[test]
fn a_prefix_waits_and_offers_what_may_follow() {
    let mut world = World::new();
    drop(world.press("g"));
    let keys: Vec<String> =
        commands::continuations(&world.state).into_iter().map(|hint| hint.keys).collect();
    for key in ["g", "c", "t", "n", "s", "f"] {
        assert!(keys.iter().any(|other| other == key), "{key} of {keys:?}");
    }
    assert!(!world.state.hesitates);
    drop(world.send(Input::Hesitation));
    assert!(world.state.hesitates);
    drop(world.press("t"));
    assert!(!world.state.hesitates);
    assert_eq!(world.state.view, View::Tasks);
    assert!(world.state.prefix.is_empty());
    drop(world.send(Input::Hesitation));
    assert!(!world.state.hesitates);
    drop(world.press("g<esc>"));
    assert_eq!(world.said(), "");
}

#[test]
fn digits_and_q_go_from_view_to_view_and_back() {
    let mut world = World::new();
    for (keys, view) in
        [("2", View::Tasks), ("4", View::Tags), ("7", View::Sync), ("1", View::Contacts)]
    {
        drop(world.press(keys));
        assert_eq!(world.state.view, view);
    }
    let search = Effect::Tell(Order::FindNotes(String::new()));
    for _ in 0..2 {
        assert_eq!(world.press("3"), std::slice::from_ref(&search));
    }
    assert_eq!(world.press("q"), []);
    assert_eq!(world.press("q"), [Effect::Quit]);
}

#[test]
fn tab_goes_round_the_visible_panes() {
    let mut world = World::wide();
    drop(world.press("<tab>"));
    assert_eq!(world.state.focus, Pane::Detail);
    drop(world.press("<tab>"));
    assert_eq!(world.state.focus, Pane::List);
    drop(world.send(Input::Resize { columns: 200, rows: 50 }));
    drop(world.press("<tab><tab>"));
    assert_eq!((world.state.focus, world.state.tab()), (Pane::Tasks, Some(Tab::Tasks)));
    drop(world.press("<esc>"));
    assert_eq!(world.state.focus, Pane::List);
}

#[test]
fn a_tab_with_a_pane_of_its_own_is_not_open_twice() {
    let mut world = World::wide();
    drop(world.press("<tab>]"));
    assert_eq!((world.state.focus, world.state.detail.tab), (Pane::Detail, Tab::Tasks));
    drop(world.send(Input::Resize { columns: 120, rows: 40 }));
    assert_eq!((world.state.focus, world.state.detail.tab), (Pane::Tasks, Tab::Details));
    drop(world.press("]"));
    assert_eq!((world.state.focus, world.state.detail.tab), (Pane::Notes, Tab::Details));
    drop(world.press("<esc>]"));
    assert_eq!((world.state.focus, world.state.detail.tab), (Pane::List, Tab::Tags));
    drop(world.press("]"));
    assert_eq!(world.state.detail.tab, Tab::Appointments);
    drop(world.press("[[<tab><tab>"));
    assert_eq!(world.state.focus, Pane::Tasks);
    drop(world.send(Input::Resize { columns: 80, rows: 24 }));
    assert_eq!((world.state.focus, world.state.detail.tab), (Pane::Detail, Tab::Tasks));
}

#[test]
fn keys_typed_before_a_person_is_read_mean_her_fields() {
    let mut world = World::wide();
    drop(world.send(Input::Resize { columns: 120, rows: 40 }));
    drop(world.press("j<tab><down><down><enter>"));
    assert_eq!(world.state.dialogs, []);
    drop(world.report(Report::Opened(Box::new(dossier(NILS)))));
    let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("{}", world.said()) };
    assert_eq!(editor.row.field, Standard::Email.into());
    assert_eq!(editor.contact, contact_id(NILS));
}

#[test]
fn brackets_go_from_tab_to_tab_and_braces_from_person_to_person() {
    let mut world = World::wide();
    drop(world.press("<enter>]"));
    assert_eq!(world.state.detail.tab, Tab::Tasks);
    drop(world.press("[["));
    assert_eq!(world.state.detail.tab, Tab::Appointments);
    drop(world.press("}"));
    assert_eq!(world.state.focus, Pane::Detail);
    assert_eq!(world.state.person(), Some(contact_id(NILS)));
    drop(world.press("{"));
    assert_eq!(world.state.person(), Some(contact_id(JANE)));
}

#[test]
fn a_dead_key_explains_itself() {
    let mut world = World::new();
    drop(world.press("x"));
    let words = "x does nothing here; in tasks: complete the task or the marked ones";
    assert_eq!(world.said(), words);
    drop(world.press("%"));
    assert_eq!(world.said(), "% does nothing here; ? shows what does");
    drop(world.press("j"));
    assert_eq!(world.said(), "");
    drop(world.press("U"));
    assert_eq!(world.said(), "nothing was undone");
}

#[test]
fn a_tag_filters_the_contacts() {
    let mut world = World::new();
    drop(world.press("4"));
    assert_eq!(world.state.tags.list.cursor(), Some(&tag("hot")));
    assert_eq!(world.state.tags.count(&tag("lost?")), 0);
    drop(world.press("<enter>"));
    assert_eq!(world.state.view, View::Contacts);
    assert_eq!(world.names(), ["Adams, Jane", "Bauer, Nils", "Chen, Li"]);
}

#[test]
fn help_shows_what_can_be_done_here_and_runs_it() {
    let mut world = World::new();
    drop(world.press("?"));
    let rows = commands::found(&world.state, "", true);
    assert!(rows.iter().any(|row| row.name == "contact.add"));
    assert!(rows.iter().all(|row| row.name != "task.done"));
    drop(world.press("new contact<enter>"));
    assert!(matches!(world.state.dialog(), Some(Dialog::Contact(_))));
}

#[test]
fn the_palette_runs_by_name_and_says_what_is_not_here() {
    let mut world = World::new();
    drop(world.press(":sync<enter>"));
    assert_eq!(world.state.view, View::Sync);
    drop(world.press("1:task.done"));
    let rows = commands::found(&world.state, "task.done", false);
    assert_eq!(rows[0].ready, Err("not in this pane"));
    drop(world.press("<enter>"));
    assert_eq!(world.said(), "task.done: not in this pane");
}
