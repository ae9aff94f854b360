//! The reducer, by value: keys and reports in, effects and screens' worth of state out.

mod bulk;
mod dialogs;
mod editing;
mod failure;
mod gone;
mod growth;
mod held;
mod lists;
mod mouse;
mod overwritten;
mod property;
mod renamed;
mod saved;
mod shared;
mod start;
mod taken;
mod tasks;
mod undo;

use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::{
    commands,
    effect::Effect,
    hands::Hands,
    msg::{Input, Snapshot},
    session::Session,
    state::State,
};
use crate::model::{
    catalog::Catalog,
    change::Change,
    contact::Contact,
    custom_field::{CustomField, DataType},
    dossier::{Dossier, Part},
    fault::{Fault, Trouble},
    field::Standard,
    ids::{ContactId, NoteId, OpId, TaskId},
    location::Location,
    note::{Note, NoteDraft},
    op::{Moved, Op, OpState},
    roster::Roster,
    row::Row,
    tag::Tag,
    talk::{Base, Order, Report},
    task::{Task, TaskDraft},
    user::User,
    value::Value,
};

/// Wednesday.
const NOW: &str = "2026-09-23T09:20:00Z";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn contact_id(number: u128) -> ContactId {
    ContactId::new(Uuid::from_u128(number))
}

fn task_id(number: u128) -> TaskId {
    TaskId::new(Uuid::from_u128(number))
}

fn tag(name: &str) -> Tag {
    Tag::new(name).unwrap()
}

const JANE: u128 = 1;
const NILS: u128 = 2;
const LI: u128 = 3;
const MARIE: u128 = 4;

fn person(number: u128, first: &str, last: &str, tags: &[&str]) -> Contact {
    let mut contact = Contact::new(contact_id(number));
    contact.remote = Some(format!("remote{number}").into());
    contact.set(Standard::FirstName.into(), first.into());
    contact.set(Standard::LastName.into(), last.into());
    let email = format!("{}@{}.example", first.to_lowercase(), last.to_lowercase());
    contact.set(Standard::Email.into(), email.as_str().into());
    for name in tags {
        contact.add_tag(tag(name));
    }
    contact
}

fn people() -> Vec<Contact> {
    vec![
        person(JANE, "Jane", "Adams", &["hot", "webinar"]),
        person(NILS, "Nils", "Bauer", &["hot"]),
        person(LI, "Li", "Chen", &["hot", "vip"]),
        person(MARIE, "Marie", "Dupont", &[]),
    ]
}

fn task(number: u128, contact: u128, title: &str, due: &str) -> Task {
    let draft = TaskDraft {
        title: title.into(),
        due: Some(time(due)),
        owner: Some("u1".into()),
        ..TaskDraft::default()
    };
    Task {
        remote: Some(format!("task{number}").into()),
        ..Task::new(task_id(number), contact_id(contact), draft)
    }
}

fn tasks() -> Vec<Task> {
    vec![
        task(11, JANE, "Call back", "2026-09-23T15:00:00Z"),
        task(12, NILS, "Send quote", "2026-09-24T09:00:00Z"),
        task(13, MARIE, "Overdue call", "2026-09-21T09:00:00Z"),
    ]
}

fn note(number: u128, contact: u128, body: &str) -> Note {
    let draft = NoteDraft { title: String::new(), body: body.into() };
    Note {
        remote: Some(format!("note{number}").into()),
        added: Some(time("2026-09-20T10:00:00Z")),
        ..Note::new(NoteId::new(Uuid::from_u128(number)), contact_id(contact), draft)
    }
}

fn dossier(contact: u128) -> Dossier {
    let record = people().into_iter().find(|it| it.id == contact_id(contact)).unwrap();
    let fetched = Some(time("2026-09-23T09:18:00Z"));
    let tasks = tasks().into_iter().filter(|task| task.contact == record.id).collect();
    Dossier {
        fetched,
        tasks: Part { items: tasks, fetched, fault: None },
        notes: Part { items: vec![note(21, contact, "Met at webinar")], fetched, fault: None },
        ..Dossier::of(record)
    }
}

