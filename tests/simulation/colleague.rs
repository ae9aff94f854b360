//! Somebody else at the same location, without rolodeck: her edits take effect at once.

use std::time::Duration;

use rolodeck::{
    api::Client,
    model::{
        change::Change, field::Field, ids::RemoteId, note::NoteDraft, task::TaskDraft, value::Value,
    },
};

use super::{
    deeds::{self, Dice, FIELDS},
    desk::Shown,
    wire::Wire,
};

/// She gives up on what takes longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Does one thing to anybody. The service may fail her as it fails everybody.
pub(crate) async fn interferes(wire: &Wire, dice: &mut Dice, everybody: &[RemoteId]) {
    let client = wire.client();
    let Some(who) = dice.choose(everybody) else { return };
    let doing = async {
        match dice.random.u32(..10) {
            0..4 => {
                let field = Field::from(FIELDS[dice.random.usize(..FIELDS.len())]);
                let edit = [(field, Value::text(dice.text("foreign")))];
                client.update_contact(who, &edit).await.map(drop)
            }
            4 => client.add_tags(who, &[deeds::tag("hers")]).await.map(drop),
            5 => client.remove_tags(who, &[deeds::tag("everybody's")]).await.map(drop),
            6 | 7 => {
                let body = dice.text("her note");
                let draft = NoteDraft { title: String::new(), body };
                client.create_note(who, &draft, None).await.map(drop)
            }
            8 => edits_a_note(&client, dice, who).await,
            _ if dice.one_in(3) => client.delete_contact(who).await,
            _ => edits_a_task(&client, dice, who).await,
        }
    };
    // What she could not do nobody waits for.
    let _ = tokio::time::timeout(PATIENCE, doing).await;
}

/// Now and then she edits the very note or task that somebody is about to, and is done first.
pub(crate) async fn is_faster(wire: &Wire, dice: &mut Dice, shown: &Shown, change: &Change) {
    let Some(who) = &shown.contact.remote else { return };
    let client = wire.client();
    let doing = async {
        match change {
            Change::NoteEdited { note, was, .. } if dice.one_in(3) => {
                let note = shown.notes.iter().find(|it| it.id == *note);
                let Some(note) = note.and_then(|it| it.remote.as_ref()) else { return Ok(()) };
                let draft = NoteDraft { body: dice.text("her note"), ..was.clone() };
                client.update_note(who, note, &draft).await.map(drop)
            }
            Change::TaskEdited { task, was, .. } if dice.one_in(3) => {
                let task = shown.tasks.iter().find(|it| it.id == *task);
                let Some(task) = task.and_then(|it| it.remote.as_ref()) else { return Ok(()) };
                let draft = TaskDraft { title: dice.text("her task"), ..was.clone() };
                client.update_task(who, task, &draft).await.map(drop)
            }
            _ => Ok(()),
        }
    };
    let _ = tokio::time::timeout(PATIENCE, doing).await;
}

type Done = Result<(), rolodeck::api::Error>;

async fn edits_a_note(client: &Client, dice: &mut Dice, who: &RemoteId) -> Done {
    let notes = client.notes(who).await?.items;
    let Some(note) = dice.choose(&notes) else { return Ok(()) };
    if dice.one_in(3) {
        return client.delete_note(who, &note.remote).await;
    }
    let draft = NoteDraft { body: dice.text("her note"), ..note.draft.clone() };
    client.update_note(who, &note.remote, &draft).await.map(drop)
}

async fn edits_a_task(client: &Client, dice: &mut Dice, who: &RemoteId) -> Done {
    let tasks = client.tasks(who).await?.items;
    let Some(task) = dice.choose(&tasks) else { return Ok(()) };
    match dice.random.u32(..3) {
        0 => client.delete_task(who, &task.remote).await,
        1 => {
            let draft = TaskDraft { title: dice.text("her task"), ..task.draft.clone() };
            client.update_task(who, &task.remote, &draft).await.map(drop)
        }
        _ => client.complete_task(who, &task.remote, !task.done).await.map(drop),
    }
}
