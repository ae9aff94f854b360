//! One run: people work through bad weather, then the sky clears, everything comes to rest, and the
//! judge looks at what is left.

use std::{path::Path, sync::Arc, time::Duration};

use jiff::Timestamp;
use rolodeck::{
    model::{
        ids::{ContactId, Ids, OpId, RemoteId},
        op::{OpState, Outgoing},
        talk::{Foreign, Order},
    },
    sandbox::{ClockStart, Options, Sandbox},
    store::{self, Reader, Recheck},
};
use uuid::Uuid;

use super::{
    case::Case,
    clock, colleague,
    deeds::{self, Dice},
    desk::Desk,
    judge,
    tale::Tale,
    weather,
    wire::Wire,
};

const NAMES: [&str; 3] = ["ann", "bob", "cyd"];
/// From clear weather until nothing is on its way any more.
const REST: Duration = Duration::from_mins(20);
/// One look at whether it is so.
const GLANCE: Duration = Duration::from_secs(5);
/// What a pull of a few people takes at most.
const PULL: Duration = Duration::from_secs(30);

/// How long lists are not believed about what was written from here, and a bit.
const DOUBT: Duration = Duration::from_secs(65);
/// Seconds that somebody who looks at a person waits for her notes and tasks.
const PATIENCE: u32 = 20;

pub(crate) struct Ending {
    pub(crate) wrongs: Vec<String>,
    pub(crate) tale: Tale,
}

/// Runs one seed in a runtime of its own, whose time passes whenever nobody has anything to do.
pub(crate) fn run(seed: u64, steps: u32) -> Ending {
    let folder = folder();
    fastrand::seed(seed); // after the folder, whose name is drawn, too
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async { Course::open(seed, folder.path()).run(steps).await })
}

/// In memory, where there is such a place.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap()
}

struct Course {
    dice: Dice,
    sandbox: Arc<Sandbox>,
    desks: Vec<Desk>,
    colleague: Wire,
    tale: Tale,
}

impl Course {
    fn open(seed: u64, folder: &Path) -> Self {
        clock::start();
        let tale = Tale::default();
        let mut dice = Dice::new(seed);
        let options = Options {
            contacts: dice.random.usize(1..5),
            seed,
            clock: ClockStart::RunningFrom(clock::MORNING),
            ..Options::default()
        };
        let sandbox = Arc::new(Sandbox::indoors(options).unwrap());
        let people = dice.random.usize(1..=NAMES.len());
        let desk = |(number, name): (usize, &&'static str)| {
            let wire = Wire::new(name, Arc::clone(&sandbox), tale.clone());
            let first = (0x019c_0000_0000_7000_8000 + number as u128) << 48;
            let ids = Ids::starting_at(Uuid::from_u128(first));
            Desk::open(name, wire, ids, folder.join(format!("{name}.db")), tale.clone())
        };
        let desks = NAMES.iter().take(people).enumerate().map(desk).collect();
        let colleague = Wire::new("eve", Arc::clone(&sandbox), tale.clone());
        Self { dice, sandbox, desks, colleague, tale }
    }

    async fn run(mut self, steps: u32) -> Ending {
        self.passes(PULL).await;
        weather::breaks(&mut self.dice, &self.sandbox);
        for _ in 0..steps {
            self.step().await;
            let pause = match self.dice.random.u32(..8) {
                0..3 => 0,
                3..6 => self.dice.random.u64(..2_000),
                6 => self.dice.random.u64(..20_000),
                _ => self.dice.random.u64(..90_000),
            };
            self.passes(Duration::from_millis(pause)).await;
        }
        let wrongs = self.end().await;
        Ending { wrongs, tale: self.tale }
    }

    async fn step(&mut self) {
        let at = self.dice.random.usize(..self.desks.len());
        match self.dice.random.u32(..40) {
            0 => weather::turns(&mut self.dice, &self.sandbox),
            1 => self.desks[at].crash().await,
            2 => self.desks[at].quit().await,
            3..7 => self.colleague_interferes(at).await,
            kind => {
                self.desks[at].start();
                self.act(at, kind).await;
            }
        }
    }

    async fn colleague_interferes(&mut self, at: usize) {
        if !self.desks[at].is_running() {
            return;
        }
        let rows = self.desks[at].read(|reader| reader.first_window(1_000)).await.0;
        let ids: Vec<_> = rows.into_iter().map(|row| row.id).collect();
        let remotes = self.desks[at].read(move |reader| reader.remotes(&ids)).await;
        let everybody: Vec<RemoteId> = remotes.into_iter().flatten().collect();
        colleague::interferes(&self.colleague, &mut self.dice, &everybody).await;
    }

