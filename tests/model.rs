//! The program against a model that knows nothing of queues, requests and answers: what a person did,
//! and what somebody else may have written over it. Whatever happens, the screen shows nothing else.
//!
//! Unlike the simulator, whose courses follow from a seed, a course that fails is made shorter until
//! nothing of it can be left out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "simulation/case.rs"]
mod case;
#[path = "simulation/clock.rs"]
mod clock;
#[path = "simulation/deeds.rs"]
#[allow(dead_code, reason = "the simulator uses the rest")]
mod deeds;
#[path = "simulation/desk.rs"]
#[allow(dead_code, reason = "the simulator uses the rest")]
mod desk;
#[path = "simulation/judge.rs"]
mod judge;
#[path = "model/outbox.rs"]
mod outbox;
#[path = "simulation/overwritten.rs"]
mod overwritten;
#[path = "simulation/place.rs"]
mod place;
#[path = "model/reference.rs"]
mod reference;
#[path = "simulation/tale.rs"]
#[allow(dead_code, reason = "the simulator uses the rest")]
mod tale;
#[path = "simulation/weather.rs"]
#[allow(dead_code, reason = "the simulator uses the rest")]
mod weather;
#[path = "simulation/wire.rs"]
#[allow(dead_code, reason = "the simulator uses the rest")]
mod wire;
#[path = "model/world.rs"]
mod world;

use proptest::test_runner::{Config, RngSeed};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use reference::{Reference, Step};
use world::World;

/// The same courses each time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` take others, and more.
fn config() -> Config {
    let asked = Config::default();
    let seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_260_302),
        seed @ RngSeed::Fixed(_) => seed,
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { CASES };
    Config { cases, rng_seed: seed, failure_persistence: None, max_shrink_time: 300_000, ..asked }
}

const CASES: u32 = 500;

struct Model;

impl StateMachineTest for Model {
    type SystemUnderTest = World;
    type Reference = Reference;

    fn init_test(_: &Reference) -> World {
        World::open()
    }

    fn apply(mut world: World, reference: &Reference, step: Step) -> World {
        world.goes_on(reference, &step);
        world
    }

    fn check_invariants(world: &World, reference: &Reference) {
        world.tells(&world.wrongs(reference));
    }

    fn teardown(mut world: World, reference: Reference) {
        let wrongs = world.end();
        world.tells(&wrongs);
        Self::check_invariants(&world, &reference);
    }
}

prop_state_machine! {
    #![proptest_config(config())]

    #[test]
    fn the_screen_shows_what_was_done_and_nothing_older(sequential 1..30 => Model);
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Step;

    fn init_state() -> proptest::strategy::BoxedStrategy<Self> {
        use proptest::strategy::{Just, Strategy as _};
        Just(Self::default()).boxed()
    }

    fn transitions(_: &Self) -> proptest::strategy::BoxedStrategy<Step> {
        reference::steps()
    }

    fn apply(mut reference: Self, step: &Step) -> Self {
        reference.goes_on(step);
        reference
    }
}
