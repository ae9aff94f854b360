//! An office whose people are all alike, so that what was done to one can be compared with what was
//! done to another.

use std::{collections::BTreeMap, path::PathBuf, process::Command, sync::Arc, thread};

use jiff::Timestamp;
use rolodeck::{
    api::{Client, Connection, Limits},
    model::{
        change::Change,
        contact::Contact,
        dossier::Dossier,
        field::{Field, Standard},
        ids::{ContactId, Ids, RemoteId},
        note::{Note, NoteDraft},
        op::{Op, WINDOW},
        tag::Tag,
        task::{Task, TaskDraft},
        value::Value,
    },
    rehearsal::{DEATH, GATE, Mishap, Point, SETTLE},
    store::{Reader, Store},
};
use secrecy::SecretString;
use uuid::Uuid;

use crate::{
    check_lost::{self, Findings, Witness},
    gate::Gate,
    office::{Office, Said, ended},
};

/// Milliseconds: the sandbox never commits late here.
const SOON: &str = "60";
/// Changes and steps of which the program is asked.
const MOST: &str = "100000";

pub(crate) struct Ward {
    pub(crate) office: Office,
    pub(crate) client: Client,
}

/// The tag that all of them have.
pub(crate) const HERE: &str = "here";

/// A contact with one task and one note, known to both sides.
pub(crate) struct Patient {
    pub(crate) record: Contact,
    pub(crate) remote: RemoteId,
    pub(crate) task: Task,
    pub(crate) note: Note,
}

impl Ward {
    /// Empty.
    pub(crate) fn new() -> Self {
        Self::of(0)
    }

    /// With so many that were there before, each different.
    pub(crate) fn of(contacts: usize) -> Self {
        let office = Office::of(contacts);
        let sandbox = &office.server.sandbox;
        let client = Client::new(Connection {
            origin: sandbox.base_url().to_owned(),
            location: sandbox.location_id().into(),
            tokens: Arc::new(SecretString::from(sandbox.token().to_owned())),
            limits: Limits::default(),
        });
        let ward = Self { client: client.unwrap(), office };
        ward.sync();
        ward
    }

    /// So many alike, made by the program itself.
    pub(crate) fn admit(&self, count: usize) -> Vec<Patient> {
        let mut ids = Ids::starting_at(Uuid::now_v7());
        let mut changes = Vec::new();
        let contacts: Vec<ContactId> = (0..count).map(|_| ids.contact()).collect();
        for (number, contact) in contacts.iter().copied().enumerate() {
            let values = [
                (Standard::FirstName, "Jane".to_owned()),
                (Standard::Email, format!("jane{number}@example.com")),
                (Standard::City, "Bergen".to_owned()),
            ];
            let values = values.map(|(field, text)| (Field::from(field), Value::text(text)));
            let values = BTreeMap::from(values);
            let tags = vec![Tag::new(HERE).unwrap()];
            changes.push(Change::ContactAdded { contact, values, tags });
            let due = Some("2027-01-04T09:00:00Z".parse().unwrap());
            let draft = TaskDraft { title: "call".into(), due, ..TaskDraft::default() };
            changes.push(Change::TaskAdded { contact, task: ids.task(), draft });
            let draft = NoteDraft { title: String::new(), body: "met at the fair".into() };
            changes.push(Change::NoteAdded { contact, note: ids.note(), draft });
        }
        self.commit(changes);
        self.sync();
        self.read(|reader| contacts.iter().map(|id| patient(reader, *id)).collect())
    }

    /// As another process on the same data does.
    pub(crate) fn commit(&self, changes: Vec<Change>) {
        let mut ids = Ids::starting_at(Uuid::now_v7());
        let (deed, at) = (ids.deed(), Timestamp::now());
        let ops = changes.into_iter().map(|change| Op { id: ids.op(), deed, at, change }).collect();
        let store = Store::open(&self.database()).unwrap().store;
        self.office.server.wait(store.commit(ops)).unwrap();
    }

