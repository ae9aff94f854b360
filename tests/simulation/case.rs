//! All that can be known of a run once everything rests: the sandbox's log of commits, what the server
//! holds, and every client's own database.

use std::{collections::BTreeMap, path::PathBuf};

use rolodeck::{
    api::Search,
    model::{
        contact::Contact,
        dossier::Dossier,
        ids::{ContactId, OpId, RemoteId},
        op::{Op, OpState, Outgoing},
        served::{ServedContact, ServedNote, ServedTask},
        value::Value,
    },
    sandbox::{Commit, Sandbox},
    store::{Event, Pending},
};

use super::{
    desk::Desk,
    wire::{Sent, Wire},
};

/// Enough for every row of a run.
const ALL: usize = 100_000;

pub(crate) struct Case {
    pub(crate) clients: Vec<Client>,
    pub(crate) commits: Vec<Commit>,
    pub(crate) server: BTreeMap<RemoteId, Held>,
    pub(crate) wrongs: Vec<String>,
}

/// One database, and all that the programs on it promised and sent.
pub(crate) struct Client {
    pub(crate) name: &'static str,
    database: PathBuf,
    pub(crate) promised: Vec<OpId>,
    /// Oldest first.
    pub(crate) changes: Vec<Pending>,
    pub(crate) history: Vec<Event>,
    pub(crate) base: Vec<Dossier>,
    sent: Vec<Sent>,
}

/// What the server holds of one person.
pub(crate) struct Held {
    pub(crate) contact: ServedContact,
    pub(crate) tasks: Vec<ServedTask>,
    pub(crate) notes: Vec<ServedNote>,
}

impl Case {
    pub(crate) async fn of(desks: &[Desk], colleague: &Wire, sandbox: &Sandbox) -> Self {
        let judge = colleague.client();
        let mut server = BTreeMap::new();
        for contact in judge.search(&Search::default()).await.unwrap().contacts {
            let remote = contact.remote.clone();
            let tasks = judge.tasks(&remote).await.unwrap().items;
            let notes = judge.notes(&remote).await.unwrap().items;
            server.insert(remote, Held { contact, tasks, notes });
        }
        let mut clients: Vec<Client> = Vec::new();
        for desk in desks {
            match clients.iter_mut().find(|it| it.database == desk.database) {
                Some(client) => client.joined_by(desk),
                None => clients.push(Client::of(desk).await),
            }
        }
        let wires = desks.iter().map(|desk| &desk.wire);
        let wrongs = wires.flat_map(Wire::wrongs).collect();
        Self { clients, commits: sandbox.commits(), server, wrongs }
    }
}

impl Client {
    async fn of(desk: &Desk) -> Self {
        let mut changes = desk.read(|reader| reader.all_changes(ALL)).await;
        changes.reverse();
        let base = desk
            .read(|reader| {
                let rows = reader.first_window(ALL)?.0;
                let dossiers = rows.iter().map(|row| reader.dossier(row.id));
                Ok(dossiers.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
            })
            .await;
        Self {
            name: desk.name,
            database: desk.database.clone(),
            promised: desk.promised.keys().copied().collect(),
            changes,
            history: desk.read(|reader| reader.history(ALL)).await,
            base,
            sent: desk.wire.sent(),
        }
    }

    fn joined_by(&mut self, desk: &Desk) {
        self.promised.extend(desk.promised.keys());
        self.sent.extend(desk.wire.sent());
        self.sent.sort_by_key(|sent| sent.at);
    }

    pub(crate) fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.base.iter().map(|dossier| &dossier.contact).find(|contact| contact.id == id)
    }

    /// What is not through.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Outgoing> {
        self.changes.iter().map(|it| &it.outgoing).filter(|it| !it.state.is_final())
    }

    pub(crate) fn done(&self) -> impl DoubleEndedIterator<Item = &Op> {
        let done = |it: &&Pending| it.outgoing.state == OpState::Done;
        self.changes.iter().filter(done).map(|it| &it.outgoing.op)
    }

    /// When this value was sent to the record that is read and written there, and when she had looked
    /// before, as the log writes times.
    pub(crate) fn writes(&self, path: &str, value: &Value) -> Vec<Written> {
        let text = format!("{:?}", value.shown());
        let mut looked = String::new();
        let mut writes = Vec::new();
        for sent in self.sent.iter().filter(|sent| sent.path == path) {
            let at = format!("{:.3}", sent.at);
            match sent.method.as_str() {
                "GET" => looked = at,
                "PUT" if sent.body.contains(&text) => {
                    writes.push(Written { looked: looked.clone(), sent: at });
                }
                _ => {}
            }
        }
        writes
    }
}

/// One try to write a value.
pub(crate) struct Written {
    pub(crate) looked: String,
    pub(crate) sent: String,
}
