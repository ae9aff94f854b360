//! Which contacts a filter finds, in which order, as the interface would.

use std::{collections::BTreeMap, ops::ControlFlow};

use jiff::{SignedDuration, Timestamp};

use super::{errand::Errand, queue::Queue, refusal::wrong, stop::Stop};
use crate::{
    model::{
        catalog::Catalog,
        filter::{self, Query},
        folded::folded,
        ids::ContactId,
        op::OpState,
        roster::{Lookup, Roster, Sort, SortKey},
        row::Row,
        task::Task,
    },
    store::Reader,
    sync::Whom,
};

/// How long the server's searches may not show yet what is here already (Q24).
const LAG: SignedDuration = SignedDuration::from_mins(2);

/// Contacts in order, and how many there are in all.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) rows: Vec<Row>,
    pub(super) total: usize,
}

/// The first contacts by name: what needs no look at the others.
pub(super) fn first(
    reader: &Reader,
    queue: &Queue,
    most: Option<usize>,
) -> Result<Selection, Stop> {
    let altered = queue.altered();
    let all = reader.counts()?.contacts;
    let window = most.map_or(usize::MAX, |most| most.saturating_add(altered.len()));
    let window = window.min(usize::try_from(all).unwrap_or(usize::MAX));
    let (mut rows, total) = reader.first_window(window)?;
    let mut total = usize::try_from(total).unwrap_or(usize::MAX);
    if !altered.is_empty() {
        rows.retain(|row| !altered.contains(&row.id));
        for id in altered {
            total -= usize::from(reader.contact(id)?.is_some());
            if let Some(contact) = queue.contact(reader, id)? {
                rows.push(Row::from(&contact));
                total += 1;
            }
        }
        rows.sort_by_cached_key(|row| (folded(&row.listed_name()).into_owned(), row.id));
    }
    rows.truncate(most.unwrap_or(usize::MAX));
    Ok(Selection { rows, total })
}

/// All contacts that a query finds among those who are here and known to be as they are on the
/// server.
pub(super) fn matching(
    whom: &Whom,
    errand: &Errand,
    reader: &Reader,
    queue: &Queue,
    catalog: &Catalog,
    text: &str,
    sort: Sort,
) -> Result<Selection, Stop> {
    let query = query(text)?;
    let altered = queue.altered();
    let context = errand.context(catalog);
    let lately = context.now - LAG;
    let is_meant = |row: &Row| match whom {
        Whom::Everybody => true,
        Whom::Among(some) => {
            let is_fresh = row.added.max(row.updated).is_some_and(|at| at > lately);
            is_fresh || some.contains(&row.id) || altered.contains(&row.id)
        }
    };
    // In one order, so that namesakes always stand in the same.
    let mut rows: BTreeMap<ContactId, Row> = BTreeMap::new();
    everybody(reader, queue, |row| {
        if is_meant(row) {
            rows.insert(row.id, row.clone());
        }
    })?;
    let mut roster = Roster::with_capacity(rows.len());
    for row in rows.values() {
        roster.put(row);
    }
    let beside = Beside { tasks: queue.open_tasks(reader)?, queue };
    let found =
        roster.find(&query, sort, &context, &beside).map_err(|error| unfit(text, &error))?;
    let rows: Vec<Row> =
        found.into_iter().filter_map(|slot| rows.remove(&roster.at(slot)?.id())).collect();
    Ok(Selection { total: rows.len(), rows })
}

/// A filter as it was typed.
pub(super) fn query(text: &str) -> Result<Query, Stop> {
    text.parse().map_err(|error| unfit(text, &error))
}

pub(super) fn unfit(query: &str, error: &filter::Error) -> Stop {
    wrong(format!("the filter `{query}` cannot be used: {error}"), "nothing was changed").into()
}

/// Every contact as it looks with what is queued, in no order.
pub(super) fn everybody(
    reader: &Reader,
    queue: &Queue,
    mut each: impl FnMut(&Row),
) -> Result<(), Stop> {
    let altered = queue.altered();
    reader.each_row(|row| {
        if !altered.contains(&row.id) {
            each(row);
        }
        ControlFlow::Continue(())
    })?;
    for id in altered {
        if let Some(contact) = queue.contact(reader, id)? {
            each(&Row::from(&contact));
        }
    }
    Ok(())
}

/// `name`, `-updated`, `next`.
pub(super) fn sort(word: &str) -> Result<Sort, Stop> {
    let (name, descending) = match word.strip_prefix('-') {
        Some(name) => (name, true),
        None => (word, false),
    };
    let by = match name {
        "next" => Some(SortKey::NextTask),
        name => SortKey::from_word(name),
    };
    match by {
        Some(by) => Ok(Sort { by, descending }),
        None => Err(wrong(
            format!("contacts cannot be sorted by `{}`", name.escape_debug()),
            "name, company, email, phone, added, updated, owner or next; `-name` is descending",
        )
        .into()),
    }
}

/// What filters ask beside the contacts themselves.
struct Beside<'a> {
    tasks: Vec<Task>,
    queue: &'a Queue,
}

impl Lookup for Beside<'_> {
    fn open_tasks(&self) -> Box<dyn Iterator<Item = (ContactId, Option<Timestamp>)> + '_> {
        Box::new(self.tasks.iter().map(|task| (task.contact, task.draft.due)))
    }

    fn outgoing(&self) -> Box<dyn Iterator<Item = (ContactId, OpState)> + '_> {
        Box::new(self.queue.all().iter().map(|one| (one.op.change.contact(), one.state)))
    }
}
