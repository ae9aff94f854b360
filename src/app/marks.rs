//! What is marked in a list: by id, so that it stays the same people after a refresh, a sort or
//! another filter.

use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq)]
pub struct Marks<Id> {
    marked: BTreeSet<Id>,
    /// Where a range began (`v`).
    anchor: Option<Id>,
    /// How many of them the list does not show. Marks are set and taken on rows of the list, so
    /// this changes with the list only.
    hidden: usize,
}

impl<Id> Default for Marks<Id> {
    fn default() -> Self {
        Self { marked: BTreeSet::new(), anchor: None, hidden: 0 }
    }
}

impl<Id: Clone + Ord> Marks<Id> {
    pub fn has(&self, id: &Id) -> bool {
        self.marked.contains(id)
    }

    pub fn len(&self) -> usize {
        self.marked.len()
    }

    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Id> {
        self.marked.iter()
    }

    /// Whether a range is being marked.
    pub fn in_range(&self) -> bool {
        self.anchor.is_some()
    }

    /// The marked ones in the order of a list, then those that are not in it.
    pub fn in_order_of(&self, list: &[Id]) -> Vec<Id> {
        let mut rest = self.marked.clone();
        let mut ordered: Vec<Id> = list.iter().filter(|id| rest.remove(id)).cloned().collect();
        ordered.extend(rest);
        ordered
    }

    /// How many of them the list does not show.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// The list is another one.
    pub fn over(&mut self, list: &[Id]) {
        let visible = || list.iter().filter(|id| self.marked.contains(id)).count();
        self.hidden = if self.marked.is_empty() { 0 } else { self.marked.len() - visible() };
    }

    pub fn toggle(&mut self, id: Id) {
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
    }

    /// What was marked under one id is known by another now.
    pub fn rename(&mut self, from: &Id, to: &Id) {
        if self.marked.remove(from) {
            self.marked.insert(to.clone());
        }
        if self.anchor.as_ref() == Some(from) {
            self.anchor = Some(to.clone());
        }
    }

    /// Begins a range at `id`, or ends the one that is open: everything between is marked.
    pub fn range(&mut self, id: &Id, list: &[Id]) {
        let Some(anchor) = self.anchor.take() else {
            self.anchor = Some(id.clone());
            self.marked.insert(id.clone());
            return;
        };
        let place = |id: &Id| list.iter().position(|other| other == id);
        if let (Some(from), Some(to)) = (place(&anchor), place(id)) {
            self.marked.extend(list[from.min(to)..=from.max(to)].iter().cloned());
        }
    }

    /// Marks all of a list; none, if all of it is marked already.
    pub fn all_or_none(&mut self, list: &[Id]) {
        if list.iter().all(|id| self.marked.contains(id)) {
            for id in list {
                self.marked.remove(id);
            }
        } else {
            self.marked.extend(list.iter().cloned());
        }
    }

    /// Forgets all marks. Says whether there were any.
    pub fn clear(&mut self) -> bool {
        let any = !self.marked.is_empty() || self.anchor.is_some();
        *self = Self::default();
        any
    }

    /// Forgets what is not there any more.
    pub fn retain(&mut self, keep: impl Fn(&Id) -> bool) {
        self.marked.retain(keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_marks_both_ends_and_all_between() {
        let list = [1, 2, 3, 4, 5];
        let mut marks = Marks::default();
        marks.range(&4, &list);
        marks.range(&2, &list);
        assert_eq!(marks.in_order_of(&list), [2, 3, 4]);
    }

    #[test]
    fn hidden_ones_are_counted_and_kept() {
        let mut marks = Marks::default();
        marks.all_or_none(&[1, 2, 3]);
        marks.over(&[2]);
        assert_eq!(marks.hidden(), 2);
        assert_eq!(marks.in_order_of(&[3, 2]), [3, 2, 1]);
        marks.all_or_none(&[2]);
        assert_eq!(marks.len(), 2);
    }
}
