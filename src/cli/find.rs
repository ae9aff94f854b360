//! From an id as it is typed to the record that is meant: the service's id, `local-…`, or an
//! unambiguous beginning of either.

use super::{queue::Queue, refusal::wrong, shape, stop::Stop};
use crate::{
    model::{
        contact::Contact,
        ids::{ContactId, OpId, TaskId},
        task::Task,
    },
    store::{Reader, Result},
};

/// How many are named where several are meant.
const NAMED: usize = 6;

pub(super) fn contact(reader: &Reader, queue: &Queue, text: &str) -> Result<Contact, Stop> {
    let found = reader.contacts_named(text, NAMED)?;
    let label = |id: &ContactId| {
        let remote = reader.remotes(&[*id])?.pop().flatten();
        Ok(format!("{} ({})", shape::id(remote.as_ref(), id), queue.name(reader, *id)?))
    };
    let id = one("contact", text, &found, label, |id| {
        let remote = reader.remotes(&[*id])?.pop().flatten();
        Ok(remote.is_some_and(|remote| remote.as_str() == text))
    })?;
    queue.contact(reader, id)?.ok_or_else(|| {
        Stop::absent(
            format!("the contact {text} is being deleted"),
            "`rolodeck undo` takes that back",
        )
    })
}

pub(super) fn task(reader: &Reader, queue: &Queue, text: &str) -> Result<Task, Stop> {
    let found = reader.tasks_named(text, NAMED)?;
    let label = |id: &TaskId| {
        let task = queue.task(reader, *id)?;
        Ok(task.map_or_else(
            || id.to_string(),
            |task| format!("{} ({})", shape::id(task.remote.as_ref(), id), task.draft.title),
        ))
    };
    let id = one("task", text, &found, label, |id| {
        Ok(reader.task_remote(*id)?.is_some_and(|remote| remote.as_str() == text))
    })?;
    queue.task(reader, id)?.ok_or_else(|| {
        Stop::absent(format!("the task {text} is being deleted"), "`rolodeck undo` takes that back")
    })
}

pub(super) fn change(reader: &Reader, text: &str) -> Result<OpId, Stop> {
    let found = reader.changes_named(text, NAMED)?;
    let label = |id: &OpId| Ok(id.to_string());
    one("change", text, &found, label, |id| Ok(id.to_string() == text))
}

/// The one that is meant: the only one, or the one whose whole id was typed.
fn one<T: Copy>(
    noun: &str,
    text: &str,
    found: &[T],
    label: impl Fn(&T) -> Result<String>,
    is_exact: impl Fn(&T) -> Result<bool>,
) -> Result<T, Stop> {
    match found {
        [] => Err(Stop::absent(
            format!("no {noun} has an id that begins with `{}`", text.escape_debug()),
            format!("nothing was changed; `rolodeck {}` shows the ids", list(noun)),
        )),
        [one] => Ok(*one),
        several => {
            for one in several {
                if is_exact(one)? {
                    return Ok(*one);
                }
            }
            let labels: Vec<String> = several.iter().map(label).collect::<Result<_>>()?;
            Err(wrong(
                format!(
                    "`{}` may be any of several {noun}s: {}",
                    text.escape_debug(),
                    labels.join(", ")
                ),
                "nothing was changed; give more of the id",
            )
            .into())
        }
    }
}

fn list(noun: &str) -> &'static str {
    match noun {
        "contact" => "contact list",
        "task" => "task list",
        _ => "outbox list",
    }
}
