//! What every piece of work of the background task holds: the client, the store, and the line on
//! which it tells how far it is.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::UnboundedSender;

use super::{clock::Clock, lag::Listing};
use crate::{
    api,
    model::{
        catalog::Catalog,
        fault::{Fault, Trouble},
        ids::{ContactId, RemoteId},
        op::{Moved, Op},
        talk::Base,
    },
    rehearsal::{self, Point},
    store::{self, Intent, Store},
};

/// The waits of the background task and its clock; tests use shorter ones, and a clock of theirs.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long an unanswered request may still arrive on the server (reliability d4).
    pub settle: SignedDuration,
    /// Between two looks for an unanswered creation.
    pub look_again: SignedDuration,
    /// How long the person rests on a contact before it is fetched.
    pub rest: SignedDuration,
    /// How old a fetched record may be before it is fetched again when looked at.
    pub fresh: SignedDuration,
    /// Before what the disk would not take is tried again.
    pub disk_again: Duration,
    /// Whether news are fetched unasked; else only by [`Order::Pull`](crate::model::talk::Order::Pull).
    pub polls: bool,
    pub clock: Clock,
}

impl Pace {
    /// As the program goes, unless a test of the program asks for haste.
    pub fn usual() -> Self {
        let usual = Self::default();
        let settle = rehearsal::settle().unwrap_or(usual.settle);
        let look_again = usual.look_again.min(settle);
        let disk_again = usual.disk_again.min(settle.unsigned_abs());
        Self { settle, look_again, disk_again, polls: rehearsal::polls(), ..usual }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            settle: SignedDuration::from_secs(60),
            look_again: SignedDuration::from_secs(2),
            rest: SignedDuration::from_millis(150),
            fresh: SignedDuration::from_mins(2),
            disk_again: Duration::from_secs(5),
            polls: true,
            clock: Clock::default(),
        }
    }
}

/// Why a piece of work could not be carried to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Api(#[from] api::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A page showed the same place again: the server would never come to an end.
    #[error("the server's list goes in circles")]
    Circle,
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        match error {
            Error::Api(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Circle => Fault::new(
                Trouble::Garbled,
                error.to_string(),
                "what came so far is kept; press R to try again",
            ),
        }
    }
}

/// What a piece of work tells while it is under way.
#[derive(Debug)]
pub(crate) enum Word {
    Moved(Vec<Moved>),
    /// A change that was found undone is queued once more.
    Again(Box<Op>),
    Base(Base),
    /// What changed, as the lists say.
    Listed(Listing),
    /// Somebody else changed these contacts.
    Stirred(Vec<ContactId>),
    Catalog(Box<Catalog>),
    Pulling {
        done: u64,
        total: u64,
    },
    Trouble(Fault),
}

#[derive(Clone)]
pub(crate) struct Hands {
    pub(crate) client: api::Client,
    pub(crate) store: Store,
    pub(crate) pace: Pace,
    pub(crate) words: UnboundedSender<Word>,
}

impl Hands {
    pub(crate) fn now(&self) -> Timestamp {
        (self.pace.clock.now)()
    }

    /// The engine may be gone; nobody needs to hear it then.
    pub(crate) fn tell(&self, word: Word) {
        let _ = self.words.send(word);
    }

    pub(crate) fn tell_base(&self, base: Base) {
        if base != Base::default() {
            self.tell(Word::Base(base));
        }
    }

    pub(crate) async fn remote(&self, contact: ContactId) -> Result<Option<RemoteId>, Error> {
        let found = self.store.read(move |reader| reader.remotes(&[contact])).await?;
        Ok(found.into_iter().next().flatten())
    }

    /// Puts on disk that these are about to be sent with the request of this digest. Whether it may be:
    /// not if one of them was withdrawn meanwhile.
    pub(crate) async fn intend(
        &self,
        ops: &[&Op],
        request: Option<String>,
        pre_image: Option<serde_json::Value>,
    ) -> Result<bool, Error> {
        Point::SendAfterPrefetch.pass();
        let ops = ops.iter().map(|op| op.id).collect();
        let intent = Intent { ops, request, pre_image };
        let moved = self.store.sending(intent, self.now()).await?;
        let may_leave = !moved.is_empty();
        self.tell(Word::Moved(moved));
        Ok(may_leave)
    }
}
