//! A successful answer, and how a noun is read out of it.

use serde::Deserialize;

use super::{
    depth,
    error::{Doubt, Error},
    lenient,
    operation::Operation,
    rows::{self, Flaw, Shape},
    said::Said,
};
use crate::model::served::Listed;

/// A 2xx whose body is complete and, unless empty, called itself JSON. A byte that is no text
/// costs one character, not the answer.
///
/// May hold a secret, and so can't be printed.
/// Whichever 2xx: the specification has others than the service (5.1, 20).
pub(super) struct Answer {
    pub(super) operation: Operation,
    pub(super) status: u16,
    pub(super) body: String,
}

/// `succeded` is a slip that became part of the wire (5.1, 16), and v3 mixes both (5.1, 18).
#[derive(Default, Deserialize)]
struct Flags {
    #[serde(default, deserialize_with = "lenient::flag")]
    succeded: Option<bool>,
    #[serde(default, deserialize_with = "lenient::flag")]
    succeeded: Option<bool>,
    #[serde(default, deserialize_with = "lenient::flag")]
    success: Option<bool>,
}

impl Answer {
    /// The one record that the answer must hold, under the first of `keys`.
    pub(super) fn record<'a, S: Shape<'a>>(
        &'a self,
        keys: &[&'static str],
    ) -> Result<S::Noun, Error> {
        self.maybe::<S>(keys)?.ok_or_else(|| self.incomplete(named(keys)))
    }

    /// The same where `null` is a proper answer.
    pub(super) fn maybe<'a, S: Shape<'a>>(
        &'a self,
        keys: &[&'static str],
    ) -> Result<Option<S::Noun>, Error> {
        rows::record::<S>(&self.body, keys).map_err(|flaw| self.flawed(flaw, named(keys)))
    }

    pub(super) fn list<'a, S: Shape<'a>>(
        &'a self,
        key: &'static str,
    ) -> Result<Listed<S::Noun>, Error> {
        let listed = rows::list::<S>(&self.body, key).map_err(|flaw| self.flawed(flaw, key))?;
        if !listed.unread.is_empty() {
            tracing::warn!(
                path = self.operation.path(),
                skipped = listed.unread.count,
                "unreadable rows"
            );
        }
        Ok(listed)
    }

    /// The answer itself, where it is no record in an envelope.
    pub(super) fn whole<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        if !depth::is_within(self.body.as_bytes(), depth::MOST) {
            return Err(self.flawed(Flaw::TooDeep, "record"));
        }
        serde_json::from_str(&self.body).map_err(|error| self.flawed(error.into(), "record"))
    }

    /// The answer says that it is done, or says nothing against it.
    pub(super) fn done(&self) -> Result<(), Error> {
        if self.body.is_empty() {
            return Ok(());
        }
        let flags: Flags = self.whole()?;
        match flags.succeded.or(flags.succeeded).or(flags.success) {
            Some(false) => {
                let Said { message, trace, .. } = Said::read(&self.body);
                let message =
                    if message.is_empty() { "the service did not do it".into() } else { message };
                Err(Error::Refused { status: self.status, message, trace })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn flawed(&self, flaw: Flaw, what: &'static str) -> Error {
        self.doubt(match flaw {
            Flaw::Garbled(why) => Doubt::Garbled(why),
            Flaw::TooDeep => Doubt::Garbled("nested too deep"),
            Flaw::Nameless => Doubt::Incomplete(what),
        })
    }

    pub(super) fn incomplete(&self, what: &'static str) -> Error {
        self.doubt(Doubt::Incomplete(what))
    }

    fn doubt(&self, why: Doubt) -> Error {
        Error::Unknown { why, status: Some(self.status), trace: Said::read(&self.body).trace }
    }
}

fn named(keys: &[&'static str]) -> &'static str {
    keys.first().copied().unwrap_or("record")
}
