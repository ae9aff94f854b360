//! One person at one program: a store, a background task, and what it promised her.

use std::{collections::BTreeMap, path::PathBuf};

use rolodeck::{
    model::{
        anew::Way,
        change::Change,
        contact::Contact,
        ids::{ContactId, DeedId, Ids, OpId},
        note::Note,
        op::{self, Op},
        talk::{Foreign, Order, Report},
        task::Task,
    },
    store::{Pending, Reader, Store},
    sync::{self, Line, Pace},
};
use tokio::task::JoinHandle;

use super::{clock, tale::Tale, wire::Wire};

pub(crate) struct Desk {
    pub(crate) name: &'static str,
    pub(crate) wire: Wire,
    pub(crate) ids: Ids,
    pub(crate) deeds: Vec<DeedId>,
    /// What was said to be on disk.
    pub(crate) promised: BTreeMap<OpId, Op>,
    /// Given, and not yet answered.
    asked: Vec<Op>,
    tale: Tale,
    pub(crate) database: PathBuf,
    life: Option<Life>,
}

/// The program from a start to the next crash.
struct Life {
    store: Store,
    line: Line,
    task: JoinHandle<()>,
}

/// One person as the screen shows her: what the server said, and what waits on top.
pub(crate) struct Shown {
    pub(crate) contact: Contact,
    pub(crate) tasks: Vec<Task>,
    pub(crate) notes: Vec<Note>,
}

impl Desk {
    pub(crate) fn open(
        name: &'static str,
        wire: Wire,
        ids: Ids,
        database: PathBuf,
        tale: Tale,
    ) -> Self {
        let mut desk = Self {
            name,
            wire,
            ids,
            deeds: Vec::new(),
            promised: BTreeMap::new(),
            asked: Vec::new(),
            tale,
            database,
            life: None,
        };
        desk.start();
        desk
    }

    /// Nothing happens where it runs already.
    pub(crate) fn start(&mut self) {
        if self.life.is_some() {
            return;
        }
        self.tale.tell(self.name, "starts");
        let store = Store::open_here(&self.database).unwrap().store;
        let (line, desk) = sync::line();
        let pace = Pace { clock: clock::CLOCK, ..Pace::default() };
        let task = sync::start(self.wire.client_of(&store), store.clone(), pace, desk);
        self.life = Some(Life { store, line, task });
    }

    /// The program dies where it stands. What it had no time to promise it need not keep.
    pub(crate) async fn crash(&mut self) {
        self.listen();
        let Some(life) = self.life.take() else { return };
        self.tale.tell(self.name, "crashes");
        life.task.abort();
        let _ = life.task.await;
        self.asked.clear();
    }

    /// The program ends as it should: what is in flight may land.
    pub(crate) async fn quit(&mut self) {
        let Some(mut life) = self.life.take() else { return };
        self.tale.tell(self.name, "quits");
        drop(life.line.orders);
        life.task.await.unwrap();
        while let Some(report) = life.line.reports.recv().await {
            self.hear(report);
        }
        self.asked.clear();
    }

    pub(crate) fn is_running(&self) -> bool {
        self.life.is_some()
    }

    fn life(&self) -> &Life {
        self.life.as_ref().unwrap()
    }

    pub(crate) fn order(&self, order: Order) {
        self.tale.tell(self.name, &format!("asks for {order:?}"));
        self.life().line.orders.send(order).unwrap();
    }

    /// One deed of these changes.
    pub(crate) fn give(&mut self, changes: Vec<Change>) {
        let deed = self.ids.deed();
        let at = clock::shown();
        let ids = &mut self.ids;
        let ops: Vec<Op> =
            changes.into_iter().map(|change| Op { id: ids.op(), deed, at, change }).collect();
        for op in &ops {
            self.tale.tell(self.name, &format!("{} of {}", op.change.words(), op.change.contact()));
        }
        self.deeds.push(deed);
        self.asked.extend(ops.clone());
        // As on the screen: a single deletion can be called back.
        let order = match op::held_until(&ops) {
            Some(until) => Order::CommitHeld { ops, until },
            None => Order::Commit(ops),
        };
        self.life().line.orders.send(order).unwrap();
    }

    /// Makes anew what these met nothing of; nothing happens with others.
    pub(crate) fn recreate(&mut self, ops: Vec<OpId>) {
        let ids = self.take_ids();
        self.order(Order::Recreate { ops, way: Way::Again, at: clock::shown(), ids });
    }

