//! Somebody at the terminal: keys are typed, reports come in, the screen is looked at. The clock
//! stands still and ids count up, so that every run sees the same.

use jiff::{Timestamp, tz::TimeZone};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use rolodeck::{
    app::{
        commands,
        effect::Effect,
        keys::parse_keys,
        msg::{Input, Msg, Snapshot},
        session::Session,
        state::State,
        update::update,
    },
    model::{
        change::Change,
        fault::{Fault, Trouble},
        ids::{ContactId, DeedId, Ids, OpId},
        op::{Moved, OpState},
        roster::Roster,
        row::Row,
        tag::Tag,
        talk::{Base, Budget, Link, Order, PastDeed, Report},
    },
    ui::{self, canvas::Look},
};
use uuid::Uuid;

use super::acme;

pub(crate) struct Desk {
    pub(crate) state: State,
    ids: Ids,
    at: Timestamp,
    /// Whether orders are answered as a server that takes everything would.
    answering: bool,
    /// Who is there in the place of one who is gone or would be made twice.
    other: Option<ContactId>,
    /// What was committed and not settled yet, in order.
    pub(crate) open: Vec<OpId>,
}

impl Desk {
    /// Acme HQ, loaded, online, synced a moment ago; the person is Priya.
    pub(crate) fn acme(columns: u16, rows: u16) -> Self {
        Self::blank(columns, rows)
            .load(Self::everything())
            .reports([Report::Link(Link::Online), Report::Budget(budget())])
    }

    /// All that is known of Acme HQ.
    pub(crate) fn everything() -> Snapshot {
        Snapshot {
            roster: Roster::from_rows(acme::rows()),
            whole: true,
            tasks: acme::tasks().into_iter().collect(),
            catalog: acme::catalog(),
            synced: Some(acme::now()),
            ..Snapshot::default()
        }
    }

    /// Nothing was loaded.
    pub(crate) fn blank(columns: u16, rows: u16) -> Self {
        let session = Session {
            me: Some(acme::PRIYA.into()),
            zone: TimeZone::get(acme::ZONE).expect("a zone"),
            ..Session::default()
        };
        Self::of(session, columns, rows)
    }

    /// In a room where the location is.
    pub(crate) fn of(session: Session, columns: u16, rows: u16) -> Self {
        let (keymap, clashes) = commands::keymap([]);
        assert!(clashes.is_empty(), "{clashes:?}");
        let here = TimeZone::get(acme::ZONE).expect("a zone");
        let mut desk = Self {
            state: State::new(Session { here, ..session }, keymap),
            ids: Ids::starting_at(Uuid::from_u128(0x9000)),
            at: acme::now(),
            answering: true,
            other: None,
            open: Vec::new(),
        };
        desk.tell(Input::Resize { columns, rows });
        desk
    }

    pub(crate) fn load(self, snapshot: Snapshot) -> Self {
        self.input(Input::Loaded(Box::new(snapshot)))
    }

    /// From now on nobody answers: commits stay `..`, people stay unread.
    pub(crate) fn unanswered(mut self) -> Self {
        self.answering = false;
        self
    }

    /// From now on somebody is there in the place of whoever is asked for.
    pub(crate) fn with_other(mut self, other: ContactId) -> Self {
        self.other = Some(other);
        self
    }

    pub(crate) fn keys(mut self, keys: &str) -> Self {
        for key in parse_keys(keys).expect("known keys") {
            self.tell(Input::Key(key));
        }
        self
    }

    pub(crate) fn input(mut self, input: Input) -> Self {
        self.tell(input);
        self
    }

    pub(crate) fn report(self, report: Report) -> Self {
        self.input(Input::Report(report))
    }

    pub(crate) fn reports(self, reports: impl IntoIterator<Item = Report>) -> Self {
        reports.into_iter().fold(self, Self::report)
    }

    /// All that was committed takes this step. What is done stands in the base from then on.
    pub(crate) fn moved(self, state: OpState, fault: Option<&Fault>) -> Self {
        let queue: Vec<Moved> =
            self.open.iter().map(|op| Moved::to(*op, state, fault.cloned())).collect();
        let book = &self.state.book;
        let done = self.open.iter().filter(|_| state == OpState::Done);
        let people = done.filter_map(|op| Some(book.queue().get(*op)?.op.change.contact()));
        let rows = people.filter_map(|id| Some(book.row(id)?.to_row())).collect();
        self.report(Report::Changed { base: Box::new(base(rows)), queue })
    }

