//! One made-up contact with what hangs on it.

use fastrand::Rng;
use jiff::Span;
use jiff::civil::Date;

use super::agency::DAY;
use super::dice::{chance, digits, pick, pick_from, scaled, skewed, weighted};
use super::names::{CULTURES, EMOJI};
use super::places::{ENGLISH_STREETS, FRENCH_STREETS, GERMAN_STREETS, PLACES, Place, Streets};
use super::scene::Scene;
use super::{custom, talk, work};
use crate::sandbox::clock::Millis;
use crate::sandbox::id::Mint;
use crate::sandbox::records::appointment::Appointment;
use crate::sandbox::records::contact::{Attribution, Channel, Contact, Dnd, DndStatus, Kind};
use crate::sandbox::records::note::Note;
use crate::sandbox::records::task::Task;

const HOUR: Millis = 3_600_000;

#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) contact: Contact,
    pub(crate) tasks: Vec<Task>,
    pub(crate) notes: Vec<Note>,
    pub(crate) appointments: Vec<Appointment>,
}

impl Person {
    pub(crate) fn make_up(scene: &mut Scene<'_>, dice: &mut Rng, mint: &mut Mint) -> Self {
        let contact = contact(scene, dice, mint);
        let tasks = work::tasks(&contact, scene, dice, mint);
        let notes = work::notes(&contact, scene, dice, mint);
        let appointments = work::appointments(&contact, scene, dice, mint);
        Self { contact, tasks, notes, appointments }
    }
}

fn contact(scene: &mut Scene<'_>, dice: &mut Rng, mint: &mut Mint) -> Contact {
    let culture = weighted(CULTURES, |it| it.weight, dice);
    let place = weighted(PLACES, |it| it.weight, dice);
    let (first, first_ascii) = pick(culture.first, dice);
    let (last, last_ascii) = pick(culture.last, dice);
    let (added, updated) = dates(scene.now, dice);
    let business = chance(dice, 12).then(|| pick_from(scene.businesses, dice)).flatten();
    let company = match business {
        Some(business) => Some(business.name.clone()),
        None => chance(dice, 40).then(|| company(dice)),
    };
    let first_name = if chance(dice, 2) {
        format!("{first} {}", pick(EMOJI, dice))
    } else {
        (*first).to_owned()
    };
    // A few are companies only, or a first name that somebody left on the phone.
    let nameless = company.is_some() && chance(dice, 2);
    let only_first = chance(dice, 4);
    let email =
        chance(dice, 88).then(|| email(first_ascii, last_ascii, company.as_deref(), scene, dice));
    let phone = chance(dice, 74).then(|| phone(place, scene, dice)).flatten();
    let has_address = chance(dice, 55);
    let street = has_address.then(|| street(place, dice).into());
    let kind = if chance(dice, 28) { Kind::Customer } else { Kind::Lead };
    let tags = tags(kind, dice);
    let text = |text: &str| (!text.is_empty()).then(|| text.into());
    Contact {
        id: mint.record(),
        location_id: scene.location.clone(),
        first_name: (!nameless).then(|| first_name.into()),
        last_name: (!nameless && !only_first).then(|| (*last).into()),
        email: email.map(Into::into),
        phone: phone.map(Into::into),
        company_name: company.as_deref().map(Into::into),
        business_id: business.map(|business| business.id.clone()),
        city: has_address.then(|| place.city.into()),
        state: text(place.state).filter(|_| has_address),
        postal_code: has_address.then(|| digits(place.postal, dice).into()),
        country: Some(place.country.into()),
        timezone: chance(dice, 50).then(|| place.timezone.into()),
        address1: street,
        website: company
            .filter(|_| chance(dice, 45))
            .map(|name| format!("https://{}.example.com", slug(&name)).into()),
        source: chance(dice, 85).then(|| (*skewed(talk::SOURCES, dice)).into()),
        date_of_birth: chance(dice, 14).then(|| birthday(dice).to_string().into()),
        kind,
        assigned_to: chance(dice, 70).then(|| skewed(scene.users, dice).clone()),
        followers: if chance(dice, 8) { vec![pick(scene.users, dice).clone()] } else { Vec::new() },
        tags,
        custom_fields: custom::values(scene, dice, mint),
        dnd: chance(dice, 3),
        dnd_settings: chance(dice, 5)
            .then(|| (pick(&[Channel::Sms, Channel::Call, Channel::Email], dice), dice.bool()))
            .map(|(channel, asked)| (*channel, opted_out(asked)))
            .into_iter()
            .collect(),
        workflows: chance(dice, 10)
            .then(|| pick_from(scene.workflows, dice).cloned())
            .flatten()
            .into_iter()
            .collect(),
        attribution: chance(dice, 25).then(|| Box::new(attribution(dice))),
        date_added: added,
        date_updated: updated,
        last_activity: chance(dice, 80).then_some(updated),
        ..Contact::default()
    }
}

