//! The program itself, with the sandbox and somebody else at it, in a time of its own.

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::{ContactId, DeedId, Ids, NoteId, OpId, TaskId},
        note::NoteDraft,
        op::{OpState, Outgoing},
        tag::Tag,
        talk::{Foreign, Order},
        task::TaskDraft,
        value::Value,
    },
    sandbox::{ClockStart, Options, Sandbox, Sky},
    store::Reader,
};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{
    clock, deeds,
    desk::{Desk, Shown},
    outbox,
    place::Place,
    reference::{PEOPLE, Reference, Step, Text, Thing},
    tale::Tale,
    wire::Wire,
};

const FIELDS: [Standard; 2] = [Standard::City, Standard::Address];
/// What can befall a request. Writes that arrive late are the simulator's: until they are looked
/// after, the server itself says what was before.
const FAULTS: [&str; 8] = [
    "429:15%",
    "500:20%",
    "502-after-commit:20%",
    "drop-before-commit:20%",
    "drop-after-commit:20%",
    "cut:60:20%",
    "malformed:20%",
    "hang:10%",
];
/// In which an order is carried out, and what is answered at once is answered.
const MOMENT: Duration = Duration::from_millis(10);
/// She gives up on what takes longer.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct World {
    runtime: Runtime,
    place: Place,
    people: Vec<ContactId>,
    notes: BTreeMap<(usize, usize), NoteId>,
    tasks: BTreeMap<(usize, usize), TaskId>,
    /// What was done for each edit that can be taken back.
    edits: Vec<DeedId>,
    watermark: Option<Timestamp>,
    /// What went wrong on the way.
    wrongs: Vec<String>,
    _folder: tempfile::TempDir,
}

impl World {
    pub(crate) fn open() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap();
        fastrand::seed(1); // after the folder, whose name is drawn, too
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        let (place, people) = runtime.block_on(async {
            clock::start();
            let tale = Tale::default();
            let start = ClockStart::RunningFrom(clock::MORNING);
            let options = Options { contacts: PEOPLE, clock: start, seed: 1, ..Options::default() };
            let sandbox = Arc::new(Sandbox::indoors(options).unwrap());
            let wire = |name| Wire::new(name, Arc::clone(&sandbox), tale.clone());
            let ids = Ids::starting_at(Uuid::from_u128(0x019c_0000_0000_7000_8000 << 48));
            let database = folder.path().join("ann.db");
            let desk = Desk::open("ann", wire("ann"), ids, database, tale.clone());
            let colleague = wire("eve");
            let mut place = Place { sandbox, desks: vec![desk], colleague, tale };
            place.passes(Duration::from_secs(30)).await;
            let people = place.desks[0].contacts().await;
            (place, people)
        });
        assert_eq!(people.len(), PEOPLE);
        let (notes, tasks, edits, wrongs) = Default::default();
        let watermark = None;
        Self { runtime, place, people, notes, tasks, edits, watermark, wrongs, _folder: folder }
    }

    /// Fails with what happened, if anything is wrong.
    pub(crate) fn tells(&self, wrongs: &[String]) {
        let tale = || self.place.tale.lines().join("\n");
        assert!(wrongs.is_empty(), "{}\n{}", tale(), wrongs.join("\n"));
    }

    /// The day ends; what was not as it must be.
    pub(crate) fn end(&mut self) -> Vec<String> {
        self.runtime.block_on(self.place.end())
    }

    pub(crate) fn goes_on(&mut self, reference: &Reference, step: &Step) {
        let Self { runtime, place, people, notes, tasks, edits, wrongs, .. } = self;
        let mut hands = Hands { place, people, notes, tasks, edits, wrongs };
        runtime.block_on(hands.does(reference, step));
        let desk = &self.place.desks[0];
        let watermark = self.runtime.block_on(desk.read(Reader::progress)).watermark;
        if watermark < self.watermark {
            self.wrongs.push(format!("the watermark went back to {watermark:?} (I9)"));
        }
        self.watermark = watermark;
    }

    /// What is not as it must be at any time.
    pub(crate) fn wrongs(&self, reference: &Reference) -> Vec<String> {
        let mut wrongs = self.wrongs.clone();
        self.runtime.block_on(async {
            let desk = &self.place.desks[0];
            for ((who, thing), values) in &reference.things {
                let Some(may) = values.shown.as_ref().filter(|_| !values.is_over) else { continue };
                let shown = desk.shown(self.people[*who]).await;
                let shown = shown.and_then(|shown| self.value(*who, *thing, &shown));
                if !may.contains(&shown) {
                    wrongs.push(format!("{thing:?} of {who} is {shown:?}, not one of {may:?}"));
                }
            }
            wrongs.extend(outbox::wrongs(desk).await);
        });
        wrongs.extend(self.place.desks[0].wire.wrongs());
        wrongs
    }

    /// What the screen shows of it.
    fn value(&self, who: usize, thing: Thing, shown: &Shown) -> Text {
        let note = |number| self.notes.get(&(who, number));
        let task = |number| {
            let id = self.tasks.get(&(who, number));
            shown.tasks.iter().find(|it| Some(&it.id) == id)
        };
        match thing {
            Thing::Field(number) => {
                let value = shown.contact.value(&FIELDS[number].into());
                (!value.is_empty()).then(|| value.shown().into_owned())
            }
            Thing::Tag(number) => shown.contact.has_tag(&tag(number)).then(|| "on".to_owned()),
            Thing::Note(number) => {
                let found = shown.notes.iter().find(|it| Some(&it.id) == note(number));
                found.map(|it| it.draft.body.clone())
            }
            Thing::Task(number) => task(number).map(|it| it.draft.title.clone()),
            Thing::Box(number) => task(number).is_some_and(|it| it.done).then(|| "on".to_owned()),
        }
    }
}