fn catalog() -> Catalog {
    let plan = CustomField {
        id: "plan".into(),
        name: "Plan".into(),
        key: "contact.plan".into(),
        data_type: DataType::One,
        options: vec!["Gold".into(), "Silver".into()],
        position: 0,
    };
    let user =
        |id: &str, name: &str| User { id: id.into(), name: name.into(), email: String::new() };
    Catalog {
        location: Some(Location {
            id: "loc1".into(),
            name: "Acme HQ".into(),
            country: "US".into(),
            timezone: "UTC".into(),
        }),
        users: vec![user("u1", "Priya"), user("u2", "Tom")],
        custom_fields: vec![plan],
        tags: vec![tag("hot"), tag("lost?"), tag("vip"), tag("webinar")],
    }
}

/// A state with four people, their tasks, and hands on its keyboard.
struct World {
    state: State,
    hands: Hands,
}

impl World {
    fn new() -> Self {
        let mut world = Self::empty();
        let snapshot = Snapshot {
            roster: Roster::from_rows(people().iter().map(Row::from)),
            whole: true,
            tasks: tasks().into_iter().collect(),
            catalog: catalog(),
            ..Snapshot::default()
        };
        world.send(Input::Loaded(Box::new(snapshot)));
        world
    }

    fn empty() -> Self {
        let session = Session { me: Some("u1".into()), zone: TimeZone::UTC, ..Session::default() };
        let (keymap, _) = commands::keymap([]);
        Self { state: State::new(session, keymap), hands: Hands::new(time(NOW)) }
    }

    /// List and person beside each other.
    fn wide() -> Self {
        let mut world = Self::new();
        world.send(Input::Resize { columns: 120, rows: 30 });
        world.report(Report::Opened(Box::new(dossier(JANE))));
        world
    }

    fn send(&mut self, input: Input) -> Vec<Effect> {
        self.hands.send(&mut self.state, input)
    }

    fn report(&mut self, report: Report) -> Vec<Effect> {
        self.send(Input::Report(report))
    }

    fn press(&mut self, keys: &str) -> Vec<Effect> {
        self.hands.press(&mut self.state, keys).unwrap()
    }

    /// Presses keys that lead to one commit, and gives back its changes.
    fn commit(&mut self, keys: &str) -> Vec<Op> {
        let effects = self.press(keys);
        match only_commit(&effects) {
            Some(ops) => ops,
            None => panic!("{keys} led to {effects:?}; said {:?}", self.state.notice),
        }
    }

    /// The disk takes these.
    fn accept(&mut self, ops: &[Op]) -> Vec<Effect> {
        self.report(Report::Accepted(ids(ops)))
    }

    /// The server refuses these.
    fn refuse(&mut self, ops: &[Op]) {
        let fault = Fault {
            status: Some(422),
            trace: Some("trace-1".into()),
            ..Fault::new(Trouble::Refused, "tag not allowed", "edit it or drop it")
        };
        self.moved(ops, OpState::Rejected, Some(&fault));
    }

    fn moved(&mut self, ops: &[Op], state: OpState, fault: Option<&Fault>) {
        let moved = |op: &Op| Moved::to(op.id, state, fault.cloned());
        let queue = ops.iter().map(moved).collect();
        drop(self.report(Report::Changed { base: Box::new(Base::default()), queue }));
    }

    fn names(&self) -> Vec<String> {
        self.state.contacts.list.ids().iter().map(|id| self.state.book.name(*id)).collect()
    }

    fn said(&self) -> &str {
        self.state.notice.as_ref().map_or("", |notice| notice.text.as_str())
    }
}

fn ids(ops: &[Op]) -> Vec<OpId> {
    ops.iter().map(|op| op.id).collect()
}

fn changes(ops: &[Op]) -> Vec<Change> {
    ops.iter().map(|op| op.change.clone()).collect()
}

/// The commit among effects, if there is exactly one.
fn only_commit(effects: &[Effect]) -> Option<Vec<Op>> {
    let mut commits = effects.iter().filter_map(|effect| match effect {
        Effect::Tell(Order::Commit(ops) | Order::CommitHeld { ops, .. }) => Some(ops.clone()),
        _ => None,
    });
    let ops = commits.next()?;
    commits.next().is_none().then_some(ops)
}

fn added(person: u128, name: &str) -> Change {
    Change::TagAdded { contact: contact_id(person), tag: tag(name) }
}

fn edited(contact: u128, field: Standard, was: &str, now: &str) -> Change {
    Change::ContactEdited {
        contact: contact_id(contact),
        field: field.into(),
        was: Value::text(was),
        now: Value::text(now),
    }
}
