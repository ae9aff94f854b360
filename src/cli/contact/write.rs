//! `rolodeck contact add|edit|delete`

use super::values::Values;
use crate::{
    cli::{
        arguments::Writing,
        deed::{carry_out, refuse_to_write},
        errand::{Errand, ids},
        exit::Exit,
        fill::filled,
        find,
        prompt::{Answer, yes},
        queue::Queue,
        refusal::wrong,
        shape,
        stop::Stop,
    },
    model::{
        change::{Change, edits},
        contact::Contact,
        ids::ContactId,
    },
    store::Reader,
};

type Record = Option<(&'static str, serde_json::Value)>;

pub(super) async fn add(errand: &Errand, set: &[String], writing: Writing) -> Result<Exit, Stop> {
    let catalog = errand.reader()?.catalog()?;
    let Values { mut fields, tags } =
        Values::read(set, &[], true, &catalog, &errand.now(&catalog))?;
    fields.retain(|_, value| !value.is_empty());
    if fields.is_empty() {
        return Err(wrong("a contact without any value cannot be added", "give --set").into());
    }
    let contact = ids().contact();
    let change = Change::ContactAdded { contact, values: fields, tags };
    carry_out(errand, vec![change], writing, record(contact)).await
}

pub(super) async fn edit(
    errand: &Errand,
    text: &str,
    set: &[String],
    unset: &[String],
    writing: Writing,
) -> Result<Exit, Stop> {
    if set.is_empty() && unset.is_empty() {
        return Err(wrong(
            "there is nothing to edit",
            "nothing was changed; give --set FIELD=VALUE or --unset FIELD",
        )
        .into());
    }
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let catalog = reader.catalog()?;
    let Values { fields, .. } = Values::read(set, unset, false, &catalog, &errand.now(&catalog))?;
    let contact = find::contact(&reader, &queue, text)?;
    let changes = edits(&contact, &fields);
    if changes.is_empty() {
        errand.out.say("nothing to change: it is so already");
    }
    carry_out(errand, changes, writing, record(contact.id)).await
}

pub(super) async fn delete(
    errand: &Errand,
    texts: &[String],
    is_sure: bool,
    writing: Writing,
) -> Result<Exit, Stop> {
    refuse_to_write(errand)?;
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let mut contacts: Vec<Contact> = Vec::new();
    for text in texts {
        let contact = find::contact(&reader, &queue, text)?;
        if contacts.iter().all(|known| known.id != contact.id) {
            contacts.push(contact);
        }
    }
    if !is_sure && !writing.dry_run {
        let names: Vec<String> = contacts.iter().map(Contact::listed_name).collect();
        let question = format!(
            "Delete {} with tasks, notes and conversations, on the server too?",
            names.join("; ")
        );
        match yes(&question) {
            Answer::Yes => {}
            Answer::No => {
                errand.out.say("nothing was deleted");
                return Ok(Exit::Failed);
            }
            Answer::Nobody => {
                let remedy = "nothing was deleted; add --yes where nobody can be asked";
                return Err(wrong("deleting wants a yes", remedy).into());
            }
        }
    }
    let changes = contacts
        .into_iter()
        .map(|was| Change::ContactDeleted { contact: was.id, was: Box::new(was) })
        .collect();
    carry_out(errand, changes, writing, |_, _| Ok(None)).await
}

/// The contact as it is now, for JSON.
fn record(id: ContactId) -> impl FnOnce(&Reader, &Queue) -> Result<Record, Stop> {
    move |reader, queue| {
        let Some(contact) = queue.contact(reader, id)? else { return Ok(None) };
        let json = shape::contact(&contact, queue.standing(id), &reader.catalog()?);
        Ok(Some(("contact", json)))
    }
}
