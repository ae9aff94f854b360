//! What a test may do to the running program: let it die at a named point, and shorten its long waits.
//!
//! Only programs with debug assertions listen: those of `cargo run` and `cargo test`. A feature of
//! the crate would leave it to whoever builds a release whether it can be told to die; this way no
//! release can, and plain `cargo test` still has the real program die everywhere.

/// Where to die: `POINT`, or `POINT:3` for the third time it is passed, and `panic@` before it for
/// a panic in place of an end without any good-bye.
pub const DEATH: &str = "ROLODECK_TEST_DEATH";
/// How long an unanswered request may still arrive, in milliseconds, in place of a minute.
pub const SETTLE: &str = "ROLODECK_TEST_SETTLE";
/// `never`: news are fetched when somebody asks for them, and not every now and then.
pub const POLLS: &str = "ROLODECK_TEST_POLLS";

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// Where the program may die: before and after each of its commits (reliability d14).
        /// "Before a commit" is inside its transaction, when all of it is written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Point { $($(#[$doc])* $name),* }

        impl Point {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

points! {
    EditBeforeCommit "edit.before_commit",
    EditAfterCommit "edit.after_commit",
    /// A deletion that nobody called back is let go.
    HoldRelease "hold.release",
    /// The server has been asked what it holds, and nothing is noted yet.
    SendAfterPrefetch "send.after_prefetch",
    SendBeforeIntent "send.before_intent",
    /// The intent is on disk, the print of the database beside it is not.
    MirrorWrite "mirror.write",
    /// All is noted, not one byte is sent.
    SendAfterIntent "send.after_intent",
    /// A write was answered, and nobody has looked at the answer.
    SendAnswered "send.answered",
    SendBeforeResult "send.before_result",
    SendAfterResult "send.after_result",
    /// Of an answer to several changes half is written.
    BulkHalfResults "bulk.half_results",
    /// About to look for a creation without an answer.
    ProbeBefore "probe.before",
    ProbeAfter "probe.after",
    /// A new sender has adopted what the last one left.
    OwnerTakeover "owner.takeover",
    PullPageReceived "pull.page_received",
    PullPageCommit "pull.page_commit",
    PullWatermark "pull.watermark",
    SweepSuspect "sweep.suspect",
    SweepTombstone "sweep.tombstone",
    /// Each step of a migration is one more time.
    MigrateStep "migrate.step",
    /// What could be read of a damaged database is in a new one.
    RescueCopied "rescue.copied",
    /// The damaged file is set aside, the new one not in its place.
    RescueAside "rescue.aside",
    /// The new one is in its place, and nobody has heard of it.
    RescuePlaced "rescue.placed",
}

#[cfg(debug_assertions)]
mod heard {
    use std::{
        process,
        sync::{
            LazyLock,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use jiff::SignedDuration;

    use super::{DEATH, POLLS, Point, SETTLE};

    /// What the environment asks for, read once.
    struct Death {
        point: String,
        panics: bool,
        /// It strikes once, and not before the point is passed so many times.
        time: usize,
        passed: AtomicUsize,
    }

    static ASKED: LazyLock<Option<Death>> =
        LazyLock::new(|| std::env::var(DEATH).ok().map(|asked| Death::read(&asked)));

    impl Death {
        fn read(asked: &str) -> Self {
            let (panics, place) = match asked.strip_prefix("panic@") {
                Some(place) => (true, place),
                None => (false, asked),
            };
            let (point, times) = place.split_once(':').unwrap_or((place, "1"));
            let time = times.parse().unwrap_or(1);
            Self { point: point.to_owned(), panics, time, passed: AtomicUsize::new(0) }
        }

        fn strikes(&self, point: Point) -> bool {
            self.point == point.word()
                && self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.time
        }
    }

    impl Point {
        /// Ends the program if a test asked for it.
        ///
        /// # Panics
        ///
        /// If that is what the test asked for.
        pub fn pass(self) {
            if let Some(death) = ASKED.as_ref().filter(|death| death.strikes(self)) {
                assert!(!death.panics, "as asked at {}", self.word());
                process::abort();
            }
        }
    }

    /// The wait that a test asked for.
    pub fn settle() -> Option<SignedDuration> {
        let millis = std::env::var(SETTLE).ok()?.parse().ok()?;
        SignedDuration::try_from(Duration::from_millis(millis)).ok()
    }

    /// Whether news are fetched unasked.
    pub fn polls() -> bool {
        std::env::var(POLLS).as_deref() != Ok("never")
    }

    #[test]
    fn a_death_strikes_at_its_point_and_time() {
        let death = Death::read("send.after_intent:3");
        assert!(!death.strikes(Point::SendBeforeIntent));
        let strikes: Vec<bool> = (0..4).map(|_| death.strikes(Point::SendAfterIntent)).collect();
        assert_eq!(strikes, [false, false, true, false]);
        let death = Death::read("panic@migrate.step");
        assert!(death.panics && death.strikes(Point::MigrateStep));
    }
}

#[cfg(debug_assertions)]
pub use heard::{polls, settle};

#[cfg(not(debug_assertions))]
impl Point {
    /// Nothing at all.
    #[inline]
    pub const fn pass(self) {}
}

/// Nobody is heard.
#[cfg(not(debug_assertions))]
pub const fn settle() -> Option<jiff::SignedDuration> {
    None
}

/// Nobody is heard.
#[cfg(not(debug_assertions))]
pub const fn polls() -> bool {
    true
}
