//! The start, and what the background task tells about itself.

use super::*;
use crate::model::{
    op::Outgoing,
    talk::{Attention, Link},
};

fn waiting(number: u128, change: Change, state: OpState) -> Outgoing {
    let op = Op {
        id: OpId::new(Uuid::from_u128(number)),
        deed: crate::model::ids::DeedId::new(Uuid::from_u128(number + 1000)),
        at: time(NOW),
        change,
    };
    Outgoing { state, tries: 1, ..Outgoing::queued(op) }
}

#[test]
fn what_waited_at_the_last_start_is_shown_on_top() {
    let mut world = World::empty();
    let added = Change::TagAdded { contact: contact_id(JANE), tag: tag("q4") };
    let done = Change::TaskDone { contact: contact_id(NILS), task: task_id(12) };
    let snapshot = Snapshot {
        roster: Roster::from_rows(people().iter().map(Row::from)),
        whole: true,
        tasks: tasks().into_iter().collect(),
        queue: vec![waiting(51, added, OpState::Retry), waiting(52, done, OpState::Queued)],
        catalog: catalog(),
        ..Snapshot::default()
    };
    drop(world.send(Input::Loaded(Box::new(snapshot))));
    assert!(world.state.book.row(contact_id(JANE)).unwrap().has_tag(&tag("q4")));
    assert!(world.state.book.task(task_id(12)).unwrap().is_done());
    assert_eq!(world.state.book.counts().queued, 2);
    assert_eq!(world.names().len(), 4);
}

#[test]
fn what_is_reported_before_everybody_is_loaded_is_not_overwritten() {
    let mut world = World::empty();
    let window = Snapshot {
        roster: Roster::from_rows(people().iter().take(1).map(Row::from)),
        catalog: catalog(),
        ..Snapshot::default()
    };
    drop(world.send(Input::Loaded(Box::new(window))));
    let mut renamed = person(NILS, "Nils", "Bauer-Meyer", &["hot"]);
    renamed.add_tag(tag("vip"));
    let rows = vec![Row::from(&renamed)];
    let gone = vec![contact_id(MARIE)];
    let base = Box::new(Base { rows, gone, ..Base::default() });
    drop(world.report(Report::Changed { base, queue: Vec::new() }));
    let all = Roster::from_rows(people().iter().map(Row::from));
    drop(world.send(Input::Roster(Box::new(all))));
    assert_eq!(world.names(), ["Adams, Jane", "Bauer-Meyer, Nils", "Chen, Li"]);
    assert!(world.state.book.is_whole());
}

#[test]
fn the_first_pull_fills_the_list_and_the_end_catches_up() {
    let mut world = World::empty();
    drop(world.send(Input::Loaded(Box::new(Snapshot { whole: true, ..Snapshot::default() }))));
    drop(world.report(Report::Pulling { done: 0, total: 4 }));
    for person in people() {
        let base = Box::new(Base { rows: vec![Row::from(&person)], ..Base::default() });
        drop(world.report(Report::Changed { base, queue: Vec::new() }));
    }
    assert!(world.state.contacts.list.len() < 4);
    drop(world.report(Report::Synced(time(NOW))));
    assert_eq!(world.state.contacts.list.len(), 4);
    assert_eq!(world.state.book.pulling, None);
    assert_eq!(world.state.book.synced, Some(time(NOW)));
}

#[test]
fn attention_is_told_when_it_changes() {
    let mut world = World::new();
    let told = |attention| vec![Effect::Tell(Order::Attend(attention))];
    assert_eq!(world.send(Input::Idle), told(Attention::Idle));
    assert_eq!(world.send(Input::Idle), []);
    assert_eq!(world.press("j"), told(Attention::Working));
    assert_eq!(world.send(Input::Focus(false)), told(Attention::Away));
    assert_eq!(world.send(Input::Idle), []);
    assert_eq!(world.send(Input::Focus(true)), told(Attention::Working));
}

#[test]
fn trouble_and_a_lost_token_are_said() {
    let mut world = World::new();
    let fault = Fault::new(Trouble::SignedOut, "token refused", "sign in again");
    drop(world.report(Report::Link(Link::SignedOut(fault))));
    assert!(world.said().contains("token refused"));
    drop(world.report(Report::Trouble(Fault::new(Trouble::Garbled, "odd answer", ""))));
    assert!(world.said().contains("odd answer"));
}

#[test]
fn an_answer_to_an_older_search_is_left_out() {
    let mut world = World::new();
    drop(world.press("3/sso"));
    let late = Report::NotesFound { query: "ss".into(), notes: vec![note(21, JANE, "x")] };
    drop(world.report(late));
    assert!(world.state.notes.list.is_empty());
    let right = Report::NotesFound { query: "sso".into(), notes: vec![note(21, JANE, "sso")] };
    drop(world.report(right));
    assert_eq!(world.state.notes.list.len(), 1);
    assert_eq!(world.state.person(), Some(contact_id(JANE)));
}

