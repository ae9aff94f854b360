//! What a keystroke, a sort, a change and a byte cost with 100,000 and 1,000,000 contacts.
//!
//! `cargo bench --bench roster` measures with 100,000; `ROSTER=1000000 cargo bench --bench roster`
//! with as many as are named. It opens with a report: memory, and the median and worst keystrokes
//! of a pass in which ten filters are typed letter by letter, with three letters taken back at the
//! end of each.

#[path = "roster/people.rs"]
mod people;

use std::{
    env, hint,
    io::{self, Write},
    time::{Duration, Instant},
};

use criterion::{BatchSize, Criterion};
use jiff::{Timestamp, tz::TimeZone};
use people::person;
use rolodeck::model::{
    catalog::Catalog,
    context::Context,
    filter::Query,
    roster::{Nothing, Roster, Sort, SortKey},
};

const TYPED: [&str; 10] = [
    "maria gon",
    "jose",
    "smith",
    "555 01",
    "dental b",
    "@example",
    "zoe ode",
    "tag-7 hot",
    "sakura",
    "+1 212555",
];

fn main() -> io::Result<()> {
    let contacts = env::var("ROSTER").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let catalog = Catalog::default();
    let context = Context {
        now: Timestamp::from_second(1_790_000_000).unwrap_or_default(),
        zone: TimeZone::UTC,
        me: None,
        catalog: &catalog,
    };
    let mut roster = Roster::from_rows((0..contacts).map(person));
    report(&mut roster, &context)?;

    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    measure(&mut criterion, &mut roster, contacts, &context);
    criterion.final_summary();
    Ok(())
}

fn report(roster: &mut Roster, context: &Context) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let each = |roster: &Roster| roster.heap_bytes() / roster.len().max(1);
    writeln!(out, "{} contacts, {} bytes each", roster.len(), each(roster))?;
    for by in SortKey::ALL {
        for sort in [Sort::ascending(*by), Sort::descending(*by)] {
            let start = Instant::now();
            find(roster, "", sort, context);
            let way = if sort.descending { "descending" } else { "ascending" };
            writeln!(out, "sort by {} {way}: {:?}", by.word(), start.elapsed())?;
        }
    }
    find(roster, "", Sort::ascending(SortKey::Company), context);
    writeln!(out, "{} bytes each with two orders", each(roster))?;
    for by in [SortKey::Name, SortKey::Company] {
        let mut strokes: Vec<(Duration, String, usize)> = Vec::new();
        for _ in 0..5 {
            for text in keystrokes() {
                let start = Instant::now();
                let hits = find(roster, &text, Sort::ascending(by), context);
                strokes.push((start.elapsed(), text, hits));
            }
        }
        strokes.sort();
        let at = |percent: usize| &strokes[(strokes.len() - 1) * percent / 100];
        let (median, bad, worst) = (at(50), at(99), at(100));
        writeln!(
            out,
            "keystroke, by {}: p50 {:?}, p99 {:?} (`{}`), worst {:?} (`{}`, {} found)",
            by.word(),
            median.0,
            bad.0,
            bad.1,
            worst.0,
            worst.1,
            worst.2,
        )?;
    }
    Ok(())
}

fn measure(criterion: &mut Criterion, roster: &mut Roster, contacts: u32, context: &Context) {
    let mut group = criterion.benchmark_group(format!("{contacts} contacts"));
    let rows: Vec<_> = (0..contacts.min(100_000)).map(person).collect();
    group.bench_function(format!("build of {}", rows.len()), |bencher| {
        bencher.iter(|| Roster::from_rows(hint::black_box(&rows).iter().cloned()).len());
    });
    group.bench_function("pass of keystrokes", |bencher| {
        bencher.iter(|| {
            let found = keystrokes()
                .iter()
                .map(|text| find(roster, text, Sort::default(), context))
                .sum::<usize>();
            hint::black_box(found)
        });
    });
    for (name, query) in [("by tag", "tag:hot"), ("by time", "updated:<90d -dnd:yes city:berlin")] {
        group.bench_function(format!("filter {name}"), |bencher| {
            bencher.iter(|| {
                find(roster, "", Sort::default(), context);
                find(roster, query, Sort::default(), context)
            });
        });
    }
    for by in SortKey::ALL {
        group.bench_function(format!("sort by {}", by.word()), |bencher| {
            let mut is_turned = false;
            bencher.iter(|| {
                is_turned = !is_turned;
                find(roster, "", Sort { by: *by, descending: is_turned }, context)
            });
        });
    }
    let mut number = 0;
    let mut changed = || {
        number = (number + 7919) % contacts;
        let mut row = person(number);
        row.last.push('x');
        row
    };
    group.bench_function("change of one, seen in the list", |bencher| {
        bencher.iter_batched(
            &mut changed,
            |row| {
                roster.put(&row);
                find(roster, "", Sort::default(), context)
            },
            BatchSize::SmallInput,
        );
    });
    group.bench_function("change of 500", |bencher| {
        bencher.iter_batched(
            || (0..500).map(|_| changed()).collect::<Vec<_>>(),
            |rows| {
                for row in &rows {
                    roster.put(row);
                }
                find(roster, "", Sort::default(), context)
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// Everything that stands in the filter line while the texts are typed.
fn keystrokes() -> Vec<String> {
    let mut strokes = Vec::new();
    for text in TYPED {
        let letters: Vec<char> = text.chars().collect();
        let back = (letters.len().saturating_sub(3)..letters.len()).rev();
        strokes.extend((1..=letters.len()).chain(back).map(|end| letters[..end].iter().collect()));
    }
    strokes
}

fn find(roster: &mut Roster, text: &str, sort: Sort, context: &Context) -> usize {
    let query = text.parse::<Query>().unwrap_or_default();
    let found = roster.find(&query, sort, context, &Nothing);
    hint::black_box(found.map_or(0, |hits| hits.len()))
}
