//! What must be true once everything rests (reliability d15).

use std::collections::BTreeMap;

use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::{ContactId, OpId, RemoteId},
        op::{Op, OpState, Outgoing},
        value::Value,
    },
    sandbox::{Action, Commit},
};

use super::{
    case::{Case, Client},
    deeds, overwritten,
};

/// Everything that is not as it must be, one line each.
pub(crate) fn wrongs(case: &Case) -> Vec<String> {
    let mut wrongs = case.wrongs.clone();
    for client in &case.clients {
        wrongs.extend(forgotten(client));
        wrongs.extend(unexplained(client));
        wrongs.extend(unlike(case, client));
        wrongs.extend(lost(case, client));
        wrongs.extend(tags_lost(case, client));
        wrongs.extend(overwritten::wrongs(case, client));
    }
    wrongs.extend(made_twice_or_never(case));
    wrongs.extend(hers_lost(case));
    wrongs
}

/// What was promised is in the database.
fn forgotten(client: &Client) -> Vec<String> {
    let is_known = |id: &OpId| client.changes.iter().any(|it| it.outgoing.op.id == *id);
    let lost = client.promised.iter().filter(|id| !is_known(id));
    lost.map(|id| format!("{} forgot {id:?}", client.name)).collect()
}

/// What is not through asks a person, and says why (I10).
fn unexplained(client: &Client) -> Vec<String> {
    let open = client.open().filter(|it| it.state.needs_person() && it.fault.is_none());
    let mut wrongs: Vec<String> =
        open.map(|it| format!("{} leaves without a word: {it:?}", client.name)).collect();
    let all: Vec<&Outgoing> = client.open().collect();
    wrongs.extend(on_its_way(&all).map(|it| format!("{} still has {it:?}", client.name)));
    wrongs
}

/// What goes by itself some time: whatever is under way, or can only be called back for a while, and
/// does not wait for one before it, of the same contact, about which a person is asked. `open` is in
/// the order in which it was made.
pub(crate) fn on_its_way<'a>(open: &'a [&Outgoing]) -> impl Iterator<Item = &'a Outgoing> {
    let contact = |it: &Outgoing| it.op.change.contact();
    let moves = |it: &Outgoing| it.state.is_under_way() || it.until.is_some();
    let waits =
        move |at: usize| open[..at].iter().any(|it| !moves(it) && contact(it) == contact(open[at]));
    let live = open.iter().enumerate().filter(move |(_, it)| moves(it));
    live.filter(move |(at, _)| !waits(*at)).map(|(_, it)| *it)
}

/// The local copy is what the server holds (I11).
fn unlike(case: &Case, client: &Client) -> Vec<String> {
    let name = client.name;
    let mut wrongs = Vec::new();
    let known = |remote: &RemoteId| {
        client.base.iter().any(|dossier| dossier.contact.remote.as_ref() == Some(remote))
    };
    wrongs.extend(
        case.server.keys().filter(|it| !known(it)).map(|it| format!("{name} does not know {it}")),
    );
    for dossier in &client.base {
        let Some(remote) = &dossier.contact.remote else {
            wrongs.push(format!("{name} has a base without a server: {:?}", dossier.contact));
            continue;
        };
        let Some(held) = case.server.get(remote) else {
            // She stays as long as a person has to decide what becomes of changes.
            let id = dossier.contact.id;
            if !client.open().any(|it| it.op.change.contact() == id) {
                wrongs.push(format!("{name} still shows {remote}, who is gone"));
            }
            continue;
        };
        let here = (&dossier.contact.values, &dossier.contact.tags);
        let there = (&held.contact.values, &held.contact.tags);
        if here != there {
            wrongs.push(format!("{name} shows of {remote} {here:?}, not {there:?}"));
        }
        let mut here: Vec<_> =
            dossier.tasks.items.iter().map(|it| (it.remote.clone(), &it.draft, it.done)).collect();
        let mut there: Vec<_> =
            held.tasks.iter().map(|it| (Some(it.remote.clone()), &it.draft, it.done)).collect();
        here.sort_by(|a, b| a.0.cmp(&b.0));
        there.sort_by(|a, b| a.0.cmp(&b.0));
        if here != there {
            wrongs.push(format!("{name} shows tasks of {remote} {here:?}, not {there:?}"));
        }
        let mut here: Vec<_> =
            dossier.notes.items.iter().map(|it| (it.remote.clone(), &it.draft)).collect();
        let mut there: Vec<_> =
            held.notes.iter().map(|it| (Some(it.remote.clone()), &it.draft)).collect();
        here.sort_by(|a, b| a.0.cmp(&b.0));
        there.sort_by(|a, b| a.0.cmp(&b.0));
        if here != there {
            wrongs.push(format!("{name} shows notes of {remote} {here:?}, not {there:?}"));
        }
    }
    wrongs
}

fn edit(op: &Op) -> Option<(ContactId, &Field, &Value, &Value)> {
    match &op.change {
        Change::ContactEdited { contact, field, was, now } => Some((*contact, field, was, now)),
        _ => None,
    }
}

