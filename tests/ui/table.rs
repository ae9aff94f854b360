//! All screens by name, each as what has to happen until it is seen: reports come in, keys are
//! typed.

use rolodeck::{
    app::{dialog::Dialog, dialogs::welcome::Welcome, msg::Input, msg::Snapshot, session::Session},
    model::{
        change::Change,
        dossier::Part,
        fault::{Fault, Trouble},
        field::Standard,
        op::OpState,
        talk::{Base, Link, Report},
    },
};

use serde_json::json;

use crate::{
    acme,
    desk::{Desk, base, refusal},
};

pub(crate) type Screen = (&'static str, fn(u16, u16) -> Desk);

/// Columns and rows.
pub(crate) const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40), (200, 50)];

fn acme(columns: u16, rows: u16) -> Desk {
    Desk::acme(columns, rows)
}

#[rustfmt::skip]
pub(crate) const SCREENS: &[Screen] = &[
    // Views.
    ("contacts",             |c, r| acme(c, r)),
    ("contacts_marked",      |c, r| acme(c, r).keys("<space><space>j<space>")),
    ("contacts_typing",      |c, r| acme(c, r).keys("/hot ma")),
    ("contacts_filtered",    |c, r| acme(c, r).keys("<space><space>/tag:vip<enter>")),
    ("contacts_no_hits",     |c, r| acme(c, r).keys("/tag:hott<enter>")),
    ("contacts_bad_filter",  |c, r| acme(c, r).keys("/updated:<lt>soon")),
    ("contacts_by_task",     |c, r| acme(c, r).keys("sjjjjjjj<enter>")),
    ("details",              |c, r| acme(c, r).keys("<enter>")),
    ("details_all",          |c, r| acme(c, r).keys("<enter>zhG")),
    ("details_edited",       |c, r| edited(c, r)),
    ("details_refused",      |c, r| edited(c, r).refused("email is not valid")),
    ("details_unread",       |c, r| acme(c, r).unanswered().keys("jj<enter>")),
    ("details_finding",      |c, r| acme(c, r).keys("<enter>/ren")),
    ("details_beyond",       |c, r| beyond(acme(c, r).keys("<enter>")).keys("G")),
    ("notes_beyond",         |c, r| more_beyond(acme(c, r).keys("<enter>]]"))),
    ("task_beyond",          |c, r| more_beyond(acme(c, r).keys("<enter>]")).keys("<enter>")),
    ("person_tasks",         |c, r| acme(c, r).keys("<enter>]")),
    ("person_notes",         |c, r| acme(c, r).keys("<enter>]]")),
    ("person_tags",          |c, r| acme(c, r).keys("<enter>]]]")),
    ("person_appointments",  |c, r| acme(c, r).keys("<enter>[")),
    ("person_without",       |c, r| acme(c, r).keys("j<enter>]]")),
    ("tasks",                |c, r| acme(c, r).keys("2")),
    ("tasks_done",           |c, r| acme(c, r).keys("2<space><space>xj")),
    ("tasks_refused",        |c, r| acme(c, r).keys("2x").refused("task is locked")),
    ("snooze",               |c, r| acme(c, r).keys("2Sj")),
    ("notes",                |c, r| acme(c, r).keys("3")),
    ("notes_found",          |c, r| acme(c, r).keys("3/sso")),
    ("tags",                 |c, r| acme(c, r).keys("4")),
    ("sync_empty",           |c, r| acme(c, r).keys("7")),
    ("sync",                 |c, r| busy(c, r).keys("7")),
    ("sync_waits_for",       |c, r| unanswered_task(c, r).keys("2/ring<enter>x7j")),
    // Dialogs.
    ("field_line",           |c, r| acme(c, r).keys("<enter>jj<enter>")),
    ("field_wrong",          |c, r| acme(c, r).keys("<enter>jj<enter><c-u>jane at adams<enter>")),
    ("field_choice",         |c, r| acme(c, r).keys("<enter>jjjjj<enter>")),
    ("contact_new",          |c, r| acme(c, r).keys("aMaya<tab>Ndiaye<tab>jane@adams.example")),
    ("contact_edit",         |c, r| acme(c, r).keys("e")),
    ("form_left",            |c, r| acme(c, r).keys("ex<esc>")),
    ("task_new",             |c, r| acme(c, r).keys("Tcall about billing fri 3pm")),
    ("task_wrong_due",       |c, r| acme(c, r).keys("Tcall<tab>someday")),
    ("task_owner",           |c, r| acme(c, r).keys("Tcall<tab><tab>")),
    ("note_new",             |c, r| acme(c, r).keys("NWants <enter>two more seats, and a call next week about the second clinic.")),
    ("tags_one",             |c, r| acme(c, r).keys("t")),
    ("tags_many",            |c, r| acme(c, r).keys("*tvip<space>")),
    ("tags_new",             |c, r| acme(c, r).keys("<space><space>tspring fair")),
    ("owner",                |c, r| acme(c, r).keys("@")),
    ("sort",                 |c, r| acme(c, r).keys("sj")),
    ("confirm_one",          |c, r| acme(c, r).keys("d")),
    ("confirm_many",         |c, r| acme(c, r).keys("*d12")),
    ("help",                 |c, r| acme(c, r).keys("?")),
    ("help_found",           |c, r| acme(c, r).keys("?tag")),
    ("palette",              |c, r| acme(c, r).keys(":")),
    ("palette_found",        |c, r| acme(c, r).keys(":copy")),
    ("change",               |c, r| edited(c, r).refused("email is not valid").keys("7<enter>")),
    ("prefix_g",             |c, r| acme(c, r).keys("g").input(Input::Hesitation)),
    ("prefix_y",             |c, r| acme(c, r).keys("y").input(Input::Hesitation)),
    // States.
    ("first_run",            |c, r| first_run(c, r)),
    ("first_run_busy",       |c, r| first_run(c, r).keys("pit-0123<tab>loc<enter>")),
    ("first_run_refused",    |c, r| first_run(c, r).keys("pit-0123<tab>loc<enter>").input(Input::NotSignedIn(token_refused()))),
    ("who_are_you",          |c, r| who(c, r)),
    ("nobody_said_who",      |c, r| who(c, r).keys("<esc>2")),
    ("empty_location",       |c, r| Desk::blank(c, r).load(Snapshot { catalog: acme::catalog(), synced: Some(acme::now()), whole: true, ..Snapshot::default() }).report(Report::Link(Link::Online))),
    ("loading_nothing",      |c, r| Desk::blank(c, r).load(Snapshot { whole: true, ..Snapshot::default() })),
    ("loading_first",        |c, r| Desk::blank(c, r).report(Report::Pulling { done: 12_000, total: 50_000 })),
    ("loading_old",          |c, r| acme(c, r).report(Report::Pulling { done: 12_000, total: 50_000 })),
    ("offline",              |c, r| acme(c, r).keys("<space><space><space>tq4<space><enter>").offline()),
    ("offline_first",        |c, r| Desk::blank(c, r).offline()),
    ("token_refused",        |c, r| acme(c, r).report(Report::Link(Link::SignedOut(token_refused())))),
    ("rate_limited",         |c, r| acme(c, r).report(Report::Link(Link::Throttled { until: "2026-09-29T13:20:34Z".parse().expect("a time") }))),
    ("not_saved_yet",        |c, r| acme(c, r).unanswered().keys("jtq4<space><enter>")),
    ("one_failure",          |c, r| acme(c, r).keys("jjjjtlost<space><enter>").refused("tag not allowed")),
    ("many_failures",        |c, r| acme(c, r).keys("*tq4<space><enter>").refused("tag not allowed")),
    ("checking",             |c, r| acme(c, r).keys("Tcall fri 3pm<enter>").moved(OpState::Sending, None).moved(OpState::Unknown, None)),
    ("running_job",          |c, r| running(c, r)),
    ("conflict_row",         |c, r| conflict(c, r)),
    ("conflict",             |c, r| conflict(c, r).keys("<enter>")),
    ("conflict_in_list",     |c, r| conflict(c, r).keys("<esc>")),
    ("conflict_of_many",     |c, r| conflict(c, r).keys("<esc>j<enter>jj<enter><c-u>nils@clinic.example<enter>").moved(OpState::Conflict, Some(&met("nils@smile.example"))).keys("<enter>a")),
    ("deletion_held",        |c, r| acme(c, r).keys("dy")),
    ("deletion_held_person", |c, r| acme(c, r).keys("<enter>dy")),
    ("deletion_held_tasks",  |c, r| acme(c, r).keys("2jdy")),
    ("deletion_held_sync",   |c, r| acme(c, r).keys("dy7")),
    ("conflict_of_deletion", |c, r| acme(c, r).keys("dy").moved(OpState::Conflict, Some(&worked_on())).keys("gs<enter>")),
    ("overwritten",          |c, r| overwritten(c, r)),
    ("conflict_of_notes",    |c, r| acme(c, r).keys("<enter>]]e twice<c-s>").moved(OpState::Conflict, Some(&written_by_two())).keys("r")),
    ("conflict_of_gone",     |c, r| edited(c, r).moved(OpState::Conflict, Some(&not_found())).keys("r")),
    ("conflict_of_gone_note", |c, r| acme(c, r).keys("<enter>]]e twice<c-s>").moved(OpState::Conflict, Some(&not_found())).keys("r")),
    ("conflict_of_gone_new", |c, r| acme(c, r).keys("Nmet at the fair<c-s>").moved(OpState::Conflict, Some(&not_found())).keys("r")),
    ("gone_in_details",      |c, r| edited(c, r).moved(OpState::Conflict, Some(&not_found()))),
    ("conflict_of_merged",   |c, r| edited(c, r).with_other(acme::contact(3)).moved(OpState::Conflict, Some(&not_found())).keys("r")),
    ("move_to",              |c, r| acme(c, r).keys("Nmet at the fair<c-s>").moved(OpState::Conflict, Some(&orphaned())).keys("r5ni")),
    ("conflict_of_a_new_one", |c, r| acme(c, r).with_other(acme::contact(0)).keys("aMaya<tab>Ndiaye<tab>jane@adams.example<c-s>").moved(OpState::Conflict, Some(&taken())).keys("gs<enter>")),
    ("undo_asks",            |c, r| undo_asks(c, r)),
    ("history",              |c, r| acme(c, r).keys("jtq4<space><enter>gu")),
    ("undone",               |c, r| acme(c, r).keys("jtq4<space><enter>u")),
    ("sandbox",              |c, r| sandbox(c, r)),
    ("read_only",            |c, r| read_only(c, r).keys("t")),
    ("proxied",              |c, r| proxied(c, r)),
    ("scope_missing",        |c, r| scope_missing(c, r)),
    ("gone_on_server",       |c, r| acme(c, r).keys("jj").report(gone())),
    ("tag_refused",          |c, r| acme(c, r).keys("tlost<space><enter>").refused("tag not allowed").keys("gf")),
    ("words_too_long",       |c, r| acme(c, r).keys("<enter>jj<enter><c-u>jane@clinic.example<enter>").refused("the mail server of clinic.example does not take mail for this mailbox, says the check that the location asks for")),
    ("news_waiting",         |c, r| acme(c, r).keys("<space>").report(news())),
];

