//! Looks whether a creation is on the server: what it lists now against what it listed before the first
//! try, so that an unanswered one is recognised by what was not there before (reliability d4).

use std::collections::BTreeMap;

use super::{
    found::{self, Traces},
    hands::{Error, Hands},
    merge::is_ours,
};
use crate::{
    api::{Direction, Search, Sort, SortBy},
    model::{
        change::{Change, Key},
        dossier::Dossier,
        field::{Field, Standard},
        ids::{OpId, RemoteId},
        op::Op,
        served::ServedContact,
        value::Value,
    },
    store::{Evidence, Pending, Reader},
};

/// How many of the newest contacts are searched for one without email and phone.
const NEWEST: u16 = 100;

/// What a look at the server shows of a creation.
pub(crate) enum Seen {
    /// It is there.
    Ours(Evidence),
    /// It is not.
    Absent {
        /// What the server lists now, to be told from what comes.
        listed: Vec<RemoteId>,
        /// How many rows of that cannot be read: it may be one of these.
        unread: usize,
    },
    /// Another contact has the same email or phone.
    Taken(Box<ServedContact>),
    /// What it belongs to is not on the server.
    Orphaned,
}

/// Whether a creation is on the server. `before`: what was listed before the first try; none if
/// it was never sent, so that nothing listed can be ours.
pub(crate) async fn look(
    hands: &Hands,
    op: &Op,
    before: Option<&[RemoteId]>,
) -> Result<Seen, Error> {
    let client = hands.client.for_outbox();
    if let Change::ContactAdded { values, .. } = &op.change {
        return look_for_contact(hands, op, values, before).await;
    }
    let Some(contact) = hands.remote(op.change.contact()).await? else {
        return Ok(Seen::Orphaned);
    };
    let traces = match before {
        Some(before) => Some(traces(hands, op, before).await?),
        None => None,
    };
    let (ours, listed, unread) = match &op.change {
        Change::TaskAdded { draft, .. } => {
            let tasks = client.tasks(&contact).await?;
            let ours = traces.and_then(|traces| found::task(draft, &traces, &tasks.items));
            let ours = ours.map(|task| Evidence::Task(Box::new(task.clone())));
            let unread = tasks.unread.count;
            (ours, tasks.into_iter().map(|task| task.remote).collect(), unread)
        }
        Change::NoteAdded { draft, .. } => {
            let notes = client.notes(&contact).await?;
            let ours = traces.and_then(|traces| found::note(draft, &traces, &notes.items));
            let ours = ours.map(|note| Evidence::Note(Box::new(note.clone())));
            let unread = notes.unread.count;
            (ours, notes.into_iter().map(|note| note.remote).collect(), unread)
        }
        _ => (None, Vec::new(), 0),
    };
    Ok(ours.map_or(Seen::Absent { listed, unread }, Seen::Ours))
}

/// What is known of other creations of tasks or notes of the same contact: two may look alike.
async fn traces(hands: &Hands, op: &Op, before: &[RemoteId]) -> Result<Traces, Error> {
    let (contact, own) = (op.change.contact(), op.id);
    let mut traces = Traces { others: before.to_vec(), ..Traces::default() };
    let read = move |reader: &Reader| {
        for (remote, key) in reader.dossier(contact)?.iter().flat_map(parts) {
            if reader.changes_of(&key)?.iter().any(|it| is_other_creation(it, own)) {
                traces.others.push(remote);
            }
        }
        let open = reader.open_changes_of(contact)?;
        let later = open.into_iter().skip_while(|it| it.outgoing.op.id != own).skip(1);
        let images = later.filter_map(|it| it.pre_image);
        let listed = images.filter_map(|it| serde_json::from_value::<Vec<RemoteId>>(it).ok());
        traces.earlier = listed.flatten().collect();
        Ok(traces)
    };
    Ok(hands.store.read(read).await?)
}

/// Its tasks and notes that the server has.
fn parts(dossier: &Dossier) -> Vec<(RemoteId, Key)> {
    let tasks = dossier.tasks.items.iter().map(|it| (&it.remote, Key::Task(it.id)));
    let notes = dossier.notes.items.iter().map(|it| (&it.remote, Key::Note(it.id)));
    tasks.chain(notes).filter_map(|(remote, key)| Some((remote.clone()?, key))).collect()
}

async fn look_for_contact(
    hands: &Hands,
    op: &Op,
    values: &BTreeMap<Field, Value>,
    before: Option<&[RemoteId]>,
) -> Result<Seen, Error> {
    let client = hands.client.for_outbox();
    let text = |field: Standard| match values.get(&field.into()) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let may_be_ours = |served: &ServedContact| {
        let now = hands.now();
        let earliest = found::earliest(op.at, now, client.server_time().unwrap_or(now));
        before.is_some_and(|before| !before.contains(&served.remote))
            && served.added.is_some_and(|added| added >= earliest)
            && is_ours(values, served)
    };
    let (email, phone) = (text(Standard::Email), text(Standard::Phone));
    if email.is_some() || phone.is_some() {
        match client.find_duplicate(email, phone).await? {
            Some(found) if may_be_ours(&found) && !is_another(hands, op, &found).await? => {
                return Ok(Seen::Ours(Evidence::Contact(Box::new(found))));
            }
            // There may be two by now: of whom she knows already, and ours.
            Some(other) if before.is_some_and(|before| before.contains(&other.remote)) => {}
            Some(other) => return Ok(Seen::Taken(Box::new(other))),
            None => return Ok(Seen::Absent { listed: Vec::new(), unread: 0 }),
        }
    }
    let newest = client
        .search(&Search {
            page_limit: NEWEST,
            sort: Sort { by: SortBy::Added, direction: Direction::Descending },
            ..Search::default()
        })
        .await?;
    let unread = newest.unread.count;
    let listed = newest.contacts.iter().map(|contact| contact.remote.clone()).collect();
    // The oldest first: before a later one was sent, it may have been there.
    for found in newest.contacts.into_iter().rev().filter(may_be_ours) {
        if !is_another(hands, op, &found).await? {
            return Ok(Seen::Ours(Evidence::Contact(Box::new(found))));
        }
    }
    Ok(Seen::Absent { listed, unread })
}

/// Whether this is what became of another creation of ours.
async fn is_another(hands: &Hands, op: &Op, found: &ServedContact) -> Result<bool, Error> {
    let (remote, own) = (found.remote.clone(), op.id);
    let read = move |reader: &Reader| {
        let Some(known) = reader.contact_by_remote(&remote)? else { return Ok(false) };
        let made = reader.changes_of(&Key::Contact(known))?;
        Ok(made.iter().any(|it| is_other_creation(it, own)))
    };
    Ok(hands.store.read(read).await?)
}

fn is_other_creation(pending: &Pending, own: OpId) -> bool {
    let op = &pending.outgoing.op;
    op.id != own && op.change.is_create()
}
