//! Thousands of the same: creations, and pairs of edits, whose answers get lost or come late
//! (reliability G5, G5b). None may be lost, none made twice, and the newest value stands in the end.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::{ContactId, Ids},
        note::NoteDraft,
        op::OpState,
        talk::{Attention, Order},
        task::TaskDraft,
        value::Value,
    },
    sandbox::{Action, ClockStart, Options, Sandbox},
    store::{Pending, Reader},
};
use uuid::Uuid;

use super::{clock, deeds::Dice, desk::Desk, setting, tale::Tale, wire::Wire};

/// Of a hundred answers thirty are none: `%` stands for the request.
const FAULTS: [&str; 7] = [
    "drop-before-commit:6%@%",
    "drop-after-commit:6%@%",
    "500:5%@%",
    "500-after-commit:5%@%",
    "cut:20:5%@%",
    "late-commit:20s:5%@%",
    "late-commit:45s:5%@%",
];
const CREATIONS: [&str; 3] = ["POST/contacts/", "POST/contacts/*/notes", "POST/contacts/*/tasks"];
/// The property with the text by which one of a noun is known.
const KNOWN_BY: [(&str, &str); 3] = [("contact", "firstName"), ("note", "body"), ("task", "title")];
const EDITS: [&str; 1] = ["PUT/contacts/*"];
/// After one in so many the program dies.
const DEADLY: u32 = 20;
/// One in so many says what the one before said.
const ALIKE: u32 = 10;
/// How many go one after the other at one place.
pub(crate) const AT_ONE_PLACE: usize = 250;
const PEOPLE: usize = 25;
/// By then, in clear weather or not, everything has come to its end.
const LONGEST: Duration = Duration::from_hours(8);
const GLANCE: Duration = Duration::from_secs(30);

/// `THOUSANDS=100` is a night's worth.
fn thousands() -> usize {
    setting("THOUSANDS").unwrap_or(5)
}

#[test]
fn five_thousand_unanswered_creations_are_made_once_each() {
    everywhere(1, |seed, folder| async move {
        Office::open(seed, folder, &CREATIONS).await.creates().await
    });
}

#[test]
fn of_five_thousand_pairs_of_edits_the_newer_stands() {
    everywhere(
        1,
        |seed, folder| async move { Office::open(seed, folder, &EDITS).await.edits().await },
    );
}

/// At as many places as it takes for so many times five thousand, each with a seed and a time of its
/// own.
pub(crate) fn everywhere<F: Future<Output = Vec<String>>>(
    times: usize,
    run: impl Fn(u64, PathBuf) -> F + Sync,
) {
    let places = (times * thousands() * 1_000 / AT_ONE_PLACE) as u64;
    let (next, wrongs) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= places {
                        break;
                    }
                    let folder = super::course::folder();
                    fastrand::seed(seed);
                    let mut runtime = tokio::runtime::Builder::new_current_thread();
                    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
                    let found = runtime.block_on(run(seed, folder.path().to_owned()));
                    let found = found.into_iter().map(|wrong| format!("place {seed}: {wrong}"));
                    wrongs.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrongs = wrongs.into_inner().unwrap();
    assert!(wrongs.is_empty(), "{} wrongs\n{}", wrongs.len(), wrongs.join("\n"));
}

pub(crate) struct Office {
    pub(crate) dice: Dice,
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) desk: Desk,
    pub(crate) people: Vec<ContactId>,
}

impl Office {
    /// Everybody is known, and from now on answers get lost.
    pub(crate) async fn open(seed: u64, folder: PathBuf, requests: &[&str]) -> Self {
        clock::start();
        let start = ClockStart::RunningFrom(clock::MORNING);
        let options = Options { contacts: PEOPLE, seed, clock: start, ..Options::default() };
        let sandbox = Arc::new(Sandbox::indoors(options).unwrap());
        let tale = Tale::default();
        let wire = Wire::new("ann", Arc::clone(&sandbox), tale.clone());
        let ids = Ids::starting_at(Uuid::from_u128(0x019c_0000_0000_7000_8000 << 48));
        let desk = Desk::open("ann", wire, ids, folder.join("ann.db"), tale);
        tokio::time::sleep(GLANCE).await;
        let people = desk.contacts().await;
        assert_eq!(people.len(), PEOPLE);
        desk.order(Order::Attend(Attention::Away)); // seldom any news are asked for
        for request in requests {
            for fault in FAULTS {
                let fault = fault.replace("@%", &format!("@{request}"));
                sandbox.weather().add_fault(fault.parse().unwrap());
            }
        }
        Self { dice: Dice::new(seed), sandbox, desk, people }
    }

    async fn creates(mut self) -> Vec<String> {
        let mut last = None;
        for number in 0..AT_ONE_PLACE {
            let alike = last.take().filter(|_| self.dice.one_in(ALIKE));
            let (kind, who, text) = alike.unwrap_or_else(|| {
                let who = self.people[self.dice.random.usize(..PEOPLE)];
                (self.dice.random.u32(..4), who, format!("w{number:06}"))
            });
            let change = self.creation(kind, who, &text);
            // The service itself sees to it that there are no two of one email.
            last = (kind != 0).then_some((kind, who, text));
            self.desk.give(vec![change]);
            self.goes_on(3_000).await;
            if self.dice.one_in(DEADLY) {
                self.desk.crash().await;
                self.desk.start();
            }
        }
        self.comes_to_rest().await;
        self.made_once_each().await
    }

