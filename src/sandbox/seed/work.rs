//! What is going on with a made-up contact: tasks, notes, appointments.

use fastrand::Rng;
use jiff::ToSpan;

use super::agency::DAY;
use super::dice::{chance, pick, scaled, skewed};
use super::scene::Scene;
use super::talk;
use crate::sandbox::clock::{Millis, timestamp};
use crate::sandbox::id::Mint;
use crate::sandbox::records::appointment::Appointment;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::records::note::Note;
use crate::sandbox::records::task::Task;

/// Open ones around today, overdue ones among them; done ones before.
pub(crate) fn tasks(
    contact: &Contact,
    scene: &Scene<'_>,
    dice: &mut Rng,
    mint: &mut Mint,
) -> Vec<Task> {
    let count = [0, 0, 0, 0, 1, 1, 1, 2, 3][dice.usize(0..9)];
    let mut tasks = Vec::new();
    for _ in 0..count {
        let completed = chance(dice, 45);
        let days = match (completed, dice.u8(0..10)) {
            (true, _) => dice.i64(-120..0),
            (false, 0..=1) => dice.i64(-21..0),
            (false, 2) => 0,
            (false, _) => dice.i64(1..45),
        };
        tasks.push(Task {
            id: mint.record(),
            contact_id: contact.id.clone(),
            location_id: contact.location_id.clone(),
            title: (*skewed(talk::TASKS, dice)).into(),
            body: chance(dice, 35).then(|| (*pick(talk::TASK_BODIES, dice)).into()),
            assigned_to: chance(dice, 80).then(|| skewed(scene.users, dice).clone()),
            due: at_work(scene, days, dice),
            completed,
        });
    }
    tasks
}

/// A quarter of an hour between eight and half past five, so many days from today.
fn at_work(scene: &Scene<'_>, days: i64, dice: &mut Rng) -> Millis {
    let day = timestamp(scene.now).to_zoned(scene.zone.clone()).date();
    let quarter = dice.i8(0..39);
    let time = day
        .saturating_add(days.days())
        .at(8 + quarter / 4, (quarter % 4) * 15, 0, 0)
        .to_zoned(scene.zone.clone());
    time.map_or(scene.now, |time| time.timestamp().as_millisecond())
}

pub(crate) fn notes(
    contact: &Contact,
    scene: &Scene<'_>,
    dice: &mut Rng,
    mint: &mut Mint,
) -> Vec<Note> {
    let count = [0, 0, 0, 0, 1, 1, 1, 1, 2, 4][dice.usize(0..10)];
    let mut ages: Vec<f64> = (0..count).map(|_| dice.f64()).collect();
    ages.sort_by(f64::total_cmp);
    let since = scene.now - contact.date_added;
    let mut notes = Vec::new();
    for age in ages {
        let long = dice.u8(0..20);
        notes.push(Note {
            id: mint.record(),
            contact_id: contact.id.clone(),
            body: note_body(long, contact, dice),
            title: (long > 12 && chance(dice, 40)).then(|| (*pick(talk::NOTE_TITLES, dice)).into()),
            color: chance(dice, 6).then(|| (*pick(talk::NOTE_COLOURS, dice)).into()),
            pinned: chance(dice, 4),
            user_id: chance(dice, 85).then(|| skewed(scene.users, dice).clone()),
            date_added: contact.date_added + scaled(age, since),
        });
    }
    notes
}

fn note_body(long: u8, contact: &Contact, dice: &mut Rng) -> String {
    let template = match long {
        0..=10 => (*pick(talk::SHORT_NOTES, dice)).to_owned(),
        11..=15 => (*pick(talk::MEDIUM_NOTES, dice)).to_owned(),
        16..=17 => (*pick(talk::HTML_NOTES, dice)).to_owned(),
        _ => talk::PARAGRAPHS[..dice.usize(2..=talk::PARAGRAPHS.len())].join("\n\n"),
    };
    let first = contact.first_name.as_deref().unwrap_or("The owner");
    let company = contact.company_name.as_deref().unwrap_or("the business");
    template.replace("{first}", first).replace("{company}", company)
}

pub(crate) fn appointments(
    contact: &Contact,
    scene: &Scene<'_>,
    dice: &mut Rng,
    mint: &mut Mint,
) -> Vec<Appointment> {
    if !chance(dice, 14) {
        return Vec::new();
    }
    let days = dice.i64(-60..30);
    let wall = |at: Millis| timestamp(at).to_zoned(scene.zone.clone()).datetime();
    let start = at_work(scene, days, dice);
    let status = match days {
        ..0 => *pick(&["showed", "showed", "noshow", "cancelled"], dice),
        _ => *pick(&["confirmed", "confirmed", "new"], dice),
    };
    vec![Appointment {
        id: mint.record(),
        contact_id: contact.id.clone(),
        location_id: contact.location_id.clone(),
        calendar_id: scene.calendar.clone(),
        title: (*pick(talk::APPOINTMENTS, dice)).into(),
        status: status.into(),
        address: (*pick(&["", "Our office", "https://meet.example.com/harbor"], dice)).into(),
        notes: String::new(),
        assigned_user: pick(scene.users, dice).clone(),
        start: wall(start),
        end: wall(start + 45 * 60_000),
        added: wall(start - 6 * DAY),
    }]
}
