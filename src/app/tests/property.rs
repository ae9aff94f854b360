//! Properties: the view is the fold of base and queue, whatever happens; no key breaks anything.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::app::{
    book::{Book, fold, line::Line},
    panes,
    text::Text,
};
use crate::model::{
    agenda::TaskRef,
    ids::{DeedId, Ids},
    op,
};

/// What can happen to a book.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// An edit of this session.
    Edit {
        person: u128,
        what: u8,
        deep: u8,
    },
    Accept,
    NotSaved,
    /// A change in the queue goes on: which one, and where to.
    Move {
        which: usize,
        state: usize,
    },
    /// The server said something about a contact.
    Served {
        person: u128,
        what: u8,
    },
    Gone {
        person: u128,
    },
    Undo,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (1..5_u128, any::<u8>(), any::<u8>())
            .prop_map(|(person, what, deep)| Event::Edit { person, what, deep }),
        2 => Just(Event::Accept),
        1 => Just(Event::NotSaved),
        5 => (any::<usize>(), any::<usize>())
            .prop_map(|(which, state)| Event::Move { which, state }),
        2 => (1..5_u128, any::<u8>())
            .prop_map(|(person, what)| Event::Served { person, what }),
        1 => (1..5_u128).prop_map(|person| Event::Gone { person }),
        1 => Just(Event::Undo),
    ];
    prop::collection::vec(event, 0..60)
}

/// The naive model: every base record, and every change in order with its state.
#[derive(Default)]
struct Model {
    base: BTreeMap<ContactId, Row>,
    tasks: BTreeMap<TaskId, Task>,
    queue: Vec<Line>,
}

impl Model {
    fn row(&self, id: ContactId) -> Option<Row> {
        fold::row(self.base.get(&id).cloned(), self.lines(id))
    }

    fn task(&self, id: TaskId) -> Option<Task> {
        let lines = self.queue.iter().filter(|line| line.op.change.task() == Some(id));
        fold::task(self.tasks.get(&id).cloned(), lines)
    }

    fn lines(&self, id: ContactId) -> impl Iterator<Item = &Line> {
        self.queue.iter().filter(move |line| line.op.change.contact() == id)
    }
}

fn change(person: u128, what: u8, deep: u8, ids: &mut Ids) -> Change {
    let contact = contact_id(person);
    let name = ["hot", "vip", "q4"][usize::from(deep) % 3];
    let some = &tasks()[usize::from(deep) % 3];
    let (owner, task) = (some.contact, some.id);
    match what % 7 {
        0 => Change::TagAdded { contact, tag: tag(name) },
        1 => Change::TagRemoved { contact, tag: tag(name) },
        2 => edited(person, Standard::LastName, "", name),
        3 => Change::TaskDone { contact: owner, task },
        4 => Change::TaskReopened { contact: owner, task },
        5 => Change::TaskAdded {
            contact,
            task: ids.task(),
            draft: TaskDraft { title: name.into(), ..TaskDraft::default() },
        },
        _ => {
            let was = Box::new(Contact::new(contact));
            if deep.is_multiple_of(2) {
                Change::ContactDeleted { contact, was }
            } else {
                let fresh = ids.contact();
                Change::ContactAdded {
                    contact: fresh,
                    values: person_values(name),
                    tags: vec![tag(name)],
                }
            }
        }
    }
}

fn person_values(name: &str) -> BTreeMap<crate::model::field::Field, Value> {
    crate::model::change::filled([(Standard::LastName, Value::text(name))])
}

/// Drives the book and the model side by side.
struct Run {
    book: Book,
    /// The list of tasks, which follows the book from one step to the next.
    pane: panes::tasks::Tasks,
    model: Model,
    ids: Ids,
    unsaved: Vec<Op>,
}

