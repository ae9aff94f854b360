//! What pulls and looks write: the base, and nothing else.

use rolodeck::{
    model::{
        appointment::Appointment,
        change::Change,
        dossier::Dossier,
        extra::Extra,
        field::Standard,
        note::NoteDraft,
        served::{ServedNote, ServedTask},
    },
    store::{Evidence, Outcome, Progress, Reader, Ready},
};

use serde_json::json;

use super::bench::{Bench, EARLY, LATE, note, served, tag_named, tagged, task, wait};
fn dossier(bench: &Bench, remote: &str) -> Dossier {
    let id = bench.contact(remote);
    wait(bench.store.read(move |reader| reader.dossier(id))).unwrap().unwrap()
}

#[test]
fn a_page_is_told_once() {
    let bench = Bench::new();
    let page = || vec![tagged(served("r1", "Jane", EARLY), &["hot"]), served("r2", "Nils", EARLY)];
    let base = bench.pull(page());
    assert_eq!(base.rows.len(), 2);
    assert_eq!(base.rows[0].tags, [tag_named("hot")]);
    assert_eq!(bench.pull(page()).rows, [], "what says nothing new is no news");
}

#[test]
fn an_older_record_never_takes_the_place_of_a_newer_one() {
    let bench = Bench::new();
    bench.pull(vec![served("r1", "Joan", LATE)]);
    assert_eq!(bench.pull(vec![served("r1", "Jane", EARLY)]).rows, []);
    assert_eq!(dossier(&bench, "r1").contact.text(Standard::FirstName), "Joan");
}

#[test]
fn local_ids_stay_over_a_restart() {
    let bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let id = bench.contact("r1");
    let bench = bench.reopened();
    bench.pull(vec![served("r1", "Joan", LATE)]);
    assert_eq!(bench.contact("r1"), id);
}

#[test]
fn a_list_cannot_take_back_what_was_just_written() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let (_, ops) = bench.commit(vec![Change::TagAdded { contact, tag: tag_named("hot") }]);
    bench.done(&ops);

    bench.pass(59);
    assert_eq!(bench.pull(vec![served("r1", "Jane", EARLY)]).rows, [], "the list lags");
    bench.pass(2);
    let rows = bench.pull(vec![served("r1", "Jane", EARLY)]).rows;
    assert_eq!(rows[0].tags, [], "by now it would know");
}

#[test]
fn the_watermark_only_moves_forward_with_the_rows_it_covers() {
    let bench = Bench::new();
    let at = |text: &str| Some(text.parse().unwrap());
    for watermark in [LATE, EARLY] {
        let progress = Progress { watermark: at(watermark), ..Progress::default() };
        wait(bench.store.put_contacts(Ready::new(Vec::new()).unwrap(), progress, bench.now))
            .unwrap();
    }
    let progress = wait(bench.store.read(Reader::progress)).unwrap();
    assert_eq!(progress.watermark, at(LATE));
}

#[test]
fn the_first_window_is_in_the_order_of_names() {
    let bench = Bench::new();
    bench.pull(vec![
        served("r1", "Zoe", EARLY),
        served("r2", "Élodie", EARLY),
        served("r3", "anna", EARLY),
    ]);
    let (rows, total) = bench.store.reader().unwrap().first_window(2).unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row.first.as_str()).collect();
    assert_eq!((names, total), (vec!["anna", "Élodie"], 3));
}

#[test]
fn a_still_look_sees_one_moment() {
    let bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let reader = bench.store.reader().unwrap();
    let window = |reader: &Reader| Ok(reader.first_window(9)?.1);
    let (before, after) = reader
        .still(|reader| {
            let before = window(reader)?;
            bench.pull(vec![served("r2", "Nils", EARLY)]);
            Ok((before, reader.still(window)?))
        })
        .unwrap();
    assert_eq!((before, after, window(&reader).unwrap()), (1, 1, 2));
}

#[test]
fn the_list_of_a_contact_is_what_the_server_lists() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    bench.store.look_at(Some(contact));
    assert_eq!(dossier(&bench, "r1").notes.fetched, None, "not fetched is not none");

    let notes = vec![note("n1", "called"), note("n2", "wrote")];
    let base = wait(bench.store.put_notes_of(contact, notes, bench.now)).unwrap();
    let told = *base.dossier.expect("the contact looked at");
    assert_eq!((told.notes.items.len(), told.notes.fetched), (2, Some(bench.now)));

    bench.pass(5);
    wait(bench.store.put_notes_of(contact, vec![note("n2", "wrote")], bench.now)).unwrap();
    assert_eq!(dossier(&bench, "r1").notes.items.len(), 1);
}

#[test]
fn an_open_task_that_a_whole_pass_does_not_show_is_closed() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let page = vec![task("t1", "r1", "call", false), task("t2", "nobody", "write", false)];
    let taken = wait(bench.store.put_open_tasks(page, bench.now)).unwrap();
    assert_eq!((taken.base.tasks.len(), taken.strangers), (1, 1));

    bench.pass(30);
    let page = vec![task("t1", "r1", "call", false)];
    wait(bench.store.begin_open_tasks(bench.now)).unwrap();
    let taken = wait(bench.store.put_open_tasks(page, bench.now)).unwrap();
    assert_eq!(taken.base.tasks, [], "no news");
    assert_eq!(wait(bench.store.finish_open_tasks(bench.now)).unwrap().closed, []);

    bench.pass(30);
    wait(bench.store.begin_open_tasks(bench.now)).unwrap();
    let closed = wait(bench.store.finish_open_tasks(bench.now)).unwrap().closed;
    assert_eq!(closed.len(), 1);
    assert!(dossier(&bench, "r1").tasks.items[0].done);
}

