//! A location with people in it, the same on every run: what the screens of the tests show.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rolodeck::model::{
    appointment::Appointment,
    catalog::Catalog,
    contact::Contact,
    custom_field::{CustomField, DataType},
    dossier::{Dossier, Part},
    extra::Extra,
    field::{Field, Standard},
    ids::{ContactId, FieldId, NoteId, RemoteId, TaskId, UserId},
    location::Location,
    note::{Note, NoteDraft},
    row::Row,
    tag::Tag,
    task::{Task, TaskDraft},
    user::User,
    value::Value,
};
use uuid::Uuid;

/// Tuesday, 29 September 2026, 09:20 in New York.
pub(crate) const NOW: &str = "2026-09-29T13:20:00Z";
pub(crate) const ZONE: &str = "America/New_York";

/// First name, last name, company, email, phone, tags.
type Person = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
pub(crate) const PEOPLE: &[Person] = &[
    ("Jane",    "Adams",    "Adams Dental",   "jane@adams.example",    "+1 415 555 0101",   "hot, webinar"),
    ("Nils",    "Bauer",    "Bauer GmbH",     "nils@bauer.example",    "+49 30 23125 110",  "hot"),
    ("Li",      "Chen",     "Chen Imports",   "li@chen.example",       "+1 212 555 0177",   "hot, vip"),
    ("Marie",   "Dupont",   "Atelier D.",     "marie@atelier.example", "+33 1 99 00 00 12", "hot"),
    ("Chidi",   "Eze",      "Eze Logistics",  "chidi@eze.example",     "+44 20 7946 0199",  "hot"),
    ("Tom",     "Fraser",   "",               "",                      "",                  "hot"),
    ("Ana",     "Garcia",   "Garcia LLC",     "ana@garcia.example",    "+1 305 555 0114",   "hot, webinar"),
    ("Priya",   "Hall",     "Hall & Co",      "priya@hall.example",    "+1 303 555 0142",   "customer, hot"),
    ("Ken",     "Ito",      "伊藤スタジオ",     "ken@ito.example",       "+61 2 5550 0133",   "hot"),
    ("Sam",     "Jones",    "",               "sam@jones.example",     "+1 646 555 0188",   "dnd-sms, hot"),
    ("Elif",    "Kaya",     "Kaya Tekstil",   "elif@kaya.example",     "+49 30 23125 410",  "hot"),
    ("Rosa",    "López",    "RL Foods",       "rosa@rl.example",       "+1 210 555 0101",   "hot"),
    ("Dan",     "Moore",    "Moore Ltd",      "dan@moore.example",     "+44 20 7946 0012",  "customer, hot"),
    ("Petr",    "Novák",    "Novák Ltd",      "petr@novak.example",    "+44 7700 900219",   "hot, vip"),
    ("Uche",    "Okafor",   "",               "uche@okafor.example",   "+44 7700 900144",   "hot"),
    ("Min",     "Park",     "Park Studio",    "min@park.example",      "+61 2 5550 0122",   "hot, webinar"),
    ("Ava",     "Quinn",    "Quinn LLC",      "ava@quinn.example",     "+1 617 555 0113",   "hot"),
    ("Gia",     "Rossi",    "Rossi SARL",     "gia@rossi.example",     "+33 1 99 00 00 18", "customer"),
    ("Yui",     "Sato",     "",               "yui@sato.example",      "+61 2 5550 0190",   "webinar"),
    ("Wei",     "Tan",      "Tan Imports",    "wei@tan.example",       "+1 206 555 0167",   "hot, vip"),
    ("Ulla",    "Ström",    "Ström & Söner",  "ulla@strom.example",    "+46 8 555 0120",    "customer, webinar"),
    ("Vera",    "Vogel",    "Vogel AG",       "vera@vogel.example",    "+41 44 555 01 20",  "customer"),
    ("Will",    "Young",    "Young Partners", "will@young.example",    "+1 512 555 0126",   "lost?"),
    ("Zoë",     "Zhang",    "Zhang & Zhang",  "zoe@zhang.example",     "+1 408 555 0129",   "customer, vip"),
    ("",        "山田太郎",   "山田商店",        "taro@yamada.example",   "+81 3 5550 0101",   "webinar"),
    ("שרה",     "לוי",      "לוי ובניו",       "sara@levi.example",     "+972 3 555 0102",   "customer"),
    ("محمد",    "عبد الله",  "شركة النور",      "m@noor.example",        "+971 4 555 0103",   "webinar"),
];

