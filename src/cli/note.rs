//! `rolodeck note …`

use std::io::{self, IsTerminal as _, Read as _};

use serde_json::{Value as Json, json};

use super::{
    arguments::{Note, Writing},
    deed::carry_out,
    errand::{Errand, ids},
    exit::Exit,
    fill::filled,
    find,
    freshen::freshen,
    queue::Queue,
    refusal::wrong,
    shape,
    stop::Stop,
};
use crate::model::{
    catalog::Catalog,
    change::Change,
    clean::{clean, clean_text},
    due::say_fully,
    note::NoteDraft,
};

/// Bytes of a note from the standard input; the service takes fewer.
const LONGEST: u64 = 1024 * 1024;

pub(super) async fn run(action: Note, errand: &Errand) -> Result<Exit, Stop> {
    match action {
        Note::List { contact, fresh } => list(errand, &contact, fresh).await,
        Note::Add { contact, text, writing } => add(errand, &contact, text, writing).await,
    }
}

async fn list(errand: &Errand, text: &str, fresh: bool) -> Result<Exit, Stop> {
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let contact = find::contact(&reader, &queue, text)?;
    freshen(errand, &reader, contact.id, fresh).await?;
    let queue = Queue::read(&reader)?;
    let notes =
        queue.dossier(&reader, contact.id)?.map(|dossier| dossier.notes).unwrap_or_default();
    if notes.fetched.is_none() && contact.remote.is_some() {
        errand.out.say("the notes of this contact were not fetched yet");
    }
    let catalog = reader.catalog()?;
    let id = shape::id(contact.remote.as_ref(), &contact.id);
    errand.out.answer(
        || {
            let json = |note| shape::note(note, &id, queue.standing_of_note(note));
            json!({ "notes": notes.items.iter().map(json).collect::<Vec<Json>>() })
        },
        || {
            let mut text = String::new();
            for note in &notes.items {
                text.push_str(&heading(errand, note, &queue, &catalog));
                text.push_str(&clean_text(&note.draft.body));
                text.push_str("\n\n");
            }
            text
        },
    )?;
    if notes.items.is_empty() && !errand.out.is_json() {
        errand.out.say("no notes");
    }
    Ok(Exit::Done)
}

/// `== Fri 3 Oct 2026 15:00  Priya  queued`
fn heading(
    errand: &Errand,
    note: &crate::model::note::Note,
    queue: &Queue,
    catalog: &Catalog,
) -> String {
    let added = note.added.map(|added| say_fully(added, &errand.now(catalog)));
    let author = note
        .author
        .as_ref()
        .map(|id| catalog.user(id).map_or_else(|| id.to_string(), |user| user.name.clone()));
    let parts = [
        added.unwrap_or_else(|| "new".to_owned()),
        author.unwrap_or_default(),
        note.draft.title.clone(),
        queue.standing_of_note(note).mark().to_owned(),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    format!("== {}\n", clean(&parts.join("  ")))
}

async fn add(
    errand: &Errand,
    contact: &str,
    text: Option<String>,
    writing: Writing,
) -> Result<Exit, Stop> {
    let body = match text.as_deref() {
        None | Some("-") => standard_input(errand)?,
        Some(text) => text.to_owned(),
    };
    let body = body.trim_end().to_owned();
    if body.is_empty() {
        return Err(wrong("a note needs a text", "nothing was changed").into());
    }
    let reader = filled(errand).await?;
    let contact = find::contact(&reader, &Queue::read(&reader)?, contact)?.id;
    let note = ids().note();
    let draft = NoteDraft { title: String::new(), body };
    let change = Change::NoteAdded { contact, note, draft };
    carry_out(errand, vec![change], writing, |reader, queue| {
        let Some(note) = queue.note(reader, note)? else { return Ok(None) };
        let remote = reader.remotes(&[contact])?.pop().flatten();
        let id = shape::id(remote.as_ref(), &contact);
        Ok(Some(("note", shape::note(&note, &id, queue.standing_of_note(&note)))))
    })
    .await
}

fn standard_input(errand: &Errand) -> Result<String, Stop> {
    if io::stdin().is_terminal() {
        errand.out.say("type the note, Ctrl+D on a line of its own ends it");
    }
    let unfit = |why: String| wrong(why, "nothing was changed");
    let mut text = Vec::new();
    let read = io::stdin().lock().take(LONGEST + 1).read_to_end(&mut text);
    read.map_err(|error| unfit(format!("the standard input cannot be read: {error}")))?;
    if text.len() as u64 > LONGEST {
        return Err(unfit("the note is longer than 1 MiB".to_owned()).into());
    }
    Ok(String::from_utf8(text).map_err(|_| unfit("the note is not UTF-8 text".to_owned()))?)
}