    /// The server refuses all that was committed.
    pub(crate) fn refused(self, cause: &str) -> Self {
        let fault = refusal(cause);
        self.moved(OpState::Sending, None).moved(OpState::Rejected, Some(&fault))
    }

    pub(crate) fn offline(self) -> Self {
        let fault = Fault::new(Trouble::Unreachable, "no route to host", "");
        let since = "2026-09-29T13:19:00Z".parse().expect("a time");
        self.report(Report::Link(Link::Offline { since, fault }))
    }

    /// What the screen shows, and where the terminal's cursor stands.
    pub(crate) fn look(&self) -> (Buffer, Option<Position>) {
        self.look_with(Look::default())
    }

    pub(crate) fn look_with(&self, look: Look) -> (Buffer, Option<Position>) {
        let size = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.columns, size.rows));
        let drawn = ui::draw_on(&mut buffer, &self.state, look);
        (buffer, drawn.cursor)
    }

    fn tell(&mut self, input: Input) {
        let effects = update(&mut self.state, Msg { at: self.at, ids: self.ids, input });
        // Enough for the ids that one message may take.
        for _ in 0..1000 {
            self.ids.op();
        }
        for effect in effects {
            if let Effect::Tell(order) = effect {
                self.answer(order);
            }
        }
    }

    /// What was done at this desk, and once elsewhere.
    fn past(&self) -> Vec<PastDeed> {
        let here = self.state.book.history().made().iter().rev().map(|deed| PastDeed {
            deed: deed.id,
            at: deed.at,
            sample: deed.ops.iter().map(|op| op.change.clone()).collect(),
            changes: deed.ops.len(),
            contacts: deed.ops.len(),
        });
        here.chain([elsewhere()]).collect()
    }

    /// What the background task would say at once.
    fn answer(&mut self, order: Order) {
        if !self.answering {
            return;
        }
        let report = match order {
            Order::Look(id) => acme::dossier(id).map(|it| Report::Opened(Box::new(it))),
            Order::Commit(ops) | Order::CommitHeld { ops, .. } => {
                let ids: Vec<OpId> = ops.iter().map(|op| op.id).collect();
                self.open.extend(&ids);
                Some(Report::Accepted(ids))
            }
            Order::Undo { deed, .. } => Some(Report::Undone {
                deed,
                withdrawn: std::mem::take(&mut self.open),
                inverse: Vec::new(),
                kept: None,
            }),
            Order::FindNotes(query) => {
                let notes = acme::notes(acme::contact(0));
                let hits = |text: &str| text.to_lowercase().contains(&query.to_lowercase());
                let notes = notes.into_iter().filter(|note| hits(&note.draft.body)).collect();
                Some(Report::NotesFound { query, notes })
            }
            Order::Recall => Some(Report::Recalled(self.past())),
            Order::FindOther(op) => {
                self.other.map(|other| Report::OtherFound { op, other: Ok(Some(other)) })
            }
            Order::Recreate { .. }
            | Order::Retry(_)
            | Order::Hold(_)
            | Order::Drop(_)
            | Order::Pull { .. }
            | Order::Attend(_) => None,
        };
        if let Some(report) = report {
            self.tell(Input::Report(report));
        }
    }
}

/// A deed that a command did two days ago.
fn elsewhere() -> PastDeed {
    let at = "2026-09-27T15:02:00Z".parse().expect("a time");
    let tag = Tag::new("webinar").expect("a tag");
    let sample = vec![Change::TagAdded { contact: acme::contact(1), tag }];
    PastDeed { deed: DeedId::new(Uuid::from_u128(77)), at, sample, changes: 309, contacts: 309 }
}

pub(crate) fn refusal(cause: &str) -> Fault {
    Fault {
        status: Some(422),
        trace: Some("01HX3Z-trace".to_owned()),
        ..Fault::new(Trouble::Refused, cause, "edit it or drop it")
    }
}

pub(crate) fn budget() -> Budget {
    Budget {
        burst_left: 96,
        burst_max: 100,
        burst_seconds: 10,
        day_left: 199_214,
        day_max: 200_000,
    }
}

/// Fresh rows from the server.
pub(crate) fn base(rows: Vec<Row>) -> Base {
    Base { rows, ..Base::default() }
}
