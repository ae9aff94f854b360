//! Whether this is the database that was last sent from here, or an older or copied one.
//!
//! The database holds a seal that is new after every sending, and a print of it lies beside the file,
//! with what no copy has: the machine, and when the file was made. Whoever puts a backup back, or takes
//! a copy along, has a database whose waiting changes may be on the server already.

use std::{fs, path::Path};

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sender::beside;
use crate::{
    private,
    store::{
        error::{Error, Result},
        rows::memory,
    },
};

/// Where a system names itself for good.
const MACHINE_IDS: [&str; 2] = ["/etc/machine-id", "/var/lib/dbus/machine-id"];
/// No print is longer.
const LONGEST: u64 = 4096;

/// Why what waits in this database may have been sent already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// More was sent than this database knows of.
    Older,
    /// It was last used on another machine.
    Moved,
    /// Another file was last used here.
    Copied,
}

impl Doubt {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Older => "an older state of the database was put back",
            Self::Moved => "the database comes from another machine",
            Self::Copied => "the database is a copy",
        }
    }
}

/// What the database knows of its last sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Seal {
    database: Uuid,
    /// Goes up with every sending.
    number: u64,
    /// Tells two databases apart that have come to the same number on ways of their own.
    nonce: u64,
}

/// What lies beside the file.
#[derive(Debug, Serialize, Deserialize)]
struct Print {
    seal: Seal,
    machine: Option<u64>,
    /// When the file was made: a copy is made later. None where the file system does not tell.
    born: Option<Timestamp>,
}

impl Seal {
    /// Of a database that nothing was ever sent from, or that is now trusted again.
    pub(in crate::store) fn fresh() -> Self {
        Self { database: Uuid::from_u128(fastrand::u128(1..)), number: 0, nonce: fastrand::u64(..) }
    }

    pub(in crate::store) fn of(sql: &Connection) -> Result<Option<Self>> {
        memory::get(sql, memory::SEAL)
    }

    pub(in crate::store) fn set(&self, sql: &Connection) -> Result<()> {
        memory::put(sql, memory::SEAL, self)
    }

    pub(in crate::store) fn next(self) -> Self {
        Self { number: self.number + 1, nonce: fastrand::u64(..), ..self }
    }

    /// Leaves the print, on disk when this returns.
    pub(in crate::store) fn press(&self, database: &Path) -> Result<()> {
        let print = Print { seal: self.clone(), machine: machine(), born: born(database) };
        let text = serde_json::to_vec(&print)
            .map_err(|error| Error::File { path: database.to_owned(), source: error.into() })?;
        Ok(private::write(&beside(database, "seal"), &text)?)
    }
}

/// Takes the print away from a database that was made anew from what could be read of the last.
pub(in crate::store) fn lift(database: &Path) -> Result<()> {
    private::remove(&beside(database, "seal"))?;
    Ok(())
}

/// Compares the seal in the database with the print beside it. To be asked by the sender alone, since
/// every sending alters both, the database first.
pub(in crate::store) fn doubt(database: &Path, seal: Option<&Seal>) -> Result<Option<Doubt>> {
    let print = private::read(&beside(database, "seal"), LONGEST)?;
    let print: Option<Print> = print.and_then(|text| serde_json::from_slice(&text).ok());
    Ok(compare(seal, print.as_ref(), machine(), born(database)))
}

/// A print is left just after its seal is stored, so one that is behind its database is no cause for
/// doubt: the program was ended between the two.
fn compare(
    seal: Option<&Seal>,
    print: Option<&Print>,
    machine: Option<u64>,
    born: Option<Timestamp>,
) -> Option<Doubt> {
    let (seal, print) = match (seal, print) {
        (None, None) => return None,
        (None, Some(print)) if print.seal.number == 0 => return None,
        (None, Some(_)) => return Some(Doubt::Older),
        (Some(_), None) => return Some(Doubt::Copied),
        (Some(seal), Some(print)) => (seal, print),
    };
    let differ = |one: Option<u64>, other: Option<u64>| one.zip(other).is_some_and(|(a, b)| a != b);
    if differ(print.machine, machine) {
        Some(Doubt::Moved)
    } else if print.seal.number > seal.number
        || (print.seal.number == seal.number && print.seal.nonce != seal.nonce)
    {
        Some(Doubt::Older)
    } else if print.seal.database != seal.database
        || print.born.zip(born).is_some_and(|(then, now)| then != now)
    {
        Some(Doubt::Copied)
    } else {
        None
    }
}

/// Of the machine's name for itself, just enough to tell it from others: a database may be handed on.
fn machine() -> Option<u64> {
    let id = MACHINE_IDS.iter().find_map(|path| fs::read(path).ok())?;
    let id = id.trim_ascii();
    (!id.is_empty()).then(|| {
        id.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3) // FNV-1a
        })
    })
}

fn born(database: &Path) -> Option<Timestamp> {
    Timestamp::try_from(fs::metadata(database).ok()?.created().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<u64> = Some(1);
    const BORN: Option<Timestamp> = Some(Timestamp::UNIX_EPOCH);

    fn print(seal: &Seal) -> Print {
        Print { seal: seal.clone(), machine: HERE, born: BORN }
    }

    fn judge(seal: &Seal, print: &Print) -> Option<Doubt> {
        compare(Some(seal), Some(print), HERE, BORN)
    }

    #[test]
    fn what_was_last_sent_from_here_is_trusted() {
        let seal = Seal::fresh();
        assert_eq!(compare(None, None, HERE, BORN), None);
        assert_eq!(compare(None, Some(&print(&seal)), HERE, BORN), None, "ended between the two");
        assert_eq!(judge(&seal, &print(&seal)), None);
        assert_eq!(judge(&seal.clone().next(), &print(&seal)), None, "ended between the two");
    }

    #[test]
    fn an_older_state_is_doubted() {
        let old = Seal::fresh();
        let sent = print(&old.clone().next());
        assert_eq!(judge(&old, &sent), Some(Doubt::Older));
        assert_eq!(judge(&old.next(), &sent), Some(Doubt::Older), "it went another way");
        assert_eq!(compare(None, Some(&sent), HERE, BORN), Some(Doubt::Older));
    }

    #[test]
    fn a_copy_is_doubted() {
        let seal = Seal::fresh().next();
        assert_eq!(compare(Some(&seal), None, HERE, BORN), Some(Doubt::Copied));
        assert_eq!(compare(Some(&seal), Some(&print(&seal)), Some(2), BORN), Some(Doubt::Moved));
        let later = Some(Timestamp::MAX);
        assert_eq!(compare(Some(&seal), Some(&print(&seal)), HERE, later), Some(Doubt::Copied));
        let other = Seal { database: Uuid::from_u128(1), ..seal.clone() };
        assert_eq!(judge(&other, &print(&seal)), Some(Doubt::Copied));
    }

    #[test]
    fn what_cannot_be_told_is_no_cause_for_doubt() {
        let seal = Seal::fresh().next();
        assert_eq!(compare(Some(&seal), Some(&print(&seal)), None, None), None);
    }
}
