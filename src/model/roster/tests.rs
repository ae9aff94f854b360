//! The roster against a plain list of rows, and a filter against the plainest reading of it.

use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::model::{
    catalog::Catalog,
    filter::{Condition, Filter, Mark, Present, Term, TextField, TimeField, Tree, squeezed_phone},
    folded::folded,
    ids::UserId,
    op::OpState,
    user::User,
};

const NOW: i64 = 1_790_000_000;

fn id(number: u8) -> ContactId {
    ContactId::new(Uuid::from_u128(number.into()))
}

fn catalog() -> Catalog {
    let user = |id: &str, name: &str| User {
        id: id.into(),
        name: name.into(),
        email: format!("{}@example.com", name.to_lowercase()),
    };
    Catalog { users: vec![user("u1", "Zoe"), user("u2", "Ben")], ..Catalog::default() }
}

fn context(catalog: &Catalog) -> Context<'_> {
    Context {
        now: Timestamp::from_second(NOW).unwrap(),
        zone: TimeZone::UTC,
        me: Some("u1".into()),
        catalog,
    }
}

/// Tasks and changes beside the contacts.
#[derive(Clone, Debug, Default)]
struct Beside {
    tasks: Vec<(ContactId, Option<Timestamp>)>,
    changes: Vec<(ContactId, OpState)>,
}

impl Lookup for Beside {
    fn open_tasks(&self) -> Box<dyn Iterator<Item = (ContactId, Option<Timestamp>)> + '_> {
        Box::new(self.tasks.iter().copied())
    }

    fn outgoing(&self) -> Box<dyn Iterator<Item = (ContactId, OpState)> + '_> {
        Box::new(self.changes.iter().copied())
    }
}

/// Few letters and few values, so that much collides.
fn row() -> impl Strategy<Value = Row> {
    let word =
        || prop_oneof![2 => Just(String::new()), 5 => "[abÁß]{1,3}", 1 => "[ab]{1,2} [ab]{1,2}"];
    let place = || prop::sample::select(vec!["", "Ab", "b", "Áb"]).prop_map(str::to_owned);
    let phone = prop::sample::select(vec!["", "+1 212 555 0143", "(212) 555-0199", "030 12345"]);
    let time = || {
        prop::option::of(
            (-40_i64..40).prop_map(|days| Timestamp::from_second(NOW + days * 43_200).unwrap()),
        )
    };
    let tags = prop::collection::vec(prop::sample::select(vec!["hot", "hotel", "ab", "á"]), 0..3)
        .prop_map(|tags| {
            let mut tags: Vec<_> = tags.into_iter().filter_map(Tag::new).collect();
            tags.sort();
            tags.dedup();
            tags
        });
    let owner =
        prop::option::of(prop::sample::select(vec!["u1", "u2", "u3"]).prop_map(UserId::from));
    (
        (0_u8..24).prop_map(id),
        (word(), word(), word(), word()),
        phone,
        (place(), place(), place(), place(), place()),
        owner,
        tags,
        any::<bool>(),
        (time(), time()),
    )
        .prop_map(
            |(id, (first, last, company, email), phone, places, owner, tags, dnd, times)| Row {
                id,
                first,
                last,
                company,
                email,
                phone: phone.to_owned(),
                city: places.0,
                state: places.1,
                country: places.2,
                source: places.3,
                kind: places.4,
                owner,
                tags,
                dnd,
                added: times.0,
                updated: times.1,
            },
        )
}

fn beside() -> impl Strategy<Value = Beside> {
    let due = prop::option::of(
        (-20_i64..20).prop_map(|days| Timestamp::from_second(NOW + days * 43_200).unwrap()),
    );
    let tasks = prop::collection::vec(((0_u8..24).prop_map(id), due), 0..12);
    let state = prop::sample::select(OpState::ALL);
    let changes = prop::collection::vec(((0_u8..24).prop_map(id), state), 0..8);
    (tasks, changes).prop_map(|(tasks, changes)| Beside { tasks, changes })
}

