//! People at work at one location, and how their day ends: the sky clears, everything comes to rest, and
//! the judge looks at what is left.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::{ids::ContactId, talk::Order},
    sandbox::Sandbox,
    store::{self, Reader, Recheck},
};

use super::{case::Case, clock, desk::Desk, judge, tale::Tale, weather, wire::Wire};

/// From clear weather until no change is on its way any more (reliability G4).
const DRAINED: Duration = Duration::from_mins(5);
/// And until nobody looks after late writes any more either.
const REST: Duration = Duration::from_mins(20);
/// One look at whether it is so.
const GLANCE: Duration = Duration::from_secs(5);
/// For so long what was fetched is not fetched again when it is looked at.
const FRESH: Duration = Duration::from_secs(121);
/// What a pull of a few people takes at most.
const PULL: Duration = Duration::from_secs(30);

/// How long lists are not believed about what was written from here, and a bit.
const DOUBT: Duration = Duration::from_secs(65);
/// Seconds that somebody who looks at a person waits for her notes and tasks.
const PATIENCE: u32 = 20;

pub(crate) struct Place {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) desks: Vec<Desk>,
    /// Somebody else's line to the server.
    pub(crate) colleague: Wire,
    pub(crate) tale: Tale,
}

impl Place {
    pub(crate) async fn passes(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
        for desk in &mut self.desks {
            desk.listen();
        }
    }

    /// Clear weather, rest, and what the judge says.
    pub(crate) async fn end(&mut self) -> Vec<String> {
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
        let began = clock::now();
        loop {
            self.passes(GLANCE).await;
            let time = clock::now().duration_since(began).unsigned_abs();
            let (moving, doubted) = self.still_on_their_way().await;
            if !moving.is_empty() && time >= DRAINED || !doubted.is_empty() && time >= REST {
                return [moving, doubted].concat();
            }
            if moving.is_empty() && doubted.is_empty() {
                return Vec::new();
            }
        }
    }

    /// Changes, and late writes that are to be looked after.
    async fn still_on_their_way(&self) -> (Vec<String>, Vec<String>) {
        let (mut changes, mut doubted) = (Vec::new(), Vec::new());
        for desk in &self.desks {
            let name = desk.name;
            let outgoing = desk.outgoing().await;
            let open: Vec<_> = outgoing.iter().map(|pending| &pending.outgoing).collect();
            let moving = judge::on_its_way(&open);
            changes.extend(moving.map(|it| format!("{name} did not come to rest: {it:?}")));
            let rechecks = desk.read(unattended).await;
            doubted.extend(rechecks.iter().map(|it| format!("{name} still has {it:?}")));
        }
        (changes, doubted)
    }

    async fn everybody_looks_around(&mut self) {
        if clock::SET.get() != SignedDuration::ZERO {
            // What was fetched under another setting may look fresh by this one.
            self.passes(FRESH).await;
        }
        for desk in &self.desks {
            desk.order(Order::Pull { full: true });
        }
        self.passes(PULL).await;
        for at in self.databases() {
            for who in self.desks[at].everybody().await {
                // Whichever of them is the sender looks.
                let database = &self.desks[at].database;
                for desk in self.desks.iter().filter(|it| it.database == *database) {
                    desk.order(Order::Look(who));
                    desk.order(Order::Pull { full: false });
                }
                self.rests_on(at, who).await;
            }
        }
        self.passes(PULL).await;
    }

    /// One desk at each.
    fn databases(&self) -> Vec<usize> {
        let is_first = |at: &usize| {
            let database = &self.desks[*at].database;
            self.desks[..*at].iter().all(|it| it.database != *database)
        };
        (0..self.desks.len()).filter(is_first).collect()
    }

    /// Until all of a person is fetched; of one who is gone nothing will be.
    async fn rests_on(&mut self, at: usize, who: ContactId) {
        let asked = clock::shown();
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