/// Mostly some time ago, more and more towards now; changed some time between then and now.
fn dates(now: Millis, dice: &mut Rng) -> (Millis, Millis) {
    let reach = |share: f64, days: Millis| scaled(share * share, days * DAY);
    let added = now - reach(dice.f64(), 1_100) - HOUR - dice.i64(0..HOUR);
    let age = now - added;
    let quiet = dice.f64();
    let updated = now - scaled(quiet * quiet * quiet, age).max(dice.i64(1..HOUR));
    (added, updated.max(added))
}

fn email(
    first: &str,
    last: &str,
    company: Option<&str>,
    scene: &mut Scene<'_>,
    dice: &mut Rng,
) -> String {
    let domain = match company.filter(|_| chance(dice, 60)) {
        Some(company) => format!("{}.example.com", slug(company)),
        None => (*skewed(&["example.com", "example.net", "example.org"], dice)).to_owned(),
    };
    let user = match dice.u8(0..4) {
        0 => first.to_owned(),
        1 => format!("{}{last}", &first[..1]),
        2 => format!("{first}_{last}"),
        _ => format!("{first}.{last}"),
    };
    let mut email = format!("{user}@{domain}");
    let mut most = 99;
    while !scene.taken.insert(email.clone()) {
        email = format!("{user}{}@{domain}", dice.u32(2..most));
        most = (most * 3).min(1_000_000);
    }
    email
}

/// A free number of the place, or none: the ranges kept for fiction are small.
fn phone(place: &Place, scene: &mut Scene<'_>, dice: &mut Rng) -> Option<String> {
    for _ in 0..8 {
        let (prefix, length) = pick(place.phones, dice);
        let number = digits(&format!("{prefix}{}", "#".repeat(*length)), dice);
        if scene.taken.insert(number.clone()) {
            return Some(number);
        }
    }
    None
}

fn street(place: &Place, dice: &mut Rng) -> String {
    let number = dice.u32(2..1800);
    match place.streets {
        Streets::English => format!("{number} {}", pick(ENGLISH_STREETS, dice)),
        Streets::German => format!("{} {}", pick(GERMAN_STREETS, dice), number % 120 + 1),
        Streets::French => format!("{} {}", number % 120 + 1, pick(FRENCH_STREETS, dice)),
    }
}

pub(crate) fn company(dice: &mut Rng) -> String {
    let first = pick(talk::COMPANY_FIRST, dice);
    let second = pick(talk::COMPANY_SECOND, dice);
    format!("{first} {second}{}", pick(talk::COMPANY_TAIL, dice))
}

fn slug(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn birthday(dice: &mut Rng) -> Date {
    let first = Date::constant(1948, 1, 1);
    first.saturating_add(Span::new().days(dice.i64(0..21_000)))
}

/// One tag of everybody's kind, and up to five more, the common ones commonly.
fn tags(kind: Kind, dice: &mut Rng) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    if chance(dice, 80) {
        tags.push(if kind == Kind::Customer { "customer" } else { "lead" }.into());
    }
    if chance(dice, 62) {
        tags.push("newsletter".into());
    }
    for _ in 0..dice.u8(0..5) {
        let tag = *skewed(&talk::TAGS[3..], dice);
        if !tags.iter().any(|it| it == tag) {
            tags.push(tag.into());
        }
    }
    tags
}

fn opted_out(asked: bool) -> Dnd {
    let message = asked.then(|| "Asked not to be contacted this way".to_owned());
    Dnd { status: DndStatus::Active, message, code: None }
}

fn attribution(dice: &mut Rng) -> Attribution {
    let (source, medium) = *pick(
        &[
            ("Organic Search", "form"),
            ("Social media", "form"),
            ("Direct traffic", "calendar"),
            ("Paid Search", "form"),
        ],
        dice,
    );
    let path = pick(&["", "services", "contact", "blog/local-seo-checklist"], dice);
    Attribution {
        session_source: Some(source.into()),
        medium: Some(medium.into()),
        url: Some(format!("https://harborandpine.example.com/{path}").into()),
        referrer: (source == "Organic Search").then(|| "https://search.example.net/".into()),
        campaign: (source == "Paid Search").then(|| "spring-check".into()),
        utm_source: (source == "Paid Search").then(|| "adwords".into()),
        utm_medium: (source == "Paid Search").then(|| "ppc".into()),
    }
}
