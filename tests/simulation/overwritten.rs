//! Whoever overwrites what she did not know has it in her history (I12), unless it came in between
//! her look and her write, which the service gives no means to see.

use rolodeck::{
    model::{change::Change, field::Field, ids::RemoteId, value::Value},
    sandbox::Commit,
};

use super::case::{Case, Client};

/// One part of a record that somebody wrote anew: a field of a contact, the text of a note or a task.
#[derive(Clone, PartialEq)]
struct Part {
    /// As the server's log calls the record.
    noun: &'static str,
    id: RemoteId,
    /// Where it is read and written.
    path: String,
    name: &'static str,
}

struct Edit {
    part: Part,
    was: Value,
    now: Value,
}

pub(crate) fn wrongs(case: &Case, client: &Client) -> Vec<String> {
    let changes = client.changes.iter().map(|it| &it.outgoing.op.change);
    let edits: Vec<Edit> = changes.flat_map(|change| edits(client, change)).collect();
    // What is cleared says nothing of who cleared it.
    let written = edits.iter().filter(|edit| !edit.now.is_empty());
    written.flat_map(|edit| unseen(case, client, edit, &edits)).collect()
}

/// What this edit took the place of, and nobody here had heard of.
fn unseen(case: &Case, client: &Client, edit: &Edit, all: &[Edit]) -> Vec<String> {
    let Edit { part, now, .. } = edit;
    let mut wrongs = Vec::new();
    let writes = client.writes(&part.path, now);
    let mut before: Option<(&Commit, Value)> = None;
    for (commit, json) in written(case, part.noun, &part.id, part.name) {
        let value = Value::from_json(json.clone());
        let was = before.replace((commit, value.clone()));
        let Some((other, theirs)) = was.filter(|_| value == *now) else { continue };
        let is_known =
            all.iter().any(|it| it.part == *part && (it.was == theirs || it.now == theirs));
        let is_noted = client.history.iter().any(|event| {
            let fault = event.fault.as_ref();
            fault.is_some_and(|fault| fault.cause.contains(&*theirs.shown()))
        });
        let is_hers = writes.iter().any(|it| it.sent <= commit.at);
        let came_between = writes.iter().any(|it| other.at >= it.looked);
        if is_hers && !is_known && !is_noted && !came_between {
            let Part { noun, id, name, .. } = part;
            wrongs.push(format!(
                "{} overwrote {name} = {theirs:?} of {noun} {id} with {now:?}, and kept no word",
                client.name
            ));
        }
    }
    wrongs
}

/// The parts that a change writes anew, of a record that is still there.
fn edits(client: &Client, change: &Change) -> Vec<Edit> {
    let Some(dossier) = client.base.iter().find(|it| it.contact.id == change.contact()) else {
        return Vec::new();
    };
    let Some(contact) = &dossier.contact.remote else { return Vec::new() };
    let path = format!("/contacts/{contact}");
    let texts = |noun, id: Option<&RemoteId>, texts: [(&'static str, &String, &String); 2]| {
        let Some(id) = id else { return Vec::new() };
        let edit = |(name, was, now): (&'static str, &String, &String)| {
            let path = format!("{path}/{noun}s/{id}");
            let part = Part { noun, id: id.clone(), path, name };
            Edit { part, was: Value::text(was), now: Value::text(now) }
        };
        texts.map(edit).into()
    };
    match change {
        Change::ContactEdited { field: Field::Standard(field), was, now, .. } => {
            let id = contact.clone();
            let part = Part { noun: "contact", id, path, name: field.spec().name };
            vec![Edit { part, was: was.clone(), now: now.clone() }]
        }
        Change::NoteEdited { note, was, now, .. } => {
            let note = dossier.notes.items.iter().find(|it| it.id == *note);
            let both = [("title", &was.title, &now.title), ("body", &was.body, &now.body)];
            texts("note", note.and_then(|it| it.remote.as_ref()), both)
        }
        Change::TaskEdited { task, was, now, .. } => {
            let task = dossier.tasks.items.iter().find(|it| it.id == *task);
            let both = [("title", &was.title, &now.title), ("body", &was.body, &now.body)];
            texts("task", task.and_then(|it| it.remote.as_ref()), both)
        }
        _ => Vec::new(),
    }
}

/// Every commit that touched this part of a record.
pub(crate) fn written<'a>(
    case: &'a Case,
    noun: &'static str,
    id: &RemoteId,
    name: &'static str,
) -> impl Iterator<Item = (&'a Commit, &'a serde_json::Value)> {
    let id = id.as_str().to_owned();
    let commits = case.commits.iter().filter(move |it| it.noun == noun && it.id == id);
    commits.filter_map(move |it| Some((it, it.sent.get(name)?)))
}