fn query() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "b",
        "ab",
        "ba",
        "Á",
        "ss",
        "\"a b\"",
        "\"b, a\"",
        "b,",
        "hot",
        "555",
        "212-555",
        "(212)",
        "030 12345",
        "0049 30 12345",
        "2125550143",
        "tag:hot",
        "tag:hot*",
        "tag:á",
        "tag:none",
        "name:a",
        "name:\"a b\"",
        "first:b",
        "last:a",
        "company:ab",
        "email:b",
        "phone:(212)555",
        "phone:\"0212 5550143\"",
        "city:b",
        "state:ab",
        "country:b",
        "source:á",
        "type:ab",
        "owner:me",
        "owner:ben",
        "owner:none",
        "dnd:yes",
        "dnd:no",
        "added:<7d",
        "added:>3d",
        "updated:<2w",
        "updated:today",
        "updated:2026-09-18..2026-09-25",
        "added:none",
        "due:overdue",
        "due:today",
        "due:week",
        "due:none",
        "due:<3d",
        "due:>1d",
        "has:task",
        "has:name",
        "has:first",
        "has:email",
        "has:phone",
        "has:city",
        "is:failed",
        "is:queued",
        "is:open",
        "is:checking",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|items| items.join(" ")),
            1 => prop::collection::vec(inner.clone(), 2..3)
                .prop_map(|items| format!("({})", items.join(" OR "))),
            1 => inner.prop_map(|item| format!("-({item})")),
        ]
    })
}

fn sort() -> impl Strategy<Value = Sort> {
    (prop::sample::select(SortKey::ALL), any::<bool>())
        .prop_map(|(by, descending)| Sort { by, descending })
}

/// What a filter means, said as plainly as possible.
fn is_let_through(filter: &Filter, row: &Row, beside: &Beside) -> bool {
    match filter {
        Tree::All(items) => items.iter().all(|item| is_let_through(item, row, beside)),
        Tree::Any(items) => items.iter().any(|item| is_let_through(item, row, beside)),
        Tree::Not(inner) => !is_let_through(inner, row, beside),
        Tree::Leaf(condition) => holds(condition, row, beside),
    }
}

fn names(row: &Row) -> Vec<String> {
    let (first, last) = (row.first.trim(), row.last.trim());
    [first.to_owned(), last.to_owned(), format!("{first} {last}"), format!("{last}, {first}")]
        .map(|name| folded(&name).into_owned())
        .to_vec()
}

fn stands_in(term: &Term, texts: &[String]) -> bool {
    term.spellings().iter().any(|spelling| texts.iter().any(|text| text.contains(spelling)))
}

fn text_of(row: &Row, field: TextField) -> String {
    let text = match field {
        TextField::Name => unreachable!("names have two orders"),
        TextField::First => &row.first,
        TextField::Last => &row.last,
        TextField::Email => &row.email,
        TextField::Phone => return squeezed_phone(&row.phone),
        TextField::Company => &row.company,
        TextField::City => &row.city,
        TextField::State => &row.state,
        TextField::Country => &row.country,
        TextField::Source => &row.source,
        TextField::Kind => &row.kind,
    };
    folded(text.trim()).into_owned()
}