    async fn act(&mut self, at: usize, kind: u32) {
        let (desk, dice) = (&mut self.desks[at], &mut self.dice);
        let contacts = desk.contacts().await;
        let who = dice.choose(&contacts).copied();
        match kind {
            7 => desk.order(Order::Pull { full: dice.one_in(2) }),
            8 | 9 => {
                let change = deeds::newcomer(dice, &mut desk.ids);
                desk.give(vec![change]);
            }
            10..13 => {
                let recent = desk.deeds.len().saturating_sub(4);
                let foreign = if dice.one_in(2) { Foreign::Ask } else { Foreign::Overwrite };
                if let Some(deed) = dice.choose(&desk.deeds[recent..]).copied() {
                    desk.undo(deed, foreign);
                }
            }
            13 | 14 => {
                let refused = for_a_person(desk).await;
                if let Some(op) = dice.choose(&refused).copied() {
                    let ops = vec![op];
                    match dice.random.u32(..3) {
                        0 => desk.order(Order::Retry(ops)),
                        1 => desk.order(Order::Drop(ops)),
                        _ => desk.recreate(ops),
                    }
                }
            }
            15 => {
                let tag = deeds::tag(&format!("{} bulk", desk.name));
                let mut changes = Vec::new();
                for who in contacts {
                    let shown = desk.shown(who).await;
                    changes.extend(shown.map(|shown| deeds::tagged(&shown, tag.clone())));
                }
                desk.give(changes);
            }
            16 | 17 => desk.order(match who {
                Some(who) => Order::Look(who),
                None => Order::Recall,
            }),
            _ => {
                let Some(who) = who else { return };
                let Some(shown) = desk.shown(who).await else { return };
                let change = deeds::change(dice, &mut desk.ids, &shown, desk.name);
                let Some(change) = change else { return };
                colleague::is_faster(&self.colleague, dice, &shown, &change).await;
                desk.give(vec![change]);
            }
        }
    }

    async fn passes(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
        for desk in &mut self.desks {
            desk.listen();
        }
    }

    /// Clear weather, rest, and what the judge says.
    async fn end(&mut self) -> Vec<String> {
        weather::clears(&self.sandbox);
        self.tale.tell("", "the sky is clear");
        for desk in &mut self.desks {
            desk.start();
        }
        let mut wrongs = self.rests().await;
        self.passes(DOUBT).await;
        self.everybody_looks_around().await;
        wrongs.extend(self.rests().await);
        let case = Case::of(&self.desks, &self.colleague, &self.sandbox).await;
        wrongs.extend(judge::wrongs(&case));
        let (commits, steps) = self.marks().await;
        self.everybody_looks_around().await;
        if self.marks().await != (commits, steps) {
            wrongs.push("a second sync was not like the first".to_owned());
        }
        wrongs
    }

    /// What is still on its way when it should have come to its end.
    async fn rests(&mut self) -> Vec<String> {
        let mut left = Vec::new();
        for _ in 0..REST.as_secs() / GLANCE.as_secs() {
            self.passes(GLANCE).await;
            left.clear();
            for desk in &self.desks {
                let outgoing = desk.outgoing().await;
                let open: Vec<_> = outgoing.iter().map(|pending| &pending.outgoing).collect();
                let moving = judge::on_its_way(&open);
                left.extend(moving.map(|it| format!("{} did not come to rest: {it:?}", desk.name)));
                let rechecks = desk.read(unattended).await;
                left.extend(rechecks.iter().map(|it| format!("{} still has {it:?}", desk.name)));
            }
            if left.is_empty() {
                break;
            }
        }
        left
    }

    async fn everybody_looks_around(&mut self) {
        for desk in &self.desks {
            desk.order(Order::Pull { full: true });
        }
        self.passes(PULL).await;
        for at in 0..self.desks.len() {
            for who in self.desks[at].contacts().await {
                self.desks[at].order(Order::Look(who));
                self.desks[at].order(Order::Pull { full: false });
                self.rests_on(at, who).await;
            }
        }
        self.passes(PULL).await;
    }

    /// Until all of a person is fetched; of one who is gone nothing will be.
    async fn rests_on(&mut self, at: usize, who: ContactId) {
        let asked = clock::now();
        for _ in 0..PATIENCE {
            self.passes(Duration::from_secs(1)).await;
            let dossier = self.desks[at].read(move |reader| reader.dossier(who)).await;
            let is_here = |fetched: Option<Timestamp>| fetched >= Some(asked);
            if dossier.is_none_or(|it| is_here(it.notes.fetched) && is_here(it.tasks.fetched)) {
                return;
            }
        }
    }

    /// How much was written, there and here.
    async fn marks(&self) -> (usize, Vec<usize>) {
        let mut steps = Vec::new();
        for desk in &self.desks {
            steps.push(desk.read(|reader| reader.history(100_000)).await.len());
        }
        (self.sandbox.commits().len(), steps)
    }
}

/// What a person may decide about: what was refused, and what can still be called back.
async fn for_a_person(desk: &Desk) -> Vec<OpId> {
    let outgoing = desk.outgoing().await.into_iter().map(|pending| pending.outgoing);
    let asks = |it: &Outgoing| it.state.needs_person() || it.state == OpState::Held;
    outgoing.filter(asks).map(|it| it.op.id).collect()
}

/// Writes without an answer that nobody looks after, though no change of the same key waits for a
/// person, or behind one that does.
fn unattended(reader: &Reader) -> store::Result<Vec<Recheck>> {
    let mut left = Vec::new();
    for recheck in reader.rechecks()? {
        let Some(pending) = reader.change(recheck.op)? else { continue };
        let ours = reader.changes_of(&pending.outgoing.op.change.key())?;
        if ours.iter().all(|one| one.outgoing.state.is_final()) {
            left.push(recheck);
        }
    }
    Ok(left)
}
