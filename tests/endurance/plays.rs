//! The courses of events of `points.rs`, in each of which one thing goes wrong.

use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        note::NoteDraft,
        op::OpState,
        tag::Tag,
        task::TaskDraft,
        value::Value,
    },
    rehearsal::{Mishap, Point},
    store::Reader,
};

use crate::{
    kind::Kind,
    office::ended,
    points::Scenario,
    ward::{HERE, Patient, Ward},
};

/// One scenario with one kind of change, in which one thing goes wrong.
pub(crate) struct Play<'a> {
    pub(crate) ward: &'a Ward,
    pub(crate) patients: &'a [Patient],
    pub(crate) kind: Kind,
    /// Nobody else writes this.
    pub(crate) value: &'a str,
    pub(crate) mishap: Mishap,
    pub(crate) point: Point,
}

impl Play<'_> {
    pub(crate) fn of(&self, scenario: Scenario) {
        let (patient, value) = (&self.patients[0], self.value);
        let id = patient.remote.to_string();
        match scenario {
            Scenario::Edit => {
                self.goes_wrong_in(&["contact", "edit", &id, "--set", &format!("city={value}")]);
                let is_promised =
                    self.point != Point::EditBeforeCommit || self.mishap == Mishap::Wait;
                assert_eq!(self.shows(value), is_promised);
            }
            Scenario::Creation => {
                self.goes_wrong_in(&["note", "add", &id, value]);
                self.assert_made_once(value);
            }
            Scenario::Lost => {
                self.ward.commit(vec![self.mine()]);
                self.ward.strikes(&["sync".into()], Mishap::Abort, Point::SendAnswered);
                self.goes_wrong_in(&["sync"]);
                self.assert_made_once(value);
            }
            Scenario::Bulk => {
                self.ward
                    .commit(self.patients.iter().map(|one| self.kind.change(one, value)).collect());
                self.goes_wrong_in(&["sync"]);
                self.assert_tagged(&[value]);
            }
            Scenario::Company => self.refused_in_company(),
            Scenario::Less => self.comes_to_less(),
            Scenario::Conflict => {
                self.somebody_edits_it();
                self.ward.commit(vec![self.mine()]);
                self.goes_wrong_in(&["sync"]);
                assert!(self.shows("hers") && !self.shows(value), "hers stands");
                self.decides("drop");
                assert!(self.shows("hers") && !self.shows(value), "hers stands");
            }
            Scenario::Decision => {
                self.somebody_edits_it();
                self.ward.commit(vec![self.mine()]);
                ended(self.ward.program().args(["sync"]), "");
                let change = self.conflict().unwrap();
                self.goes_wrong_in(&["outbox", "retry", &change]);
                if self.conflict().is_some() {
                    self.decides("retry");
                }
                assert!(!self.shows("hers"), "mine was chosen");
                assert_ne!(self.shows(value), self.kind.is_deletion());
            }
            Scenario::Held => {
                let line = self.line();
                self.ward.commit_uncalled(self.mine());
                self.goes_wrong_in(&["sync"]);
                assert!(!self.served().contains(&line), "{line} is deleted");
            }
            Scenario::Pull => {
                let city = format!("city={value}");
                let edit = ["contact", "edit", &id, "--set", &city, "--offline"];
                ended(self.ward.program().args(edit), "").ends(3);
                self.goes_wrong_in(&["sync", "--full"]);
                assert!(self.shows(value));
            }
            Scenario::Suspect
            | Scenario::Bury
            | Scenario::Migration
            | Scenario::Rescue
            | Scenario::Token => {}
        }
    }

    /// Two fields, or two tags, of one contact, or one tag of many: each is good by itself.
    fn refused_in_company(&self) {
        let Patient { record, .. } = &self.patients[0];
        // The server's log has a request with two new tags once for each, which is not twice.
        let [value, other] = ["t", "u"].map(|letter| self.value.replace('w', letter));
        let contact = record.id;
        let mut changes: Vec<Change> =
            self.patients.iter().map(|one| self.kind.change(one, &value)).collect();
        match self.kind {
            Kind::ContactEdited => {
                let (field, was, now) = (Standard::State.into(), Value::Empty, Value::text(&other));
                changes.push(Change::ContactEdited { contact, field, was, now });
            }
            Kind::Tagged => {
                changes.push(Change::TagAdded { contact, tag: Tag::new(&other).unwrap() });
            }
            Kind::Untagged => {
                let second = [Tag::new("second").unwrap()];
                let adding = self.ward.client.add_tags(&self.patients[0].remote, &second);
                self.ward.office.server.wait(adding).unwrap();
                let [tag] = second;
                changes.push(Change::TagRemoved { contact, tag });
            }
            _ => {}
        }
        self.ward.office.fault(&format!("422:x1@{}", self.kind.request()));
        self.ward.commit(changes);
        self.goes_wrong_in(&["sync"]);
        match self.kind {
            Kind::ContactEdited => {
                assert!(self.shows(&value));
                let served = self.ward.client.contact(&self.patients[0].remote);
                let served = self.ward.office.server.wait(served).unwrap();
                assert_eq!(served.values[&Standard::State.into()], Value::text(&other));
            }
            Kind::Tagged => self.assert_tagged(&[&value, &other]),
            _ => self.assert_tagged(&[&value]),
        }
    }

    /// There and back is nothing, and a creation takes in what is edited of it.
    fn comes_to_less(&self) {
        let (patient, value) = (&self.patients[0], self.value);
        let contact = patient.record.id;
        let mine = self.mine();
        let edited = |text: &str| format!("{value} {text}");
        let next = match mine.clone() {
            Change::ContactEdited { field, was, now, .. } => {
                Change::ContactEdited { contact, field, was: now, now: was }
            }
            Change::TagAdded { tag, .. } => Change::TagRemoved { contact, tag },
            Change::TagRemoved { tag, .. } => Change::TagAdded { contact, tag },
            Change::ContactAdded { contact, .. } => {
                let (field, was) = (Field::from(Standard::City), Value::Empty);
                let now = Value::text(edited("grown"));
                Change::ContactEdited { contact, field, was, now }
            }
            Change::TaskAdded { task, draft, .. } => {
                let now = TaskDraft { title: edited("grown"), ..draft.clone() };
                Change::TaskEdited { contact, task, was: draft, now }
            }
            Change::NoteAdded { note, draft, .. } => {
                let now = NoteDraft { body: edited("grown"), ..draft.clone() };
                Change::NoteEdited { contact, note, was: draft, now }
            }
            other => panic!("{other:?} does not come to less"),
        };
        let before = (self.served(), self.ward.office.server.sandbox.commits().len());
        self.ward.commit(vec![mine, next]);
        self.goes_wrong_in(&["sync"]);
        if self.kind.is_creation() {
            self.assert_made_once(&edited("grown"));
        } else {
            let after = (self.served(), self.ward.office.server.sandbox.commits().len());
            assert_eq!(after, before, "nothing is sent");
        }
    }

    fn mine(&self) -> Change {
        self.kind.change(&self.patients[0], self.value)
    }

    /// It goes wrong while this runs; whatever is left is done once more.
    fn goes_wrong_in(&self, words: &[&str]) {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        self.ward.strikes(&words, self.mishap, self.point);
        ended(self.ward.program().args(["sync", "--json"]), "");
    }

    fn somebody_edits_it(&self) {
        let Patient { remote, task, note, .. } = &self.patients[0];
        let (client, server) = (&self.ward.client, &self.ward.office.server);
        match self.kind {
            Kind::TaskEdited | Kind::TaskDeleted => {
                let draft = TaskDraft { title: "hers".into(), ..task.draft.clone() };
                let id = task.remote.as_ref().unwrap();
                server.wait(client.update_task(remote, id, &draft)).map(drop)
            }
            Kind::NoteEdited | Kind::NoteDeleted => {
                let draft = NoteDraft { body: "hers".into(), ..note.draft.clone() };
                let id = note.remote.as_ref().unwrap();
                server.wait(client.update_note(remote, id, &draft)).map(drop)
            }
            _ => {
                let edit = [(Standard::City.into(), Value::text("hers"))];
                server.wait(client.update_contact(remote, &edit)).map(drop)
            }
        }
        .unwrap();
    }

    /// The change that waits for the person.
    fn conflict(&self) -> Option<String> {
        let open = self.ward.read(Reader::outgoing).unwrap();
        let [only] = &open[..] else {
            assert_eq!(open, []);
            return None;
        };
        assert_eq!(only.outgoing.state, OpState::Conflict);
        Some(only.outgoing.op.id.to_string())
    }

    fn decides(&self, word: &str) {
        let change = self.conflict().unwrap();
        ended(self.ward.program().args(["outbox", word, &change]), "").ends(0);
    }

    fn served(&self) -> Vec<String> {
        self.ward.served(&self.patients[0].remote)
    }

    /// Whether anything on the server is said with this word.
    fn shows(&self, word: &str) -> bool {
        self.served().iter().any(|line| line.split(' ').any(|it| it == word))
    }

    /// What the server shows of the record that it is about.
    fn line(&self) -> String {
        let word = match self.kind {
            Kind::TaskDeleted => "task",
            Kind::NoteDeleted => "note",
            _ => "city",
        };
        self.served().into_iter().find(|line| line.starts_with(word)).unwrap()
    }

    /// Everybody has these tags, or has lost the one that all had.
    fn assert_tagged(&self, tags: &[&str]) {
        let is_untagged = matches!(self.kind, Kind::Untagged | Kind::BulkUntagged);
        for one in self.patients {
            let served = self.ward.served(&one.remote);
            let has = |tag: &str| served.contains(&format!("tag {tag}"));
            if is_untagged {
                assert!(!has(HERE) && !has("second"), "{served:?}");
            } else {
                assert!(tags.iter().all(|tag| has(tag)), "{served:?}");
            }
        }
    }

    /// What holds this text was made once, and whole.
    fn assert_made_once(&self, text: &str) {
        let commits = self.ward.office.server.sandbox.commits();
        let is_it = |sent: &str| sent.contains(&format!("\"{text}\""));
        let made = commits.iter().filter(|line| is_it(&line.sent.to_string())).count();
        assert_eq!(made, 1, "{text:?}");
        let of_it = |sent: &str| sent.contains(self.value);
        assert_eq!(commits.iter().filter(|line| of_it(&line.sent.to_string())).count(), 1);
    }
}
