//! The list of contacts: filter, sort, cursor and marks.

use jiff::{SignedDuration, Timestamp};

use crate::app::{
    book::{Book, news::News},
    list::List,
    marks::Marks,
    session::Session,
    text::Text,
};
use crate::model::{
    filter::{Query, Test, Tree},
    ids::ContactId,
    roster::Sort,
    tag::Tag,
    talk::Renamed,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contacts {
    pub list: List<ContactId>,
    pub marks: Marks<ContactId>,
    pub filter: Filter,
    pub sort: Sort,
    /// Contacts that came while something was marked or open: they wait for `R`.
    pub news: usize,
    /// When the list was last built, and whether somebody came since.
    built: Option<Timestamp>,
    stale: bool,
}

/// The filter as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub input: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
    /// Why the text is no filter. The list shows what the last good one found.
    pub fault: Option<String>,
    /// What finds something, where this finds nothing.
    pub hint: Option<Suggestion>,
    /// Where the cursor stood before.
    back: Option<ContactId>,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.input.is_empty()
    }
}

/// "did you mean `tag:hot` (161)?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub text: String,
    pub hits: usize,
}

/// While a pull runs, the list is built anew this often at most.
const PAUSE: SignedDuration = SignedDuration::from_secs(1);

impl Contacts {
    /// The contact under the cursor.
    pub fn cursor(&self) -> Option<ContactId> {
        self.list.cursor().copied()
    }

    /// How many marked contacts the filter hides.
    pub fn hidden_marks(&self) -> usize {
        self.marks.hidden()
    }

    /// Finds anew who is shown.
    pub fn rebuild(&mut self, book: &mut Book, now: Timestamp, session: &Session) {
        let found = self.filter.input.text().parse::<Query>().and_then(|query| {
            let ids = book.find(&query, self.sort, now, session)?;
            Ok((query, ids))
        });
        let (query, ids) = match found {
            Ok(found) => found,
            Err(fault) => {
                self.filter.fault = Some(fault.to_string());
                return;
            }
        };
        self.filter.fault = None;
        self.filter.hint = None;
        if ids.is_empty() && !self.filter.is_empty() {
            self.filter.hint = suggestion(&query, book, now, session);
        }
        self.list.replace(ids);
        self.marks.over(self.list.ids());
        self.news = 0;
        self.built = Some(now);
        self.stale = false;
    }

    /// The filter was typed on: the cursor goes to the first that it finds.
    pub fn retype(&mut self, book: &mut Book, now: Timestamp, session: &Session) {
        self.rebuild(book, now, session);
        self.list.first();
    }

    /// Keys go into the filter from now on.
    pub fn start_filter(&mut self) {
        if self.filter.is_empty() {
            self.filter.back = self.cursor();
        }
        self.filter.typing = true;
    }

    /// Another filter, not typed here. The cursor goes to the first that it finds.
    pub fn filter_by(&mut self, text: &str, book: &mut Book, now: Timestamp, session: &Session) {
        self.start_filter();
        self.filter.typing = false;
        self.filter.input.set(text);
        self.retype(book, now, session);
    }

    /// No filter; the cursor goes back to where it stood before.
    pub fn clear_filter(&mut self, book: &mut Book, now: Timestamp, session: &Session) {
        self.filter.typing = false;
        self.filter.input.set("");
        self.rebuild(book, now, session);
        if let Some(back) = self.filter.back.take() {
            self.list.go_to(&back);
        }
    }

    /// Leaves out whoever is not there any more.
    pub fn forget_gone(&mut self, book: &Book) {
        self.list.retain(|id| book.has(*id));
        self.marks.retain(|id| book.has(*id));
        self.marks.over(self.list.ids());
    }

    /// A contact is known by another id now.
    pub fn rename(&mut self, Renamed { from, to }: Renamed) {
        self.list.rename(&from, &to);
        self.marks.rename(&from, &to);
        self.marks.over(self.list.ids());
        if self.filter.back == Some(from) {
            self.filter.back = Some(to);
        }
    }

    /// What a report brought. While the person is in the middle of something, those who came
    /// wait, so that nothing moves under her hands.
    pub fn arrive(
        &mut self,
        news: &News,
        busy: bool,
        book: &mut Book,
        now: Timestamp,
        session: &Session,
    ) {
        if news.lost {
            self.forget_gone(book);
        }
        if news.added == 0 {
            return;
        }
        let soon = self.built.is_some_and(|built| now.duration_since(built) < PAUSE);
        if busy && !self.list.is_empty() {
            self.news += news.added;
        } else if soon && book.pulling.is_some() {
            self.stale = true;
        } else {
            self.refresh(book, now, session);
        }
    }

    /// Builds the list anew if somebody came since, as at the end of a pull.
    pub fn catch_up(&mut self, book: &mut Book, now: Timestamp, session: &Session) {
        if self.stale {
            self.refresh(book, now, session);
        }
    }

    /// As [`Contacts::rebuild`], but whoever is under the cursor stays, even where the filter
    /// finds her no more.
    fn refresh(&mut self, book: &mut Book, now: Timestamp, session: &Session) {
        let (stands, at) = (self.cursor(), self.list.at());
        self.rebuild(book, now, session);
        if let Some(id) = stands.filter(|id| self.cursor() != Some(*id) && book.has(*id)) {
            self.list.insert(at, id);
            self.marks.over(self.list.ids());
            self.list.go_to(&id);
        }
    }
}

/// The nearest query that finds something: a tag that does not exist becomes one that does.
fn suggestion(
    query: &Query,
    book: &mut Book,
    now: Timestamp,
    session: &Session,
) -> Option<Suggestion> {
    let mut changed = false;
    let nearest: Result<Query, ()> = query.try_map(&mut |test| {
        let word = match test {
            Test::Tag(word) | Test::Word(word) => word,
            other => return Ok(Tree::Leaf(other.clone())),
        };
        let exists = Tag::new(word)
            .is_some_and(|tag| book.tag_counts().iter().any(|(other, _)| *other == tag));
        let near = book.similar_tag(word).filter(|_| !exists);
        changed |= near.is_some();
        Ok(Tree::Leaf(near.map_or_else(|| test.clone(), |(tag, _)| Test::Tag(tag.to_string()))))
    });
    let nearest = nearest.ok().filter(|_| changed)?;
    let hits = book.find(&nearest, Sort::default(), now, session).ok()?.len();
    (hits > 0).then(|| Suggestion { text: nearest.to_string(), hits })
}
