//! The store on the disk at hand: `cargo bench --bench store`. Figures depend on that disk; commits
//! wait for it.

use std::{collections::BTreeMap, future::Future, hint::black_box, ops::ControlFlow};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::{ContactId, Ids},
        op::Op,
        served::ServedContact,
        tag::Tag,
    },
    store::{Progress, Ready, Store},
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

const CONTACTS: usize = 100_000;
/// Contacts that the service puts on a page.
const PAGE: usize = 500;

struct Bench {
    runtime: Runtime,
    store: Store,
    ids: Ids,
    random: fastrand::Rng,
    served: usize,
    _folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data").join("rolodeck.db");
        Self {
            runtime: Builder::new_current_thread().build().expect("a runtime"),
            store: Store::open(&path).expect("a database").store,
            ids: Ids::starting_at(Uuid::now_v7()),
            random: fastrand::Rng::with_seed(1),
            served: 0,
            _folder: folder,
        }
    }

    /// With everybody pulled.
    fn full() -> Self {
        let mut bench = Self::new();
        while bench.served < CONTACTS {
            let page = bench.page();
            bench.pull(page);
        }
        let progress = Progress { full: Some(now()), ..Progress::default() };
        bench.wait(bench.store.put_progress(progress, Timestamp::now()));
        bench
    }

    fn wait<T, E: std::fmt::Debug>(&self, done: impl Future<Output = Result<T, E>>) -> T {
        self.runtime.block_on(done).expect("a disk with room")
    }

    /// The next page of contacts that nobody has seen.
    fn page(&mut self) -> Vec<ServedContact> {
        (0..PAGE).map(|_| self.contact()).collect()
    }

    fn pull(&self, page: Vec<ServedContact>) -> usize {
        let page = Ready::new(page).expect("a page");
        self.wait(self.store.put_contacts(page, Progress::default(), now())).rows.len()
    }

    /// About 700 bytes of JSON, like those of the service.
    fn contact(&mut self) -> ServedContact {
        let (number, random) = (self.served, &mut self.random);
        self.served += 1;
        let first = random.choice(["Jane", "Nils", "José", "Łukasz", "Wei", "Анна"]).unwrap_or("");
        let last = format!("Adams{}", random.u32(..5_000));
        let values = [
            (Standard::FirstName, first.to_owned()),
            (Standard::Email, format!("{last}.{number}@example.com")),
            (Standard::LastName, last),
            (Standard::Phone, "+12125550143".to_owned()),
            (Standard::Company, format!("Company {}", number % 3_000)),
            (Standard::Address, format!("{number} Main Street")),
            (Standard::City, "Berlin".to_owned()),
            (Standard::Country, "DE".to_owned()),
            (Standard::Source, "import".to_owned()),
            (Standard::Type, "lead".to_owned()),
            (Standard::Timezone, "Europe/Berlin".to_owned()),
        ];
        let values = values.map(|(field, text)| (Field::Standard(field), text.as_str().into()));
        let tags: std::collections::BTreeSet<Tag> = (0..random.usize(..4))
            .filter_map(|_| Tag::new(&format!("tag {}", random.u32(..200))))
            .collect();
        let attribution = serde_json::json!([{"pageUrl": "https://example.com", "medium": "form"}]);
        ServedContact {
            remote: (0..20).map(|_| random.alphanumeric()).collect::<String>().into(),
            values: values.into(),
            tags: tags.into_iter().collect(),
            added: Some(now()),
            updated: Some(now()),
            extra: BTreeMap::from([("attributions".to_owned(), attribution)]),
        }
    }

    fn somebody(&self) -> ContactId {
        let reader = self.store.reader().expect("a reader");
        reader.first_window(1).expect("a window").0[0].id
    }

    fn tag(&mut self, contact: ContactId, tag: &Tag) -> Op {
        let (id, deed) = (self.ids.op(), self.ids.deed());
        Op { id, deed, at: now(), change: Change::TagAdded { contact, tag: tag.clone() } }
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_772_000_000).expect("a time")
}

fn pulls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pull");
    group.sample_size(20).throughput(Throughput::Elements(PAGE as u64));
    let mut bench = Bench::full();
    group.bench_function("a page of strangers into 100,000", |run| {
        run.iter_custom(|times| {
            let pages: Vec<_> = (0..times).map(|_| bench.page()).collect();
            let start = std::time::Instant::now();
            for page in pages {
                black_box(bench.pull(page));
            }
            start.elapsed()
        });
    });
    let page = bench.page();
    bench.pull(page.clone());
    group.bench_function("a page that says nothing new", |run| {
        run.iter_batched(|| page.clone(), |page| bench.pull(page), BatchSize::LargeInput);
    });
    group.sample_size(10).throughput(Throughput::Elements(CONTACTS as u64));
    group.bench_function("100,000 into nothing", |run| run.iter_with_large_drop(Bench::full));
    group.finish();
}

fn commits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("commit");
    let mut bench = Bench::full();
    let (somebody, tag) = (bench.somebody(), Tag::new("q4").expect("a tag"));
    for changes in [1, 500] {
        group.throughput(Throughput::Elements(changes));
        group.bench_function(format!("{changes}"), |run| {
            run.iter_custom(|times| {
                let deeds: Vec<Vec<Op>> = (0..times)
                    .map(|_| (0..changes).map(|_| bench.tag(somebody, &tag)).collect())
                    .collect();
                let start = std::time::Instant::now();
                for deed in deeds {
                    bench.wait(bench.store.commit(deed));
                }
                start.elapsed()
            });
        });
    }
    group.finish();
}

fn reads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    let bench = Bench::full();
    let (reader, somebody) = (bench.store.reader().expect("a reader"), bench.somebody());
    group.bench_function("the first 120 of 100,000 by name", |run| {
        run.iter(|| reader.first_window(120).expect("a window"));
    });
    group.bench_function("a dossier", |run| {
        run.iter(|| reader.dossier(somebody).expect("a dossier"));
    });
    group.sample_size(20).throughput(Throughput::Elements(CONTACTS as u64));
    group.bench_function("100,000 rows", |run| {
        run.iter(|| {
            let mut bytes = 0;
            let each = reader.each_row(|row| {
                bytes += row.first.len() + row.last.len() + row.tags.len();
                ControlFlow::Continue(())
            });
            each.expect("all rows");
            bytes
        });
    });
    group.bench_function("opening", |run| {
        run.iter_with_large_drop(|| Store::open(bench.store.path()).expect("the database"));
    });
    group.finish();
}

criterion_group!(benches, reads, commits, pulls);
criterion_main!(benches);
