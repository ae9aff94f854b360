//! Fetches news: the location's own things, the contacts, everybody's open tasks.
//!
//! A full pull walks all contacts in the order in which they were added and goes on from its
//! cursor after an interruption; later pulls ask for what changed since the newest change that
//! was ever seen, by the server's clock, with an overlap for late comers (reliability d11).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use super::{
    catalog,
    hands::{Error, Hands, Word},
    lag::Listing,
};
use crate::{
    api::{
        Bounds, Client, Cursor, Direction, LARGEST_TASK_PAGE, Page, Search, Sheet, Sort, SortBy,
        TaskSearch,
    },
    model::{
        served::{Listed, ServedContact},
        talk::Base,
    },
    rehearsal::Point,
    store::{self, Progress, Reader, Ready},
};

/// How far a pull reaches back behind what was seen at least: lists lag behind writes.
pub(crate) const OVERLAP: SignedDuration = SignedDuration::from_secs(120);

/// What to fetch beside the contacts that changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// All contacts, whatever was fetched before.
    pub(crate) full: bool,
    pub(crate) catalog: bool,
    pub(crate) tasks: bool,
}

/// Where a full pull stands, as the store keeps it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Place {
    after: Option<Cursor>,
    done: u64,
    /// The newest change when the walk began: what changed behind its back is fetched from there.
    began: Option<Timestamp>,
}

/// Everything that `extent` names, then everything that changed since `overlap` before what was seen;
/// tells what it brings, and how many calls all open tasks took.
pub(crate) async fn pull(
    hands: &Hands,
    extent: Extent,
    overlap: SignedDuration,
) -> Result<u32, Error> {
    let client = hands.client.in_background();
    if extent.catalog {
        catalog::fetch(hands, &client).await?;
    }
    let progress = hands.store.read(Reader::progress).await?;
    if extent.full || progress.full.is_none() {
        full(hands, &client, progress, extent.full).await?;
    } else {
        let since = progress.watermark.map_or(Timestamp::UNIX_EPOCH, |seen| seen - overlap);
        changes(hands, &client, progress, since).await?;
    }
    if extent.tasks { open_tasks(hands, &client).await } else { Ok(0) }
}

/// Stops by the total, not by a short page. While one page is written, the next is read, and the one
/// after that is on its way.
async fn full(
    hands: &Hands,
    client: &Client,
    mut progress: Progress,
    anew: bool,
) -> Result<(), Error> {
    let stored = progress.cursor.take().filter(|_| !anew);
    let mut place = match stored.and_then(|place| serde_json::from_value::<Place>(place).ok()) {
        Some(place) => place,
        None => Place { began: newest_change(client).await?, ..Place::default() },
    };
    let first = Search { after: place.after.clone(), ..Search::default() };
    let mut sheet = client.search_sheet(&first).await?;
    let mut writing: Option<Writing> = None;
    let mut unread = 0;
    loop {
        Point::PullPageReceived.pass();
        let Bounds { rows, total, after } = sheet.bounds.clone();
        let total = total.unwrap_or(u64::MAX);
        place.done += rows as u64;
        if after.is_some() && after == place.after {
            return Err(Error::Circle);
        }
        place.after = after;
        let more = place.after.is_some() && place.done < total;
        progress.cursor = more.then(|| serde_json::json!(place));
        let next = Search { after: place.after.clone(), ..Search::default() };
        let fetching = async { if more { Some(client.search_sheet(&next).await) } else { None } };
        let storing = async {
            let ready = tokio::spawn(async move { read(&sheet) })
                .await
                .map_err(|_| store::Error::Closed)??;
            unread += ready.unread();
            if let Some(before) = writing.take() {
                before.end(hands).await?;
            }
            Ok::<_, Error>(Writing::begin(hands, ready, progress.clone(), (place.done, total)))
        };
        let (fetched, stored) = tokio::join!(fetching, storing);
        let stored = stored?;
        match fetched {
            Some(Ok(next)) => (sheet, writing) = (next, Some(stored)),
            ended => {
                stored.end(hands).await?;
                ended.transpose()?;
                break;
            }
        }
    }
    if unread == 0 {
        hands.store.all_were_read().await?;
    }
    let now = hands.now();
    let (full, synced) = (Some(now), Some(now));
    let ended = Progress { cursor: None, watermark: place.began, full, synced };
    hands.store.put_progress(ended, now).await?;
    Ok(())
}