/// Whose, title, due in days from now or none, hour in New York, whose it is to do.
#[rustfmt::skip]
const TASKS: &[(usize, &str, Option<i64>, i64, &str)] = &[
    (0,  "Call back about pricing",   Some(0),  15, PRIYA),
    (0,  "Send signed quote",         Some(2),  9,  PRIYA),
    (1,  "Send quote",                Some(2),  11, TOM),
    (3,  "Ask about the renewal",     Some(-2), 10, PRIYA),
    (5,  "Call",                      Some(3),  9,  PRIYA),
    (7,  "Onboarding 1 of 4",         Some(1),  14, TOM),
    (10, "Call about the fair",       Some(6),  9,  PRIYA),
    (13, "Quote for two seats",       Some(7),  9,  TOM),
    (15, "Call",                      Some(1),  16, PRIYA),
    (19, "Review",                    Some(63), 9,  PRIYA),
    (22, "Find out why she left",     Some(-9), 9,  PRIYA),
    (23, "Send a card",               None,     0,  TOM),
];

pub(crate) const PRIYA: &str = "usrPriya";
const TOM: &str = "usrTom";

pub(crate) fn contact(at: usize) -> ContactId {
    ContactId::new(Uuid::from_u128(0x1000 + at as u128))
}

pub(crate) fn task(at: usize) -> TaskId {
    TaskId::new(Uuid::from_u128(0x2000 + at as u128))
}

fn note(at: usize) -> NoteId {
    NoteId::new(Uuid::from_u128(0x3000 + at as u128))
}

pub(crate) fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

fn hours_ago(hours: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() - hours * 3600).expect("a time")
}

pub(crate) fn catalog() -> Catalog {
    let user = |id: &str, name: &str| User {
        id: id.into(),
        name: name.to_owned(),
        email: format!("{}@acme.example", name[..4].trim().to_lowercase()),
    };
    let custom = |id: &str, name: &str, data_type, options: &[&str], position| CustomField {
        id: id.into(),
        name: name.to_owned(),
        key: format!("contact.{}", name.to_lowercase().replace(' ', "_")),
        data_type,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        position,
    };
    Catalog {
        location: Some(Location {
            id: "locAcme".into(),
            name: "Acme HQ".to_owned(),
            country: "US".to_owned(),
            timezone: ZONE.to_owned(),
        }),
        users: vec![user(PRIYA, "Priya Haldar"), user(TOM, "Tom Okoro")],
        custom_fields: vec![
            custom("cfScore", "Lead score", DataType::Number, &[], 0),
            custom("cfRenewal", "Renewal date", DataType::Date, &[], 1),
            custom("cfPlan", "Plan", DataType::One, &["Free", "Silver", "Gold"], 2),
            custom("cfTopics", "Interests", DataType::Several, &["Billing", "SSO", "API"], 3),
        ],
        tags: ["customer", "dnd-sms", "hot", "lost?", "q4", "vip", "webinar"]
            .into_iter()
            .filter_map(Tag::new)
            .collect(),
    }
}

pub(crate) fn record(at: usize) -> Contact {
    let (first, last, company, email, phone, tags) = PEOPLE[at];
    let mut contact = Contact::new(contact(at));
    contact.remote = Some(RemoteId::from(format!("con{at}")));
    let texts = [
        (Standard::FirstName, first),
        (Standard::LastName, last),
        (Standard::Company, company),
        (Standard::Email, email),
        (Standard::Phone, phone),
        (Standard::Owner, if at % 3 == 1 { TOM } else { PRIYA }),
        (Standard::Type, if tags.contains("customer") { "customer" } else { "lead" }),
        (Standard::Source, "Webinar"),
        (Standard::Timezone, "America/Los_Angeles"),
    ];
    for (field, text) in texts {
        contact.set(field.into(), text.into());
    }
    contact.set(Field::Custom(FieldId::from("cfScore")), Value::Number((40 + at * 3 % 60).into()));
    contact.set(Field::Custom(FieldId::from("cfRenewal")), "2026-11-01".into());
    contact.set(Field::Custom(FieldId::from("cfPlan")), "Gold".into());
    tags.split(", ").filter_map(Tag::new).for_each(|tag| contact.add_tag(tag));
    let hours = i64::try_from(at).expect("few people");
    contact.added = Some(hours_ago(24 * 30 + hours));
    contact.updated = Some(hours_ago(hours));
    contact
}

