//! Whatever happens in whatever order: pulls write only the base, edits only the queue, and what is
//! seen is the base with the live changes on top.

use std::collections::BTreeMap;

use proptest::{prelude::*, sample::Index};
use rolodeck::{
    model::{
        change::Change,
        contact::Contact,
        fault::{Fault, Trouble},
        field::Standard,
        ids::{ContactId, DeedId, Ids, OpId},
        op::OpState,
        talk::Foreign,
    },
    store::{Evidence, Outcome, Pending},
};
use uuid::Uuid;

use super::bench::{Bench, served, tag_named, tagged, wait};

const CONTACTS: [&str; 3] = ["r0", "r1", "r2"];
const TAGS: [&str; 3] = ["cold", "hot", "vip"];

/// What may happen next.
#[derive(Clone, Debug)]
enum Step {
    Rename { contact: usize, to: String },
    Tag { contact: usize, tag: usize, on: bool },
    TagAll { tag: usize },
    Pull { contact: usize, name: String, tags: Vec<usize> },
    Send(Index),
    Settle(Index, OpState),
    Drop(Index),
    Retry(Index),
    Undo(Index),
    Wait,
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let contact = 0..CONTACTS.len();
    let end = prop_oneof![
        4 => Just(OpState::Done),
        1 => Just(OpState::Queued),
        1 => Just(OpState::Retry),
        1 => Just(OpState::Conflict),
        1 => Just(OpState::Rejected),
    ];
    prop_oneof![
        3 => (contact.clone(), "[A-C]").prop_map(|(contact, to)| Step::Rename { contact, to }),
        3 => (contact.clone(), 0..TAGS.len(), any::<bool>())
            .prop_map(|(contact, tag, on)| Step::Tag { contact, tag, on }),
        1 => (0..TAGS.len()).prop_map(|tag| Step::TagAll { tag }),
        2 => (contact, "[A-C]", prop::collection::vec(0..TAGS.len(), 0..3))
            .prop_map(|(contact, name, tags)| Step::Pull { contact, name, tags }),
        6 => any::<Index>().prop_map(Step::Send),
        6 => (any::<Index>(), end).prop_map(|(op, end)| Step::Settle(op, end)),
        1 => any::<Index>().prop_map(Step::Drop),
        1 => any::<Index>().prop_map(Step::Retry),
        1 => any::<Index>().prop_map(Step::Undo),
        1 => Just(Step::Wait),
        1 => Just(Step::Restart),
    ]
}

/// Base and queue, as read back.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    base: BTreeMap<ContactId, Contact>,
    queue: Vec<Pending>,
}

impl Seen {
    fn at(bench: &Bench) -> Self {
        let reader = bench.store.reader().unwrap();
        let base = CONTACTS.iter().map(|remote| {
            let id = reader.contact_by_remote(&(*remote).into()).unwrap().unwrap();
            (id, reader.contact(id).unwrap().unwrap())
        });
        Self { base: base.collect(), queue: reader.outgoing().unwrap() }
    }

    /// What the screen shows.
    fn view(&self) -> BTreeMap<ContactId, Contact> {
        let mut view = self.base.clone();
        for pending in self.queue.iter().filter(|it| it.outgoing.state.is_live()) {
            let change = &pending.outgoing.op.change;
            let contact = view.remove(&change.contact());
            view.extend(change.upon_contact(contact).map(|contact| (contact.id, contact)));
        }
        view
    }

    /// The oldest open change of a key, among those in these states: what a sender may pick.
    fn heads(&self, states: &[OpState]) -> Vec<OpId> {
        let mut keys = Vec::new();
        let mut heads = Vec::new();
        for pending in self.queue.iter().filter(|it| it.outgoing.state.is_live()) {
            let key = pending.outgoing.op.change.key();
            if !keys.contains(&key) && states.contains(&pending.outgoing.state) {
                heads.push(pending.outgoing.op.id);
            }
            keys.push(key);
        }
        heads
    }

    /// Whether a later change says anew what this one was to say: nobody asks for both.
    fn is_remade(&self, op: OpId) -> bool {
        let mut later = self.queue.iter().skip_while(|it| it.outgoing.op.id != op);
        let Some(this) = later.next() else { return false };
        later.any(|it| this.outgoing.op.change.is_remade_by(&it.outgoing.op.change))
    }

    fn any(&self, index: Index, states: &[OpState]) -> Option<OpId> {
        let of = |it: &&Pending| states.contains(&it.outgoing.state);
        let ops: Vec<OpId> = self.queue.iter().filter(of).map(|it| it.outgoing.op.id).collect();
        (!ops.is_empty()).then(|| *index.get(&ops))
    }
}

struct World {
    bench: Bench,
    deeds: Vec<DeedId>,
}

impl World {
    fn new() -> Self {
        let bench = Bench::new();
        let early = "2026-02-01T08:00:00Z";
        bench.pull(CONTACTS.iter().map(|remote| served(remote, "A", early)).collect());
        Self { bench, deeds: Vec::new() }
    }

    fn commit(&mut self, changes: Vec<Change>) {
        let before = Seen::at(&self.bench);
        let (deed, ops) = self.bench.commit(changes);
        self.deeds.push(deed);
        let after = Seen::at(&self.bench);
        assert_eq!(after.base, before.base, "an edit never alters the base");
        assert_eq!(after.queue.len(), before.queue.len() + ops.len());
    }

