//! Somebody made here whom a pull brings in before the creation is answered: two people for a while,
//! and one from then on.

use rolodeck::{
    model::{
        change::Change,
        field::Standard,
        ids::ContactId,
        note::{Note, NoteDraft},
        talk::{Foreign, Renamed},
        task::{Task, TaskDraft},
    },
    store::{Evidence, Outcome, Reader, Settled},
};

use super::bench::{Bench, LATE, note, served, tag_named, task, wait};

/// Ada was made here and is on her way; a pull has brought her, too.
fn two(bench: &mut Bench) -> (ContactId, ContactId) {
    let made = bench.ids.contact();
    let values = [(Standard::FirstName.into(), "Ada".into())].into();
    let (_, ops) =
        bench.commit(vec![Change::ContactAdded { contact: made, values, tags: Vec::new() }]);
    bench.send(&ops);
    bench.pull(vec![served("r1", "Ada", LATE)]);
    (made, bench.contact("r1"))
}

/// The answer says who was made.
fn answered(bench: &Bench) -> Settled {
    let all = wait(bench.store.read(|reader| reader.all_changes(100))).unwrap();
    let is_creation = |change: &Change| matches!(change, Change::ContactAdded { .. });
    let creation = all.iter().find(|it| is_creation(&it.outgoing.op.change)).unwrap();
    let evidence = Evidence::Contact(Box::new(served("r1", "Ada", LATE)));
    bench.settle(creation.outgoing.op.id, Outcome::Done { evidence, changed: None })
}

fn city(contact: ContactId, was: &str, now: &str) -> Change {
    let field = Standard::City.into();
    Change::ContactEdited { contact, field, was: was.into(), now: now.into() }
}

#[test]
fn all_that_was_done_to_the_twin_is_done_to_the_one_who_was_made() {
    let mut bench = Bench::new();
    let (made, twin) = two(&mut bench);
    let known = note("n1", "called");
    wait(bench.store.put_notes_of(twin, vec![known], bench.now)).unwrap();
    let call = vec![task("t1", "r1", "call", false)];
    wait(bench.store.put_tasks_of(twin, call, bench.now)).unwrap();
    let dossier = wait(bench.store.read(move |reader| reader.dossier(twin))).unwrap().unwrap();
    let (called, call) = (dossier.notes.items[0].clone(), dossier.tasks.items[0].clone());
    let draft = NoteDraft { title: String::new(), body: "wrote".to_owned() };
    let title = TaskDraft { title: "write".to_owned(), ..TaskDraft::default() };
    let (note, task) = (bench.ids.note(), bench.ids.task());
    let changes = vec![
        city(twin, "", "Oslo"),
        Change::TagAdded { contact: twin, tag: tag_named("hot") },
        Change::TagRemoved { contact: twin, tag: tag_named("cold") },
        Change::NoteAdded { contact: twin, note, draft: draft.clone() },
        Change::NoteEdited { contact: twin, note: called.id, was: draft.clone(), now: draft },
        Change::NoteDeleted { contact: twin, was: Box::new(called.clone()) },
        Change::TaskAdded { contact: twin, task, draft: title.clone() },
        Change::TaskEdited { contact: twin, task: call.id, was: title.clone(), now: title },
        Change::TaskDone { contact: twin, task: call.id },
        Change::TaskReopened { contact: twin, task: call.id },
        Change::TaskDeleted { contact: twin, was: Box::new(call.clone()) },
        Change::ContactDeleted { contact: twin, was: Box::new(dossier.contact.clone()) },
    ];
    let (_, ops) = bench.commit(changes.clone());
    bench.send(&ops[..1]);

    let settled = answered(&bench);
    assert_eq!(settled.base.renamed, [Renamed { from: twin, to: made }]);
    let rows: Vec<ContactId> = settled.base.rows.iter().map(|row| row.id).collect();
    assert_eq!((rows, settled.base.gone), (vec![made], vec![twin]));
    let mut expected = changes;
    for change in &mut expected {
        change.set_contact(made);
    }
    let told = |change: &Change| serde_json::to_string(change).unwrap();
    let old = serde_json::to_string(&twin).unwrap();
    let open = wait(bench.store.read(Reader::outgoing)).unwrap();
    let open: Vec<Change> = open.into_iter().map(|it| it.outgoing.op.change).collect();
    assert_eq!(open, expected);
    assert!(open.iter().all(|change| !told(change).contains(&old)), "nothing dangles");

    let here = wait(bench.store.read(move |reader| reader.dossier(made))).unwrap().unwrap();
    let (task, note) = (Task { contact: made, ..call }, Note { contact: made, ..called });
    assert_eq!((here.tasks.items, here.notes.items), (vec![task], vec![note]));
    assert_eq!(wait(bench.store.read(move |reader| reader.contact(twin))).unwrap(), None);
    // What is in flight may be told under the old id still.
    let remotes = wait(bench.store.read(move |reader| reader.remotes(&[twin, made]))).unwrap();
    assert_eq!(remotes, [Some("r1".into()), Some("r1".into())]);
    let keys = wait(bench.store.read(move |reader| reader.changes_of(&city(made, "", "").key())));
    assert_eq!(keys.unwrap().len(), 1);
}

#[test]
fn what_comes_too_late_under_the_old_id_is_done_to_the_new_one() {
    let mut bench = Bench::new();
    let (made, twin) = two(&mut bench);
    answered(&bench);
    let mut bench = bench.reopened();
    let (_, ops) = bench.commit(vec![city(twin, "", "Oslo")]);
    let op = ops[0];
    let pending = wait(bench.store.read(move |reader| reader.change(op))).unwrap().unwrap();
    assert_eq!(pending.outgoing.op.change, city(made, "", "Oslo"));
    let late = vec![note("n1", "called")];
    wait(bench.store.put_notes_of(twin, late, bench.now)).unwrap();
    let here = wait(bench.store.read(move |reader| reader.dossier(made))).unwrap().unwrap();
    assert_eq!(here.notes.items.len(), 1);
}

#[test]
fn what_was_done_to_the_twin_can_be_undone() {
    let mut bench = Bench::new();
    let (made, twin) = two(&mut bench);
    let (deed, ops) = bench.commit(vec![Change::TagAdded { contact: twin, tag: tag_named("hot") }]);
    bench.done(&ops);
    answered(&bench);
    let undone = wait(bench.store.undo(deed, bench.now, bench.ids, Foreign::Overwrite)).unwrap();
    let back: Vec<Change> = undone.inverse.into_iter().map(|op| op.change).collect();
    assert_eq!(back, [Change::TagRemoved { contact: made, tag: tag_named("hot") }]);
}

#[test]
fn other_processes_hear_that_two_are_one() {
    let mut bench = Bench::new();
    let (made, twin) = two(&mut bench);
    let mark = wait(bench.store.read(Reader::mark)).unwrap();
    answered(&bench);
    let news = wait(bench.store.read(move |reader| reader.news(mark))).unwrap();
    assert_eq!(news.renamed, [Renamed { from: twin, to: made }]);
    let until = news.until;
    let later = wait(bench.store.read(move |reader| reader.news(until))).unwrap();
    assert_eq!(later.renamed, []);
}
