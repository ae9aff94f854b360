//! The whole data of a fresh sandbox.

use std::collections::{BTreeSet, HashSet};

use fastrand::Rng;

use super::agency::{self, DAY};
use super::person::{self, Person};
use super::scene::Scene;
use crate::sandbox::clock::Millis;
use crate::sandbox::disk::{Disk, DiskError};
use crate::sandbox::id::{Id, Mint};
use crate::sandbox::load::{self, LoadError, LoadReport, Loaded};
use crate::sandbox::options::Options;
use crate::sandbox::records::business::Business;
use crate::sandbox::records::location::Location;
use crate::sandbox::records::setting::Setting;
use crate::sandbox::records::tag::LocationTag;
use crate::sandbox::world::store::World;
use crate::sandbox::world::write::Write;

/// People in the second location, which is there to be told apart from the first.
const ELSEWHERE: usize = 24;
const BUSINESSES: usize = 18;

/// Why there is no data.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// A world as the options ask for it. With a disk, it is on it before this returns, in place of
/// whatever was.
pub(crate) fn world(
    options: &Options,
    now: Millis,
    disk: Option<Disk>,
) -> Result<(World, Option<LoadReport>), SeedError> {
    let mut mint = Mint::new(options.seed);
    let setting = agency::setting(options, now, &mut mint);
    let mut world = World::fresh(setting.clone(), disk)?;
    let mut keep = |writes| Ok(world.fill(writes)?);
    let report = everything(options, &setting, now, &mut mint, &mut keep)?;
    world.filled()?;
    Ok((world, report))
}

/// Where the data goes as it is made: a hundred thousand people are never held twice.
type Keep<'a> = &'a mut dyn FnMut(Vec<Write>) -> Result<(), SeedError>;

/// Makes up the tokens and everybody in every location, or takes the first location's people from
/// the file; then the report on that comes back.
fn everything(
    options: &Options,
    setting: &Setting,
    now: Millis,
    mint: &mut Mint,
    keep: Keep<'_>,
) -> Result<Option<LoadReport>, SeedError> {
    let grants = agency::grants(setting, options, mint);
    keep(grants.into_iter().map(Write::from).collect())?;
    let mut report = None;
    for (place, location) in setting.locations.iter().enumerate() {
        match &options.load {
            Some(path) if place == 0 => {
                let loaded = load::load(path, location, now, mint)?;
                let Loaded { contacts, fields, tags, report: on_file } = loaded;
                keep(fields.into_iter().map(Write::from).collect())?;
                keep(tags.into_iter().map(Write::from).collect())?;
                keep(contacts.into_iter().map(Write::from).collect())?;
                report = Some(on_file);
            }
            _ => {
                let count = if place == 0 { options.contacts } else { ELSEWHERE };
                let dice = Rng::with_seed(options.seed.wrapping_add(place as u64));
                let town = Town { setting, location, count, now };
                people(&town, dice, mint, keep)?;
            }
        }
    }
    Ok(report)
}

/// A location, and how many people live in it.
struct Town<'a> {
    setting: &'a Setting,
    location: &'a Location,
    count: usize,
    now: Millis,
}

fn people(
    town: &Town<'_>,
    mut dice: Rng,
    mint: &mut Mint,
    keep: Keep<'_>,
) -> Result<(), SeedError> {
    let Town { setting, location, count, now } = *town;
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
        let mut writes: Vec<Write> = vec![person.contact.into()];
        writes.extend(person.tasks.into_iter().map(Write::from));
        writes.extend(person.notes.into_iter().map(Write::from));
        writes.extend(person.appointments.into_iter().map(Write::from));
        keep(writes)?;
    }
    let tag = |name| LocationTag { id: mint.record(), location_id: location.id.clone(), name };
    keep(tags.into_iter().map(tag).map(Write::from).collect())?;
    keep(fields.into_iter().map(Write::from).collect())?;
    keep(businesses.into_iter().map(Write::from).collect())
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
