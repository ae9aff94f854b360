//! Every point at which something may go wrong, in a course of events that passes it, with all that
//! may go wrong there: it is got over, and nothing is lost, twice or silent.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::{change::Change, note::NoteDraft, op::OpState, tag::Tag},
    rehearsal::{Mishap, Point},
    store::{Reader, Store, Sweeps},
};

use crate::{
    check_lost::Findings,
    files,
    office::ended,
    tokens,
    ward::{Patient, Ward},
};

macro_rules! scenarios {
    ($($(#[$doc:meta])* $test:ident $name:ident),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Scenario { $($(#[$doc])* $name),* }

        $(
            #[test]
            fn $test() {
                plays(Scenario::$name);
            }
        )*
    };
}

scenarios! {
    an_edit_by_command Edit,
    a_new_note Creation,
    /// Whoever made it died before the answer.
    a_note_that_is_looked_for Lost,
    a_tag_of_many Bulk,
    /// Two fields in one request, which the server refuses.
    two_fields_refused_in_company Company,
    a_tag_put_on_and_taken_off Nothing,
    a_note_that_somebody_else_edited Conflict,
    /// The person says: mine.
    a_conflict_decided Decision,
    a_deletion_that_nobody_called_back Held,
    a_pull_of_everybody Pull,
    /// Somebody is missing in a list for the first time.
    a_sweep_that_suspects Suspect,
    /// And for the second.
    a_sweep_that_buries Bury,
    a_file_of_the_first_version Migration,
    a_damaged_file Rescue,
    a_token_that_is_renewed Token,
}

/// A new point is not reached by anybody until it stands here.
const fn scenario(point: Point) -> Scenario {
    match point {
        Point::EditBeforeCommit
        | Point::EditAfterCommit
        | Point::SendAfterPrefetch
        | Point::SendBeforeIntent
        | Point::MirrorWrite
        | Point::SendAfterIntent
        | Point::SendAnswered
        | Point::SendBeforeResult
        | Point::SendAfterResult
        | Point::ResultBaseWritten
        | Point::OwnerTakeover => Scenario::Edit,
        Point::ResultRidWritten => Scenario::Creation,
        Point::ProbeBefore | Point::ProbeAfter | Point::AdoptBefore | Point::AdoptAfter => {
            Scenario::Lost
        }
        Point::BulkHalfResults => Scenario::Bulk,
        Point::BulkSplit => Scenario::Company,
        Point::CoalesceMid => Scenario::Nothing,
        Point::ConflictRecord => Scenario::Conflict,
        Point::ConflictResolve => Scenario::Decision,
        Point::HoldRelease => Scenario::Held,
        Point::PullPageReceived | Point::PullPageCommit | Point::PullWatermark => Scenario::Pull,
        Point::SweepSuspect => Scenario::Suspect,
        Point::SweepTombstone => Scenario::Bury,
        Point::MigrateStep => Scenario::Migration,
        Point::RescueCopied | Point::RescueAside | Point::RescuePlaced => Scenario::Rescue,
        Point::TokenLock | Point::TokenSent | Point::TokenBeforeStore | Point::TokenAfterStore => {
            Scenario::Token
        }
    }
}

fn plays(played: Scenario) {
    let points: Vec<Point> =
        Point::ALL.iter().copied().filter(|point| scenario(*point) == played).collect();
    assert!(!points.is_empty(), "{played:?} passes no point");
    let all = || points.iter().flat_map(|point| point.mishaps().map(|mishap| (mishap, *point)));
    match played {
        Scenario::Suspect | Scenario::Bury => {
            all().for_each(|(mishap, point)| sweep(mishap, point));
        }
        Scenario::Migration => all().for_each(|(mishap, point)| files::migrates(mishap, point)),
        Scenario::Rescue => all().for_each(|(mishap, point)| files::rescues(mishap, point)),
        Scenario::Token => all().for_each(|(mishap, point)| tokens::rotates(mishap, point)),
        _ => {
            let ward = Ward::new();
            let mut patients = ward.admit(all().count() * played.width());
            for (mishap, point) in all() {
                let own = patients.split_off(patients.len() - played.width());
                Play { ward: &ward, patients: &own, mishap, point }.of(played);
                let open = ward.read(|reader| reader.outgoing().unwrap());
                assert_eq!(open, [], "{mishap:?} at {point:?}");
                for one in &own {
                    let (here, there) = (ward.held(one.contact), ward.served(&one.remote));
                    assert_eq!(here, there, "{mishap:?} at {point:?}");
                }
            }
            assert_eq!(ward.check_lost(&[]), Findings::default());
        }
    }
}

impl Scenario {
    /// How many contacts it is about.
    const fn width(self) -> usize {
        if matches!(self, Self::Bulk) { 3 } else { 1 }
    }
}

/// One scenario in which one thing goes wrong.
struct Play<'a> {
    ward: &'a Ward,
    patients: &'a [Patient],
    mishap: Mishap,
    point: Point,
}

impl Play<'_> {
    fn of(&self, scenario: Scenario) {
        let Patient { contact, remote, note, .. } = &self.patients[0];
        let (contact, id) = (*contact, remote.to_string());
        let has = |line: &str| self.ward.served(remote).iter().filter(|it| *it == line).count();
        let edited = |body: &str| Change::NoteEdited {
            contact,
            note: note.id,
            was: note.draft.clone(),
            now: NoteDraft { body: body.into(), ..note.draft.clone() },
        };
        match scenario {
            Scenario::Edit => {
                self.goes_wrong_in(&["contact", "edit", &id, "--set", "city=Oslo"]);
                let is_promised =
                    self.point != Point::EditBeforeCommit || self.mishap == Mishap::Wait;
                assert_eq!(has("city Oslo"), usize::from(is_promised));
            }
            Scenario::Creation => {
                self.goes_wrong_in(&["note", "add", &id, "made"]);
                assert_eq!(has("note made"), 1);
            }
            Scenario::Lost => {
                let add = ["note", "add", &id, "found"].map(String::from);
                self.ward.strikes(&add, Mishap::Abort, Point::SendAnswered);
                self.goes_wrong_in(&["sync"]);
                assert_eq!(has("note found"), 1);
            }
            Scenario::Bulk => {
                let ids: Vec<String> =
                    self.patients.iter().map(|it| it.remote.to_string()).collect();
                fs::write(self.ward.office.path("ids"), ids.join("\n")).unwrap();
                self.goes_wrong_in(&["tag", "add", "many", "--ids", "ids"]);
                assert_eq!(has("tag many"), 1);
            }
            Scenario::Company => {
                self.ward.office.fault("422:x1@PUT/contacts/*");
                let both = ["--set", "city=Oslo", "--set", "state=Oslo"];
                self.goes_wrong_in(&[&["contact", "edit", &id][..], &both].concat());
                assert_eq!(has("city Oslo"), 1);
            }
            Scenario::Nothing => {
                let tag = Tag::new("brief").unwrap();
                let add = Change::TagAdded { contact, tag: tag.clone() };
                self.ward.commit(vec![add, Change::TagRemoved { contact, tag }]);
                self.goes_wrong_in(&["sync"]);
                assert_eq!(has("tag brief"), 0);
            }
            Scenario::Conflict => {
                self.somebody_edits_the_note("hers");
                self.ward.commit(vec![edited("mine")]);
                self.goes_wrong_in(&["sync"]);
                assert_eq!((has("note hers"), has("note mine")), (1, 0));
                self.decides("drop");
            }
            Scenario::Decision => {
                self.somebody_edits_the_note("hers");
                self.ward.commit(vec![edited("mine")]);
                ended(self.ward.program().args(["sync"]), "");
                let change = self.conflict();
                self.goes_wrong_in(&["outbox", "retry", &change]);
                if has("note mine") == 0 {
                    self.decides("retry");
                }
                assert_eq!((has("note hers"), has("note mine")), (0, 1));
            }
            Scenario::Held => {
                let deletion = Change::NoteDeleted { contact, was: Box::new(note.clone()) };
                self.ward.commit_uncalled(deletion);
                self.goes_wrong_in(&["sync"]);
                assert_eq!(has(&format!("note {}", note.draft.body)), 0);
            }
            Scenario::Pull => {
                let edit = ["contact", "edit", &id, "--set", "city=Oslo", "--offline"];
                ended(self.ward.program().args(edit), "").ends(3);
                self.goes_wrong_in(&["sync", "--full"]);
                assert_eq!(has("city Oslo"), 1);
            }
            Scenario::Suspect
            | Scenario::Bury
            | Scenario::Migration
            | Scenario::Rescue
            | Scenario::Token => {}
        }
    }

    /// It goes wrong while this runs; whatever is left is done once more.
    fn goes_wrong_in(&self, words: &[&str]) {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        self.ward.strikes(&words, self.mishap, self.point);
        ended(self.ward.program().args(["sync", "--json"]), "");
    }

    fn somebody_edits_the_note(&self, body: &str) {
        let Patient { remote, note, .. } = &self.patients[0];
        let draft = NoteDraft { body: body.into(), ..note.draft.clone() };
        let id = note.remote.as_ref().unwrap();
        let edit = self.ward.client.update_note(remote, id, &draft);
        self.ward.office.server.wait(edit).unwrap();
    }

    /// The change that waits for the person.
    fn conflict(&self) -> String {
        let open = self.ward.read(Reader::outgoing).unwrap();
        let [only] = &open[..] else { panic!("{open:?}") };
        assert_eq!(only.outgoing.state, OpState::Conflict);
        only.outgoing.op.id.to_string()
    }

    fn decides(&self, word: &str) {
        let change = self.conflict();
        ended(self.ward.program().args(["outbox", word, &change]), "").ends(0);
    }
}

