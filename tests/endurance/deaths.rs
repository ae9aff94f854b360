//! Whatever goes wrong at every point on the way of a change, with every kind of change (reliability
//! G1, I18): in the end all is as if nothing had gone wrong.

use rolodeck::{
    model::ids::RemoteId,
    rehearsal::{Mishap, Point},
    sandbox::{Action, Moment},
};
use serde_json::Value as Json;

use crate::{
    check_lost::{Findings, Witness},
    kind::Kind,
    office::ended,
    ward::{HERE, Patient, Ward},
};

/// In the order in which the processes die, one after the other. Where it is one, anything else goes
/// wrong there, too.
type Deaths = &'static [Point];

const ON_THE_WAY: &[Deaths] = &[
    &[Point::OwnerTakeover],
    &[Point::SendAfterPrefetch],
    &[Point::SendBeforeIntent],
    &[Point::MirrorWrite],
    &[Point::SendAfterIntent],
    &[Point::SendAnswered],
    &[Point::SendBeforeResult],
    &[Point::SendAfterResult],
    &[Point::SendAfterIntent, Point::OwnerTakeover],
    &[Point::SendAfterIntent, Point::SendAnswered],
    &[Point::SendAnswered, Point::OwnerTakeover],
    &[Point::SendAnswered, Point::SendBeforeResult],
];
const WITH_ANSWER: Deaths = &[Point::ResultBaseWritten];
const BY_COMMAND: &[Deaths] = &[&[Point::EditBeforeCommit], &[Point::EditAfterCommit]];
const OF_CREATIONS: &[Deaths] = &[
    &[Point::ResultRidWritten],
    &[Point::SendAnswered, Point::ProbeBefore],
    &[Point::SendAnswered, Point::ProbeAfter],
    &[Point::SendAfterIntent, Point::ProbeAfter],
    &[Point::SendAfterIntent, Point::ProbeAfter, Point::SendAnswered, Point::SendBeforeResult],
];
const OF_MANY: &[Deaths] = &[&[Point::BulkHalfResults]];

impl Kind {
    fn deaths(self) -> impl Iterator<Item = Deaths> {
        let by_command = if self.command(&[], "").is_some() { BY_COMMAND } else { &[] };
        let of_creations = if self.is_creation() { OF_CREATIONS } else { &[] };
        let of_others = if self.is_creation() { &[] } else { &[WITH_ANSWER][..] };
        let of_many = if self.width() > 1 { OF_MANY } else { &[] };
        [ON_THE_WAY, by_command, of_creations, of_others, of_many].into_iter().flatten().copied()
    }

    /// What goes wrong, one after the other.
    fn troubles(self) -> impl Iterator<Item = (Deaths, Mishap)> {
        let all = |points: Deaths| match points {
            // Whoever fails to take over waits for a second, whatever is to be sent.
            [Point::OwnerTakeover] => vec![Mishap::Abort],
            [only] => only.mishaps().collect(),
            _ => vec![Mishap::Abort],
        };
        self.deaths().flat_map(move |points| all(points).into_iter().map(move |it| (points, it)))
    }

    /// What is typed; nothing for what the interface alone does.
    fn command(self, patients: &[Patient], value: &str) -> Option<Vec<String>> {
        let id = patients.first().map_or_else(String::new, |one| one.remote.to_string());
        let task = patients.first().map_or_else(String::new, |one| one.task.id.to_string());
        let words: Vec<String> = match self {
            Self::ContactAdded => {
                let email = format!("email={value}@example.com");
                ["contact", "add", "--set", &format!("firstName={value}"), "--set", &email]
                    .map(Into::into)
                    .into()
            }
            Self::ContactEdited => {
                ["contact", "edit", &id, "--set", &format!("city={value}")].map(Into::into).into()
            }
            Self::ContactDeleted => ["contact", "delete", &id, "--yes"].map(Into::into).into(),
            Self::Tagged | Self::BulkTagged => {
                ["tag", "add", value, "--ids", "ids"].map(Into::into).into()
            }
            Self::TaskAdded => {
                ["task", "add", &id, value, "--due", "2027-02-01"].map(Into::into).into()
            }
            Self::Untagged | Self::BulkUntagged => {
                ["tag", "remove", HERE, "--ids", "ids"].map(Into::into).into()
            }
            Self::TaskDone => ["task", "done", &task].map(Into::into).into(),
            Self::TaskReopened => ["task", "reopen", &task].map(Into::into).into(),
            Self::NoteAdded => ["note", "add", &id, value].map(Into::into).into(),
            Self::TaskEdited | Self::TaskDeleted | Self::NoteEdited | Self::NoteDeleted => {
                return None;
            }
        };
        Some(words)
    }