/// The email of the first contact was edited and is on disk.
fn edited(columns: u16, rows: u16) -> Desk {
    acme(columns, rows).keys("<enter>jj<enter><c-u>jane@clinic.example<enter>")
}

fn proxied(columns: u16, rows: u16) -> Desk {
    let mut desk = acme(columns, rows);
    desk.state.session.proxied = true;
    desk
}

fn read_only(columns: u16, rows: u16) -> Desk {
    let mut desk = acme(columns, rows);
    desk.state.session.read_only = true;
    desk
}

/// The token may read contacts and nothing else.
fn scope_missing(columns: u16, rows: u16) -> Desk {
    let cause = "The token is not authorized for this scope.";
    let remedy = "use a token of this sub-account that may do this";
    let fault = Fault { status: Some(401), ..Fault::new(Trouble::Forbidden, cause, remedy) };
    let mut dossier = acme::dossier(acme::contact(0)).expect("the first one");
    dossier.appointments = Part { fault: Some(fault), ..Part::default() };
    acme(columns, rows).keys("<enter>[").report(Report::Opened(Box::new(dossier)))
}

/// The server says more of the first contact than there are fields.
fn beyond(desk: Desk) -> Desk {
    let mut dossier = acme::dossier(acme::contact(0)).expect("the first one");
    for (name, json) in [
        (
            "dndSettings",
            json!({ "SMS": { "status": "active" }, "Email": { "status": "inactive" } }),
        ),
        ("followers", json!(["usrPriya", "usrTom"])),
        ("offers", json!([{}])),
        ("validEmail", json!(true)),
        ("zz\u{202e}note", json!("two\nlines \u{1b}[31mred")),
    ] {
        dossier.contact.extra.insert(name.to_owned(), json);
    }
    desk.report(Report::Opened(Box::new(dossier)))
}