    fn take(mut self, step: Step) -> Self {
        let before = Seen::at(&self.bench);
        let bench = &mut self.bench;
        let id = |bench: &Bench, contact: usize| bench.contact(CONTACTS[contact]);
        match step {
            Step::Rename { contact, to } => {
                let contact = id(bench, contact);
                let field = Standard::FirstName.into();
                let was = before.view()[&contact].value(&field).clone();
                self.commit(vec![Change::ContactEdited {
                    contact,
                    field,
                    was,
                    now: to.as_str().into(),
                }]);
            }
            Step::Tag { contact, tag, on } => {
                let (contact, tag) = (id(bench, contact), tag_named(TAGS[tag]));
                self.commit(vec![if on {
                    Change::TagAdded { contact, tag }
                } else {
                    Change::TagRemoved { contact, tag }
                }]);
            }
            Step::TagAll { tag } => {
                let tag = tag_named(TAGS[tag]);
                let all = before.base.keys();
                self.commit(
                    all.map(|id| Change::TagAdded { contact: *id, tag: tag.clone() }).collect(),
                );
            }
            Step::Pull { contact, name, tags } => {
                bench.pass(1);
                let tags: Vec<&str> = tags.iter().map(|tag| TAGS[*tag]).collect();
                let mut contact =
                    tagged(served(CONTACTS[contact], &name, "2026-02-01T08:00:00Z"), &tags);
                contact.tags.sort();
                contact.tags.dedup();
                contact.updated = Some(bench.now);
                bench.pull(vec![contact]);
                assert_eq!(Seen::at(bench).queue, before.queue, "a pull never alters the queue");
            }
            Step::Send(index) => {
                let ready = before.heads(&[OpState::Queued, OpState::Retry]);
                if !ready.is_empty() {
                    bench.send(&[*index.get(&ready)]);
                    assert_eq!(Seen::at(bench).view(), before.view(), "nothing seen changes");
                }
            }
            Step::Settle(index, end) => {
                let Some(op) = before.any(index, &[OpState::Sending]) else { return self };
                bench.settle(op, outcome(end, bench));
                let after = Seen::at(bench);
                if end == OpState::Done {
                    assert_eq!(after.view(), before.view(), "what arrives does not flicker");
                } else {
                    assert_eq!(after.base, before.base, "only what arrived is in the base");
                }
            }
            Step::Drop(index) => {
                let states = [
                    OpState::Queued,
                    OpState::Retry,
                    OpState::Conflict,
                    OpState::Rejected,
                    OpState::Parked,
                ];
                let Some(op) = before.any(index, &states) else { return self };
                wait(bench.store.drop_ops(vec![op], bench.now)).unwrap();
                assert_eq!(Seen::at(bench).base, before.base);
            }
            Step::Retry(index) => {
                let states = [OpState::Conflict, OpState::Rejected, OpState::Parked];
                let Some(op) = before.any(index, &states).filter(|op| !before.is_remade(*op))
                else {
                    return self;
                };
                wait(bench.store.retry_ops(vec![op], bench.now)).unwrap();
                assert_eq!(Seen::at(bench).base, before.base);
            }
            Step::Undo(index) => {
                if self.deeds.is_empty() {
                    return self;
                }
                let deed = *index.get(&self.deeds);
                let supply = bench.ids.op().uuid(); // far from what this bench gives out itself
                let ids = Ids::starting_at(Uuid::from_u128(supply.as_u128() << 64));
                wait(bench.store.undo(deed, bench.now, ids, Foreign::Ask)).unwrap();
                assert_eq!(Seen::at(bench).base, before.base);
            }
            Step::Wait => bench.pass(90),
            Step::Restart => {
                self.bench = self.bench.reopened();
                assert_eq!(Seen::at(&self.bench), before);
            }
        }
        self
    }

    /// Every change went only where it may, and says so from its commit to where it stands.
    fn check_history(&self) {
        let reader = self.bench.store.reader().unwrap();
        let mut stands: BTreeMap<OpId, OpState> = BTreeMap::new();
        for event in reader.history(usize::MAX >> 1).unwrap().into_iter().rev() {
            assert_eq!(stands.insert(event.op, event.to), event.from);
            let stays = |from: OpState| from == event.to; // and says or waits for something else
            assert!(event.from.is_none_or(|from| stays(from) || from.may_become(event.to)));
        }
        for pending in reader.all_changes(usize::MAX >> 1).unwrap() {
            let outgoing = pending.outgoing;
            assert_eq!(stands[&outgoing.op.id], outgoing.state);
        }
    }
}

fn outcome(end: OpState, bench: &Bench) -> Outcome {
    let fault = Fault::new(Trouble::Refused, "no", "");
    match end {
        OpState::Queued => Outcome::Queued { fault: None, not_before: None },
        OpState::Retry => Outcome::Retry { fault, not_before: bench.now },
        OpState::Conflict => Outcome::Conflict { fault },
        OpState::Rejected => Outcome::Rejected { fault },
        _ => Outcome::Done { evidence: Evidence::Bare, changed: None },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn each_layer_is_written_by_its_own_side(steps in prop::collection::vec(step(), 1..40)) {
        let world = steps.into_iter().fold(World::new(), World::take);
        world.check_history();
    }
}