/// Who was deleted on the server goes here, and nobody else.
fn sweep(mishap: Mishap, point: Point) {
    // Not made by ourselves: lists may lag behind that.
    let ward = Ward::of(3);
    let gone = ward.read(|reader| reader.first_window(1).unwrap().0.remove(0).id);
    let remote = ward.read(|reader| reader.remotes(&[gone]).unwrap().remove(0).unwrap());
    ward.office.server.wait(ward.client.delete_contact(&remote)).unwrap();
    let yesterday = Timestamp::now() - SignedDuration::from_hours(25);
    let long_ago = || Sweeps { ended: Some(yesterday), ..Sweeps::default() };
    let contacts = || ward.read(|reader| reader.counts().unwrap().contacts);
    let store = Store::open(&ward.database()).unwrap().store;
    ward.office.server.wait(store.put_sweeps(long_ago())).unwrap();
    let is_known_missing = point == Point::SweepTombstone;
    if is_known_missing {
        let ripe = SignedDuration::from_mins(10);
        let suspected = store.suspect(vec![gone], long_ago(), ripe, yesterday);
        ward.office.server.wait(suspected).unwrap();
    }
    drop(store);

    ward.strikes(&["sync".into()], mishap, point);
    if !is_known_missing {
        assert_eq!(contacts(), 3, "one list is no proof");
        return;
    }
    if mishap != Mishap::Wait {
        assert_eq!(contacts(), 3, "half of it is nothing");
        let store = Store::open(&ward.database()).unwrap().store;
        ward.office.server.wait(store.put_sweeps(long_ago())).unwrap();
    }
    ward.sync();
    assert_eq!((contacts(), ward.held(gone)), (2, vec!["gone".to_owned()]), "{mishap:?}");
}
