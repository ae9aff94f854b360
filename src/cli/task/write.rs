//! `rolodeck task add|done|reopen`

use crate::{
    cli::{
        arguments::Writing,
        deed::carry_out,
        errand::{Errand, ids},
        exit::Exit,
        fill::filled,
        find,
        queue::Queue,
        refusal::wrong,
        shape,
        stop::Stop,
    },
    model::{
        change::Change,
        due::{parse_when, say_fully},
        ids::TaskId,
        task::TaskDraft,
    },
    store::Reader,
};

type Record = Option<(&'static str, serde_json::Value)>;

/// The service demands a due date; this is the one of whoever names none.
const USUALLY: &str = "tomorrow";

/// A task as it was typed.
pub(super) struct Typed {
    pub(super) title: String,
    pub(super) due: Option<String>,
    pub(super) body: Option<String>,
    pub(super) owner: Option<String>,
}

pub(super) async fn add(
    errand: &Errand,
    contact: &str,
    typed: Typed,
    writing: Writing,
) -> Result<Exit, Stop> {
    let title = typed.title.trim().to_owned();
    if title.is_empty() {
        return Err(wrong("a task needs a title", "nothing was changed").into());
    }
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let catalog = reader.catalog()?;
    let now = errand.now(&catalog);
    let due = parse_when(typed.due.as_deref().unwrap_or(USUALLY), &now)
        .map_err(|error| wrong(error.to_string(), "nothing was changed"))?;
    let owner = match typed.owner.as_deref() {
        None => None,
        Some("me") => Some(errand.account.me().ok_or_else(|| {
            wrong("`me` is nobody yet", "nothing was changed; set `user` in the profile")
        })?),
        Some(name) => {
            let user = catalog.user_named(name).map_err(|why| wrong(why, "nothing was changed"))?;
            Some(user.id.clone())
        }
    };
    let contact = find::contact(&reader, &queue, contact)?.id;
    let task = ids().task();
    let body = typed.body.unwrap_or_default();
    let draft = TaskDraft { title, body, due: Some(due), owner };
    if !errand.out.is_json() {
        errand.out.say(&format!("due {}", say_fully(due, &now)));
    }
    let change = Change::TaskAdded { contact, task, draft };
    carry_out(errand, vec![change], writing, record(vec![task])).await
}

/// Completes tasks, or opens them again.
pub(super) async fn tick(
    errand: &Errand,
    texts: &[String],
    done: bool,
    writing: Writing,
) -> Result<Exit, Stop> {
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let mut changes: Vec<Change> = Vec::new();
    let mut tasks = Vec::new();
    for text in texts {
        let task = find::task(&reader, &queue, text)?;
        if tasks.contains(&task.id) {
            continue;
        }
        tasks.push(task.id);
        if task.done == done {
            let state = if done { "done" } else { "open" };
            errand.out.say(&format!("{state} already: {}", task.draft.title));
        } else if done {
            changes.push(Change::TaskDone { contact: task.contact, task: task.id });
        } else {
            changes.push(Change::TaskReopened { contact: task.contact, task: task.id });
        }
    }
    carry_out(errand, changes, writing, record(tasks)).await
}

/// The tasks as they are now, for JSON.
fn record(ids: Vec<TaskId>) -> impl FnOnce(&Reader, &Queue) -> Result<Record, Stop> {
    move |reader, queue| {
        let mut tasks = Vec::new();
        for id in ids {
            let Some(task) = queue.task(reader, id)? else { continue };
            let remote = reader.remotes(&[task.contact])?.pop().flatten();
            let contact = shape::id(remote.as_ref(), &task.contact);
            tasks.push(shape::task(&task, &contact, queue.standing_of_task(&task)));
        }
        Ok(Some(("tasks", tasks.into())))
    }
}