#[test]
fn a_task_made_a_moment_ago_survives_a_list_that_lags() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let (contact, id) = (bench.contact("r1"), bench.ids.task());
    let draft = task("t1", "r1", "call", false).draft;
    let (_, ops) = bench.commit(vec![Change::TaskAdded { contact, task: id, draft }]);
    bench.send(&ops);
    let evidence = Evidence::Id("t1".into());
    bench.settle(ops[0], Outcome::Done { evidence, changed: None });

    bench.pass(30);
    wait(bench.store.begin_open_tasks(bench.now)).unwrap();
    assert_eq!(wait(bench.store.finish_open_tasks(bench.now)).unwrap().closed, []);
    bench.pass(60);
    assert_eq!(wait(bench.store.finish_open_tasks(bench.now)).unwrap().closed, [id]);
}

#[test]
fn a_contact_that_is_gone_takes_its_tasks_along() {
    let bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY), served("r2", "Nils", EARLY)]);
    wait(bench.store.put_open_tasks(vec![task("t1", "r1", "call", false)], bench.now)).unwrap();
    let contact = bench.contact("r1");
    let base = wait(bench.store.bury(contact, bench.now)).unwrap();
    assert_eq!((base.gone, base.closed.len()), (vec![contact], 1));
    let counts = wait(bench.store.read(Reader::counts)).unwrap();
    assert_eq!((counts.contacts, counts.open_tasks), (1, 0));
}

#[test]
fn notes_are_found_by_all_words_without_accents() {
    let bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let notes = vec![note("n1", "Rückruf am Freitag"), note("n2", "Freitag frei")];
    wait(bench.store.put_notes_of(bench.contact("r1"), notes, bench.now)).unwrap();
    let found = |words: &str| bench.store.reader().unwrap().notes_matching(words, 9).unwrap().len();
    assert_eq!(
        [found("freitag RUCKRUF"), found("freitag"), found("montag"), found(" ")],
        [1, 2, 0, 0]
    );
}

fn said(color: &str) -> Extra {
    [("color".to_owned(), json!(color))].into()
}

#[test]
fn what_is_said_of_a_task_or_a_note_beyond_its_fields_stays_with_it() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let call = || task("t1", "r1", "call", false);
    let tasks = vec![ServedTask { extra: said("red"), ..call() }];
    wait(bench.store.put_tasks_of(contact, tasks, bench.now)).unwrap();
    let notes = vec![ServedNote { extra: said("blue"), ..note("n1", "rang") }];
    wait(bench.store.put_notes_of(contact, notes, bench.now)).unwrap();
    let of_jane = |bench: &Bench| {
        let dossier = dossier(bench, "r1");
        (dossier.tasks.items[0].clone(), dossier.notes.items[0].clone())
    };

    // Our own edits, settled without a record and with one that says less.
    let (call_back, rang) = of_jane(&bench);
    let (task, note) = (call_back.id, rang.id);
    let was = NoteDraft { title: String::new(), body: "rang".to_owned() };
    let now = NoteDraft { title: String::new(), body: "rang twice".to_owned() };
    let edited = Change::NoteEdited { contact, note, was, now: now.clone() };
    let (_, ops) = bench.commit(vec![Change::TaskDone { contact, task }, edited]);
    bench.send(&ops);
    bench.settle(ops[0], Outcome::Done { evidence: Evidence::Bare, changed: None });
    let evidence = Evidence::Note(Box::new(super::bench::note("n1", "rang twice")));
    bench.settle(ops[1], Outcome::Done { evidence, changed: None });
    let mut bench = bench.reopened();
    let (call_back, rang) = of_jane(&bench);
    assert!(call_back.done);
    assert_eq!((call_back.extra, rang.draft), (said("red"), now));
    assert_eq!(rang.extra, said("blue"));

    // A page of everybody's tasks may say less, too.
    bench.pass(61);
    wait(bench.store.put_open_tasks(vec![call()], bench.now)).unwrap();
    let (reopened, _) = of_jane(&bench);
    assert_eq!((reopened.done, reopened.extra), (false, said("red")));
    let mut held = Vec::new();
    bench.store.reader().unwrap().each_open_task(|task| held.push(task.extra.clone())).unwrap();
    assert_eq!(held, [Extra::new()], "not for everybody");

    // A look says all.
    let tasks = vec![ServedTask { extra: said("green"), ..call() }];
    wait(bench.store.put_tasks_of(contact, tasks, bench.now)).unwrap();
    wait(bench.store.put_notes_of(contact, vec![super::bench::note("n1", "rang")], bench.now))
        .unwrap();
    let (call_back, rang) = of_jane(&bench);
    assert_eq!((call_back.extra, rang.extra), (said("green"), Extra::new()));
}

#[test]
fn what_is_said_of_an_appointment_beyond_its_fields_stays_with_it() {
    let bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let demo = Appointment {
        id: "a1".into(),
        title: "Demo".to_owned(),
        status: "confirmed".to_owned(),
        start: None,
        end: None,
        address: String::new(),
        extra: said("red"),
    };
    wait(bench.store.put_appointments_of(contact, vec![demo.clone()], bench.now)).unwrap();
    let bench = bench.reopened();
    assert_eq!(dossier(&bench, "r1").appointments.items, [demo]);
}