#[test]
fn any_size_is_survived() {
    let mut world = World::wide();
    for (columns, rows) in [(1, 1), (10, 3), (0, 0), (40, 10), (300, 100), (80, 24)] {
        drop(world.send(Input::Resize { columns, rows }));
        drop(world.press("jkG<pgdn><pgup><tab><tab><c-d>gg<esc><esc>"));
    }
}

#[test]
fn what_another_program_fetched_is_loaded_anew() {
    let mut world = World::new();
    let ours = world.commit("tq4<enter>");
    let theirs =
        waiting(51, Change::TagAdded { contact: contact_id(LI), tag: tag("q5") }, OpState::Queued);
    drop(world.report(Report::Joined(vec![theirs.clone()])));
    assert_eq!(world.report(Report::Overtaken), [Effect::Load]);
    // While everything is being read, the other program's change ends.
    let mut tagged = person(LI, "Li", "Chen", &["hot", "q5", "vip"]);
    tagged.set(Standard::LastName.into(), "Cheng".into());
    let base = Box::new(Base { rows: vec![Row::from(&tagged)], ..Base::default() });
    let queue = vec![Moved::to(theirs.op.id, OpState::Done, None)];
    drop(world.report(Report::Changed { base, queue }));
    let snapshot = Snapshot {
        roster: Roster::from_rows(people().iter().map(Row::from)),
        whole: true,
        tasks: tasks().into_iter().take(1).collect(),
        queue: vec![theirs],
        catalog: catalog(),
        ..Snapshot::default()
    };
    drop(world.send(Input::Loaded(Box::new(snapshot))));
    assert_eq!(world.state.book.name(contact_id(LI)), "Cheng, Li");
    assert!(world.state.book.row(contact_id(JANE)).unwrap().has_tag(&tag("q4")));
    let left: Vec<_> = world.state.book.queue().lines().map(|line| line.op.id).collect();
    assert_eq!(left, super::ids(&ours));
    assert!(world.state.book.task(task_id(12)).is_none());
}

#[test]
fn read_only_changes_nothing_and_says_so() {
    let mut world = World::wide();
    world.state.session.read_only = true;
    for keys in
        ["t", "T", "N", "a", "e", "@", "d", "<tab>jj<enter>", "]]]d", "[[x", "<esc>2x", "+", "e"]
    {
        assert_eq!(world.press(keys).iter().filter(|it| is_write(it)).count(), 0, "{keys}");
        assert_eq!(world.state.dialogs, [], "{keys}");
        assert!(world.said().starts_with("this is read-only"), "{keys}: {}", world.said());
    }
    assert_eq!(world.state.book.counts().waiting(), 0);
}

fn is_write(effect: &Effect) -> bool {
    let order = |order: &Order| {
        matches!(
            order,
            Order::Commit(_)
                | Order::Undo { .. }
                | Order::Retry(_)
                | Order::Hold(_)
                | Order::Drop(_)
        )
    };
    matches!(effect, Effect::Tell(it) if order(it))
}

#[test]
fn who_is_gone_from_under_the_cursor_is_named() {
    let mut world = World::wide();
    let gone = |number| Base { gone: vec![contact_id(number)], ..Base::default() };
    let report = |base| Report::Changed { base: Box::new(base), queue: Vec::new() };
    drop(world.report(report(gone(MARIE))));
    assert_eq!(world.said(), "");
    drop(world.report(report(gone(JANE))));
    assert_eq!(world.said(), "Adams, Jane was deleted on the server");
}

#[test]
fn a_passing_demo_promises_no_next_start() {
    let mut world = World::new();
    let ops = world.commit("tq4<enter>");
    drop(world.accept(&ops));
    drop(world.press("q"));
    assert!(world.said().contains("goes out at the next start"), "{}", world.said());
    world.state.session.passing = true;
    drop(world.press("jq"));
    assert!(world.said().contains("without --keep forgets all"), "{}", world.said());
    assert_eq!(world.press("q"), [Effect::Quit]);
}

#[test]
fn in_the_sandbox_nobody_is_asked_who_she_is() {
    let mut world = World::empty();
    world.state.session.sandbox = true;
    world.state.session.me = None;
    drop(world.report(Report::Catalog(Box::new(catalog()))));
    assert_eq!(world.state.session.me, Some("u1".into()));
    assert_eq!(world.state.dialogs, []);
}

#[test]
fn days_are_those_of_the_location_unless_the_profile_says_where() {
    let bergen = TimeZone::get("Europe/Oslo").unwrap();
    for (zone_is_set, zone) in [(false, TimeZone::UTC), (true, bergen.clone())] {
        let mut world = World::new();
        world.state.session.zone = bergen.clone();
        world.state.session.zone_is_set = zone_is_set;
        drop(world.report(Report::Catalog(Box::new(catalog()))));
        assert_eq!(world.state.session.zone, zone);
    }
}
