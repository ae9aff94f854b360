//! Tasks: one key completes, another reopens.

use super::*;
use crate::app::{dialog::Dialog, dialogs::task::TaskField, view::Tab};
use crate::model::due::Bucket;

#[test]
fn x_completes_the_task_under_the_cursor() {
    let mut world = World::new();
    drop(world.press("2"));
    let effects = world.press("x");
    let ops = only_commit(&effects).unwrap();
    let done = Change::TaskDone { contact: contact_id(MARIE), task: task_id(13) };
    assert_eq!(effects, [Effect::Tell(Order::Commit(ops.clone()))]);
    assert_eq!(changes(&ops), [done]);
    assert_eq!(ops[0].at, time(NOW));
    assert!(world.state.book.task(task_id(13)).unwrap().is_done());
    assert!(world.said().contains("u undo"));
}

#[test]
fn a_completed_task_stays_until_the_list_is_built_anew() {
    let mut world = World::new();
    let ops = world.commit("2x");
    drop(world.accept(&ops));
    assert_eq!(world.state.tasks.list.ids().len(), 3);
    assert_eq!(world.state.tasks.list.cursor(), Some(&task_id(13)));
    let base = Box::new(Base { closed: vec![task_id(13)], ..Base::default() });
    let queue = vec![Moved::to(ops[0].id, OpState::Done, None)];
    drop(world.report(Report::Changed { base, queue }));
    assert_eq!(world.state.tasks.list.ids().len(), 3);
    assert_eq!(world.state.book.task_mark(contact_id(MARIE), task_id(13)), None);
    let reopened = Change::TaskReopened { contact: contact_id(MARIE), task: task_id(13) };
    assert_eq!(changes(&world.commit("x")), [reopened]);
    drop(world.press("x1"));
    drop(world.press("2"));
    assert_eq!(world.state.tasks.list.ids(), [task_id(11), task_id(12)]);
}

#[test]
fn marked_tasks_are_completed_together_as_one_deed() {
    let mut world = World::new();
    drop(world.press("2<space><space><space>"));
    let ops = world.commit("x");
    assert_eq!(ops.len(), 3);
    assert!(ops.iter().all(|op| op.deed == ops[0].deed));
    assert!(world.state.tasks.marks.is_empty());
    assert_eq!(world.press("u").len(), 1);
}

#[test]
fn what_is_due_first_comes_first() {
    let mut world = World::new();
    drop(world.press("2"));
    let state = &world.state;
    let due = |id: &TaskId| Bucket::of(state.book.task(*id).unwrap().due(), &state.zoned());
    let buckets: Vec<_> = state.tasks.list.ids().iter().map(due).collect();
    assert_eq!(buckets, [Bucket::Overdue, Bucket::Today, Bucket::Week]);
}

