//! Ten thousand times two people write to one contact at about the same time (reliability G7): whoever
//! wrote before the other looked is not overwritten unseen, and what is overwritten on purpose can be
//! brought back.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use rolodeck::{
    model::{
        change::Change,
        field::{Field, Standard},
        ids::{ContactId, OpId, RemoteId},
        op::OpState,
        talk::{Foreign, Order},
        value::Value,
    },
    store::Pending,
};

use super::{
    tale::Tale,
    thousands::{AT_ONE_PLACE, Office, everywhere},
    wire::{Sent, Wire},
};

/// One way, so that a look and a write are apart.
const LATENCY: Duration = Duration::from_millis(150);
/// For so long lists are not believed about what was written here, and a bit.
const FIRM: Duration = Duration::from_secs(65);
/// By then an edit is through, or in conflict.
const ENOUGH: Duration = Duration::from_secs(5);

/// Which came first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Course {
    /// Theirs was there when we looked.
    Before,
    /// Theirs came between our look and our write, which nothing shows.
    Between,
    After,
    OtherField,
}

#[test]
fn of_ten_thousand_interleavings_none_overwrites_unseen() {
    let seen = Mutex::new(BTreeSet::new());
    everywhere(2, |seed, folder: PathBuf| {
        let seen = &seen;
        async move {
            let mut office = Office::open(seed, folder, &[]).await;
            office.sandbox.weather().set_latency(LATENCY);
            let mut wrongs = Vec::new();
            for number in 0..AT_ONE_PLACE / office.people.len() {
                // Everybody sees what there is, also where she wrote last.
                tokio::time::sleep(FIRM).await;
                office.desk.order(Order::Pull { full: true });
                tokio::time::sleep(ENOUGH).await;
                let mut rounds = Vec::new();
                for who in office.people.clone() {
                    rounds.push(Round::begin(&mut office, who, number).await);
                }
                tokio::time::sleep(ENOUGH).await;
                for round in rounds {
                    let course = round.judge(&mut office, &mut wrongs).await;
                    seen.lock().unwrap().insert(course);
                }
            }
            wrongs
        }
    });
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len(), 4, "only {seen:?}");
}

/// Two people, one contact.
struct Round {
    colleague: Wire,
    remote: RemoteId,
    op: OpId,
    field: Standard,
    mine: Value,
    theirs: Value,
}

impl Round {
    /// Both have written.
    async fn begin(office: &mut Office, who: ContactId, number: usize) -> Self {
        let remote = office.desk.read(move |reader| reader.remotes(&[who])).await;
        let remote = remote[0].clone().unwrap();
        let field = if office.dice.one_in(4) { Standard::Website } else { Standard::City };
        let shown = office.desk.shown(who).await.unwrap().contact;
        let was = shown.value(&Standard::City.into()).clone();
        let (mine, theirs) = (format!("m{number:06}"), format!("f{number:06}"));
        let (mine, theirs) = (Value::text(mine), Value::text(theirs));
        let edit = Change::ContactEdited {
            contact: who,
            field: Standard::City.into(),
            was,
            now: mine.clone(),
        };
        let colleague = Wire::new("eve", Arc::clone(&office.sandbox), Tale::default());
        let client = colleague.client();
        let foreign = [(Field::from(field), theirs.clone())];
        let theirs_first = office.dice.one_in(3);
        let pause = Duration::from_millis(office.dice.random.u64(..1_200));
        if theirs_first {
            client.update_contact(&remote, &foreign).await.unwrap();
        }
        office.desk.give(vec![edit]);
        if !theirs_first {
            tokio::time::sleep(pause).await;
            client.update_contact(&remote, &foreign).await.unwrap();
        }
        tokio::time::sleep(LATENCY).await;
        office.desk.listen();
        let (op, newest) = office.desk.promised.iter().next_back().unwrap();
        assert!(matches!(&newest.change, Change::ContactEdited { now, .. } if *now == mine));
        let op = *op;
        Self { colleague, remote, op, field, mine, theirs }
    }