    /// Those that one order may use up.
    fn take_ids(&mut self) -> Ids {
        let ids = self.ids;
        for _ in 0..1_000 {
            self.ids.op();
        }
        ids
    }

    pub(crate) fn undo(&mut self, deed: DeedId, foreign: Foreign) {
        let ids = self.take_ids();
        self.order(Order::Undo { deed, at: clock::shown(), ids, foreign });
    }

    /// Takes note of everything that was reported since.
    pub(crate) fn listen(&mut self) {
        while let Some(life) = &mut self.life
            && let Ok(report) = life.line.reports.try_recv()
        {
            self.hear(report);
        }
    }

    fn hear(&mut self, report: Report) {
        match report {
            Report::Accepted(ids) => {
                for id in ids {
                    let at = self.asked.iter().position(|op| op.id == id).unwrap();
                    self.promised.insert(id, self.asked.remove(at));
                }
            }
            Report::Undone { inverse, kept, .. } => {
                for op in &inverse {
                    let words = op.change.words();
                    self.tale
                        .tell(self.name, &format!("undoes: {words} of {}", op.change.contact()));
                }
                self.deeds.extend(inverse.first().map(|op| op.deed));
                self.promised.extend(inverse.into_iter().map(|op| (op.id, op)));
                if let Some(fault) = kept {
                    self.tale.tell(self.name, &format!("keeps: {fault}"));
                }
            }
            Report::Recreated { ops, .. } => {
                self.tale.tell(self.name, &format!("makes anew: {}", ops[0].change.words()));
                self.deeds.push(ops[0].deed);
                self.promised.extend(ops.into_iter().map(|op| (op.id, op)));
            }
            Report::Changed { queue, .. } => {
                for moved in queue {
                    let (id, state) = (moved.op.uuid().as_u128() & 0xffff, moved.state);
                    let why = moved.fault.map(|fault| fault.to_string()).unwrap_or_default();
                    self.tale.tell(self.name, &format!("change {id} is {state} {why}"));
                }
            }
            Report::NotSaved { fault, .. } | Report::Trouble(fault) | Report::PutAside(fault) => {
                self.tale.tell(self.name, &format!("has trouble: {fault}"));
            }
            Report::Link(link) => self.tale.tell(self.name, &format!("is {link:?}")),
            _ => {}
        }
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Reader) -> rolodeck::store::Result<T> + Send + 'static,
    ) -> T {
        self.life().store.read(look).await.unwrap()
    }

    pub(crate) async fn outgoing(&self) -> Vec<Pending> {
        self.read(Reader::outgoing).await
    }

    /// Everybody on the screen.
    /// Also those whose deletion waits for a person.
    pub(crate) async fn everybody(&self) -> Vec<ContactId> {
        let rows = self.read(|reader| reader.first_window(10_000)).await.0;
        let mut all = self.contacts().await;
        all.extend(rows.into_iter().map(|row| row.id));
        all.sort();
        all.dedup();
        all
    }

    pub(crate) async fn contacts(&self) -> Vec<ContactId> {
        let rows = self.read(|reader| reader.first_window(10_000)).await.0;
        let mut shown: Vec<_> = rows.into_iter().map(|row| row.id).collect();
        for change in self.live().await {
            match change {
                Change::ContactAdded { contact, .. } if !shown.contains(&contact) => {
                    shown.push(contact);
                }
                Change::ContactDeleted { contact, .. } => shown.retain(|it| *it != contact),
                _ => {}
            }
        }
        shown.sort();
        shown
    }

    pub(crate) async fn shown(&self, id: ContactId) -> Option<Shown> {
        let dossier = self.read(move |reader| reader.dossier(id)).await;
        let (mut contact, mut tasks, mut notes) = match dossier {
            Some(it) => (Some(it.contact), it.tasks.items, it.notes.items),
            None => (None, Vec::new(), Vec::new()),
        };
        for change in self.live().await.iter().filter(|change| change.contact() == id) {
            contact = change.upon_contact(contact);
            change.upon_tasks(&mut tasks);
            change.upon_notes(&mut notes);
        }
        contact.map(|contact| Shown { contact, tasks, notes })
    }

    async fn live(&self) -> Vec<Change> {
        let outgoing = self.outgoing().await.into_iter().map(|pending| pending.outgoing);
        outgoing.filter(|it| it.state.shows(&it.op.change)).map(|it| it.op.change).collect()
    }
}