impl Run {
    fn new() -> Self {
        let mut book = Book::default();
        let roster = Roster::from_rows(people().iter().map(Row::from));
        book.load(roster, true, tasks().into_iter().collect(), Vec::new());
        let model = Model {
            base: people().iter().map(|person| (person.id, Row::from(person))).collect(),
            tasks: tasks().into_iter().map(|task| (task.id, task)).collect(),
            queue: Vec::new(),
        };
        let ids = Ids::starting_at(Uuid::from_u128(1 << 64));
        Self { book, pane: panes::tasks::Tasks::default(), model, ids, unsaved: Vec::new() }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Edit { person, what, deep } => {
                let change = change(person, what, deep, &mut self.ids);
                let ops = self.book.commit(vec![change], time(NOW), &mut self.ids);
                let line = |op: &Op| match op::held_until(&ops) {
                    Some(until) => Line::held(op.clone(), until),
                    None => Line::uncommitted(op.clone()),
                };
                self.model.queue.extend(ops.iter().map(line));
                self.unsaved.extend(ops);
            }
            Event::Accept => {
                let ops = std::mem::take(&mut self.unsaved);
                self.book.accept(&super::ids(&ops));
            }
            Event::NotSaved => {
                let ops = super::ids(&std::mem::take(&mut self.unsaved));
                self.book.withdraw(&ops);
                self.model.queue.retain(|line| !ops.contains(&line.op.id));
            }
            Event::Move { which, state } => self.go_on(which, state),
            Event::Served { person, what } => {
                let name = ["Adams", "Baker", "Cole"][usize::from(what) % 3];
                let row = Row::from(&super::person(person, "X", name, &["hot", "served"]));
                self.model.base.insert(row.id, row.clone());
                self.book.change(Base { rows: vec![row], ..Base::default() }, Vec::new());
            }
            Event::Gone { person } => {
                let id = contact_id(person);
                self.model.base.remove(&id);
                self.model.tasks.retain(|_, task| task.contact != id);
                self.book.change(Base { gone: vec![id], ..Base::default() }, Vec::new());
            }
            Event::Undo => {
                if let Some(deed) = self.book.history().last().cloned() {
                    let id = deed.id;
                    self.book.begin_undo(deed);
                    self.undo(id);
                }
            }
        }
    }

    /// As the store does it: what was not sent is withdrawn, what was is taken back.
    fn undo(&mut self, deed: DeedId) {
        let mut withdrawn = Vec::new();
        let mut inverse = Vec::new();
        for line in self.model.queue.iter().filter(|line| line.op.deed == deed) {
            match line.state {
                OpState::Held
                | OpState::Queued
                | OpState::Conflict
                | OpState::Rejected
                | OpState::Parked => withdrawn.push(line.op.id),
                _ => inverse.push(Op {
                    id: self.ids.op(),
                    deed: self.ids.deed(),
                    change: line.op.change.inverse(&mut self.ids),
                    ..line.op.clone()
                }),
            }
        }
        self.unsaved.retain(|op| !withdrawn.contains(&op.id));
        self.model.queue.retain(|line| !withdrawn.contains(&line.op.id));
        self.model.queue.extend(inverse.iter().cloned().map(Line::uncommitted));
        self.book.undone(deed, &withdrawn, inverse, self.ids);
    }

    fn go_on(&mut self, which: usize, state: usize) {
        let count = self.model.queue.len();
        if count == 0 {
            return;
        }
        let line = &mut self.model.queue[which % count];
        let next = OpState::ALL[state % OpState::ALL.len()];
        if !line.state.may_become(next) {
            return;
        }
        line.state = next;
        let op = line.op.id;
        let moved = vec![Moved::to(op, next, None)];
        let mut base = Base::default();
        if next.is_final() {
            let line = self.model.queue.remove(which % count);
            if next == OpState::Done {
                self.settle(&line, &mut base);
            }
        }
        self.book.change(base, moved);
    }

    /// The server took it: the base holds it from now on, reported in the same step.
    fn settle(&mut self, line: &Line, base: &mut Base) {
        let id = line.op.change.contact();
        let done = [Line { state: OpState::Queued, ..line.clone() }];
        if let Some(task) = line.op.change.task() {
            if let Some(task) = fold::task(self.model.tasks.get(&task).cloned(), done.iter()) {
                self.model.tasks.insert(task.id, task.clone());
                base.tasks.push(task);
            }
            return;
        }
        if let Some(row) = fold::row(self.model.base.get(&id).cloned(), done.iter()) {
            self.model.base.insert(id, row.clone());
            base.rows.push(row);
        } else {
            self.model.base.remove(&id);
            self.model.tasks.retain(|_, task| task.contact != id);
            base.gone.push(id);
        }
    }

    /// The list is what it would be if it were built anew, with what was done while it was shown.
    fn follow(&mut self) -> Result<(), TestCaseError> {
        let shown = self.pane.list.ids().to_vec();
        let listed = |task: &Task| !task.done || shown.contains(&task.id);
        let mut expected: Vec<Task> =
            self.book.tasks().map(TaskRef::to_task).filter(listed).collect();
        expected.retain(|task| self.book.has(task.contact));
        expected.sort_by_key(|task| (task.draft.due.is_none(), task.draft.due, task.id));
        self.pane.follow(&self.book, &Session::default());
        let expected: Vec<TaskId> = expected.iter().map(|task| task.id).collect();
        prop_assert_eq!(self.pane.list.ids(), expected);
        Ok(())
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let people = self.model.base.keys().copied();
        let queued = self.model.queue.iter().map(|line| line.op.change.contact());
        for id in people.chain(queued).chain((1..5).map(contact_id)) {
            let shown = self.book.row(id).map(|row| row.to_row());
            prop_assert_eq!(shown, self.model.row(id), "contact {}", id);
        }
        let made = self.model.queue.iter().filter_map(|line| line.op.change.task());
        for id in self.model.tasks.keys().copied().chain(made) {
            prop_assert_eq!(
                self.book.task(id).map(TaskRef::to_task),
                self.model.task(id),
                "task {}",
                id
            );
        }
        prop_assert_eq!(self.book.queue().lines().count(), self.model.queue.len());
        let failed = self.model.queue.iter().filter(|line| line.is_undecided()).count();
        prop_assert_eq!(self.book.counts().undecided(), failed);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Reliability, I3.
    #[test]
    fn the_view_is_the_servers_word_with_the_queue_on_top(events in events()) {
        let mut run = Run::new();
        for event in events {
            run.happen(event);
            run.check()?;
            run.follow()?;
        }
    }

    #[test]
    fn a_text_holds_what_was_typed(text in "[a-zé日 ]{0,20}", more in "[a-z]{0,5}") {
        let mut line = Text::line("");
        line.insert(&text);
        line.insert(&more);
        let whole = line.text();
        prop_assert!(whole.ends_with(&more));
        line.set(&whole);
        prop_assert_eq!(line.text().trim_end().to_owned(), whole.trim_end().to_owned());
        prop_assert_eq!(line.cursor().1, line.text().chars().count());
    }

    #[test]
    fn no_keys_break_anything(keys in prop::collection::vec(
        prop::sample::select(&[
            "j", "k", "G", "gg", "<space>", "v", "*", "<enter>", "<esc>", "<tab>", "<s-tab>", "/",
            "a", "e", "d", "x", "t", "T", "N", "u", "U", "r", "s", "1", "2", "3", "4", "7", "gf",
            "]", "[", "}", "{", "zz", "zp", "zh", "?", ":", ".", "+", "-", "@", "y", "n", "yy",
            "<c-s>", "<c-u>", "<c-c>", "<backspace>", "<down>", "<up>", "h", "l", "J", "K", "m",
            "hot", "fri 3pm", "<c-g>",
        ][..]),
        0..60,
    )) {
        let mut world = World::wide();
        for key in keys {
            let effects = world.press(key);
            if let Some(ops) = only_commit(&effects) {
                drop(world.accept(&ops));
            }
            for effect in effects {
                if let Effect::Tell(Order::Look(id)) = effect
                    && id.uuid().as_u128() < 5
                {
                    let open = Box::new(dossier(id.uuid().as_u128()));
                    drop(world.report(Report::Opened(open)));
                }
            }
            let shown = world.state.contacts.list.ids();
            prop_assert!(shown.iter().all(|id| world.state.book.has(*id)));
            prop_assert!(world.state.prefix.len() < 2);
        }
    }
}
