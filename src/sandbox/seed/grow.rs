//! The whole data of a fresh sandbox.

use std::collections::{BTreeSet, HashSet};

use fastrand::Rng;

use super::agency::{self, DAY};
use super::person::{self, Person};
use super::scene::Scene;
use crate::sandbox::clock::Millis;
use crate::sandbox::id::{Id, Mint};
use crate::sandbox::load::{self, LoadError, LoadReport, Loaded};
use crate::sandbox::options::Options;
use crate::sandbox::records::business::Business;
use crate::sandbox::records::location::Location;
use crate::sandbox::records::setting::Setting;
use crate::sandbox::records::tag::LocationTag;
use crate::sandbox::world::write::Write;

/// People in the second location, which is there to be told apart from the first.
const ELSEWHERE: usize = 24;
const BUSINESSES: usize = 18;

pub(crate) struct Seeded {
    pub(crate) setting: Setting,
    pub(crate) writes: Vec<Write>,
    /// On the file that the first location was filled from.
    pub(crate) report: Option<LoadReport>,
}

pub(crate) fn seed(options: &Options, now: Millis) -> Result<Seeded, LoadError> {
    let mut mint = Mint::new(options.seed);
    let setting = agency::setting(options, now, &mut mint);
    let grants = agency::grants(&setting, options, &mut mint);
    let mut writes: Vec<Write> = grants.into_iter().map(Write::from).collect();
    let mut report = None;
    for (place, location) in setting.locations.iter().enumerate() {
        match &options.load {
            Some(path) if place == 0 => {
                let loaded = load::load(path, location, now, &mut mint)?;
                let Loaded { contacts, fields, tags, report: on_file } = loaded;
                writes.extend(fields.into_iter().map(Write::from));
                writes.extend(tags.into_iter().map(Write::from));
                writes.extend(contacts.into_iter().map(Write::from));
                report = Some(on_file);
            }
            _ => {
                let count = if place == 0 { options.contacts } else { ELSEWHERE };
                let seed = options.seed.wrapping_add(place as u64);
                people(&setting, location, count, now, seed, &mut mint, &mut writes);
            }
        }
    }
    Ok(Seeded { setting, writes, report })
}

/// Everything of one location.
fn people(
    setting: &Setting,
    location: &Location,
    count: usize,
    now: Millis,
    seed: u64,
    mint: &mut Mint,
    writes: &mut Vec<Write>,
) {
    let mut dice = Rng::with_seed(seed);
    let fields = agency::fields(&location.id, mint);
    let businesses = businesses(&location.id, now, mint, &mut dice);
    let users: Vec<Id> = setting.users_of(&location.id).map(|user| user.id.clone()).collect();
    let workflows: Vec<Id> = setting
        .workflows
        .iter()
        .filter(|it| it.location_id == location.id)
        .map(|it| it.id.clone())
        .collect();
    let calendar = mint.record();
    let mut scene = Scene {
        now,
        zone: location.zone(),
        location: &location.id,
        users: &users,
        calendar: &calendar,
        fields: &fields,
        businesses: &businesses,
        workflows: &workflows,
        taken: HashSet::new(),
    };
    let mut tags = BTreeSet::new();
    for _ in 0..count {
        let person = Person::make_up(&mut scene, &mut dice, mint);
        tags.extend(person.contact.tags.iter().cloned());
        writes.push(person.contact.into());
        writes.extend(person.tasks.into_iter().map(Write::from));
        writes.extend(person.notes.into_iter().map(Write::from));
        writes.extend(person.appointments.into_iter().map(Write::from));
    }
    let tag = |name| LocationTag { id: mint.record(), location_id: location.id.clone(), name };
    writes.extend(tags.into_iter().map(tag).map(Write::from));
    writes.extend(fields.into_iter().map(Write::from));
    writes.extend(businesses.into_iter().map(Write::from));
}

fn businesses(location: &Id, now: Millis, mint: &mut Mint, dice: &mut Rng) -> Vec<Business> {
    let mut names = BTreeSet::new();
    while names.len() < BUSINESSES {
        names.insert(person::company(dice));
    }
    let business = |name: String| Business {
        id: mint.hex(),
        location_id: location.clone(),
        name,
        city: Some("Portland".into()),
        state: Some("OR".into()),
        country: Some("US".into()),
        created_at: now - 300 * DAY,
        updated_at: now - 20 * DAY,
        ..Business::default()
    };
    names.into_iter().map(business).collect()
}