fn read(sheet: &Sheet) -> Result<Ready, Error> {
    Ok(Ready::new(listed(sheet.read()?))?)
}

/// A page on its way to the disk.
struct Writing {
    handle: JoinHandle<store::Result<Base>>,
    done: u64,
    total: u64,
}

impl Writing {
    fn begin(hands: &Hands, page: Ready, progress: Progress, (done, total): (u64, u64)) -> Self {
        let (store, now) = (hands.store.clone(), hands.now());
        let handle = tokio::spawn(async move { store.put_contacts(page, progress, now).await });
        Self { handle, done, total }
    }

    /// It is there; tells what it brought.
    async fn end(self, hands: &Hands) -> Result<(), Error> {
        let base = self.handle.await.map_err(|_| store::Error::Closed)??;
        hands.tell_base(base);
        hands.tell(Word::Pulling { done: self.done, total: self.total });
        Ok(())
    }
}

async fn newest_change(client: &Client) -> Result<Option<Timestamp>, Error> {
    let newest = client
        .search(&Search {
            page_limit: 1,
            sort: Sort { by: SortBy::Updated, direction: Direction::Descending },
            ..Search::default()
        })
        .await?;
    Ok(newest.contacts.first().and_then(|contact| contact.updated))
}

fn count(page: &Page) -> u64 {
    page.contacts.len() as u64 + page.unread.count as u64
}

fn listed(page: Page) -> Listed<ServedContact> {
    Listed { items: page.contacts, unread: page.unread }
}

async fn changes(
    hands: &Hands,
    client: &Client,
    mut progress: Progress,
    since: Timestamp,
) -> Result<(), Error> {
    let mut listing = Listing { asked: hands.now(), since, shown: Vec::new() };
    let mut after: Option<Cursor> = None;
    let mut done = 0;
    loop {
        let page = client
            .search(&Search {
                after: after.clone(),
                updated_from: Some(since),
                sort: Sort { by: SortBy::Updated, direction: Direction::Ascending },
                ..Search::default()
            })
            .await?;
        Point::PullPageReceived.pass();
        done += count(&page);
        if page.after.is_some() && page.after == after {
            return Err(Error::Circle);
        }
        after.clone_from(&page.after);
        let more = !page.contacts.is_empty()
            && after.is_some()
            && page.total.is_none_or(|total| done < total);
        let shown = page.contacts.iter();
        listing.shown.extend(shown.filter_map(|it| Some((it.remote.clone(), it.updated?))));
        let seen = listing.shown.iter().map(|(_, version)| *version).max();
        progress.watermark = progress.watermark.max(seen);
        let now = hands.now();
        if !more {
            progress.synced = Some(now);
        }
        let page = Ready::new(listed(page))?;
        let base = hands.store.put_contacts(page, progress.clone(), now).await?;
        if !base.rows.is_empty() {
            hands.tell(Word::Stirred(base.rows.iter().map(|row| row.id).collect()));
        }
        hands.tell_base(base);
        if !more {
            hands.tell(Word::Listed(listing));
            return Ok(());
        }
    }
}

/// A pass over all open tasks; what it does not show is closed, if all of it could be read.
async fn open_tasks(hands: &Hands, client: &Client) -> Result<u32, Error> {
    hands.store.begin_open_tasks(hands.now()).await?;
    let (mut skip, mut calls, mut unread) = (0, 0, 0);
    loop {
        calls += 1;
        let page = client
            .search_tasks(&TaskSearch {
                completed: Some(false),
                skip,
                limit: Some(LARGEST_TASK_PAGE),
                ..TaskSearch::default()
            })
            .await?;
        unread += page.unread.count;
        let came = page.items.len() + page.unread.count;
        let came = u32::try_from(came).unwrap_or(LARGEST_TASK_PAGE);
        let taken = hands.store.put_open_tasks(page, hands.now()).await?;
        hands.tell_base(taken.base);
        skip += came;
        if came < LARGEST_TASK_PAGE {
            break;
        }
    }
    if unread == 0 {
        hands.tell_base(hands.store.finish_open_tasks(hands.now()).await?);
    }
    Ok(calls)
}
