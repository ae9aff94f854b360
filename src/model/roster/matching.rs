//! Which contacts a filter lets through.

use super::{
    columns::Columns,
    lookup::Lookup,
    needle::Needle,
    record::{self, Sought},
    scan::scan,
};
use crate::model::{
    compact::{bits::Bits, interned::Column, moments::Moments, slot::Slot},
    filter::{Condition, Filter, Mark, Present, Term, TextField, TimeField, Tree},
    folded::folded,
    ids::ContactId,
    op::OpState,
};

/// Contacts and what is known beside them.
pub(super) struct Matching<'a> {
    pub(super) columns: &'a Columns,
    pub(super) lookup: &'a dyn Lookup,
}

impl Matching<'_> {
    /// Those among `within`. Cheap conditions first, so that the dear ones look at few.
    pub(super) fn filter(&self, filter: &Filter, within: &Bits) -> Bits {
        match filter {
            Tree::All(items) => self.all(items, within),
            Tree::Any(items) => {
                let mut found = Bits::none(self.columns.rows());
                for item in items {
                    found.unite(&self.filter(item, within));
                }
                found
            }
            Tree::Not(inner) => {
                let mut rest = within.clone();
                rest.subtract(&self.filter(inner, within));
                rest
            }
            Tree::Leaf(Condition::Words(term)) => self.words(&[term], within),
            Tree::Leaf(condition) => self.condition(condition, within),
        }
    }

    fn all(&self, items: &[Filter], within: &Bits) -> Bits {
        let (mut words, mut others) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Tree::Leaf(Condition::Words(term)) => words.push(term),
                other => others.push(other),
            }
        }
        others.sort_by_key(|item| cost(item));
        let found = others.iter().fold(within.clone(), |within, item| self.filter(item, &within));
        if words.is_empty() { found } else { self.words(&words, &found) }
    }

    /// One pass for the sharpest word; the others are looked for where that is found.
    fn words(&self, terms: &[&Term], within: &Bits) -> Bits {
        let mut needles: Vec<_> = terms.iter().map(|term| Needle::new(term)).collect();
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.sharpness()));
        let Some((sharpest, others)) = needles.split_first() else { return within.clone() };
        let found_is_meant = sharpest.is_its_pieces();
        scan(&self.columns.sought, sharpest.pieces(), within, |record| {
            (found_is_meant || sharpest.is_in_record(record))
                && others.iter().all(|needle| needle.is_in_record(record))
        })
    }

    fn condition(&self, condition: &Condition, within: &Bits) -> Bits {
        let columns = self.columns;
        match condition {
            Condition::Words(term) => self.words(&[term], within),
            Condition::Text(field, term) => self.text(*field, &Needle::new(term), within),
            Condition::Tag(name) => self.tagged(within, |tag| tag == name),
            Condition::TagBeginning(name) => self.tagged(within, |tag| tag.starts_with(name)),
            Condition::Owner(users) => {
                valued(&columns.owner, within, |owner| users.contains(owner))
            }
            Condition::Dnd(on) => within.filtered(|slot| columns.dnd.contains(slot) == *on),
            Condition::Time(field, times) => {
                let column = self.times(*field);
                within.filtered(|slot| column.get(slot).is_some_and(|at| times.contains(&at)))
            }
            Condition::Due(times) => self.among(within, self.lookup.open_tasks(), |due| {
                due.is_some_and(|due| times.contains(&due.as_second()))
            }),
            Condition::Dated => self.among(within, self.lookup.open_tasks(), |due| due.is_some()),
            Condition::Has(present) => self.having(*present, within),
            Condition::Is(mark) => self.marked(*mark, within),
        }
    }

    fn text(&self, field: TextField, needle: &Needle, within: &Bits) -> Bits {
        match self.column(field) {
            Some(column) if field.is_exact() => {
                valued(column, within, |text| needle.is_text(&folded(text)))
            }
            Some(column) => valued(column, within, |text| needle.is_in_text(&folded(text))),
            None => scan(&self.columns.sought, needle.pieces(), within, |record| {
                needle.is_in_field(record, field)
            }),
        }
    }

    fn tagged(&self, within: &Bits, is_meant: impl Fn(&str) -> bool) -> Bits {
        let tags = self.columns.tag_names.values();
        let meant: Vec<bool> = tags.iter().map(|tag| is_meant(&folded(tag.as_str()))).collect();
        if !meant.contains(&true) {
            return Bits::none(self.columns.rows());
        }
        within.filtered(|slot| {
            self.columns.tags.get(slot).iter().any(|number| meant[*number as usize])
        })
    }

    fn having(&self, present: Present, within: &Bits) -> Bits {
        let columns = self.columns;
        let has_part = |part: Sought| {
            within
                .filtered(|slot| !record::part(columns.sought.get(slot), part as usize).is_empty())
        };
        match present {
            Present::Tag => within.filtered(|slot| !columns.tags.get(slot).is_empty()),
            Present::Owner => valued(&columns.owner, within, |_| true),
            Present::Time(field) => {
                let column = self.times(field);
                within.filtered(|slot| column.get(slot).is_some())
            }
            Present::Task => self.among(within, self.lookup.open_tasks(), |_| true),
            Present::Text(TextField::Name) => {
                within.filtered(|slot| record::name_key(columns.sought.get(slot)).is_some())
            }
            Present::Text(TextField::First) => has_part(Sought::First),
            Present::Text(TextField::Last) => has_part(Sought::Last),
            Present::Text(TextField::Company) => has_part(Sought::Company),
            Present::Text(TextField::Email) => has_part(Sought::Email),
            Present::Text(TextField::Phone) => has_part(Sought::Phone),
            Present::Text(field) => self
                .column(field)
                .map_or(Bits::default(), |column| valued(column, within, |_| true)),
        }
    }

    fn marked(&self, mark: Mark, within: &Bits) -> Bits {
        if mark == Mark::Open {
            return self.among(within, self.lookup.open_tasks(), |_| true);
        }
        self.among(within, self.lookup.outgoing(), |state| match mark {
            Mark::Failed => state.needs_person(),
            Mark::Queued => matches!(state, OpState::Held | OpState::Queued | OpState::Retry),
            Mark::Sending => state == OpState::Sending,
            Mark::Checking => state == OpState::Unknown,
            Mark::Open => false,
        })
    }

    fn among<T>(
        &self,
        within: &Bits,
        known: impl Iterator<Item = (ContactId, T)>,
        is_meant: impl Fn(T) -> bool,
    ) -> Bits {
        let mut found = Bits::none(self.columns.rows());
        for (contact, thing) in known {
            if is_meant(thing) {
                let slot = self.columns.slot(contact);
                if let Some(slot) = slot.filter(|slot| within.contains(*slot)) {
                    found.insert(slot);
                }
            }
        }
        found
    }

    fn times(&self, field: TimeField) -> &Moments {
        match field {
            TimeField::Added => &self.columns.added,
            TimeField::Updated => &self.columns.updated,
        }
    }

    fn column(&self, field: TextField) -> Option<&Column<Box<str>>> {
        match field {
            TextField::City => Some(&self.columns.city),
            TextField::State => Some(&self.columns.state),
            TextField::Country => Some(&self.columns.country),
            TextField::Source => Some(&self.columns.source),
            TextField::Kind => Some(&self.columns.kind),
            _ => None,
        }
    }
}

/// Each distinct value is judged once.
fn valued<T: Clone + Eq + std::hash::Hash>(
    column: &Column<T>,
    within: &Bits,
    is_meant: impl Fn(&T) -> bool,
) -> Bits {
    let meant: Vec<bool> = column.pool.values().iter().map(is_meant).collect();
    within.filtered(|slot: Slot| column.number(slot).is_some_and(|number| meant[number as usize]))
}

/// A rank, by what looking at one contact takes.
fn cost(filter: &Filter) -> u8 {
    match filter {
        Tree::All(items) | Tree::Any(items) => items.iter().map(cost).max().unwrap_or(0),
        Tree::Not(inner) => cost(inner),
        Tree::Leaf(condition) => match condition {
            Condition::Due(_) | Condition::Dated | Condition::Is(_) => 0,
            Condition::Owner(_) | Condition::Dnd(_) | Condition::Time(..) => 1,
            Condition::Tag(_) | Condition::TagBeginning(_) | Condition::Has(_) => 2,
            Condition::Text(..) => 3,
            Condition::Words(_) => 4,
        },
    }
}