    /// A deletion made on a screen, whose time to be called back is over.
    pub(crate) fn commit_uncalled(&self, change: Change) {
        let mut ids = Ids::starting_at(Uuid::now_v7());
        let at = Timestamp::now() - WINDOW;
        let op = Op { id: ids.op(), deed: ids.deed(), at, change };
        let store = Store::open(&self.database()).unwrap().store;
        self.office.server.wait(store.commit_held(vec![op], at + WINDOW)).unwrap();
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&Reader) -> T) -> T {
        let store = Store::open(&self.database()).unwrap().store;
        look(&store.reader().unwrap())
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.office.data().join("default.db")
    }

    pub(crate) fn program(&self) -> Command {
        let mut program = self.office.program();
        program.env(SETTLE, SOON);
        program
    }

    pub(crate) fn sync(&self) {
        ended(self.program().args(["sync", "--json"]), "").ends(0);
    }

    /// Runs while this goes wrong at this point.
    #[track_caller]
    pub(crate) fn strikes(&self, arguments: &[String], mishap: Mishap, point: Point) -> Said {
        self.strikes_at(arguments, mishap, point, 1)
    }

    /// The same when the point is passed for the `time`th time.
    #[track_caller]
    pub(crate) fn strikes_at(
        &self,
        arguments: &[String],
        mishap: Mishap,
        point: Point,
        time: usize,
    ) -> Said {
        let mut program = self.program();
        program.args(arguments).env(DEATH, mishap.at(point, time));
        if mishap != Mishap::Wait {
            let said = ended(&mut program, "");
            let must_die = mishap == Mishap::Abort;
            let dies = said.code.is_none();
            assert_eq!(dies, must_die, "{arguments:?}: {mishap:?} at {point:?}: {said:#?}");
            return said;
        }
        let gate = Gate::new();
        program.env(GATE, gate.path());
        thread::scope(|scope| {
            let running = scope.spawn(|| ended(&mut program, ""));
            let waiting = gate.reached(point);
            if !is_at_opening(point) {
                // Whoever only looks is not kept waiting with it.
                self.office.json(["outbox", "list"]);
            }
            drop(waiting);
            running.join().unwrap()
        })
    }

    /// What the server has of a contact, in words that are alike for all.
    pub(crate) fn served(&self, contact: &RemoteId) -> Vec<String> {
        self.office.server.wait(async {
            let Ok(served) = self.client.contact(contact).await else {
                return vec!["gone".to_owned()];
            };
            let city = served.values.get(&Standard::City.into()).cloned().unwrap_or_default();
            let tasks = self.client.tasks(contact).await.unwrap();
            let notes = self.client.notes(contact).await.unwrap();
            let tasks = tasks.items.iter().map(|task| (&task.draft, task.done));
            words(&city, &served.tags, tasks, notes.items.iter().map(|note| &note.draft))
        })
    }

    /// What the program itself holds of it, in the same words.
    pub(crate) fn held(&self, contact: ContactId) -> Vec<String> {
        self.read(|reader| {
            let Some(dossier) = reader.dossier(contact).unwrap() else {
                return vec!["gone".to_owned()];
            };
            let Dossier { contact, tasks, notes, .. } = dossier;
            let city = Value::text(contact.text(Standard::City));
            let tasks = tasks.items.iter().map(|task| (&task.draft, task.done));
            words(&city, &contact.tags, tasks, notes.items.iter().map(|note| &note.draft))
        })
    }

    pub(crate) fn check_lost(&self, witness: &[Witness]) -> Findings {
        let outbox = self.office.json(["outbox", "list", "--all"]);
        let history = self.office.json(["history", "--limit", MOST]);
        let commits = self.office.server.sandbox.commits();
        check_lost::check(witness, &commits, &outbox, &history)
    }
}

/// Whether nobody can open the database before the program has gone on.
const fn is_at_opening(point: Point) -> bool {
    use Point::{MigrateStep, RescueAside, RescueCopied, RescuePlaced};
    matches!(point, MigrateStep | RescueCopied | RescueAside | RescuePlaced)
}

fn patient(reader: &Reader, contact: ContactId) -> Patient {
    let dossier = reader.dossier(contact).unwrap().unwrap();
    let [task] = &dossier.tasks.items[..] else { panic!("{dossier:?}") };
    let [note] = &dossier.notes.items[..] else { panic!("{dossier:?}") };
    let remote = dossier.contact.remote.clone().unwrap();
    Patient { remote, task: task.clone(), note: note.clone(), record: dossier.contact }
}

fn words<'a>(
    city: &Value,
    tags: &[Tag],
    tasks: impl Iterator<Item = (&'a TaskDraft, bool)>,
    notes: impl Iterator<Item = &'a NoteDraft>,
) -> Vec<String> {
    let city = format!("city {}", city.shown());
    let tags = tags.iter().map(|tag| format!("tag {tag}"));
    let tasks = tasks.map(|(draft, done)| format!("task {} {:?} {done}", draft.title, draft.due));
    let notes = notes.map(|draft| format!("note {}", draft.body));
    let mut words: Vec<String> = [city].into_iter().chain(tags).chain(tasks).chain(notes).collect();
    words.sort();
    words
}
