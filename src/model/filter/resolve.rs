//! From a [`Query`] to a [`Filter`]: for this moment and this person.

use jiff::{Timestamp, ToSpan, Zoned, civil::Date};

use super::{
    condition::{Condition, Filter, Times},
    error::Error,
    field::TextField,
    term::{Term, is_phonish},
    test::{Due, Owner, Query, Test},
    tree::Tree,
    when::When,
};
use crate::model::{context::Context, folded::folded, ids::UserId, user::User};

/// Digits from which on several words side by side may be one phone number.
const DIGITS_OF_A_NUMBER: usize = 6;
/// The ids of users have twenty.
const LETTERS_OF_AN_ID: usize = 16;

impl Tree<Test> {
    /// Looks names up and turns ages into times. Fails where `me` is not set, or where nobody has
    /// the name of an owner.
    pub fn resolve(&self, context: &Context) -> Result<Filter, Error> {
        resolve(self, context, &context.zoned())
    }
}

fn resolve(query: &Query, context: &Context, now: &Zoned) -> Result<Filter, Error> {
    let each = |items: &[Query]| -> Result<Vec<Filter>, Error> {
        items.iter().map(|item| resolve(item, context, now)).collect()
    };
    Ok(match query {
        Tree::All(items) => {
            let runs = items.chunk_by(|a, b| phonish(a).is_some() && phonish(b).is_some());
            let runs: Result<Vec<_>, _> =
                runs.map(|run| Ok(as_number(run, Filter::all(each(run)?)))).collect();
            Filter::all(runs?)
        }
        Tree::Any(items) => Filter::any(each(items)?),
        Tree::Not(inner) => resolve(inner, context, now)?.negated(),
        Tree::Leaf(test) => condition(test, context, now)?,
    })
}

fn phonish(query: &Query) -> Option<&str> {
    match query {
        Tree::Leaf(Test::Word(word)) if is_phonish(word) => Some(word),
        _ => None,
    }
}

/// `030 23125 110` is three words, or one phone number.
fn as_number(run: &[Query], words: Filter) -> Filter {
    let number: String = run.iter().filter_map(phonish).collect();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    match Term::phone(&number) {
        Some(number) if run.len() > 1 && digits >= DIGITS_OF_A_NUMBER => {
            Filter::any([words, Tree::Leaf(Condition::Words(number))])
        }
        _ => words,
    }
}

fn condition(test: &Test, context: &Context, now: &Zoned) -> Result<Filter, Error> {
    Ok(match test {
        // A word of which nothing is left to look for is in everything.
        Test::Word(word) => {
            Term::word(word).map_or(Filter::default(), |term| Tree::Leaf(Condition::Words(term)))
        }
        Test::Text(field, value) => {
            let term = match field {
                TextField::Phone => Term::phone(value),
                _ => Term::text(value.trim()),
            };
            term.map_or(Filter::default(), |term| Tree::Leaf(Condition::Text(*field, term)))
        }
        Test::Tag(tag) => Tree::Leaf(match tag.strip_suffix('*') {
            Some(beginning) => Condition::TagBeginning(folded(beginning).into_owned()),
            None => Condition::Tag(folded(tag).into_owned()),
        }),
        Test::Owner(owner) => Tree::Leaf(Condition::Owner(owners(owner, context)?)),
        Test::Dnd(on) => Tree::Leaf(Condition::Dnd(*on)),
        Test::Time(field, when) => Tree::Leaf(Condition::Time(*field, past(*when, now))),
        Test::Due(Due::None) => Tree::Leaf(Condition::Dated).negated(),
        Test::Due(due) => Tree::Leaf(Condition::Due(due_times(*due, now))),
        Test::Has(present) => Tree::Leaf(Condition::Has(*present)),
        Test::Is(mark) => Tree::Leaf(Condition::Is(*mark)),
    })
}

fn owners(owner: &Owner, context: &Context) -> Result<Vec<UserId>, Error> {
    let text = match owner {
        Owner::Me => {
            return context.me.clone().map(|me| vec![me]).ok_or_else(|| {
                Error::whole(
                    "`me` is nobody yet: choose yourself among the location's users with `:me`",
                )
            });
        }
        Owner::Named(text) => text.trim(),
    };
    let sought = folded(text);
    let is_meant = |user: &&User| {
        user.id.as_str() == text
            || [&user.name, &user.email].iter().any(|text| folded(text).contains(&*sought))
    };
    let found: Vec<_> =
        context.catalog.users.iter().filter(is_meant).map(|u| u.id.clone()).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    // A user who has left the location may still own contacts.
    if text.len() >= LETTERS_OF_AN_ID && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(vec![text.into()]);
    }
    Err(Error::whole(format!("no user of this location is called `{text}`")))
}

/// Ages count backwards from now.
fn past(when: When, now: &Zoned) -> Times {
    match when {
        When::Within(age) => second(now.checked_sub(age.span()).ok(), EVER.start)..EVER.end,
        When::Beyond(age) => EVER.start..second(now.checked_sub(age.span()).ok(), EVER.start),
        days => day_times(days, now),
    }
}

/// Ages count forwards from now.
fn due_times(due: Due, now: &Zoned) -> Times {
    let today = now.date();
    match due {
        Due::Overdue => EVER.start..start_of(today, now),
        Due::Week => start_of(today, now)..start_of(today.saturating_add(7.days()), now),
        Due::None => 0..0,
        Due::When(When::Within(age)) => {
            EVER.start..second(now.checked_add(age.span()).ok(), EVER.end)
        }
        Due::When(When::Beyond(age)) => {
            second(now.checked_add(age.span()).ok(), EVER.end)..EVER.end
        }
        Due::When(days) => day_times(days, now),
    }
}

fn day_times(when: When, now: &Zoned) -> Times {
    let begin = |day: super::when::Day| start_of(day.date(now), now);
    let end = |day: super::when::Day| start_of(day.date(now).saturating_add(1.day()), now);
    match when {
        When::Before(day) => EVER.start..begin(day),
        When::After(day) => end(day)..EVER.end,
        When::On(day) => begin(day)..end(day),
        When::Between(first, last) => begin(first)..end(last),
        When::From(day) => begin(day)..EVER.end,
        When::Until(day) => EVER.start..end(day),
        When::Within(_) | When::Beyond(_) => EVER,
    }
}

/// All times that are known.
const EVER: Times = i64::MIN + 1..i64::MAX;

fn start_of(date: Date, now: &Zoned) -> i64 {
    second(date.to_zoned(now.time_zone().clone()).ok(), EVER.end)
}

/// The calendar ends somewhere; beyond it stands `otherwise`.
fn second(time: Option<Zoned>, otherwise: i64) -> i64 {
    time.map_or(otherwise, |time| Timestamp::from(time).as_second())
}
