//! Refused changes: shown where they happened, with their text still there.

use super::*;
use crate::app::{
    book::mark::Mark,
    dialog::Dialog,
    view::{Pane, Tab, View},
};
use crate::model::{field::Field, ids::DeedId, op::Outgoing};

/// Jane's email was edited, and the server refused it.
fn refused_email() -> (World, Vec<Op>) {
    let mut world = World::wide();
    let ops = world.commit("<enter>jj<enter><c-u>j@adams.example<enter>");
    drop(world.accept(&ops));
    world.refuse(&ops);
    (world, ops)
}

#[test]
fn a_refused_edit_shows_the_servers_value_with_err() {
    let (world, _) = refused_email();
    let jane = contact_id(JANE);
    let email = Field::from(Standard::Email);
    let book = &world.state.book;
    assert_eq!(book.row(jane).unwrap().email(), "jane@adams.example");
    assert_eq!(book.dossier(jane).unwrap().contact.value(&email), &"jane@adams.example".into());
    assert_eq!(book.mark(jane), Some(Mark::Failed));
    assert_eq!(book.field_mark(jane, &email), Some(Mark::Failed));
    assert_eq!(book.counts().failed, 1);
    assert!(world.said().starts_with("ERR Adams, Jane"), "{}", world.said());
    assert!(world.said().contains("422 tag not allowed"));
}

#[test]
fn e_offers_what_was_typed_and_saving_replaces_the_refused_change() {
    let (mut world, refused) = refused_email();
    drop(world.press("e"));
    let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("the editor") };
    assert_eq!(editor.row.entry.text().unwrap().text(), "j@adams.example");
    let effects = world.press("<c-u>k@adams.example<enter>");
    let ops = only_commit(&effects).unwrap();
    assert_eq!(
        effects,
        [Effect::Tell(Order::Drop(ids(&refused))), Effect::Tell(Order::Commit(ops.clone()))]
    );
    assert_eq!(
        changes(&ops),
        [edited(JANE, Standard::Email, "jane@adams.example", "k@adams.example")]
    );
}

#[test]
fn leaving_the_editor_of_a_refused_change_leaves_it_refused() {
    let (mut world, _) = refused_email();
    assert_eq!(world.press("e<c-u>x<esc>"), []);
    assert_eq!(world.state.book.counts().failed, 1);
    assert!(world.state.drafts.is_empty());
}

#[test]
fn r_sends_again_and_u_drops() {
    let (mut world, ops) = refused_email();
    assert_eq!(world.press("r"), [Effect::Tell(Order::Retry(ids(&ops)))]);
    world.moved(&ops, OpState::Queued, None);
    assert_eq!(world.state.book.mark(contact_id(JANE)), Some(Mark::Queued(1)));
    assert_eq!(world.state.book.row(contact_id(JANE)).unwrap().email(), "j@adams.example");
    world.refuse(&ops);
    assert_eq!(world.press("u"), [Effect::Tell(Order::Drop(ids(&ops)))]);
    world.moved(&ops, OpState::Discarded, None);
    assert_eq!(world.state.book.mark(contact_id(JANE)), None);
    assert_eq!(world.state.strip(), None);
}

#[test]
fn gf_goes_to_the_row_and_the_field_and_round_the_end() {
    let (mut world, _) = refused_email();
    drop(world.press("<esc>G2"));
    let done = world.commit("x");
    drop(world.accept(&done));
    world.refuse(&done);
    assert_eq!(world.state.view, View::Tasks);
    drop(world.press("1gf"));
    assert_eq!(world.state.person(), Some(contact_id(JANE)));
    drop(world.report(Report::Opened(Box::new(dossier(JANE)))));
    assert_eq!((world.state.focus, world.state.tab()), (Pane::Detail, Some(Tab::Details)));
    assert_eq!(world.state.detail.field(), Some(&Standard::Email.into()));
    drop(world.press("gf"));
    assert_eq!(world.state.person(), Some(contact_id(MARIE)));
    drop(world.report(Report::Opened(Box::new(dossier(MARIE)))));
    assert_eq!(world.state.detail.tasks.cursor(), Some(&task_id(13)));
    drop(world.press("gf"));
    assert_eq!(world.state.person(), Some(contact_id(JANE)));
}

#[test]
fn a_refused_tick_opens_the_box_again() {
    let mut world = World::new();
    let ops = world.commit("2x");
    drop(world.accept(&ops));
    world.refuse(&ops);
    let task = world.state.book.task(task_id(13)).unwrap();
    assert!(!task.is_done());
    assert_eq!(world.state.book.task_mark(task.contact(), task.id()), Some(Mark::Failed));
    assert_eq!(world.state.tasks.list.cursor(), Some(&task_id(13)));
}

