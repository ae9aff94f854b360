//! People who do not exist, as many as are asked for, the same ones every time.

use fastrand::Rng;
use jiff::Timestamp;
use rolodeck::model::{ids::ContactId, row::Row, tag::Tag};
use uuid::Uuid;

const FIRST: &[&str] = &[
    "Maria",
    "José",
    "Jane",
    "Nils",
    "Li",
    "Chidi",
    "Tom",
    "Ana",
    "Priya",
    "Ken",
    "Sam",
    "Elif",
    "Rosa",
    "Dan",
    "Petr",
    "Uche",
    "Min",
    "Ava",
    "Gia",
    "Yui",
    "Wei",
    "Søren",
    "Łukasz",
    "Zoë",
    "さくら",
    "민준",
    "عمر",
    "Ольга",
    "François",
    "Nguyễn",
    "Marie-Claire",
    "Robert",
];
const LAST: &[&str] = &[
    "González",
    "Adams",
    "Bauer",
    "Chen",
    "Dupont",
    "Eze",
    "Fraser",
    "Garcia",
    "Hall",
    "Ito",
    "Jones",
    "Kaya",
    "Lopez",
    "Moore",
    "Novák",
    "Okafor",
    "Park",
    "Quinn",
    "Rossi",
    "Sato",
    "Tan",
    "Ødegård",
    "Żółkiewska",
    "田中",
    "김",
    "الزهراني",
    "Иванова",
    "O'Brien",
    "van der Berg",
    "Smith",
];
const TRADES: &[&str] = &[
    "Dental",
    "GmbH",
    "Imports",
    "Logistics",
    "Studio",
    "Foods",
    "Tekstil",
    "& Sons",
    "Law",
    "Roofing",
    "Solar",
    "Yoga",
    "Auto",
    "Media",
    "Clinic",
    "Plumbing",
];
const CITIES: &[&str] = &[
    "Berlin",
    "New York",
    "Austin",
    "Paris",
    "London",
    "São Paulo",
    "Tokyo",
    "İstanbul",
    "Lagos",
    "Sydney",
    "Mumbai",
    "Praha",
];
const OWNERS: &[&str] = &["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8"];

/// Contact `number` of this world.
pub(crate) fn person(number: u32) -> Row {
    let mut random = Rng::with_seed(u64::from(number) ^ 0x5EED);
    let (first, last) = (pick(&mut random, FIRST), pick(&mut random, LAST));
    let ascii: String =
        format!("{first}.{last}").chars().filter(char::is_ascii_alphanumeric).collect();
    let is_company = random.u8(..) < 150;
    let line = random.u32(0..10_000_000);
    Row {
        id: ContactId::new(Uuid::from_u128(u128::from(number) << 64 | u128::from(random.u64(..)))),
        first: first.to_owned(),
        last: last.to_owned(),
        company: if is_company {
            format!("{} {}", pick(&mut random, LAST), pick(&mut random, TRADES))
        } else {
            String::new()
        },
        email: format!("{}{number}@example.com", ascii.to_lowercase()),
        phone: format!("+1 {} 555 {:04}", 200 + line % 700, line / 700 % 10_000),
        city: pick(&mut random, CITIES).to_owned(),
        state: String::new(),
        country: pick(&mut random, &["US", "DE", "GB", "JP", "TR", "NG"]).to_owned(),
        source: pick(&mut random, &["Webinar", "Form", "Import", "Ad", ""]).to_owned(),
        kind: pick(&mut random, &["lead", "lead", "lead", "customer"]).to_owned(),
        owner: (random.u8(..) < 200).then(|| pick(&mut random, OWNERS).into()),
        tags: tags(&mut random),
        dnd: random.u8(..) < 12,
        added: Timestamp::from_second(1_600_000_000 + random.i64(0..190_000_000)).ok(),
        updated: Timestamp::from_second(1_700_000_000 + random.i64(0..90_000_000)).ok(),
    }
}

/// Two on average, few of them on many people and many on few.
fn tags(random: &mut Rng) -> Vec<Tag> {
    let mut tags: Vec<Tag> = (0..random.usize(0..5))
        .filter_map(|_| {
            let rank = (random.f64().powi(3) * 120.0).floor();
            Tag::new(&if rank < 1.0 { "hot".to_owned() } else { format!("tag-{rank}") })
        })
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

fn pick<'a>(random: &mut Rng, from: &[&'a str]) -> &'a str {
    from[random.usize(..from.len())]
}