pub(crate) fn rows() -> Vec<Row> {
    (0..PEOPLE.len()).map(|at| Row::from(&record(at))).collect()
}

pub(crate) fn tasks() -> Vec<Task> {
    let midnight = Timestamp::from_second(now().as_second() - (9 * 60 + 20) * 60).expect("a time");
    TASKS
        .iter()
        .enumerate()
        .map(|(at, (of, title, days, hour, owner))| {
            let draft = TaskDraft {
                title: (*title).to_owned(),
                body: String::new(),
                due: days.map(|days| {
                    let seconds = midnight.as_second() + days * 86_400 + hour * 3600;
                    Timestamp::from_second(seconds).expect("a time")
                }),
                owner: Some(UserId::from(*owner)),
            };
            let remote = Some(RemoteId::from(format!("tsk{at}")));
            Task { remote, ..Task::new(task(at), contact(*of), draft) }
        })
        .collect()
}

/// What is known of a person who was looked at.
pub(crate) fn dossier(id: ContactId) -> Option<Dossier> {
    let at = (0..PEOPLE.len()).find(|at| contact(*at) == id)?;
    let mut tasks: Vec<Task> = tasks().into_iter().filter(|task| task.contact == id).collect();
    if at == 0 {
        let draft = TaskDraft {
            title: "Intro call".to_owned(),
            body: String::new(),
            due: Some(hours_ago(24 * 8)),
            owner: Some(PRIYA.into()),
        };
        let remote = Some("tsk90".into());
        tasks.push(Task { remote, done: true, ..Task::new(task(90), id, draft) });
    }
    let fetched = Some(hours_ago(0));
    let notes = if at == 0 { notes(id) } else { Vec::new() };
    let appointments = if at == 0 { vec![appointment()] } else { Vec::new() };
    Some(Dossier {
        contact: record(at),
        fetched,
        tasks: Part { items: tasks, fetched, fault: None },
        notes: Part { items: notes, fetched, fault: None },
        appointments: Part { items: appointments, fetched, fault: None },
    })
}

pub(crate) fn notes(of: ContactId) -> Vec<Note> {
    let texts = [
        (
            8 * 24,
            PRIYA,
            "Annual billing",
            "<p>Wants <b>annual</b> billing; ask about the second clinic.</p><p>Prefers email in \
             the morning.</p>",
        ),
        (11 * 24, TOM, "", "Met at the webinar, asked for SSO and an API key for her developer."),
        (27 * 24, PRIYA, "", "Left voicemail."),
    ];
    texts
        .into_iter()
        .enumerate()
        .map(|(at, (hours, author, title, body))| {
            let draft = NoteDraft { title: title.to_owned(), body: body.to_owned() };
            Note {
                remote: Some(RemoteId::from(format!("not{at}"))),
                author: Some(author.into()),
                added: Some(hours_ago(hours)),
                pinned: at == 0,
                ..Note::new(note(at), of, draft)
            }
        })
        .collect()
}

fn appointment() -> Appointment {
    Appointment {
        id: "app0".into(),
        title: "Demo".to_owned(),
        status: "confirmed".to_owned(),
        start: "2026-10-02T10:00:00".parse().ok(),
        end: "2026-10-02T10:30:00".parse().ok(),
        address: "Video call".to_owned(),
        extra: Extra::new(),
    }
}

/// Values of a new contact, by field.
pub(crate) fn values(pairs: &[(Standard, &str)]) -> BTreeMap<Field, Value> {
    pairs.iter().map(|(field, text)| (Field::from(*field), Value::from(*text))).collect()
}