    /// Brings them into the state that it is made from.
    fn prepare(self, ward: &Ward, patients: &[Patient]) {
        if self == Self::TaskReopened {
            let tasks = patients.iter().map(|one| one.task.id.to_string());
            ended(ward.program().args(["task", "done"]).args(tasks), "").ends(0);
        }
    }
}

/// One kind of change on one life of a data folder, trouble after trouble.
struct Trial {
    ward: Ward,
    kind: Kind,
    witness: Vec<Witness>,
}

impl Trial {
    /// Makes the change, and this goes wrong; `None` is without trouble.
    fn make(&mut self, patients: &[Patient], value: &str, trouble: Option<(Mishap, Point)>) {
        let Some(mut words) = self.kind.command(patients, value) else {
            let change = self.kind.change(&patients[0], value);
            self.ward.commit(vec![change]);
            return self.go_on(trouble);
        };
        words.push("--json".into());
        let ids: Vec<String> = patients.iter().map(|one| one.remote.to_string()).collect();
        std::fs::write(self.ward.office.path("ids"), ids.join("\n")).unwrap();
        let said = match trouble {
            Some((mishap, point)) => self.ward.strikes(&words, mishap, point),
            None => ended(self.ward.program().args(&words), "").ends(0),
        };
        match (said.code, trouble) {
            // Sent, or queued and told so.
            (Some(0 | 3), _) => {
                let changes = said.json()["changes"].as_array().unwrap().clone();
                self.witness.extend(changes.iter().map(|change| acknowledged(change, value)));
            }
            (_, Some((Mishap::Refuse, Point::EditBeforeCommit))) => {
                said.complains(&["nothing was stored"]);
            }
            (_, trouble) => {
                let is_mild = trouble.is_some_and(|(mishap, _)| mishap == Mishap::Wait);
                assert!(!is_mild, "{trouble:?}: {said:#?}");
            }
        }
    }

    fn go_on(&self, trouble: Option<(Mishap, Point)>) {
        match trouble {
            Some((mishap, point)) => drop(self.ward.strikes(&["sync".into()], mishap, point)),
            None => self.ward.sync(),
        }
    }

    /// What the server has of all whom it was about, the value left out.
    fn served(&self, patients: &[Patient], value: &str) -> Vec<Vec<String>> {
        let made: Vec<RemoteId> = if self.kind == Kind::ContactAdded {
            let commits = self.ward.office.server.sandbox.commits();
            let is_ours = |line: &&rolodeck::sandbox::Commit| {
                line.action == Action::Created && line.sent.to_string().contains(value)
            };
            commits.iter().filter(is_ours).map(|line| line.id.as_str().into()).collect()
        } else {
            patients.iter().map(|one| one.remote.clone()).collect()
        };
        let neutral = |line: String| line.replace(value, "VALUE");
        made.iter().map(|id| self.ward.served(id).into_iter().map(neutral).collect()).collect()
    }

    fn assert_at_rest(&self, patients: &[Patient], state: &str) {
        let open = self.ward.read(|reader| reader.outgoing().unwrap());
        assert_eq!(open, [], "{state}: all are through");
        for one in patients {
            let (held, served) = (self.ward.held(one.record.id), self.ward.served(&one.remote));
            assert_eq!(held, served, "{state}: both sides have the same");
        }
    }
}

fn acknowledged(change: &Json, value: &str) -> Witness {
    let change = change["id"].as_str().unwrap().to_owned();
    Witness { key: value.to_owned(), value: value.to_owned(), change }
}

/// Carries its value to the server, where it can be found again.
fn leaves_its_value(kind: Kind) -> bool {
    use Kind::{BulkUntagged, TaskDone, TaskReopened, Untagged};
    !kind.is_deletion() && !matches!(kind, Untagged | BulkUntagged | TaskDone | TaskReopened)
}