fn holds(condition: &Condition, row: &Row, beside: &Beside) -> bool {
    let mut dues =
        beside.tasks.iter().filter(|(contact, _)| *contact == row.id).map(|(_, due)| due);
    let time = |field: &TimeField| match field {
        TimeField::Added => row.added,
        TimeField::Updated => row.updated,
    };
    match condition {
        Condition::Words(term) => {
            let fields = [TextField::Company, TextField::Email, TextField::Phone];
            let texts = fields.iter().map(|field| text_of(row, *field)).chain(names(row));
            let tags = row.tags.iter().map(|tag| folded(tag.as_str()).into_owned());
            stands_in(term, &texts.chain(tags).collect::<Vec<_>>())
        }
        Condition::Text(TextField::Name, term) => stands_in(term, &names(row)),
        Condition::Text(field, term) if field.is_exact() => {
            term.spellings().contains(&text_of(row, *field))
        }
        Condition::Text(field, term) => stands_in(term, &[text_of(row, *field)]),
        Condition::Tag(name) => row.tags.iter().any(|tag| folded(tag.as_str()) == *name),
        Condition::TagBeginning(name) => {
            row.tags.iter().any(|tag| folded(tag.as_str()).starts_with(name))
        }
        Condition::Owner(owners) => row.owner.as_ref().is_some_and(|owner| owners.contains(owner)),
        Condition::Dnd(on) => row.dnd == *on,
        Condition::Time(field, times) => {
            time(field).is_some_and(|time| times.contains(&time.as_second()))
        }
        Condition::Due(times) => {
            dues.any(|due| due.is_some_and(|due| times.contains(&due.as_second())))
        }
        Condition::Dated => dues.any(Option::is_some),
        Condition::Has(present) => match present {
            Present::Text(TextField::Name) => !row.first.is_empty() || !row.last.is_empty(),
            Present::Text(field) => !text_of(row, *field).is_empty(),
            Present::Tag => !row.tags.is_empty(),
            Present::Owner => row.owner.is_some(),
            Present::Time(field) => time(field).is_some(),
            Present::Task => dues.next().is_some(),
        },
        Condition::Is(Mark::Open) => dues.next().is_some(),
        Condition::Is(mark) => beside.changes.iter().any(|(contact, state)| {
            *contact == row.id
                && match mark {
                    Mark::Failed => state.needs_person(),
                    Mark::Queued => {
                        matches!(state, OpState::Held | OpState::Queued | OpState::Retry)
                    }
                    Mark::Sending => *state == OpState::Sending,
                    Mark::Checking => *state == OpState::Unknown,
                    Mark::Open => false,
                }
        }),
    }
}

/// Ids in the order that a sort asks for, by sorting plainly.
fn sorted(rows: &[&Row], sort: Sort, beside: &Beside) -> Vec<ContactId> {
    let name = |row: &Row| {
        let (first, last) = (folded(&row.first).into_owned(), folded(&row.last).into_owned());
        match (first.is_empty(), last.is_empty()) {
            (true, true) => None,
            (false, true) => Some((first, None)),
            (_, false) => Some((last, Some(first))),
        }
    };
    let owner = |row: &Row| {
        let owner = row.owner.as_ref()?;
        let catalog = catalog();
        let user = catalog.user(owner).map(|user| folded(&user.name).into_owned());
        Some(format!("{}{}", u8::from(user.is_none()), user.unwrap_or(owner.to_string())))
    };
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    let time = |time: Option<Timestamp>| time.map(|time| format!("{:020}", time.as_second()));
    let key = |row: &Row| match sort.by {
        SortKey::Name => name(row).map(|(a, b)| match b {
            Some(b) if !b.is_empty() => format!("{a}\x1f{b}"),
            _ => a,
        }),
        SortKey::Company => text(text_of(row, TextField::Company)),
        SortKey::Email => text(text_of(row, TextField::Email)),
        SortKey::Phone => text(text_of(row, TextField::Phone)),
        SortKey::Added => time(row.added),
        SortKey::Updated => time(row.updated),
        SortKey::Owner => owner(row),
        SortKey::NextTask => {
            let own = beside.tasks.iter().filter(|(contact, _)| *contact == row.id);
            time(own.filter_map(|(_, due)| *due).min())
        }
    };
    let is_undated = |row: &Row| {
        sort.by == SortKey::NextTask && beside.tasks.iter().any(|(contact, _)| *contact == row.id)
    };
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) if sort.descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (None, None) => is_undated(b).cmp(&is_undated(a)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    rows.iter().map(|row| row.id).collect()
}

fn ids_of(roster: &Roster, slots: &[Slot]) -> Vec<ContactId> {
    slots.iter().map(|slot| roster.at(*slot).unwrap().id()).collect()
}

#[test]
fn a_roster_can_be_built_on_another_thread() {
    fn is_sent<T: Send + 'static>(_: &T) {}
    is_sent(&Roster::default());
}

