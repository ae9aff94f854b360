//! Tasks, of one person or of everybody.

use jiff::ToSpan;

use crate::app::{
    act, bulk,
    command::{Command, Context, Ready},
    dialog::Dialog,
    dialogs::{
        confirm::{Asked, Confirm},
        menu::Menu,
        task::TaskForm,
    },
    effect::Effect,
    panes::detail::Target,
    repeat::Repeat,
    scope::Scope,
    state::State,
    view::{Pane, View},
};
use crate::model::{agenda::TaskRef, change::Change};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "task.done",
        scope: Scope::Tasks,
        keys: &["x"],
        hint: "done",
        help: "complete the task or the marked ones; again: reopen",
        ready: has_task,
        run: |state, context| {
            let done = chosen(state).iter().any(|task| !task.is_done());
            set_done(state, context, done)
        },
    },
    Command {
        name: "task.open",
        scope: Scope::Tasks,
        keys: &["<enter>"],
        hint: "open",
        help: "open the person; in a person: edit the task",
        ready: has_task,
        run: open,
    },
    Command {
        name: "task.edit",
        scope: Scope::Tasks,
        keys: &["e"],
        hint: "edit",
        help: "edit the task",
        ready: has_task,
        run: edit,
    },
    Command {
        name: "task.add",
        scope: Scope::Tasks,
        keys: &["a"],
        hint: "add",
        help: "a new task for this person",
        ready: |state| state.person().map(|_| ()).ok_or("there is nobody under the cursor"),
        run: |state, _| {
            let people = state.person().into_iter().collect();
            let me = state.session.me.as_ref();
            let form = TaskForm::new(people, me, &state.book.catalog);
            act::open(state, Dialog::Task(form));
            Vec::new()
        },
    },
    Command {
        name: "task.delete",
        scope: Scope::Tasks,
        keys: &["d", "<del>"],
        hint: "",
        help: "delete the task or the marked ones, after asking",
        ready: has_task,
        run: delete,
    },
    Command {
        name: "task.later",
        scope: Scope::Tasks,
        keys: &["+", "="],
        hint: "later",
        help: "due a day later",
        ready: has_due,
        run: |state, context| shift(state, context, 1),
    },
    Command {
        name: "task.earlier",
        scope: Scope::Tasks,
        keys: &["-"],
        hint: "",
        help: "due a day earlier",
        ready: has_due,
        run: |state, context| shift(state, context, -1),
    },
    Command {
        name: "task.snooze",
        scope: Scope::Tasks,
        keys: &["S"],
        hint: "",
        help: "due later: tonight, tomorrow, Monday, in a week, or another day",
        ready: has_task,
        run: |state, _| {
            let menu = Menu::snooze(state.chosen_tasks(), &state.zoned());
            state.dialogs.push(Dialog::Menu(menu));
            Vec::new()
        },
    },
    Command {
        name: "task.everybody",
        scope: Scope::Tasks,
        keys: &["m"],
        hint: "mine/all",
        help: "my tasks, or those of everybody",
        ready: |state| match (state.view, state.focus, &state.session.me) {
            (View::Tasks, Pane::List, Some(_)) => Ok(()),
            (View::Tasks, Pane::List, None) => Err("say who you are first (: who)"),
            _ => Err("these are the tasks of one person"),
        },
        run: |state, _| {
            state.tasks.everybody = !state.tasks.everybody;
            state.tasks.rebuild(&state.book, &state.session);
            Vec::new()
        },
    },
];

/// The tasks that a key concerns.
fn chosen(state: &State) -> Vec<TaskRef<'_>> {
    state.chosen_tasks().iter().filter_map(|id| state.book.task(*id)).collect()
}

fn has_task(state: &State) -> Ready {
    if chosen(state).is_empty() { Err("no task is under the cursor") } else { Ok(()) }
}

fn has_due(state: &State) -> Ready {
    has_task(state)?;
    let any = chosen(state).iter().any(|task| task.due().is_some());
    if any { Ok(()) } else { Err("the task has no due date; e sets one") }
}

/// Completes or reopens the tasks of the row or the marks that are not so yet.
pub(super) fn set_done(state: &mut State, context: &mut Context, done: bool) -> Vec<Effect> {
    let wrong = chosen(state).into_iter().filter(|task| task.is_done() != done);
    let changes = wrong
        .map(|task| {
            let (contact, task) = (task.contact(), task.id());
            if done {
                Change::TaskDone { contact, task }
            } else {
                Change::TaskReopened { contact, task }
            }
        })
        .collect();
    state.tasks.marks.clear();
    state.repeat = Some(Repeat::Done(done));
    act::commit(state, context, changes)
}

/// Moves the due dates of the row or the marks.
pub(super) fn shift(state: &mut State, context: &mut Context, days: i64) -> Vec<Effect> {
    let zone = state.session.zone.clone();
    let later = |task: TaskRef<'_>| {
        let due = task.due()?.to_zoned(zone.clone()).checked_add(days.days()).ok()?;
        Some(due.timestamp())
    };
    let changes = bulk::due(&state.book, &state.chosen_tasks(), later);
    state.repeat = Some(Repeat::Due(days));
    act::commit(state, context, changes)
}

fn open(state: &mut State, context: &mut Context) -> Vec<Effect> {
    if state.focus == Pane::List {
        let Some(task) = state.tasks.list.cursor() else { return Vec::new() };
        let target = Target::Task(*task);
        state.focus = Pane::Detail;
        state.detail.aim_at(target);
        return Vec::new();
    }
    edit(state, context)
}

fn edit(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let cursor = match state.focus {
        Pane::List => state.tasks.list.cursor(),
        _ => state.detail.tasks.cursor(),
    };
    let Some(task) = cursor.and_then(|id| state.book.task(*id)) else { return Vec::new() };
    let form = TaskForm::of(&task.to_task(), &state.book.catalog);
    act::open(state, Dialog::Task(form));
    Vec::new()
}

fn delete(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let tasks = chosen(state);
    let count = tasks.len();
    let question = match tasks.as_slice() {
        [one] => format!("Delete the task \"{}\"?", one.title()),
        _ => format!("Delete {count} tasks?"),
    };
    let lines = vec![format!("{} a deleted task anew, under another id.", act::undo_makes(count))];
    let asked = Asked::DeleteTasks(tasks.iter().map(|task| task.id()).collect());
    state.dialogs.push(Dialog::Confirm(Confirm::new(question, lines, asked, count)));
    Vec::new()
}