    async fn pending(&self, office: &Office) -> Pending {
        let op = self.op;
        office.desk.read(move |reader| reader.change(op)).await.unwrap()
    }

    async fn served(&self, field: Standard) -> Value {
        let contact = self.colleague.client().contact(&self.remote).await.unwrap();
        contact.values.get(&field.into()).cloned().unwrap_or_default()
    }

    /// When the background task looked before it wrote.
    fn looked(&self, office: &Office) -> String {
        let path = format!("/contacts/{}", self.remote);
        let sent = office.desk.wire.sent();
        let its: Vec<&Sent> = sent.iter().filter(|it| it.path == path).collect();
        let wrote = its.iter().position(|it| it.body.contains(&*self.mine.shown())).unwrap();
        let look = its[..wrote].iter().rfind(|it| it.method == "GET").unwrap();
        format!("{:.3}", look.at)
    }

    /// When a value was written, as the server says.
    fn written(&self, office: &Office, field: Standard, value: &Value) -> Option<String> {
        let commits = office.sandbox.commits();
        let text = value.shown();
        let is_it = |it: &&rolodeck::sandbox::Commit| {
            it.id == self.remote.as_str() && it.sent[field.spec().name] == *text
        };
        commits.iter().find(is_it).map(|it| it.at.clone())
    }

    async fn judge(&self, office: &mut Office, wrongs: &mut Vec<String>) -> Course {
        let met = self.pending(office).await;
        let is_conflict = met.outgoing.state == OpState::Conflict;
        let theirs = self.written(office, self.field, &self.theirs).unwrap();
        let course = match self.written(office, Standard::City, &self.mine) {
            _ if self.field != Standard::City => Course::OtherField,
            _ if is_conflict => Course::Before,
            Some(mine) if theirs > mine => Course::After,
            _ => Course::Between,
        };
        let mut wrong =
            |what: &str| wrongs.push(format!("{} {course:?}: {what}", self.mine.shown()));
        match course {
            Course::Before => return self.decides(office, met, wrongs).await,
            Course::OtherField => {
                let both = (self.served(Standard::City).await, self.served(self.field).await);
                if both != (self.mine.clone(), self.theirs.clone()) {
                    wrong(&format!("not both, but {both:?}"));
                }
            }
            Course::After => {
                if self.served(Standard::City).await != self.theirs {
                    wrong("theirs came last and does not stand");
                }
            }
            Course::Between => {
                if self.looked(office) > theirs {
                    wrong("theirs was there when we looked, and was overwritten");
                }
            }
        }
        course
    }

    /// Both values are told; mine over theirs can be taken back, and theirs stays if it is chosen.
    async fn decides(&self, office: &mut Office, met: Pending, wrongs: &mut Vec<String>) -> Course {
        let cause = met.outgoing.fault.map(|fault| fault.cause).unwrap_or_default();
        let mut wrong = |what: String| wrongs.push(format!("{}: {what}", self.mine.shown()));
        if !cause.contains(&*self.theirs.shown()) {
            wrong(format!("in conflict, but it is said: {cause}"));
        }
        let is_mine = office.dice.one_in(2);
        let order = if is_mine { Order::Retry } else { Order::Drop };
        office.desk.order(order(vec![self.op]));
        tokio::time::sleep(ENOUGH).await;
        let stands = self.served(Standard::City).await;
        let chosen = if is_mine { &self.mine } else { &self.theirs };
        if stands != *chosen {
            wrong(format!("{stands:?} stands, not {chosen:?}"));
        }
        if is_mine {
            let deed = self.pending(office).await.outgoing.op.deed;
            office.desk.undo(deed, Foreign::Ask);
            tokio::time::sleep(ENOUGH).await;
            let stands = self.served(Standard::City).await;
            if stands != self.theirs {
                wrong(format!("taken back, and {stands:?} stands"));
            }
        }
        office.desk.listen();
        Course::Before
    }
}