/// The server says more of the first note and of the tasks than there are fields.
fn more_beyond(desk: Desk) -> Desk {
    let mut dossier = acme::dossier(acme::contact(0)).expect("the first one");
    let color = ("color".to_owned(), json!("#ffaa00"));
    let hostile = ("zz\u{202e}".to_owned(), json!("two\nlines \u{1b}[31mred"));
    dossier.notes.items[0].extra = [color.clone(), hostile].into();
    for task in &mut dossier.tasks.items {
        task.extra = [color.clone(), ("recurring".to_owned(), json!(false))].into();
    }
    desk.report(Report::Opened(Box::new(dossier)))
}

fn gone() -> Report {
    let base = Base { gone: vec![acme::contact(2)], ..Base::default() };
    Report::Changed { base: Box::new(base), queue: Vec::new() }
}

/// The email of the first contact was changed here and elsewhere.
fn conflict(columns: u16, rows: u16) -> Desk {
    let mut desk = edited(columns, rows).moved(OpState::Sending, None);
    let mut dossier = acme::dossier(acme::contact(0)).expect("the first one");
    dossier.contact.set(Standard::Email.into(), "jane@smile.example".into());
    dossier.contact.updated = "2026-09-29T13:18:00Z".parse().ok();
    desk = desk.report(Report::Opened(Box::new(dossier)));
    desk = desk.moved(OpState::Conflict, Some(&met("jane@smile.example")));
    desk.open.clear();
    desk
}

