//! The tag picker: each tag as all, some or none of the selection.

use std::collections::HashMap;

use crate::app::text::Text;
use crate::model::{
    count,
    folded::folded,
    ids::{ContactId, OpId},
    tag::Tag,
};

/// How many of the selection have a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    All,
    Some,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRow {
    pub tag: Tag,
    /// How many of the selection have it now.
    pub have: usize,
    /// What the person chose: everybody or nobody; `None` leaves it as it is.
    pub want: Option<bool>,
    /// Whether anybody has the tag or the location defines it; otherwise choosing creates it.
    pub known: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TagPicker {
    pub contacts: Vec<ContactId>,
    /// Typing filters the tags.
    pub query: Text,
    pub rows: Vec<TagRow>,
    /// Which of `rows` the query finds.
    pub shown: Vec<usize>,
    /// The cursor, among `shown`.
    pub at: usize,
    /// The refused change that this one replaces.
    pub refused: Option<OpId>,
}

/// The service takes this many contacts in one bulk call.
const BULK: usize = 500;

impl TagPicker {
    /// `known` are all tags with the number of people who have them; `tags_of` the tags of one.
    pub fn new<'a, T: Iterator<Item = &'a Tag>>(
        contacts: Vec<ContactId>,
        known: Vec<(Tag, usize)>,
        tags_of: impl Fn(ContactId) -> T,
    ) -> Self {
        let mut have: HashMap<&Tag, usize> = HashMap::new();
        for tag in contacts.iter().flat_map(|contact| tags_of(*contact)) {
            *have.entry(tag).or_default() += 1;
        }
        let mut rows: Vec<(usize, TagRow)> = known
            .into_iter()
            .map(|(tag, used)| {
                let have = have.get(&tag).copied().unwrap_or(0);
                (used, TagRow { tag, have, want: None, known: true })
            })
            .collect();
        rows.sort_by(|(used, row), (other_used, other)| {
            (other.have.min(1), other_used)
                .cmp(&(row.have.min(1), used))
                .then_with(|| row.tag.cmp(&other.tag))
        });
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        let mut picker = Self {
            contacts,
            query: Text::default(),
            rows,
            shown: Vec::new(),
            at: 0,
            refused: None,
        };
        picker.retype();
        picker
    }

    /// The rows on the screen.
    pub fn visible(&self) -> impl Iterator<Item = &TagRow> {
        self.shown.iter().filter_map(|at| self.rows.get(*at))
    }

    pub fn has(&self, row: &TagRow) -> Has {
        match (row.want, row.have) {
            (Some(true), _) => Has::All,
            (Some(false), _) | (None, 0) => Has::None,
            (None, have) if have == self.contacts.len() => Has::All,
            (None, _) => Has::Some,
        }
    }

    /// The query was typed on: a word that is no tag yet can be made one.
    pub fn retype(&mut self) {
        self.rows.retain(|row| row.known || row.want.is_some());
        let wanted = self.query.trimmed();
        let folded_query = folded(&wanted).into_owned();
        let hits = |row: &TagRow| folded(row.tag.as_str()).contains(&folded_query);
        if let Some(tag) = Tag::new(&wanted)
            && self.rows.iter().all(|row| row.tag != tag)
        {
            self.rows.push(TagRow { tag, have: 0, want: None, known: false });
        }
        let exact = Tag::new(&wanted);
        let mut shown: Vec<usize> =
            (0..self.rows.len()).filter(|at| hits(&self.rows[*at])).collect();
        shown.sort_by_key(|at| {
            let row = &self.rows[*at];
            (Some(&row.tag) != exact.as_ref() || !row.known, !row.known)
        });
        self.shown = shown;
        self.at = 0;
    }

    pub fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// All, then none, then as it was.
    fn toggle(&mut self) {
        let everybody = self.contacts.len();
        let Some(row) = self.shown.get(self.at).and_then(|at| self.rows.get_mut(*at)) else {
            return;
        };
        row.want = match (row.want, row.have) {
            (None, have) if have == everybody => Some(false),
            (None, _) => Some(true),
            (Some(true), have) if have > 0 => Some(false),
            _ => None,
        };
    }

    /// The same, and the whole list again with the cursor on that tag: for the next one.
    fn toggle_and_go_on(&mut self) {
        self.toggle();
        if !self.query.is_empty() {
            let stands = self.shown.get(self.at).map(|at| self.rows[*at].tag.clone());
            self.query.set("");
            self.retype();
            let found = self.visible().position(|row| Some(&row.tag) == stands.as_ref());
            self.at = found.unwrap_or(0);
        }
    }

    /// `Space`: in the name of a new tag a letter as any other, else it chooses.
    pub fn space(&mut self) {
        let new = self.shown.get(self.at).is_some_and(|at| !self.rows[*at].known);
        if new && self.typed().is_some() {
            self.query.letter(' ');
            self.retype();
        } else {
            self.toggle_and_go_on();
        }
    }

    /// The row that something was typed for and that nothing was chosen for: Enter gives that
    /// tag to everybody.
    fn typed(&self) -> Option<usize> {
        let at = *self.shown.get(self.at)?;
        let open = self.rows[at].want.is_none();
        (open && !self.query.trimmed().is_empty()).then_some(at)
    }

    /// The tags that something becomes of, and whether everybody gets them.
    fn wanted(&self) -> impl Iterator<Item = (&TagRow, bool)> {
        let typed = self.typed();
        self.rows.iter().enumerate().filter_map(move |(at, row)| {
            let want = row.want.or((typed == Some(at)).then_some(true))?;
            Some((row, want))
        })
    }

    /// Tags to give (`true`) and to take.
    pub fn picked(&self) -> Vec<(Tag, bool)> {
        self.wanted().map(|(row, want)| (row.tag.clone(), want)).collect()
    }

    /// `add q4 to 312 (88 already have it), remove lost? from 9; 2 calls; can be undone`
    pub fn plan(&self) -> String {
        let everybody = self.contacts.len();
        let mut parts = Vec::new();
        let mut calls = 0;
        for (row, want) in self.wanted() {
            let count = if want { everybody - row.have } else { row.have };
            calls += count.div_ceil(BULK);
            parts.push(match (want, count, row.have) {
                (true, 0, _) => format!("all have {} already", row.tag),
                (true, count, 0) => format!("add {} to {count}", row.tag),
                (true, count, have) => {
                    format!("add {} to {count} ({have} already have it)", row.tag)
                }
                (false, 0, _) => format!("nobody has {}", row.tag),
                (false, count, _) => format!("remove {} from {count}", row.tag),
            });
        }
        if parts.is_empty() {
            return format!("{everybody} selected; Space picks, Enter applies");
        }
        let calls = count::of(calls, "call");
        format!("{}; {calls}; can be undone", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tag(name: &str) -> Tag {
        Tag::new(name).unwrap()
    }

    fn id(number: u128) -> ContactId {
        ContactId::new(Uuid::from_u128(number))
    }

    /// Three people: all are hot, one is vip.
    fn picker() -> TagPicker {
        let (hot, vip) = (tag("hot"), tag("vip"));
        let both = [hot.clone(), vip.clone()];
        let known = vec![(hot, 161), (tag("lost?"), 9), (vip, 61)];
        TagPicker::new(vec![id(1), id(2), id(3)], known, |contact| {
            both[..if contact == id(1) { 2 } else { 1 }].iter()
        })
    }

    #[test]
    fn tags_of_the_selection_come_first() {
        let picker = picker();
        let shown: Vec<_> =
            picker.visible().map(|row| (row.tag.as_str(), picker.has(row))).collect();
        assert_eq!(shown, [("hot", Has::All), ("vip", Has::Some), ("lost?", Has::None)]);
    }

    #[test]
    fn a_new_word_can_be_chosen() {
        let mut picker = picker();
        picker.query.set("q4");
        picker.retype();
        picker.toggle();
        assert_eq!(picker.plan(), "add q4 to 3; 1 call; can be undone");
        assert_eq!(picker.picked(), [(tag("q4"), true)]);
        picker.toggle();
        assert_eq!(picker.picked(), [(tag("q4"), true)], "typed is meant");
        picker.query.set("");
        picker.retype();
        assert_eq!(picker.picked(), []);
    }

    #[test]
    fn the_plan_says_whom_it_alters() {
        let mut picker = picker();
        picker.query.set("vip");
        picker.retype();
        picker.toggle();
        assert_eq!(picker.plan(), "add vip to 2 (1 already have it); 1 call; can be undone");
        picker.toggle();
        assert_eq!(picker.plan(), "remove vip from 1; 1 call; can be undone");
    }

    fn press(picker: &mut TagPicker, keys: &str) {
        for key in keys.chars() {
            if key == ' ' {
                picker.space();
            } else {
                picker.query.letter(key);
                picker.retype();
            }
        }
    }

    #[test]
    fn a_new_tag_may_have_spaces_in_its_name() {
        let mut picker = picker();
        press(&mut picker, "spring fair");
        assert_eq!(picker.picked(), [(tag("spring fair"), true)]);
        assert_eq!(picker.plan(), "add spring fair to 3; 1 call; can be undone");
    }

    #[test]
    fn what_was_typed_last_is_not_left_behind() {
        let mut picker = picker();
        press(&mut picker, "vip q4 ");
        assert_eq!(picker.picked(), [(tag("vip"), true), (tag("q4"), true)]);
        press(&mut picker, " ");
        assert_eq!(picker.picked(), [(tag("vip"), true), (tag("q4"), true)]);
    }
}