    fn creation(&mut self, kind: u32, contact: ContactId, text: &str) -> Change {
        let ids = &mut self.desk.ids;
        let named = |email: Option<Value>| {
            let name = (Field::from(Standard::FirstName), Value::text(text));
            let email = email.map(|email| (Field::from(Standard::Email), email));
            [Some(name), email].into_iter().flatten().collect()
        };
        match kind {
            0 | 1 => {
                let email = (kind == 0).then(|| Value::text(format!("{text}@example.com")));
                Change::ContactAdded {
                    contact: ids.contact(),
                    values: named(email),
                    tags: Vec::new(),
                }
            }
            2 => {
                let draft = NoteDraft { title: String::new(), body: text.to_owned() };
                Change::NoteAdded { contact, note: ids.note(), draft }
            }
            _ => {
                let due = Some(clock::MORNING);
                let draft = TaskDraft { title: text.to_owned(), due, ..TaskDraft::default() };
                Change::TaskAdded { contact, task: ids.task(), draft }
            }
        }
    }

    /// Whatever is on disk was made as often as it was asked for, and whatever was promised is on disk.
    async fn made_once_each(&self) -> Vec<String> {
        let changes = self.desk.read(|reader| reader.all_changes(AT_ONE_PLACE * 2)).await;
        let mut wrongs = Vec::new();
        let mut asked: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for it in &changes {
            let (op, state) = (&it.outgoing.op, it.outgoing.state);
            if state != OpState::Done {
                wrongs.push(format!("{} is {state}: {:?}", op.change.words(), it.outgoing.fault));
            }
            *asked.entry(wanted(&op.change)).or_default() += 1;
        }
        let is_known = |id: &&_| changes.iter().any(|it| it.outgoing.op.id == **id);
        let forgotten = self.desk.promised.keys().filter(|id| !is_known(id)).count();
        if forgotten > 0 {
            wrongs.push(format!("{forgotten} are forgotten"));
        }
        let mut made: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for commit in self.sandbox.commits().iter().filter(|it| it.action == Action::Created) {
            let of = |(noun, _): &&(&str, &str)| commit.noun == *noun;
            let Some((noun, name)) = KNOWN_BY.iter().find(of) else { continue };
            let text = commit.sent[*name].as_str().unwrap_or_default().to_owned();
            *made.entry((noun, text)).or_default() += 1;
        }
        for (key, times) in &asked {
            let made = made.get(key).copied().unwrap_or_default();
            if made != *times {
                wrongs.push(format!("{key:?} was asked for {times} times and made {made} times"));
            }
        }
        wrongs
    }

    async fn edits(mut self) -> Vec<String> {
        let mut wrongs = Vec::new();
        for round in 0..AT_ONE_PLACE / PEOPLE {
            let values = [0, 1].map(|turn| format!("w{round:03}-{turn}"));
            for value in &values {
                for who in self.people.clone() {
                    self.edit(who, value).await;
                    self.goes_on(400).await;
                }
            }
            self.comes_to_rest().await;
            let client = self.desk.wire.client();
            for who in &self.people {
                let who = *who;
                let remote = self.desk.read(move |reader| reader.remotes(&[who])).await;
                let served = client.contact(remote[0].as_ref().unwrap()).await.unwrap();
                let city = served.values.get(&Standard::City.into()).cloned().unwrap_or_default();
                if city != Value::text(&values[1]) {
                    wrongs.push(format!("{who} has {city:?} after {values:?}"));
                }
            }
        }
        wrongs
    }

    async fn edit(&mut self, contact: ContactId, value: &str) {
        let field = Field::from(Standard::City);
        let was = self.desk.shown(contact).await.unwrap().contact.value(&field).clone();
        let now = Value::text(value);
        self.desk.give(vec![Change::ContactEdited { contact, field, was, now }]);
    }

    async fn goes_on(&mut self, most: u64) {
        let pause = self.dice.random.u64(..most);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        self.desk.listen();
    }

    /// Nothing is on its way, and nothing can arrive late any more.
    async fn comes_to_rest(&mut self) {
        for _ in 0..LONGEST.as_secs() / GLANCE.as_secs() {
            tokio::time::sleep(GLANCE).await;
            self.desk.listen();
            let moves = |it: &Pending| it.outgoing.state.is_under_way();
            let is_at_rest = !self.desk.outgoing().await.iter().any(moves);
            if is_at_rest && self.desk.read(Reader::rechecks).await.is_empty() {
                return;
            }
        }
    }
}

/// The noun and the text by which the server's log knows what was asked for.
fn wanted(change: &Change) -> (&'static str, String) {
    match change {
        Change::ContactAdded { values, .. } => {
            ("contact", values[&Standard::FirstName.into()].shown().into_owned())
        }
        Change::NoteAdded { draft, .. } => ("note", draft.body.clone()),
        Change::TaskAdded { draft, .. } => ("task", draft.title.clone()),
        _ => ("", change.words()),
    }
}