#[test]
fn a_refused_creation_stays_visible() {
    let mut world = World::wide();
    let note = world.commit("Nlost?<c-s>");
    let task = world.commit("Tcall fri 3pm<enter>");
    drop(world.accept(&note));
    drop(world.accept(&task));
    world.refuse(&note);
    world.refuse(&task);
    let dossier = world.state.book.dossier(contact_id(JANE)).unwrap();
    assert_eq!(dossier.notes.items.len(), 2);
    assert_eq!(dossier.tasks.items.len(), 2);
    let contact = world.commit("aZoe<c-s>");
    drop(world.accept(&contact));
    world.refuse(&contact);
    assert_eq!(world.names().len(), 5);
}

#[test]
fn a_refused_contact_is_edited_and_goes_out_with_all_that_was_built_on_it() {
    let mut world = World::new();
    let made = world.commit("aZoe<c-s>");
    let zoe = made[0].change.contact();
    let task = world.commit("Tcall fri 3pm<enter>");
    drop(world.accept(&made));
    drop(world.accept(&task));
    world.refuse(&made);
    let effects = world.press("e<tab>Zimmer<c-s>");
    let ops = only_commit(&effects).unwrap();
    assert_eq!(effects[0], Effect::Tell(Order::Drop(ids(&made))));
    assert_eq!(ops.len(), 2);
    assert_eq!(ops[0].change.contact(), zoe);
    assert_eq!(ops[1].change, task[0].change);
    world.moved(&[made, task].concat(), OpState::Discarded, None);
    assert_eq!(world.state.book.name(zoe), "Zimmer, Zoe");
    assert!(world.state.book.next_task(zoe).is_some());
}

#[test]
fn enter_shows_all_about_it_and_y_copies_the_trace() {
    let (mut world, ops) = refused_email();
    drop(world.press("<enter>"));
    assert_eq!(world.state.dialog(), Some(&Dialog::Change(ops[0].id)));
    assert_eq!(world.press("y"), [Effect::Copy("trace-1".into())]);
    assert_eq!(world.press("r"), [Effect::Tell(Order::Retry(ids(&ops)))]);
    assert_eq!(world.state.dialogs, []);
    assert_eq!(world.press("yt"), [Effect::Copy("trace-1".into())]);
}

#[test]
fn the_outbox_lists_retries_and_drops() {
    let (mut world, refused) = refused_email();
    let waiting = world.commit("<esc>tq4<enter>");
    drop(world.accept(&waiting));
    drop(world.press("7"));
    assert_eq!(world.state.sync.list.ids(), [refused[0].id, waiting[0].id]);
    assert_eq!(world.press("r"), [Effect::Tell(Order::Retry(ids(&refused)))]);
    assert_eq!(world.press("ju"), [Effect::Tell(Order::Drop(ids(&waiting)))]);
    drop(world.press("e"));
    assert!(matches!(world.state.dialog(), Some(Dialog::Tags(_))));
    drop(world.press("<esc>"));
    world.moved(&waiting, OpState::Discarded, None);
    assert_eq!(world.state.sync.list.len(), 1);
}

#[test]
fn a_refused_tag_is_shown_on_the_person() {
    let mut world = World::wide();
    let ops = world.commit("tlost?<enter>");
    drop(world.accept(&ops));
    world.refuse(&ops);
    assert!(world.state.detail.tags.ids().contains(&tag("lost?")));
    let jane = world.state.book.row(contact_id(JANE)).unwrap();
    assert!(!jane.has_tag(&tag("lost?")));
}

#[test]
fn r_on_marked_people_sends_all_their_refused_changes_again() {
    let mut world = World::new();
    let ops = world.commit("*tq4<enter>");
    drop(world.accept(&ops));
    world.refuse(&ops[1..]);
    assert_eq!(world.press("r"), [Effect::Tell(Order::Retry(ids(&ops[1..])))]);
}

#[test]
fn on_a_refused_row_the_hints_say_what_helps() {
    let (mut world, _) = refused_email();
    let first: Vec<_> = commands::hints(&world.state)
        .into_iter()
        .filter(|hint| !hint.hint.is_empty())
        .take(4)
        .map(|hint| (hint.keys, hint.hint))
        .collect();
    let expected = [("Enter", "all of it"), ("r", "retry"), ("e", "edit it"), ("u", "drop")];
    assert_eq!(first, expected.map(|(keys, hint)| (keys.to_owned(), hint)));
    let undo = commands::hints(&world.state).into_iter().filter(|hint| hint.keys.starts_with('u'));
    assert_eq!(undo.count(), 1);
    drop(world.press("k"));
    assert_eq!(commands::hints(&world.state)[0].name, "field.edit");
}

#[test]
fn deleting_what_was_never_made_drops_it() {
    let mut world = World::new();
    let made = world.commit("aZoe<c-s>");
    drop(world.accept(&made));
    world.refuse(&made);
    assert_eq!(world.press("dy"), [Effect::Tell(Order::Drop(ids(&made)))]);
    world.moved(&made, OpState::Discarded, None);
    assert_eq!(world.names().len(), 4);
}

