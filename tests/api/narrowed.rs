//! Filters that the service is asked find there whom they find here.

use std::{collections::BTreeMap, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use proptest::{prelude::*, test_runner::TestRunner};
use rolodeck::{
    api::{Client, Narrowed, Search, narrowed},
    model::{
        catalog::Catalog,
        contact::Contact,
        context::Context,
        field::Standard,
        filter::Query,
        ids::{ContactId, RemoteId},
        roster::{Nothing, Roster, Sort},
        row::Row,
        served::ServedContact,
        tag::Tag,
        value::Value,
    },
    sandbox::{Limits, Options, Sandbox},
};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::sandbox::client;

/// Of the people made here, beside those that the sandbox begins with.
const TAGS: [&[&str]; 6] =
    [&["café"], &["cafe", "hot"], &["hot lead"], &["hot", "zürich"], &["lost"], &[]];
const COUNTRIES: [&str; 4] = ["US", "DE", "GB", ""];

/// What the service can answer.
const ASKED: &[&str] = &[
    "tag:cafe",
    "tag:hot",
    "tag:hot*",
    "tag:zurich",
    "tag:nobody",
    "tag:customer",
    "tag:n*",
    "owner:me",
    "owner:a",
    "dnd:yes",
    "dnd:no",
    "country:de",
    "country:us",
    "added:<2d",
    "added:>30d",
    "added:today",
    "added:<2026-01-01",
    "updated:<3h",
    "updated:>1d",
    "updated:2020-01-01..today",
    "has:tag",
    "has:added",
    "tag:*",
];
/// What it can't, or not the other way round.
const LEFT: &[&str] = &[
    "jane",
    "city:berlin",
    "phone:212",
    "-has:email",
    "-has:owner",
    "has:phone",
    "name:ma",
    "country:germany",
    "type:lead",
    "-has:city",
];

struct Place {
    runtime: Runtime,
    _sandbox: Sandbox,
    client: Client,
    people: BTreeMap<RemoteId, Contact>,
    catalog: Catalog,
}

impl Place {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let options = Options {
            contacts: 120,
            index_lag: Duration::ZERO,
            limits: Limits::OFF,
            ..Options::default()
        };
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        let client = client(&sandbox);
        let (people, catalog) = runtime.block_on(async {
            let users = client.users().await.unwrap().items;
            for at in 0..24 {
                sandbox.advance(Duration::from_secs(3 * 3600 + 17));
                let owner = users[at % users.len()].id.to_string();
                let fields = BTreeMap::from([
                    (Standard::FirstName.into(), Value::text(format!("Jané {at}"))),
                    (Standard::Country.into(), Value::text(COUNTRIES[at % COUNTRIES.len()])),
                    (Standard::Dnd.into(), Value::Flag(at % 5 == 0)),
                    (
                        Standard::Owner.into(),
                        Value::text(if at % 3 == 0 { String::new() } else { owner }),
                    ),
                ]);
                let tags: Vec<Tag> =
                    TAGS[at % TAGS.len()].iter().filter_map(|name| Tag::new(name)).collect();
                let made = client.create_contact(&fields, &[]).await.unwrap();
                if !tags.is_empty() {
                    client.add_tags(&made.remote, &tags).await.unwrap();
                }
            }
            let tags = client.location_tags().await.unwrap().items;
            let tags = tags.into_iter().map(|tag| tag.tag).collect();
            let all = found(&client, &Search::default()).await;
            (all, Catalog { users, tags, ..Catalog::default() })
        });
        let people = (1..).zip(people).map(|(number, served)| {
            let mut contact = Contact::new(ContactId::new(Uuid::from_u128(number)));
            contact.remote = Some(served.remote.clone());
            (contact.values, contact.tags) = (served.values, served.tags);
            (contact.added, contact.updated) = (served.added, served.updated);
            (served.remote, contact)
        });
        Self { runtime, _sandbox: sandbox, client, people: people.collect(), catalog }
    }

    fn context(&self) -> Context<'_> {
        let newest = self.people.values().filter_map(|contact| contact.added).max();
        Context {
            now: newest.unwrap_or(Timestamp::UNIX_EPOCH),
            zone: TimeZone::get("America/New_York").unwrap(),
            me: self.catalog.users.first().map(|user| user.id.clone()),
            catalog: &self.catalog,
        }
    }

    /// Whom the filter finds among all that are known.
    fn here(&self, query: &Query) -> Vec<RemoteId> {
        let rows = self.people.values().map(Row::from);
        let mut roster = Roster::from_rows(rows);
        let slots = roster.find(query, Sort::default(), &self.context(), &Nothing).unwrap();
        let ids: Vec<ContactId> =
            slots.into_iter().map(|slot| roster.at(slot).unwrap().id()).collect();
        let mut here: Vec<_> = self
            .people
            .iter()
            .filter(|(_, contact)| ids.contains(&contact.id))
            .map(|(id, _)| id.clone())
            .collect();
        here.sort();
        here
    }

    /// Whom the service finds, and whether it was asked all of the filter.
    fn there(&self, query: &Query) -> (Vec<RemoteId>, bool) {
        let filter = query.resolve(&self.context()).unwrap();
        match narrowed(&filter, &self.catalog.tags) {
            Narrowed::Nobody => (Vec::new(), true),
            Narrowed::To { filters, left } => {
                let search = Search { filters, ..Search::default() };
                let served = self.runtime.block_on(found(&self.client, &search));
                let mut there: Vec<_> = served.into_iter().map(|served| served.remote).collect();
                there.sort();
                (there, left.is_empty())
            }
        }
    }
}

async fn found(client: &Client, search: &Search) -> Vec<ServedContact> {
    let page = client.search(search).await.unwrap();
    assert_eq!(page.total, Some(page.contacts.len() as u64), "one page is all");
    page.contacts
}

fn filters() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        5 => prop::sample::select(ASKED),
        1 => prop::sample::select(LEFT),
    ];
    leaf.prop_map(str::to_owned).prop_recursive(4, 12, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.prop_map(|one| format!("-({one})")),
            several.clone().prop_map(|all| format!("({})", all.join(" "))),
            several.prop_map(|any| format!("({})", any.join(" OR "))),
        ]
    })
}

#[test]
fn nobody_who_fits_is_missing_and_what_was_asked_in_full_finds_nobody_else() {
    let place = Place::new();
    let (mut exact, mut wider) = (0, 0);
    let mut check = |text: &str| {
        let query: Query = text.parse().unwrap();
        let here = place.here(&query);
        let (there, asked_all) = place.there(&query);
        if asked_all {
            exact += usize::from(!here.is_empty());
            prop_assert_eq!(&there, &here, "{}", text);
        } else {
            wider += usize::from(there.len() < place.people.len());
            prop_assert!(here.iter().all(|id| there.contains(id)), "{} misses somebody", text);
        }
        Ok(())
    };
    for text in ASKED.iter().chain(LEFT) {
        check(text).unwrap();
    }
    let mut runner = TestRunner::new(ProptestConfig { cases: 300, ..ProptestConfig::default() });
    let check = std::cell::RefCell::new(check);
    runner.run(&filters(), |text| (check.borrow_mut())(&text)).unwrap();
    assert!(exact > 50 && wider > 10, "{exact} {wider}: these filters test little");
}
