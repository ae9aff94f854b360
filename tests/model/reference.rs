//! What a person did and what somebody else wrote, and what of it the screen may show.

use std::collections::BTreeMap;

use proptest::prelude::*;

/// How many contacts there are, and things of a kind with each.
pub(crate) const PEOPLE: usize = 2;
const FIELDS: usize = 2;
const TAGS: usize = 2;
const NOTES: usize = 2;
const TASKS: usize = 2;

/// Something of a contact that has one value at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Field(usize),
    /// On or off.
    Tag(usize),
    Note(usize),
    Task(usize),
    /// Ticked off or not.
    Box(usize),
}

/// What happens next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The person writes something new, or makes what is not there yet.
    Write {
        who: usize,
        thing: Thing,
    },
    /// Several times in a row: one request, if none of it was sent.
    WriteOften {
        who: usize,
        field: usize,
        times: usize,
    },
    /// A field is emptied, a tag taken off, a note or task deleted.
    Clear {
        who: usize,
        thing: Thing,
    },
    /// Somebody else writes, with a client of her own.
    Foreign {
        who: usize,
        thing: Thing,
    },
    /// One of the edits of fields and tags is taken back.
    Undo(usize),
    /// What met somebody else's edit is sent all the same.
    Mine,
    /// What met somebody else's edit is given up.
    Theirs,
    /// What waits is given up, of fields and tags.
    Drop,
    Offline,
    Online,
    /// One of what can befall a request, or no more of any.
    Fault(usize),
    Pull {
        full: bool,
    },
    Look(usize),
    Crash,
    /// Seconds go by.
    Wait(u64),
}

pub(crate) fn steps() -> BoxedStrategy<Step> {
    let who = 0..PEOPLE;
    let thing = || {
        prop_oneof![
            3 => (0..FIELDS).prop_map(Thing::Field),
            2 => (0..TAGS).prop_map(Thing::Tag),
            2 => (0..NOTES).prop_map(Thing::Note),
            2 => (0..TASKS).prop_map(Thing::Task),
            1 => (0..TASKS).prop_map(Thing::Box),
        ]
    };
    prop_oneof![
        10 => (who.clone(), thing()).prop_map(|(who, thing)| Step::Write { who, thing }),
        2 => (who.clone(), 0..FIELDS, 2..6_usize)
            .prop_map(|(who, field, times)| Step::WriteOften { who, field, times }),
        2 => (who.clone(), thing()).prop_map(|(who, thing)| Step::Clear { who, thing }),
        5 => (who.clone(), thing()).prop_map(|(who, thing)| Step::Foreign { who, thing }),
        2 => any::<usize>().prop_map(Step::Undo),
        1 => Just(Step::Mine),
        1 => Just(Step::Theirs),
        1 => Just(Step::Drop),
        2 => Just(Step::Offline),
        2 => Just(Step::Online),
        3 => any::<usize>().prop_map(Step::Fault),
        3 => any::<bool>().prop_map(|full| Step::Pull { full }),
        2 => who.prop_map(Step::Look),
        2 => Just(Step::Crash),
        5 => prop_oneof![0..3_u64, 3..20_u64, 20..130_u64].prop_map(Step::Wait),
    ]
    .boxed()
}

/// `None`: not there, empty, off.
pub(crate) type Text = Option<String>;

/// The values of a thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// Any of these may be shown; all of them, while nobody here has written it.
    pub(crate) shown: Option<Vec<Text>>,
    /// The last that was written by anybody.
    pub(crate) last: Text,
    /// It was deleted: nothing more is done to it.
    pub(crate) is_over: bool,
}

/// An edit that can be taken back.
#[derive(Clone, Debug)]
struct Edit {
    of: (usize, Thing),
    before: Option<Vec<Text>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Reference {
    pub(crate) things: BTreeMap<(usize, Thing), Values>,
    edits: Vec<Edit>,
    texts: usize,
    pub(crate) is_offline: bool,
}

impl Reference {
    pub(crate) fn goes_on(&mut self, step: &Step) {
        match *step {
            Step::Write { who, thing } => {
                let is_on = self.things.get(&(who, thing)).is_some_and(|it| it.last.is_some());
                let text = match thing {
                    Thing::Tag(_) | Thing::Box(_) if is_on => None,
                    Thing::Tag(_) | Thing::Box(_) => Some("on".to_owned()),
                    Thing::Field(_) => Some(self.text("place")),
                    Thing::Note(_) => Some(self.text("note")),
                    Thing::Task(_) => Some(self.text("task")),
                };
                self.write(who, thing, text);
            }
            Step::WriteOften { who, field, times } => {
                for _ in 0..times {
                    let text = Some(self.text("place"));
                    self.write(who, Thing::Field(field), text);
                }
            }
            Step::Clear { who, thing } => {
                if matches!(thing, Thing::Note(_) | Thing::Task(_)) {
                    // In what became of the deletion somebody else may have a say.
                    if let Some(values) = self.things.get_mut(&(who, thing)) {
                        values.is_over = true;
                    }
                } else if !matches!(thing, Thing::Box(_)) {
                    self.write(who, thing, None);
                }
            }
            Step::Foreign { who, thing } => {
                let text = match thing {
                    Thing::Field(_) => self.text("foreign"),
                    Thing::Note(_) if self.is_made(who, thing) => self.text("her note"),
                    Thing::Task(_) if self.is_made(who, thing) => self.text("her task"),
                    _ => return,
                };
                let text = Some(text);
                let values = self.things.entry((who, thing)).or_default();
                values.last.clone_from(&text);
                values.shown.iter_mut().for_each(|shown| shown.push(text.clone()));
            }
            Step::Undo(which) if !self.edits.is_empty() => {
                let Edit { of, before } = self.edits[which % self.edits.len()].clone();
                let values = self.things.entry(of).or_default();
                values.shown =
                    values.shown.take().zip(before).map(|(now, before)| [now, before].concat());
            }
            Step::Theirs | Step::Drop => {
                for values in self.things.values_mut() {
                    values.shown = None;
                }
            }
            Step::Offline => self.is_offline = true,
            Step::Online => self.is_offline = false,
            _ => {}
        }
    }

    /// A note or a task that was not made here is made by this, but nothing else can be done to it.
    pub(crate) fn is_made(&self, who: usize, thing: Thing) -> bool {
        self.things.get(&(who, thing)).is_some_and(|values| !values.is_over)
    }

    fn may_be_written(&self, who: usize, thing: Thing) -> bool {
        match thing {
            Thing::Box(number) => self.is_made(who, Thing::Task(number)),
            _ => self.things.get(&(who, thing)).is_none_or(|values| !values.is_over),
        }
    }

    fn text(&mut self, word: &str) -> String {
        self.texts += 1;
        format!("{word} {}", self.texts)
    }

    fn write(&mut self, who: usize, thing: Thing, text: Text) {
        if !self.may_be_written(who, thing) {
            return;
        }
        let of = (who, thing);
        let values = self.things.entry(of).or_default();
        let before = values.shown.replace(vec![text.clone()]);
        values.last = text;
        if matches!(thing, Thing::Field(_) | Thing::Tag(_)) {
            self.edits.push(Edit { of, before });
        }
    }

    /// How many edits can be taken back.
    pub(crate) fn edits(&self) -> usize {
        self.edits.len()
    }

    /// What was written last.
    pub(crate) fn last(&self, who: usize, thing: Thing) -> &Text {
        &self.things[&(who, thing)].last
    }
}
