//! What a test may do to the running program: let something go wrong at a named point, and shorten its
//! long waits.
//!
//! Only programs with debug assertions listen: those of `cargo run` and `cargo test`. A feature of
//! the crate would leave it to whoever builds a release whether it can be told to die; this way no
//! release can, and plain `cargo test` still has the real program die everywhere.

/// What goes wrong and where, as [`Mishap::at`] writes it.
pub const DEATH: &str = "ROLODECK_TEST_DEATH";
/// The socket at which [`Mishap::Wait`] waits.
pub const GATE: &str = "ROLODECK_TEST_GATE";
/// How long an unanswered request may still arrive, in milliseconds, in place of a minute; no other wait
/// of the background task is longer then.
pub const SETTLE: &str = "ROLODECK_TEST_SETTLE";
/// `never`: news are fetched when somebody asks for them, and not every now and then.
pub const POLLS: &str = "ROLODECK_TEST_POLLS";

/// What goes wrong at a point, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The program ends without any good-bye.
    Abort,
    Panic,
    /// The step fails as if the disk had refused it; only at points of [`Point::try_pass`].
    Refuse,
    /// The program goes on when whoever listens at [`GATE`] hangs up.
    Wait,
}

impl Mishap {
    pub const ALL: &[Self] = &[Self::Abort, Self::Panic, Self::Refuse, Self::Wait];

    const fn word(self) -> &'static str {
        match self {
            Self::Abort => "abort",
            Self::Panic => "panic",
            Self::Refuse => "refuse",
            Self::Wait => "wait",
        }
    }

    /// Strikes when the point is passed for the `time`th time, counted from 1.
    pub fn at(self, point: Point, time: usize) -> String {
        format!("{}@{}:{time}", self.word(), point.word())
    }
}

/// The disk would not take it, says a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the disk does not answer")]
pub struct Refused;

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// Where something may go wrong: before and after each commit (reliability d14). "Before a
        /// commit" is inside its transaction, when all of it is written.
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
    /// What is about to be sent is on disk, the print of the database beside it is not.
    MirrorWrite "mirror.write",
    /// All is noted, not one byte is sent.
    SendAfterIntent "send.after_intent",
    /// A write was answered, and nobody has looked at the answer.
    SendAnswered "send.answered",
    SendBeforeResult "send.before_result",
    SendAfterResult "send.after_result",
    /// Of an answer to several changes half is written.
    BulkHalfResults "bulk.half_results",
    /// A request with several changes was refused: each is about to go by itself.
    BulkSplit "bulk.split",
    /// Of changes that cancel each other out one is ended.
    CoalesceMid "coalesce.mid",
    /// What somebody else holds is noted.
    ConflictRecord "conflict.record",
    /// The person has decided, and the change is made from theirs.
    ConflictResolve "conflict.resolve",
    /// What the server has is in the base.
    ResultBaseWritten "result.base_written",
    /// The same for a creation, under the id that it got.
    ResultRidWritten "result.rid_written",
    /// A creation without an answer was found, and nothing of that is written.
    AdoptBefore "adopt.before",
    AdoptAfter "adopt.after",
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
    /// No other program refreshes the token.
    TokenLock "token.lock",
    /// The service has sent a new pair, which killed the old one.
    TokenSent "token.sent",
    TokenBeforeStore "token.before_store",
    TokenAfterStore "token.after_store",
    /// What could be read of a damaged database is in a new one.
    RescueCopied "rescue.copied",
    /// The damaged file is set aside, the new one not in its place.
    RescueAside "rescue.aside",
    /// The new one is in its place, and nobody has heard of it.
    RescuePlaced "rescue.placed",
}

impl Point {
    /// Whether this is within a step that the disk may refuse.
    pub const fn is_refusable(self) -> bool {
        !matches!(
            self,
            Self::EditAfterCommit
                | Self::SendAfterPrefetch
                | Self::SendAfterIntent
                | Self::SendAnswered
                | Self::SendAfterResult
                | Self::BulkSplit
                | Self::ProbeBefore
                | Self::ProbeAfter
                | Self::PullPageReceived
                | Self::TokenLock
                | Self::TokenSent
                | Self::TokenAfterStore
        )
    }

