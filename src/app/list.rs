//! A list with a cursor in it. The cursor is bound to what it stands on, never to a row number:
//! fresh data may come and go, and what the person is about to act on stays under her hand.

/// Ids in the order in which they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct List<Id> {
    ids: Vec<Id>,
    cursor: Option<Id>,
    /// Where the cursor stands, if it stands on anything.
    at: usize,
    /// The first row on the screen.
    top: usize,
}

impl<Id> Default for List<Id> {
    fn default() -> Self {
        Self { ids: Vec::new(), cursor: None, at: 0, top: 0 }
    }
}

impl<Id: Clone + PartialEq> List<Id> {
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub fn cursor(&self) -> Option<&Id> {
        self.cursor.as_ref()
    }

    /// The cursor's row, from 0; only meaningful while the list is not empty.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The first row on the screen, from 0.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The ids on the screen.
    pub fn page(&self, height: usize) -> &[Id] {
        let top = self.top.min(self.ids.len());
        &self.ids[top..(top + height).min(self.ids.len())]
    }

    /// Puts other ids into the list. The cursor stays on its id and on its line of the screen;
    /// where the id is gone, the cursor takes the next one that was below it and is still here.
    pub fn replace(&mut self, ids: Vec<Id>) {
        let line = self.at.saturating_sub(self.top);
        let found = self.cursor.as_ref().and_then(|id| place(&ids, id, self.at)).or_else(|| {
            let below = self.ids.iter().skip(self.at + 1).take(NEIGHBOURS);
            let above = self.ids.iter().take(self.at).rev().take(NEIGHBOURS);
            below.chain(above).find_map(|id| place(&ids, id, self.at))
        });
        self.ids = ids;
        self.stand_on(found.unwrap_or(self.at));
        self.top = self.at.saturating_sub(line);
    }

    /// As [`List::replace`], but ids that are here already keep their order: what is new comes
    /// in after the one that it follows, so that nothing jumps when a row is altered.
    pub fn merge(&mut self, ids: Vec<Id>) {
        let mut merged: Vec<Id> = self.ids.iter().filter(|id| ids.contains(id)).cloned().collect();
        let mut after = 0;
        for id in ids {
            if let Some(at) = merged.iter().position(|other| *other == id) {
                after = at + 1;
            } else {
                merged.insert(after, id);
                after += 1;
            }
        }
        self.replace(merged);
    }

    /// Puts one id in front of the row `at`. The cursor stays on its id.
    pub fn insert(&mut self, at: usize, id: Id) {
        let mut ids = self.ids.clone();
        ids.insert(at.min(ids.len()), id);
        self.replace(ids);
    }

    /// What stands under one id is known by another now; a list that has both keeps that one.
    pub fn rename(&mut self, from: &Id, to: &Id) {
        let Some(at) = place(&self.ids, from, self.at) else { return };
        let stood = self.cursor.as_ref() == Some(from);
        let mut ids = self.ids.clone();
        if ids.contains(to) {
            ids.remove(at);
        } else {
            ids[at] = to.clone();
        }
        self.replace(ids);
        if stood {
            self.go_to(to);
        }
    }

    /// Leaves out some; a cursor that stood on one of them steps to the next.
    pub fn retain(&mut self, keep: impl Fn(&Id) -> bool) {
        if !self.ids.iter().all(&keep) {
            let kept = self.ids.iter().filter(|id| keep(id)).cloned().collect();
            self.replace(kept);
        }
    }

    /// Puts the cursor on this id, if the list has it.
    pub fn go_to(&mut self, id: &Id) -> bool {
        let found = place(&self.ids, id, self.at);
        if let Some(at) = found {
            self.stand_on(at);
        }
        found.is_some()
    }

    /// Moves the cursor by rows, as far as the list goes.
    pub fn step(&mut self, by: isize) {
        self.stand_on(self.at.saturating_add_signed(by));
    }

    pub fn first(&mut self) {
        self.stand_on(0);
    }

    pub fn last(&mut self) {
        self.stand_on(usize::MAX);
    }

    /// Scrolls so that the cursor is on the screen and the last page is full.
    pub fn scroll(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self.top.clamp((self.at + 1).saturating_sub(height), self.at);
        self.top = self.top.min(self.ids.len().saturating_sub(height));
    }

    fn stand_on(&mut self, at: usize) {
        self.at = at.min(self.ids.len().saturating_sub(1));
        self.cursor = self.ids.get(self.at).cloned();
    }
}

/// How far a vanished row looks for its neighbours.
const NEIGHBOURS: usize = 100;

/// Where an id stands, looking first where it stood.
fn place<Id: PartialEq>(ids: &[Id], id: &Id, guess: usize) -> Option<usize> {
    if ids.get(guess) == Some(id) {
        return Some(guess);
    }
    ids.iter().position(|other| other == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &[u32], at: u32) -> List<u32> {
        let mut list = List::default();
        list.replace(ids.to_vec());
        list.go_to(&at);
        list
    }

    #[test]
    fn fresh_rows_leave_the_cursor_on_its_id_and_line() {
        let mut list = list(&[1, 2, 3, 4, 5, 6], 4);
        list.scroll(3);
        let line = list.at() - list.top();
        list.replace(vec![9, 8, 7, 1, 2, 3, 4, 5, 6]);
        list.scroll(3);
        assert_eq!(list.cursor(), Some(&4));
        assert_eq!(list.at() - list.top(), line);
    }

    #[test]
    fn a_vanished_row_hands_the_cursor_to_the_next() {
        let mut list = list(&[1, 2, 3, 4], 2);
        list.replace(vec![4, 3, 1]);
        assert_eq!(list.cursor(), Some(&3));
        list.replace(vec![1]);
        assert_eq!(list.cursor(), Some(&1));
        list.replace(vec![]);
        assert_eq!(list.cursor(), None);
        list.replace(vec![5]);
        assert_eq!(list.cursor(), Some(&5));
    }

    #[test]
    fn merging_keeps_the_order_of_what_is_there() {
        let mut list = list(&[1, 2, 3], 2);
        list.merge(vec![9, 3, 8, 1]);
        assert_eq!(list.ids(), [9, 1, 3, 8]);
        assert_eq!(list.cursor(), Some(&3));
    }

    #[test]
    fn steps_end_where_the_list_ends() {
        let mut list = list(&[1, 2, 3], 2);
        list.step(10);
        assert_eq!(list.cursor(), Some(&3));
        list.step(-10);
        assert_eq!(list.cursor(), Some(&1));
        list.last();
        list.scroll(2);
        assert_eq!(list.page(2), [2, 3]);
    }
}