#[test]
fn the_strip_counts_the_others_that_were_refused() {
    let mut world = World::new();
    let ops = world.commit("*tq4<enter>");
    drop(world.accept(&ops));
    world.refuse(&ops[..3]);
    assert!(world.said().contains("; 2 more refused"), "{}", world.said());
}

/// Jane's email was edited here, and by somebody else meanwhile.
fn conflict() -> (World, Vec<Op>) {
    let mut world = World::wide();
    let ops = world.commit("<enter>jj<enter><c-u>j@adams.example<enter>");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Conflict, Some(&met()));
    (world, ops)
}

fn met() -> Fault {
    Fault::new(Trouble::Conflict, "somebody else changed it to \"jane@smile.example\"", "")
}

#[test]
fn a_conflict_is_marked_and_counted_by_itself() {
    let (world, _) = conflict();
    let jane = contact_id(JANE);
    assert_eq!(world.state.book.mark(jane), Some(Mark::Conflict));
    let counts = world.state.book.counts();
    assert_eq!((counts.conflicts, counts.failed), (1, 0));
    assert!(world.said().starts_with("CON Adams, Jane"), "{}", world.said());
}

#[test]
fn a_conflict_is_decided_by_one_key() {
    for open in ["<enter>", "r"] {
        let (mut world, ops) = conflict();
        assert_eq!(world.press(open), []);
        assert!(matches!(world.state.dialog(), Some(Dialog::Conflict(_))), "{open}");
        assert_eq!(world.press("1"), [Effect::Tell(Order::Retry(ids(&ops)))]);
        assert_eq!(world.state.dialogs, []);
        drop(world.press(open));
        assert_eq!(world.press("2"), [Effect::Tell(Order::Drop(ids(&ops)))]);
        drop(world.press(open));
        drop(world.press("3"));
        let Some(Dialog::Field(editor)) = world.state.dialog() else { panic!("the editor") };
        assert_eq!(editor.row.entry.text().unwrap().text(), "j@adams.example");
    }
}

#[test]
fn one_answer_is_for_all_conflicts_if_so_wished() {
    let (mut world, first) = conflict();
    drop(world.press("r"));
    drop(world.press("a"));
    assert_eq!(world.said(), "this is the only conflict");
    drop(world.press("<esc>"));
    let second = world.commit("k<enter><c-u>Abel<enter>");
    drop(world.accept(&second));
    world.moved(&second, OpState::Conflict, Some(&met()));
    let all: Vec<OpId> = [ids(&first), ids(&second)].concat();
    assert_eq!(world.press("ra1"), [Effect::Tell(Order::Retry(all))]);
    assert_eq!(world.said(), "mine goes out for 2 changes");
}

#[test]
fn what_dissolves_closes_its_dialog_and_is_not_told_of_any_more() {
    let (mut world, ops) = conflict();
    drop(world.press("r"));
    assert!(world.said().starts_with("CON "), "{}", world.said());
    world.moved(&ops, OpState::Discarded, None);
    assert_eq!(world.state.dialogs, []);
    assert_eq!(world.state.notice, None);
}

/// A command had given the note a title, which the note box does not show.
#[test]
fn a_refused_note_keeps_its_title_when_it_is_edited() {
    let titled = |title: &str, body: &str| NoteDraft { title: title.into(), body: body.into() };
    let (contact, note) = (contact_id(JANE), NoteId::new(Uuid::from_u128(900)));
    let added = Change::NoteAdded { contact, note, draft: titled("Fair", "met") };
    let known = NoteId::new(Uuid::from_u128(21));
    let (was, now) = (titled("", "Met at webinar"), titled("Fair", "Met at webinar"));
    let edited = Change::NoteEdited { contact, note: known, was, now };
    for change in [added, edited] {
        let mut world = World::wide();
        let op = Op {
            id: OpId::new(Uuid::from_u128(901)),
            deed: DeedId::new(Uuid::from_u128(902)),
            at: time(NOW),
            change,
        };
        let fault = Fault::new(Trouble::Refused, "too long", "");
        let (state, fault) = (OpState::Rejected, Some(fault));
        let refused = Outgoing { state, fault, ..Outgoing::queued(op) };
        drop(world.report(Report::Joined(vec![refused])));
        drop(world.press("7<enter>e"));
        let effects = world.press(" again<c-s>");
        let ops = only_commit(&effects).unwrap();
        let draft = match &ops[0].change {
            Change::NoteAdded { draft, .. } => draft,
            Change::NoteEdited { now, .. } => now,
            other => panic!("{other:?}"),
        };
        assert_eq!(draft.title, "Fair");
        assert!(draft.body.ends_with(" again"), "{draft:?}");
    }
}