    /// What can go wrong here.
    pub fn mishaps(self) -> impl Iterator<Item = Mishap> {
        let can = move |mishap: &Mishap| *mishap != Mishap::Refuse || self.is_refusable();
        Mishap::ALL.iter().copied().filter(can)
    }
}

#[cfg(debug_assertions)]
mod heard {
    #[cfg(unix)]
    use std::io::{Read as _, Write as _};
    use std::{
        process,
        sync::{
            LazyLock,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use jiff::SignedDuration;

    #[cfg(unix)]
    use super::GATE;
    use super::{DEATH, Mishap, POLLS, Point, Refused, SETTLE};

    /// What the environment asks for, read once.
    struct Asked {
        point: String,
        mishap: Mishap,
        /// It strikes once, and not before the point is passed so many times.
        time: usize,
        passed: AtomicUsize,
    }

    static ASKED: LazyLock<Option<Asked>> =
        LazyLock::new(|| std::env::var(DEATH).ok().map(|asked| Asked::read(&asked)));

    impl Asked {
        fn read(asked: &str) -> Self {
            let (word, place) = asked.split_once('@').unwrap_or(("abort", asked));
            let mishap = Mishap::ALL.iter().find(|mishap| mishap.word() == word);
            let (point, times) = place.split_once(':').unwrap_or((place, "1"));
            Self {
                point: point.to_owned(),
                mishap: mishap.copied().unwrap_or(Mishap::Abort),
                time: times.parse().unwrap_or(1),
                passed: AtomicUsize::new(0),
            }
        }

        fn strikes(&self, point: Point) -> Option<Mishap> {
            let is_now = self.point == point.word()
                && self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.time;
            is_now.then_some(self.mishap)
        }
    }

    impl Point {
        /// Lets go wrong here what a test asked for.
        ///
        /// # Panics
        ///
        /// If that is what the test asked for, or what cannot go wrong here.
        pub fn pass(self) {
            assert!(self.try_pass().is_ok(), "nothing at {} can be refused", self.word());
        }

        /// The same in a step that the disk may refuse.
        ///
        /// # Errors
        ///
        /// If a test asked for that.
        ///
        /// # Panics
        ///
        /// If a test asked for that.
        pub fn try_pass(self) -> Result<(), Refused> {
            match ASKED.as_ref().and_then(|asked| asked.strikes(self)) {
                None => Ok(()),
                Some(Mishap::Abort) => process::abort(),
                Some(Mishap::Panic) => panic!("as asked at {}", self.word()),
                Some(Mishap::Refuse) => Err(Refused),
                Some(Mishap::Wait) => {
                    wait(self);
                    Ok(())
                }
            }
        }
    }

    /// Until whoever listens hangs up, or is not there any more.
    fn wait(point: Point) {
        #[cfg(unix)]
        if let Some(path) = std::env::var_os(GATE)
            && let Ok(mut gate) = std::os::unix::net::UnixStream::connect(path)
            && gate.write_all(point.word().as_bytes()).is_ok()
        {
            // However it ends, the wait is over.
            let _ = gate.read_to_end(&mut Vec::new());
            return;
        }
        panic!("nobody waits for {}", point.word());
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
    fn what_is_asked_for_strikes_at_its_point_and_time() {
        for mishap in Mishap::ALL {
            let asked = Asked::read(&mishap.at(Point::SendAfterIntent, 3));
            assert_eq!(asked.strikes(Point::SendBeforeIntent), None);
            let strikes: Vec<_> = (0..4).map(|_| asked.strikes(Point::SendAfterIntent)).collect();
            assert_eq!(strikes, [None, None, Some(*mishap), None]);
        }
        assert_eq!(Asked::read("migrate.step").strikes(Point::MigrateStep), Some(Mishap::Abort));
    }
}

#[cfg(debug_assertions)]
pub use heard::{polls, settle};

#[cfg(not(debug_assertions))]
impl Point {
    /// Nothing at all.
    #[inline]
    pub const fn pass(self) {}

    /// Nothing at all.
    #[inline]
    #[allow(clippy::unnecessary_wraps, reason = "the other one may refuse")]
    pub const fn try_pass(self) -> Result<(), Refused> {
        Ok(())
    }
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