/// The newest of this client's edits of a field that are said to be done was written, and stands
/// there unless somebody else wrote later (I1, I6).
fn lost(case: &Case, client: &Client) -> Vec<String> {
    let mut wrongs = Vec::new();
    let mut judged = Vec::new();
    for (contact, field, _, now) in client.done().rev().filter_map(edit) {
        if judged.contains(&(contact, field)) {
            continue;
        }
        judged.push((contact, field));
        let Some(remote) = client.contact(contact).and_then(|it| it.remote.as_ref()) else {
            continue; // gone
        };
        let Some(held) = case.server.get(remote) else { continue };
        let theirs = held.contact.values.get(field).unwrap_or(&Value::Empty);
        if theirs == now {
            continue;
        }
        let others = case.clients.iter().filter(|it| it.name != client.name);
        let is_others = others.flat_map(|it| it.changes.iter()).any(|it| {
            edit(&it.outgoing.op).is_some_and(|(_, of, _, to)| (of, to) == (field, theirs))
        });
        let is_hers = theirs.shown().starts_with("foreign");
        let is_in_doubt = in_doubt(client)
            .filter_map(edit)
            .any(|(of, it, _, to)| (of, it, to) == (contact, field, theirs));
        if !is_others && !is_hers && !is_in_doubt {
            wrongs.push(format!(
                "{} lost {field} = {now:?} of {remote}, which is {theirs:?}",
                client.name
            ));
        }
        if !now.is_empty() && !was_written(case, remote, field, now) {
            wrongs.push(format!("{} never wrote {field} = {now:?} of {remote}", client.name));
        }
    }
    wrongs
}

/// What the person gave up after a try: it may have been carried out.
fn in_doubt(client: &Client) -> impl Iterator<Item = &Op> {
    let given_up = client.changes.iter().map(|it| &it.outgoing);
    given_up.filter(|it| it.state == OpState::Discarded && it.tries > 0).map(|it| &it.op)
}

fn was_written(case: &Case, remote: &RemoteId, field: &Field, value: &Value) -> bool {
    let Field::Standard(field) = field else { return false };
    let mut written = overwritten::written(case, "contact", remote, field.spec().name);
    written.any(|(_, json)| Value::from_json(json.clone()) == *value)
}

/// Nobody else touches the tags with this client's name (I1, I6).
fn tags_lost(case: &Case, client: &Client) -> Vec<String> {
    let mut wrongs = Vec::new();
    let mut judged = Vec::new();
    for op in client.done().rev() {
        let change = &op.change;
        let (contact, tag, wanted) = match change {
            Change::TagAdded { contact, tag } => (*contact, tag, true),
            Change::TagRemoved { contact, tag } => (*contact, tag, false),
            _ => continue,
        };
        let is_mine = tag.to_string().starts_with(client.name);
        if !is_mine || judged.contains(&(contact, tag)) {
            continue;
        }
        judged.push((contact, tag));
        let remote = client.contact(contact).and_then(|it| it.remote.as_ref());
        let Some(held) = remote.and_then(|remote| case.server.get(remote)) else { continue };
        let is_in_doubt = in_doubt(client).any(|op| op.change.key() == change.key());
        // One deed changed both of what was two people for a while.
        let is_of_one = |other: &Op| other.deed == op.deed && other.id != op.id;
        let both = client.done().any(|it| is_of_one(it) && it.change.key() == change.key());
        if held.contact.tags.contains(tag) != wanted && !is_in_doubt && !both {
            wrongs.push(format!("{} lost {} of {contact}", client.name, change.words()));
        }
    }
    wrongs
}

/// The colleague's tag survives whatever others do to other tags (I13).
fn hers_lost(case: &Case) -> Vec<String> {
    let tag = deeds::tag("hers");
    let added = case.commits.iter().filter(|it| {
        it.noun == "contact"
            && it.path.ends_with("/tags")
            && it.sent.to_string().contains("\"hers\"")
    });
    let remotes = added.map(|it| RemoteId::from(it.id.as_str()));
    let lost = remotes.filter(|remote| {
        case.server.get(remote).is_some_and(|held| !held.contact.tags.contains(&tag))
    });
    lost.map(|remote| format!("the colleague's tag of {remote} was taken away")).collect()
}

/// The text by which a new record is known, and its noun.
fn made(change: &Change) -> Option<(&'static str, &'static str, String)> {
    match change {
        Change::ContactAdded { values, .. } => {
            let email = values.get(&Standard::Email.into())?;
            Some(("contact", "email", email.shown().into_owned()))
        }
        Change::TaskAdded { draft, .. } => Some(("task", "title", draft.title.clone())),
        Change::NoteAdded { draft, .. } => Some(("note", "body", draft.body.clone())),
        _ => None,
    }
}

/// What is done was made, and nothing was made more often than somebody asked for it (I2).
fn made_twice_or_never(case: &Case) -> Vec<String> {
    let mut asked: BTreeMap<_, (usize, bool)> = BTreeMap::new();
    for pending in case.clients.iter().flat_map(|client| &client.changes) {
        if let Some(key) = made(&pending.outgoing.op.change) {
            let (times, is_done) = asked.entry(key).or_default();
            *times += 1;
            *is_done |= pending.outgoing.state == OpState::Done;
        }
    }
    let mut wrongs = Vec::new();
    for ((noun, name, text), (times, is_done)) in asked {
        let made = case.commits.iter().filter(|it| it.noun == noun && it.action == Action::Created);
        let made: Vec<&Commit> = made
            .filter(|it| it.sent.get(name).and_then(serde_json::Value::as_str) == Some(&text))
            .collect();
        // Whom somebody changed before her maker found her again can't be recognised.
        let was_altered = case
            .commits
            .iter()
            .any(|it| it.action != Action::Created && made.iter().any(|made| made.id == it.id));
        let made = made.len();
        if made > times && !was_altered {
            wrongs
                .push(format!("{noun} {text:?} was asked for {times} times and made {made} times"));
        }
        if is_done && made == 0 {
            wrongs.push(format!("{noun} {text:?} is said to be done and was never made"));
        }
    }
    wrongs
}