#[test]
fn plus_and_minus_move_the_due_date_and_the_cursor_stays_on_the_task() {
    let mut world = World::new();
    drop(world.press("2j"));
    let ops = world.commit("+");
    let Change::TaskEdited { now, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(now.due, Some(time("2026-09-24T15:00:00Z")));
    assert_eq!(world.state.tasks.list.cursor(), Some(&task_id(11)));
    let ops = world.commit("-");
    let Change::TaskEdited { now, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(now.due, Some(time("2026-09-23T15:00:00Z")));
}

#[test]
fn a_new_task_is_one_line() {
    let mut world = World::new();
    let ops = world.commit("Tcall fri 3pm<enter>");
    let Change::TaskAdded { contact, draft, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!((*contact, draft.title.as_str()), (contact_id(JANE), "call"));
    assert_eq!(draft.due, Some(time("2026-09-25T15:00:00Z")));
    assert_eq!(draft.owner, Some("u1".into()));
}

#[test]
fn a_task_without_a_date_asks_for_one() {
    let mut world = World::new();
    assert_eq!(world.press("Tbuy milk<enter>"), []);
    let ops = world.commit("+2d<enter>");
    let Change::TaskAdded { draft, .. } = &ops[0].change else { panic!("{ops:?}") };
    assert_eq!(draft.title, "buy milk");
    assert!(draft.due.is_some());
}

#[test]
fn in_a_person_a_done_task_does_not_run_away() {
    let mut world = World::wide();
    let more = task(14, JANE, "Later", "2026-10-01T09:00:00Z");
    let mut open = dossier(JANE);
    open.tasks.items.push(more);
    drop(world.report(Report::Opened(Box::new(open))));
    drop(world.press("<enter>]"));
    assert_eq!(world.state.tab(), Some(Tab::Tasks));
    drop(world.press("x"));
    assert_eq!(world.state.detail.tasks.ids(), [task_id(11), task_id(14)]);
    assert_eq!(world.state.detail.tasks.cursor(), Some(&task_id(11)));
}

#[test]
fn mine_or_everybodys() {
    let mut world = World::new();
    let mut other = task(15, LI, "Not mine", "2026-09-23T09:00:00Z");
    other.draft.owner = Some("u2".into());
    let base = Box::new(Base { tasks: vec![other], ..Base::default() });
    drop(world.report(Report::Changed { base, queue: Vec::new() }));
    drop(world.press("2"));
    assert_eq!(world.state.tasks.list.len(), 3);
    drop(world.press("m"));
    assert_eq!(world.state.tasks.list.len(), 4);
    world.state.session.me = None;
    drop(world.press("m"));
    assert!(world.said().contains("who you are"));
}

#[test]
fn enter_opens_the_person_at_the_task() {
    let mut world = World::wide();
    drop(world.press("2jj"));
    drop(world.report(Report::Opened(Box::new(dossier(NILS)))));
    drop(world.press("<enter>"));
    assert_eq!(world.state.tab(), Some(Tab::Tasks));
    assert_eq!(world.state.detail.tasks.cursor(), Some(&task_id(12)));
}

#[test]
fn deleting_asks_first_and_no_is_the_answer_of_enter() {
    let mut world = World::new();
    assert_eq!(world.press("2d<enter>"), []);
    assert!(world.state.book.task(task_id(13)).is_some());
    let ops = world.commit("dy");
    assert!(matches!(&ops[0].change, Change::TaskDeleted { was, .. } if was.id == task_id(13)));
    assert!(world.state.book.task(task_id(13)).is_some(), "it can still be called back");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Queued, None);
    assert!(world.state.book.task(task_id(13)).is_none());
}

#[test]
fn a_task_that_a_deletion_hides_goes_with_its_contact() {
    let mut world = World::new();
    let ops = world.commit("2dy");
    drop(world.accept(&ops));
    world.moved(&ops, OpState::Queued, None);
    let base = Base { gone: vec![contact_id(MARIE)], ..Base::default() };
    drop(world.report(Report::Changed { base: Box::new(base), queue: Vec::new() }));
    world.moved(&ops, OpState::Rejected, Some(&Fault::new(Trouble::Gone, "gone", "")));
    assert!(world.state.book.task(task_id(13)).is_none(), "it came back without its contact");
}

#[test]
fn snoozing_names_the_day_before_it_is_chosen() {
    let mut world = World::new();
    drop(world.press("2S"));
    let Some(Dialog::Menu(menu)) = world.state.dialog() else { panic!("the menu") };
    assert_eq!(menu.choice().options[1].1, "tomorrow   Thu 24 Sep 2026 09:00");
    let ops = world.commit("j<enter>");
    let due = |op: &Op| match &op.change {
        Change::TaskEdited { now, .. } => now.due,
        other => panic!("{other:?}"),
    };
    assert_eq!(ops.iter().map(due).collect::<Vec<_>>(), [Some(time("2026-09-24T09:00:00Z"))]);
    drop(world.accept(&ops));
    let again = world.commit("gg.");
    assert_eq!(due(&again[0]), Some(time("2026-09-24T09:00:00Z")));
    assert_ne!(again[0].change.task(), ops[0].change.task());
    drop(world.press("SG<enter>"));
    let Some(Dialog::Task(form)) = world.state.dialog() else { panic!("the form") };
    assert_eq!(form.at, TaskField::Due);
}