/// The email of the first contact went out, and somebody had written another one in between.
fn overwritten(columns: u16, rows: u16) -> Desk {
    let desk = edited(columns, rows).moved(OpState::Done, None);
    let mut back = desk.state.book.history().last().expect("the edit").ops[0].change.clone();
    if let Change::ContactEdited { was, now, .. } = &mut back {
        *was = std::mem::replace(now, "jane@smile.example".into());
    }
    let base = Base { overwritten: vec![back], ..Base::default() };
    desk.report(Report::Changed { base: Box::new(base), queue: Vec::new() })
}

fn met(theirs: &str) -> Fault {
    Fault::new(
        Trouble::Conflict,
        format!("somebody else changed it to \"{theirs}\""),
        "r sends yours, e edits it, u takes theirs",
    )
}

/// Somebody wrote another email over hers, and she wants hers taken back.
fn undo_asks(columns: u16, rows: u16) -> Desk {
    let desk = edited(columns, rows);
    let deed = desk.state.book.history().last().expect("the edit").clone();
    let mut change = deed.ops[0].change.clone();
    if let Change::ContactEdited { now, .. } = &mut change {
        *now = "jane@smile.example".into();
    }
    let asks = Report::ChangedSince { deed: deed.id, changes: vec![change] };
    desk.unanswered().keys("u").report(asks)
}

fn worked_on() -> Fault {
    let cause = "somebody else changed email, city since you saw it";
    Fault::new(Trouble::Conflict, cause, "r decides, u takes theirs")
}

fn written_by_two() -> Fault {
    Fault::new(Trouble::Conflict, "somebody else changed its text", "r decides, u takes theirs")
}

fn taken() -> Fault {
    Fault::new(
        Trouble::Conflict,
        "Jane Adams has this email already",
        "e changes yours, u drops it",
    )
}

fn not_found() -> Fault {
    Fault { status: Some(404), ..Fault::new(Trouble::Gone, "not found", "") }
}

fn orphaned() -> Fault {
    Fault { trouble: Trouble::Orphaned, ..not_found() }
}

/// Changes in every state.
fn busy(columns: u16, rows: u16) -> Desk {
    let mut desk = acme(columns, rows).keys("tlost<space><enter>").refused("tag not allowed");
    desk.open.clear();
    desk = desk.keys("jtq4<space><enter>").moved(OpState::Sending, None);
    desk.open.clear();
    desk = desk.keys("jTcall fri 3pm<enter>").moved(OpState::Sending, None);
    desk = desk.moved(OpState::Unknown, None);
    desk.open.clear();
    let later = refusal("service is down");
    desk = desk.keys("jNGave a talk at the fair.<c-s>").moved(OpState::Sending, None);
    desk = desk.moved(OpState::Retry, Some(&later));
    desk.open.clear();
    desk.keys("j@j<enter>").unanswered().keys("jtvip<space><enter>")
}

/// A new task that may or may not have arrived.
fn unanswered_task(columns: u16, rows: u16) -> Desk {
    let mut desk = acme(columns, rows).keys("Tring fri 3pm<enter>").moved(OpState::Sending, None);
    desk = desk.moved(OpState::Unknown, None);
    desk.open.clear();
    desk
}

/// Tags for everybody, half of them done.
fn running(columns: u16, rows: u16) -> Desk {
    let mut desk = acme(columns, rows).keys("*tq4<space><enter>");
    let half = desk.open.len() / 2;
    desk.open.truncate(half);
    desk.moved(OpState::Sending, None).moved(OpState::Done, None)
}

fn first_run(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::of(Session::default(), columns, rows);
    desk.state.dialogs.push(Dialog::Welcome(Welcome::default()));
    desk
}

/// Signed in with a token that carries no user.
fn who(columns: u16, rows: u16) -> Desk {
    first_run(columns, rows).input(Input::SignedIn { me: None }).load(Desk::everything())
}

fn sandbox(columns: u16, rows: u16) -> Desk {
    let mut desk = acme(columns, rows);
    desk.state.session.sandbox = true;
    desk
}

fn token_refused() -> Fault {
    Fault {
        status: Some(401),
        ..Fault::new(Trouble::SignedOut, "the token is not valid any more", "paste a new one")
    }
}

fn news() -> Report {
    let row = rolodeck::model::row::Row { id: acme::contact(100), ..acme::rows()[3].clone() };
    Report::Changed { base: Box::new(base(vec![row])), queue: Vec::new() }
}
