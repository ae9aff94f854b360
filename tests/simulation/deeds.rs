//! What a person may do to what she sees, drawn from the dice. Every text is written once in a run,
//! so that whatever the server holds tells whose it is.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rolodeck::model::{
    change::Change,
    field::{Field, Standard},
    ids::Ids,
    note::NoteDraft,
    tag::Tag,
    task::TaskDraft,
    value::Value,
};

use super::{clock, desk::Shown};

pub(crate) const FIELDS: [Standard; 3] = [Standard::City, Standard::Address, Standard::Website];

/// Draws numbers, and texts that were never drawn before.
pub(crate) struct Dice {
    pub(crate) random: fastrand::Rng,
    texts: u32,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), texts: 0 }
    }

    pub(crate) fn one_in(&mut self, many: u32) -> bool {
        self.random.u32(..many) == 0
    }

    pub(crate) fn choose<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        (!from.is_empty()).then(|| &from[self.random.usize(..from.len())])
    }

    pub(crate) fn text(&mut self, word: &str) -> String {
        self.texts += 1;
        format!("{word} {}", self.texts)
    }
}

/// A new person, whom at times somebody else makes, too.
pub(crate) fn newcomer(dice: &mut Dice, ids: &mut Ids) -> Change {
    let number = dice.text("").trim().to_owned();
    let number = if dice.one_in(8) { "shared".to_owned() } else { number };
    let values = BTreeMap::from([
        (Field::from(Standard::FirstName), Value::text("Ada")),
        (Field::from(Standard::LastName), Value::text("Example")),
        (Field::from(Standard::Email), Value::text(format!("ada-{number}@example.com"))),
        (Field::from(Standard::City), Value::text(dice.text("home"))),
    ]);
    let tags = if dice.one_in(2) { vec![tag("new")] } else { Vec::new() };
    Change::ContactAdded { contact: ids.contact(), values, tags }
}

/// Something that can be done to this contact as it is shown; `mine` are tags nobody else touches.
pub(crate) fn change(dice: &mut Dice, ids: &mut Ids, shown: &Shown, mine: &str) -> Option<Change> {
    let contact = shown.contact.id;
    let task = dice.choose(&shown.tasks).cloned();
    let note = dice.choose(&shown.notes).cloned();
    Some(match dice.random.u32(..20) {
        0..6 => {
            let field = Field::from(*dice.choose(&FIELDS)?);
            let was = shown.contact.value(&field).clone();
            let is_cleared = dice.one_in(8) && !was.is_empty();
            let now = if is_cleared { Value::Empty } else { Value::text(dice.text("place")) };
            Change::ContactEdited { contact, field, was, now }
        }
        6..9 => tagged(shown, dice.choose(&tags(mine))?.clone()),
        9 | 10 => {
            let draft = TaskDraft {
                title: dice.text("task"),
                due: Some(clock::MORNING + SignedDuration::from_hours(24)),
                ..TaskDraft::default()
            };
            Change::TaskAdded { contact, task: ids.task(), draft }
        }
        11 => {
            let task = task?;
            let now = TaskDraft { title: dice.text("task"), ..task.draft.clone() };
            Change::TaskEdited { contact, task: task.id, was: task.draft, now }
        }
        12 | 13 => {
            let task = task?;
            if task.done {
                Change::TaskReopened { contact, task: task.id }
            } else {
                Change::TaskDone { contact, task: task.id }
            }
        }
        14 => Change::TaskDeleted { contact, was: Box::new(task?) },
        15 | 16 => {
            let draft = NoteDraft { title: String::new(), body: dice.text("note") };
            Change::NoteAdded { contact, note: ids.note(), draft }
        }
        17 => {
            let note = note?;
            let now = NoteDraft { body: dice.text("note"), ..note.draft.clone() };
            Change::NoteEdited { contact, note: note.id, was: note.draft, now }
        }
        18 => Change::NoteDeleted { contact, was: Box::new(note?) },
        _ if dice.one_in(3) => {
            Change::ContactDeleted { contact, was: Box::new(shown.contact.clone()) }
        }
        _ => return None,
    })
}

/// Tags that only this client touches, and one that everybody does.
fn tags(mine: &str) -> [Tag; 3] {
    [tag(&format!("{mine} a")), tag(&format!("{mine} b")), tag("everybody's")]
}

pub(crate) fn tagged(shown: &Shown, tag: Tag) -> Change {
    let contact = shown.contact.id;
    if shown.contact.has_tag(&tag) {
        Change::TagRemoved { contact, tag }
    } else {
        Change::TagAdded { contact, tag }
    }
}

pub(crate) fn tag(name: &str) -> Tag {
    Tag::new(name).unwrap()
}
