//! One run: people work through bad weather, until their day ends.

use std::{path::Path, sync::Arc, time::Duration};

use jiff::SignedDuration;
use rolodeck::{
    model::{
        ids::{Ids, OpId, RemoteId},
        op::{OpState, Outgoing},
        talk::{Foreign, Order},
    },
    sandbox::{ClockStart, Options, Sandbox},
};
use uuid::Uuid;

use super::{
    clock, colleague,
    deeds::{self, Dice},
    desk::Desk,
    place::Place,
    tale::Tale,
    weather,
    wire::Wire,
};

const NAMES: [&str; 3] = ["ann", "bob", "cyd"];
/// A second program on the first one's database.
const SECOND: &str = "ann2";
/// In every so manieth run there is one.
const SHARED: u64 = 4;
/// What the first pull of a few people takes at most.
const FIRST_PULL: Duration = Duration::from_secs(30);

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
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap()
}

/// In every so manieth run somebody sets the clock now and then.
const SET: u64 = 3;
/// By how many seconds, ahead or back: to a year.
const SETTINGS: [i64; 6] = [2, 40, 600, 7_200, 90_000, 32_000_000];

struct Course {
    dice: Dice,
    /// Of its own, so that a course goes like one without it as far as it can.
    setter: Option<Dice>,
    place: Place,
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
        let ids = |number: usize| {
            let first = (0x019c_0000_0000_7000_8000 + number as u128) << 48;
            Ids::starting_at(Uuid::from_u128(first))
        };
        let desk = |(number, name): (usize, &&'static str)| {
            let wire = Wire::new(name, Arc::clone(&sandbox), tale.clone());
            let database = folder.join(format!("{name}.db"));
            Desk::open(name, wire, ids(number), database, tale.clone())
        };
        let mut desks: Vec<Desk> = NAMES.iter().take(people).enumerate().map(desk).collect();
        if seed % SHARED == 1 {
            let wire = desks[0].wire.beside(SECOND);
            let database = desks[0].database.clone();
            desks.push(Desk::open(SECOND, wire, ids(NAMES.len()), database, tale.clone()));
        }
        let colleague = Wire::new("eve", Arc::clone(&sandbox), tale.clone());
        let setter = (seed % SET == 2).then(|| Dice::new(!seed));
        Self { dice, setter, place: Place { sandbox, desks, colleague, tale } }
    }

    async fn run(mut self, steps: u32) -> Ending {
        self.place.passes(FIRST_PULL).await;
        weather::breaks(&mut self.dice, &self.place.sandbox);
        for _ in 0..steps {
            self.step().await;
            let pause = match self.dice.random.u32(..8) {
                0..3 => 0,
                3..6 => self.dice.random.u64(..2_000),
                6 => self.dice.random.u64(..20_000),
                _ => self.dice.random.u64(..90_000),
            };
            self.place.passes(Duration::from_millis(pause)).await;
        }
        let wrongs = self.place.end().await;
        Ending { wrongs, tale: self.place.tale }
    }

    async fn step(&mut self) {
        self.set_the_clock();
        let at = self.dice.random.usize(..self.place.desks.len());
        match self.dice.random.u32(..40) {
            0 => weather::turns(&mut self.dice, &self.place.sandbox),
            1 => self.place.desks[at].crash().await,
            2 => self.place.desks[at].quit().await,
            3..7 => self.colleague_interferes(at).await,
            kind => {
                self.place.desks[at].start();
                self.act(at, kind).await;
            }
        }
    }

    fn set_the_clock(&mut self) {
        let Some(dice) = &mut self.setter else { return };
        if !dice.one_in(10) {
            return;
        }
        let by = dice.choose(&SETTINGS).copied().unwrap_or_default();
        let by = SignedDuration::from_secs(if dice.one_in(2) { by } else { -by });
        self.place.tale.tell("somebody", &format!("sets the clock by {by}"));
        clock::SET.set(clock::SET.get() + by);
    }

    async fn colleague_interferes(&mut self, at: usize) {
        if !self.place.desks[at].is_running() {
            return;
        }
        let rows = self.place.desks[at].read(|reader| reader.first_window(1_000)).await.0;
        let ids: Vec<_> = rows.into_iter().map(|row| row.id).collect();
        let remotes = self.place.desks[at].read(move |reader| reader.remotes(&ids)).await;
        let everybody: Vec<RemoteId> = remotes.into_iter().flatten().collect();
        colleague::interferes(&self.place.colleague, &mut self.dice, &everybody).await;
    }

    async fn act(&mut self, at: usize, kind: u32) {
        let (desk, dice) = (&mut self.place.desks[at], &mut self.dice);
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
                colleague::is_faster(&self.place.colleague, dice, &shown, &change).await;
                desk.give(vec![change]);
            }
        }
    }
}

/// What a person may decide about: what was refused, and what can still be called back.
async fn for_a_person(desk: &Desk) -> Vec<OpId> {
    let outgoing = desk.outgoing().await.into_iter().map(|pending| pending.outgoing);
    let asks = |it: &Outgoing| it.state.needs_person() || it.state == OpState::Held;
    outgoing.filter(asks).map(|it| it.op.id).collect()
}
