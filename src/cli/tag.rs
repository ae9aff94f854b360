//! `rolodeck tag …`

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, Read},
    path::Path,
};

use serde_json::{Value as Json, json};

use super::{
    arguments::{Tag as Action, Whose, Writing},
    deed::carry_out,
    errand::Errand,
    exit::Exit,
    fill::filled,
    find,
    queue::Queue,
    refusal::wrong,
    select,
    stop::Stop,
    table::Table,
};
use crate::{
    model::{change::Change, ids::ContactId, roster::Sort, tag::Tag},
    store::Reader,
    sync::Whom,
};

/// Bytes of a file of ids: a million of them.
const LONGEST: u64 = 64 * 1024 * 1024;

pub(super) async fn run(action: Action, errand: &Errand) -> Result<Exit, Stop> {
    match action {
        Action::List => list(errand).await,
        Action::Add { tags, whose, writing } => {
            alter(errand, &tags, &whose, writing, |contact, tag| Change::TagAdded { contact, tag })
                .await
        }
        Action::Remove { tags, whose, writing } => {
            alter(errand, &tags, &whose, writing, |contact, tag| Change::TagRemoved {
                contact,
                tag,
            })
            .await
        }
    }
}

/// Every tag that the location defines or some contact has, and how many have it.
async fn list(errand: &Errand) -> Result<Exit, Stop> {
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let mut counts: BTreeMap<Tag, u64> =
        reader.catalog()?.tags.into_iter().map(|tag| (tag, 0)).collect();
    select::everybody(&reader, &queue, |row| {
        for tag in &row.tags {
            *counts.entry(tag.clone()).or_default() += 1;
        }
    })?;
    errand.out.answer(
        || {
            let json = |(tag, count): (&Tag, &u64)| json!({ "name": tag, "contacts": count });
            json!({ "tags": counts.iter().map(json).collect::<Vec<Json>>() })
        },
        || {
            let mut table = Table::new(["CONTACTS", "TAG"]);
            for (tag, count) in &counts {
                table.row([count.to_string().as_str(), tag.as_str()]);
            }
            table.text()
        },
    )?;
    Ok(Exit::Done)
}

/// One change for each contact and tag that is not so already.
async fn alter(
    errand: &Errand,
    tags: &[String],
    whose: &Whose,
    writing: Writing,
    change: impl Fn(ContactId, Tag) -> Change,
) -> Result<Exit, Stop> {
    let tags: BTreeSet<Tag> = tags
        .iter()
        .map(|text| {
            Tag::new(text).ok_or_else(|| wrong("a tag needs a name", "nothing was changed"))
        })
        .collect::<Result<_, _>>()?;
    let reader = filled(errand).await?;
    let queue = Queue::read(&reader)?;
    let contacts = contacts(errand, &reader, &queue, whose)?;
    let (total, mut changes) = (contacts.len(), Vec::new());
    for (contact, own) in contacts {
        for tag in &tags {
            let change = change(contact, tag.clone());
            if own.contains(tag) == matches!(change, Change::TagRemoved { .. }) {
                changes.push(change);
            }
        }
    }
    if changes.is_empty() {
        errand.out.say(&format!("nothing to change: it is so already for {total} contacts"));
    }
    carry_out(errand, changes, writing, |_, _| Ok(None)).await
}

/// Whom it is about, and the tags that they have.
fn contacts(
    errand: &Errand,
    reader: &Reader,
    queue: &Queue,
    whose: &Whose,
) -> Result<Vec<(ContactId, Vec<Tag>)>, Stop> {
    if let Some(query) = &whose.filter {
        let catalog = reader.catalog()?;
        let found = select::matching(
            &Whom::Everybody,
            errand,
            reader,
            queue,
            &catalog,
            query,
            Sort::default(),
        )?;
        return Ok(found.rows.into_iter().map(|row| (row.id, row.tags)).collect());
    }
    let Some(path) = &whose.ids else { return Ok(Vec::new()) };
    let (mut contacts, mut seen) = (Vec::new(), BTreeSet::new());
    for line in read(path)?.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let contact = find::contact(reader, queue, line)?;
        if seen.insert(contact.id) {
            contacts.push((contact.id, contact.tags));
        }
    }
    Ok(contacts)
}

/// A file, or the standard input for `-`.
fn read(path: &Path) -> Result<String, Stop> {
    let unfit = |why: &dyn std::fmt::Display| {
        wrong(format!("{}: {why}", path.display()), "nothing was changed")
    };
    let from: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|error| unfit(&error))?)
    };
    let mut text = String::new();
    from.take(LONGEST).read_to_string(&mut text).map_err(|error| unfit(&error))?;
    Ok(text)
}
