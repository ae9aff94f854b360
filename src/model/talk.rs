//! What the two sides of the house say to each other: orders down, reports up.
//!
//! The interface gives orders in the imperative and never waits for them. The background task
//! answers with facts in the past tense, in the order in which they became true.

use jiff::Timestamp;

use super::{
    anew::Way,
    catalog::Catalog,
    change::Change,
    dossier::Dossier,
    fault::Fault,
    ids::{ContactId, DeedId, Ids, OpId, TaskId},
    note::Note,
    op::{Moved, Op, Outgoing},
    row::Row,
    task::Task,
};

/// How much the person is here: decides how often the server is asked for news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// A key was pressed a moment ago.
    Working,
    /// No key for five minutes.
    Idle,
    /// The terminal reports no focus.
    Away,
}

/// What to do where somebody put another value since a deed that is to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Take nothing back, and tell.
    Ask,
    Overwrite,
}

/// A deed of which something can be taken back, whoever did it and when.
#[derive(Clone, Debug, PartialEq)]
pub struct PastDeed {
    pub deed: DeedId,
    pub at: Timestamp,
    /// The first few of its changes, to say what it was.
    pub sample: Vec<Change>,
    /// All of them.
    pub changes: usize,
    pub contacts: usize,
}

/// From the interface to the background task.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Make these changes durable, then send them. Answered by [`Report::Accepted`] or
    /// [`Report::NotSaved`].
    Commit(Vec<Op>),
    /// The same for one that is held until then and can be taken back as if it had never been.
    CommitHeld {
        ops: Vec<Op>,
        until: Timestamp,
    },
    /// Take a deed back: withdraw what was never sent, commit the inverse of what was. Answered
    /// by [`Report::Undone`] or [`Report::ChangedSince`].
    Undo {
        deed: DeedId,
        at: Timestamp,
        ids: Ids,
        foreign: Foreign,
    },
    /// Make these changes in conflict anew in such a way, with all on top that waits for them. Answered
    /// by [`Report::Recreated`].
    Recreate {
        ops: Vec<OpId>,
        way: Way,
        at: Timestamp,
        ids: Ids,
    },
    /// Who is there with the email or phone of the contact whom this change in conflict is about?
    /// Answered by [`Report::OtherFound`].
    FindOther(OpId),
    /// Which deeds can be taken back, also those of earlier sessions and of commands? Answered by
    /// [`Report::Recalled`].
    Recall,
    /// Send refused changes again as they are. Answered by [`Report::Changed`].
    Retry(Vec<OpId>),
    /// Hold waiting changes back until they are retried. Answered by [`Report::Changed`].
    Hold(Vec<OpId>),
    /// Withdraw refused or waiting changes. Answered by [`Report::Changed`].
    Drop(Vec<OpId>),
    /// The person looks at this contact: tell what is known ([`Report::Opened`]), then fetch what
    /// is stale and tell again.
    Look(ContactId),
    /// Search the notes that were ever fetched. Answered by [`Report::NotesFound`].
    FindNotes(String),
    /// Ask the server for news now; `full` for every contact, whatever was fetched before.
    Pull {
        full: bool,
    },
    Attend(Attention),
}

/// The connection as far as the last request knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// Nothing was asked yet.
    Untried,
    Online,
    Offline {
        since: Timestamp,
        fault: Fault,
    },
    /// The server asked to wait; sending goes on at `until`.
    Throttled {
        until: Timestamp,
    },
    /// The token is missing or refused; editing goes on, the queue waits.
    SignedOut(Fault),
}

/// What the rate-limit headers of the last answer said (contract 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub burst_left: u32,
    pub burst_max: u32,
    /// Length of the burst window.
    pub burst_seconds: u32,
    pub day_left: u32,
    pub day_max: u32,
}

/// A contact that is known by another local id now: a pull had brought it in as a stranger before
/// its creation here was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renamed {
    pub from: ContactId,
    pub to: ContactId,
}

impl Renamed {
    /// Gives the new id to whoever has the old one.
    pub fn give(self, id: &mut ContactId) {
        if *id == self.from {
            *id = self.to;
        }
    }
}

/// Everything that changed in the base: what the server last said, as now stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    /// Before all else.
    pub renamed: Vec<Renamed>,
    pub rows: Vec<Row>,
    pub gone: Vec<ContactId>,
    /// Open tasks as they are now, and tasks that were closed or are gone.
    pub tasks: Vec<Task>,
    pub closed: Vec<TaskId>,
    /// The contact looked at, if it is among what changed.
    pub dossier: Option<Box<Dossier>>,
    /// What would put back what somebody else may have written between our look and our write.
    pub overwritten: Vec<Change>,
    /// How many records came that cannot be read, and never came before.
    pub unread: usize,
}

/// From the background task to the interface.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// These changes are on disk: from now on they are promised.
    Accepted(Vec<OpId>),
    /// These changes could not be stored and are not promised; the editor reopens.
    NotSaved {
        ops: Vec<OpId>,
        fault: Fault,
    },
    /// Base and queue moved, in one step, so that a settled change never flickers.
    Changed {
        base: Box<Base>,
        queue: Vec<Moved>,
    },
    /// Another program on the same data put these into the queue.
    Joined(Vec<Outgoing>),
    /// Another program on the same data fetched news: what is in memory is to be loaded anew.
    Overtaken,
    /// `withdrawn` were never sent; `inverse` are new, committed changes. `kept` could not be
    /// taken back, with the reason.
    Undone {
        deed: DeedId,
        withdrawn: Vec<OpId>,
        inverse: Vec<Op>,
        kept: Option<Fault>,
    },
    /// `ops` are new, committed changes of one deed, if there was anything to change, in whose favour
    /// others in the queue were given up.
    Recreated {
        way: Way,
        ops: Vec<Op>,
        base: Box<Base>,
        queue: Vec<Moved>,
    },
    /// Who is there in the place of a contact who is gone or would be made twice; nobody, or why that
    /// could not be found.
    OtherFound {
        op: OpId,
        other: Result<Option<ContactId>, Fault>,
    },
    /// Nothing of the deed was taken back, since these of its changes were followed by others: each
    /// as if it had ended with what stands there now.
    ChangedSince {
        deed: DeedId,
        changes: Vec<Change>,
    },
    /// The newest first.
    Recalled(Vec<PastDeed>),
    Opened(Box<Dossier>),
    NotesFound {
        query: String,
        notes: Vec<Note>,
    },
    Catalog(Box<Catalog>),
    Link(Link),
    Budget(Budget),
    /// A full pull is on its way.
    Pulling {
        done: u64,
        total: u64,
    },
    /// The local copy agrees with what the server answered at this time.
    Synced(Timestamp),
    /// This database was restored or copied: what waited may have been sent already and waits for
    /// a person now.
    PutAside(Fault),
    /// Something failed that belongs to no row.
    Trouble(Fault),
    /// No order is open, nothing can be sent now, nothing is in flight.
    Quiet,
}