fn tag(number: usize) -> Tag {
    deeds::tag(&format!("ann {number}"))
}

/// Who does what is to be done.
struct Hands<'a> {
    place: &'a mut Place,
    people: &'a [ContactId],
    notes: &'a mut BTreeMap<(usize, usize), NoteId>,
    tasks: &'a mut BTreeMap<(usize, usize), TaskId>,
    edits: &'a mut Vec<DeedId>,
    wrongs: &'a mut Vec<String>,
}

impl Hands<'_> {
    async fn does(&mut self, reference: &Reference, step: &Step) {
        match *step {
            Step::Write { who, thing } => self.writes(reference, who, thing).await,
            Step::WriteOften { who, field, times } => {
                let last = reference.last(who, Thing::Field(field)).clone();
                let number: usize = last.unwrap().trim_start_matches("place ").parse().unwrap();
                for number in number + 1 - times..=number {
                    self.edits_field(who, field, Value::text(format!("place {number}"))).await;
                }
            }
            Step::Clear { who, thing } => self.clears(reference, who, thing).await,
            Step::Foreign { who, thing } => self.somebody_writes(reference, who, thing).await,
            Step::Undo(which) => {
                if let Some(deed) = self.edits.get(which % reference.edits().max(1)).copied() {
                    self.place.desks[0].undo(deed, Foreign::Overwrite);
                }
            }
            Step::Mine => self.decides(Order::Retry, |it| it.state == OpState::Conflict).await,
            Step::Theirs => self.decides(Order::Drop, |it| it.state == OpState::Conflict).await,
            Step::Drop => self.decides(Order::Drop, |it| is_edit(&it.op.change)).await,
            Step::Offline => self.place.sandbox.weather().set(Sky::Offline),
            Step::Online => self.place.sandbox.weather().set(Sky::Normal),
            Step::Fault(which) => {
                let faults = FAULTS.get(which % (FAULTS.len() + 1)).map(|it| it.parse().unwrap());
                self.place.sandbox.weather().set_faults(faults.into_iter().collect());
            }
            Step::Pull { full } => self.place.desks[0].order(Order::Pull { full }),
            Step::Look(who) => self.place.desks[0].order(Order::Look(self.people[who])),
            Step::Crash => {
                self.place.desks[0].crash().await;
                self.place.desks[0].start();
            }
            Step::Wait(seconds) => self.place.passes(Duration::from_secs(seconds)).await,
        }
        self.place.passes(MOMENT).await;
    }

    /// A deed of the person, which is promised at once and touches nothing that the server said (I8).
    async fn gives(&mut self, is_offline: bool, change: Change) -> DeedId {
        let who = change.contact();
        let base = self.base(who).await;
        self.place.desks[0].give(vec![change]);
        self.place.passes(MOMENT).await;
        let desk = &self.place.desks[0];
        let deed = *desk.deeds.last().unwrap();
        if !desk.promised.values().any(|op| op.deed == deed) {
            self.wrongs.push(format!("{deed:?} is not promised"));
        }
        if is_offline && self.base(who).await != base {
            self.wrongs.push(format!("{deed:?} altered the base"));
        }
        deed
    }

    async fn base(&self, who: ContactId) -> Option<rolodeck::model::dossier::Dossier> {
        self.place.desks[0].read(move |reader| reader.dossier(who)).await
    }

    async fn shown(&self, who: usize) -> Option<Shown> {
        self.place.desks[0].shown(self.people[who]).await
    }

    async fn edits_field(&mut self, who: usize, field: usize, now: Value) {
        let Some(shown) = self.shown(who).await else { return };
        let field = Field::from(FIELDS[field]);
        let was = shown.contact.value(&field).clone();
        let change = Change::ContactEdited { contact: self.people[who], field, was, now };
        let deed = self.gives(false, change).await;
        self.edits.push(deed);
    }

    async fn writes(&mut self, reference: &Reference, who: usize, thing: Thing) {
        let Some(values) = reference.things.get(&(who, thing)).filter(|it| !it.is_over) else {
            return;
        };
        let Some(shown) = self.shown(who).await else { return };
        let (contact, text) = (self.people[who], values.last.clone());
        let change = match thing {
            Thing::Field(field) => {
                return self.edits_field(who, field, Value::text(text.unwrap())).await;
            }
            Thing::Tag(number) => {
                let deed = self.sets_tag(reference, &shown, number, text.is_some()).await;
                self.edits.push(deed);
                return;
            }
            Thing::Note(number) => {
                let now = NoteDraft { title: String::new(), body: text.unwrap() };
                let id = self.notes.get(&(who, number)).copied();
                if let Some(it) = shown.notes.iter().find(|it| Some(it.id) == id) {
                    let (note, was) = (it.id, it.draft.clone());
                    Change::NoteEdited { contact, note, was, now }
                } else {
                    let note = self.place.desks[0].ids.note();
                    self.notes.insert((who, number), note);
                    Change::NoteAdded { contact, note, draft: now }
                }
            }
            Thing::Task(number) => {
                let title = text.unwrap();
                let id = self.tasks.get(&(who, number)).copied();
                if let Some(it) = shown.tasks.iter().find(|it| Some(it.id) == id) {
                    let now = TaskDraft { title, ..it.draft.clone() };
                    Change::TaskEdited { contact, task: it.id, was: it.draft.clone(), now }
                } else {
                    let due = Some(clock::MORNING + SignedDuration::from_hours(24));
                    let draft = TaskDraft { title, due, ..TaskDraft::default() };
                    let task = self.place.desks[0].ids.task();
                    self.tasks.insert((who, number), task);
                    Change::TaskAdded { contact, task, draft }
                }
            }
            Thing::Box(number) => {
                let Some(task) = self.tasks.get(&(who, number)).copied() else { return };
                match text {
                    Some(_) => Change::TaskDone { contact, task },
                    None => Change::TaskReopened { contact, task },
                }
            }
        };
        self.gives(reference.is_offline, change).await;
    }

    /// Also where it is so already: nothing comes of it.
    async fn sets_tag(
        &mut self,
        reference: &Reference,
        shown: &Shown,
        number: usize,
        is_on: bool,
    ) -> DeedId {
        let (contact, tag) = (shown.contact.id, tag(number));
        if shown.contact.has_tag(&tag) == is_on {
            return DeedId::new(Uuid::nil());
        }
        let change = deeds::tagged(shown, tag);
        debug_assert_eq!(change.contact(), contact);
        self.gives(reference.is_offline, change).await
    }

    async fn clears(&mut self, reference: &Reference, who: usize, thing: Thing) {
        let Some(shown) = self.shown(who).await else { return };
        let contact = self.people[who];
        let change = match thing {
            Thing::Field(field) => return self.edits_field(who, field, Value::Empty).await,
            Thing::Tag(number) => {
                let deed = self.sets_tag(reference, &shown, number, false).await;
                self.edits.push(deed);
                return;
            }
            Thing::Note(number) => {
                let id = self.notes.get(&(who, number)).copied();
                let Some(was) = shown.notes.into_iter().find(|it| Some(it.id) == id) else {
                    return;
                };
                Change::NoteDeleted { contact, was: Box::new(was) }
            }
            Thing::Task(number) => {
                let id = self.tasks.get(&(who, number)).copied();
                let Some(was) = shown.tasks.into_iter().find(|it| Some(it.id) == id) else {
                    return;
                };
                Change::TaskDeleted { contact, was: Box::new(was) }
            }
            Thing::Box(_) => return,
        };
        self.gives(reference.is_offline, change).await;
    }

    /// The service may fail her as it fails everybody.
    async fn somebody_writes(&mut self, reference: &Reference, who: usize, thing: Thing) {
        let Some(shown) = self.shown(who).await else { return };
        let Some(contact) = shown.contact.remote.clone() else { return };
        let text = reference.things.get(&(who, thing)).and_then(|values| values.last.clone());
        let client = self.place.colleague.client();
        let doing = async {
            match (thing, text) {
                (Thing::Field(field), Some(text)) => {
                    let edit = [(Field::from(FIELDS[field]), Value::text(text))];
                    client.update_contact(&contact, &edit).await.map(drop)
                }
                (Thing::Note(number), Some(body)) => {
                    let id = self.notes.get(&(who, number)).copied();
                    let note = shown.notes.iter().find(|it| Some(it.id) == id);
                    let Some(note) = note.and_then(|it| it.remote.as_ref()) else { return Ok(()) };
                    let draft = NoteDraft { title: String::new(), body };
                    client.update_note(&contact, note, &draft).await.map(drop)
                }
                (Thing::Task(number), Some(title)) => {
                    let id = self.tasks.get(&(who, number)).copied();
                    let task = shown.tasks.iter().find(|it| Some(it.id) == id);
                    let Some(task) = task else { return Ok(()) };
                    let Some(remote) = task.remote.as_ref() else { return Ok(()) };
                    let draft = TaskDraft { title, ..task.draft.clone() };
                    client.update_task(&contact, remote, &draft).await.map(drop)
                }
                _ => client.add_tags(&contact, &[deeds::tag("hers")]).await.map(drop),
            }
        };
        // What she could not do nobody waits for.
        let _ = tokio::time::timeout(PATIENCE, doing).await;
    }

    /// What the person says about those of her edits.
    async fn decides(&mut self, order: fn(Vec<OpId>) -> Order, about: fn(&Outgoing) -> bool) {
        let outgoing = self.place.desks[0].outgoing().await.into_iter().map(|it| it.outgoing);
        let edits = outgoing.filter(|it| !it.op.change.is_create() && about(it));
        let ops: Vec<OpId> = edits.map(|it| it.op.id).collect();
        if !ops.is_empty() {
            self.place.desks[0].order(order(ops));
        }
    }
}

/// Of a field or a tag.
const fn is_edit(change: &Change) -> bool {
    matches!(
        change,
        Change::ContactEdited { .. } | Change::TagAdded { .. } | Change::TagRemoved { .. }
    )
}