fn survives_everything(kind: Kind) {
    let ward = Ward::new();
    let troubles: Vec<(Deaths, Mishap)> = kind.troubles().collect();
    let mut patients = ward.admit((troubles.len() + 2) * kind.width());
    kind.prepare(&ward, &patients);
    let mut next = || patients.split_off(patients.len() - kind.width());
    let mut trial = Trial { ward, kind, witness: Vec::new() };
    let mut values = (1..).map(|number| format!("w{number:06}"));

    let (whole, value) = (next(), values.next().unwrap());
    let before = trial.served(&whole, &value);
    trial.make(&whole, &value, None);
    let after = trial.served(&whole, &value);
    trial.assert_at_rest(&whole, "nobody died");
    assert_ne!(before, after, "it does something");

    for (points, mishap) in troubles {
        let (whole, value) = (next(), values.next().unwrap());
        let state = format!("{kind:?} with {mishap:?} at {points:?}");
        trial.make(&whole, &value, Some((mishap, points[0])));
        for point in &points[1..] {
            trial.go_on(Some((mishap, *point)));
        }
        trial.go_on(None);
        // What was not committed was not promised.
        let is_promised = points != [Point::EditBeforeCommit] || mishap == Mishap::Wait;
        let expected = if is_promised { &after } else { &before };
        assert_eq!(&trial.served(&whole, &value), expected, "{state}");
        trial.assert_at_rest(&whole, &state);
    }
    trial.killed_while_the_server_answers(&next(), &values.next().unwrap(), &after);
    let witness: &[Witness] = if leaves_its_value(kind) { &trial.witness } else { &[] };
    assert_eq!(trial.ward.check_lost(witness), Findings::default());
}

impl Trial {
    /// The last byte is out, the server has written it, and no answer has come.
    fn killed_while_the_server_answers(
        &mut self,
        patients: &[Patient],
        value: &str,
        after: &[Vec<String>],
    ) {
        let traffic = self.ward.office.server.sandbox.traffic().clone();
        let commits = self.ward.office.server.sandbox.commits().len();
        let words = self.kind.command(patients, value).unwrap_or_else(|| {
            self.ward.commit(vec![self.kind.change(&patients[0], value)]);
            vec!["sync".into()]
        });
        let ids: Vec<String> = patients.iter().map(|one| one.remote.to_string()).collect();
        std::fs::write(self.ward.office.path("ids"), ids.join("\n")).unwrap();
        let hold = traffic.hold(self.kind.request(), Moment::AfterCommit);
        let mut child = self.ward.program().args(&words).spawn().unwrap();
        self.ward.office.server.wait(hold.reached(1));
        assert!(self.ward.office.server.sandbox.commits().len() > commits, "it is written");
        child.kill().unwrap();
        child.wait().unwrap();
        hold.release();
        self.go_on(None);
        assert_eq!(self.served(patients, value), after, "{:?} killed while waiting", self.kind);
        self.assert_at_rest(patients, "killed while waiting");
    }
}

macro_rules! kinds {
    ($($test:ident $kind:ident),* $(,)?) => {
        $(
            #[test]
            fn $test() {
                survives_everything(Kind::$kind);
            }
        )*
    };
}

kinds! {
    a_new_contact ContactAdded,
    an_edited_contact ContactEdited,
    a_deleted_contact ContactDeleted,
    a_tag Tagged,
    a_tag_for_many BulkTagged,
    a_tag_taken_off Untagged,
    a_tag_taken_off_many BulkUntagged,
    a_new_task TaskAdded,
    a_task_ticked_off TaskDone,
    a_task_reopened TaskReopened,
    an_edited_task TaskEdited,
    a_deleted_task TaskDeleted,
    a_new_note NoteAdded,
    an_edited_note NoteEdited,
    a_deleted_note NoteDeleted,
}

/// The program goes on by itself: what panicked is taken over as if its process had died.
#[test]
fn a_panic_on_the_way_is_survived_by_the_process_itself() {
    let ward = Ward::new();
    let patients = ward.admit(2);
    for (point, patient) in [Point::SendAfterIntent, Point::SendAnswered].iter().zip(&patients) {
        let death = Mishap::Panic.at(*point, 1);
        let id = patient.remote.to_string();
        let mut program = ward.program();
        program.args(["note", "add", &id, "only once"]).env(rolodeck::rehearsal::DEATH, death);
        ended(&mut program, "").ends(0);
        let notes = ward.served(&patient.remote);
        assert_eq!(notes.iter().filter(|line| *line == "note only once").count(), 1, "{notes:?}");
    }
    assert_eq!(ward.check_lost(&[]), Findings::default());
}