#[test]
fn what_a_server_sends_is_capped_and_cleaned() {
    let row = Row {
        id: id(1),
        first: "\x1b[31mJane\u{202e}".into(),
        last: "é".repeat(100_000),
        company: "  Acme\u{1f}Dental ".into(),
        ..plain()
    };
    let roster = Roster::from_rows([row]);
    let row = roster.rows().next().unwrap();
    assert_eq!(row.first(), "␛[31mJane�");
    assert_eq!(row.last().len(), 512);
    assert_eq!(row.company(), "Acme␟Dental");
}

#[test]
fn a_name_is_listed_as_people_are() {
    let name = |first: &str, last: &str, company: &str, email: &str| {
        let row = Row {
            first: first.into(),
            last: last.into(),
            company: company.into(),
            email: email.into(),
            ..plain()
        };
        Roster::from_rows([row]).get(id(0)).unwrap().listed_name().into_owned()
    };
    assert_eq!(name("Jane", "Adams", "", ""), "Adams, Jane");
    assert_eq!(name("", "Adams", "", ""), "Adams");
    assert_eq!(name("Jane", "", "Acme", ""), "Jane");
    assert_eq!(name("", "", "", "jane@example.com"), "jane@example.com");
    assert_eq!(name("", "", "", ""), "(no name)");
}

/// A contact of whom nothing is known.
fn plain() -> Row {
    Row::from(&crate::model::contact::Contact::new(id(0)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_roster_is_a_map_of_rows(rows in prop::collection::vec((row(), any::<bool>()), 0..60)) {
        let (mut roster, mut map) = (Roster::default(), std::collections::BTreeMap::new());
        for (row, stays) in rows {
            if stays {
                roster.put(&row);
                map.insert(row.id, row);
            } else {
                prop_assert_eq!(roster.remove(row.id), map.remove(&row.id).is_some());
            }
        }
        prop_assert_eq!(roster.len(), map.len());
        for row in map.values() {
            prop_assert_eq!(&roster.get(row.id).unwrap().to_row(), row);
        }
        let mut counts = std::collections::BTreeMap::new();
        for tag in map.values().flat_map(|row| &row.tags) {
            *counts.entry(tag).or_insert(0) += 1;
        }
        prop_assert_eq!(roster.tag_counts(), counts.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_filter_finds_what_it_says(
        rows in prop::collection::vec(row(), 0..40),
        beside in beside(),
        queries in prop::collection::vec(query(), 1..4),
    ) {
        let mut roster = Roster::from_rows(rows.clone());
        let catalog = catalog();
        let context = context(&catalog);
        // One after the other, so that each may narrow what the one before has found.
        for text in queries {
            for end in text.char_indices().map(|(end, _)| end).chain([text.len()]) {
                let Ok(query) = text[..end].parse::<Query>() else { continue };
                let Ok(filter) = query.resolve(&context) else { continue };
                let found = roster.find(&query, Sort::default(), &context, &beside).unwrap();
                let mut found = ids_of(&roster, &found);
                found.sort();
                let mut meant: Vec<_> = roster.rows().map(|row| row.to_row())
                    .filter(|row| is_let_through(&filter, row, &beside)).map(|row| row.id).collect();
                meant.sort();
                prop_assert_eq!(found, meant, "{}", query);
            }
        }
    }

    #[test]
    fn an_order_stays_one_while_rows_change(
        rows in prop::collection::vec(row(), 0..40),
        changes in prop::collection::vec((row(), any::<bool>(), sort()), 1..12),
        beside in beside(),
    ) {
        let mut roster = Roster::from_rows(rows);
        let catalog = catalog();
        let context = context(&catalog);
        for (row, stays, sort) in changes {
            let found = roster.find(&Query::default(), sort, &context, &beside).unwrap();
            let found = ids_of(&roster, &found);
            // Equals of the plain sort stand by what the roster calls the order by name.
            let by_name = roster.find(&Query::default(), Sort::default(), &context, &beside).unwrap();
            let rows: Vec<_> = by_name.iter().map(|slot| roster.at(*slot).unwrap().to_row()).collect();
            prop_assert_eq!(found, sorted(&rows.iter().collect::<Vec<_>>(), sort, &beside), "{:?}", sort);
            if stays { roster.put(&row); } else { roster.remove(row.id); }
        }
    }
}
