//! Every point at which something may go wrong, in a course of events that passes it, with all that
//! may go wrong there: it is got over, and nothing is lost, twice or silent.

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    rehearsal::{Mishap, Point},
    store::{Store, Sweeps},
};

use crate::{check_lost::Findings, files, kind::Kind, plays::Play, tokens, ward::Ward};

macro_rules! scenarios {
    ($($(#[$doc:meta])* $test:ident $name:ident),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Scenario { $($(#[$doc])* $name),* }

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
    what_is_looked_for Lost,
    a_tag_of_many Bulk,
    /// Several changes in one request, which the server refuses.
    what_is_refused_in_company Company,
    /// Changes that cancel each other out, or are one before any is sent.
    what_comes_to_less_than_was_done Less,
    what_somebody_else_edited Conflict,
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
        Point::CoalesceMid => Scenario::Less,
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
        _ => at_all_of_them(played, &points),
    }
}

/// One after the other, with every kind of change that passes there.
fn at_all_of_them(played: Scenario, points: &[Point]) {
    let ward = Ward::new();
    let all = || {
        let of_a_kind = |kind: &Kind| {
            let kind = *kind;
            points.iter().flat_map(move |point| point.mishaps().map(move |it| (kind, it, *point)))
        };
        played.kinds().iter().flat_map(of_a_kind)
    };
    let mut patients = ward.admit(all().map(|(kind, ..)| kind.width()).sum());
    for (number, (kind, mishap, point)) in all().enumerate() {
        let own = patients.split_off(patients.len() - kind.width());
        let value = format!("w{number:06}");
        Play { ward: &ward, patients: &own, kind, value: &value, mishap, point }.of(played);
        let open = ward.read(|reader| reader.outgoing().unwrap());
        assert_eq!(open, [], "{kind:?} with {mishap:?} at {point:?}");
        for one in &own {
            let (here, there) = (ward.held(one.record.id), ward.served(&one.remote));
            assert_eq!(here, there, "{kind:?} with {mishap:?} at {point:?}");
        }
    }
    assert_eq!(ward.check_lost(&[]), Findings::default());
}

impl Scenario {
    /// What it is played with. The points of one kind each are passed by all kinds in `deaths.rs`.
    const fn kinds(self) -> &'static [Kind] {
        use Kind::{
            BulkTagged, BulkUntagged, ContactAdded, ContactDeleted, ContactEdited, NoteAdded,
            NoteDeleted, NoteEdited, Tagged, TaskAdded, TaskDeleted, TaskEdited, Untagged,
        };
        match self {
            Self::Creation => &[NoteAdded],
            Self::Lost => &[ContactAdded, TaskAdded, NoteAdded],
            Self::Bulk => &[BulkTagged, BulkUntagged],
            Self::Company => &[ContactEdited, Tagged, Untagged, BulkTagged, BulkUntagged],
            Self::Less => &[ContactEdited, Tagged, Untagged, ContactAdded, TaskAdded, NoteAdded],
            Self::Conflict | Self::Decision => {
                &[ContactEdited, ContactDeleted, TaskEdited, TaskDeleted, NoteEdited, NoteDeleted]
            }
            Self::Held => &[ContactDeleted, TaskDeleted, NoteDeleted],
            Self::Edit
            | Self::Pull
            | Self::Suspect
            | Self::Bury
            | Self::Migration
            | Self::Rescue
            | Self::Token => &[ContactEdited],
        }
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
