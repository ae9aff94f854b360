//! What an attempt proves: applied, surely not applied, or not known. Callers decide by the
//! variant, never by a status code (the outcome classes of reliability d2).

use std::{borrow::Cow, time::Duration};

use crate::model::{
    fault::{Fault, Trouble},
    ids::RemoteId,
};

/// Every text in here is plain: one line, no control characters, at most 4 KiB.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not one byte of the request left: name resolution, connection or TLS failed. Not applied.
    #[error("can't reach the service: {reason}")]
    NotSent {
        reason: String,
        /// The other side's certificate was not accepted.
        untrusted: bool,
    },
    /// No request can be made of what was asked for, so none was sent. Not applied.
    #[error("{0}")]
    Unfit(String),
    /// 429, or held back here because the day's requests are nearly used up. Not applied.
    #[error("too many requests")]
    Throttled {
        /// Nothing is sent before this has passed.
        wait: Duration,
        /// The day's requests are used up, not only those of the moment.
        daily: bool,
    },
    /// 401, or there is no token. Not applied.
    #[error("{message}")]
    Unauthorised {
        /// The token is good, but lacks the scope or is of a kind that may never do this.
        scope_missing: bool,
        /// The scope that the operation needs, where it is known.
        scope: Option<&'static str>,
        message: String,
        trace: Option<String>,
    },
    /// 403. Not applied.
    #[error("{message}")]
    Forbidden { message: String, trace: Option<String> },
    /// The record that the call was about is not there (any more). Not applied, or, where it was
    /// a deletion, no longer needed.
    #[error("{message}")]
    Gone { message: String, status: u16, trace: Option<String> },
    /// The location allows no two contacts with this email or phone. Not applied.
    #[error("{message}")]
    Duplicate {
        /// The contact that has it.
        contact: Option<RemoteId>,
        name: Option<String>,
        /// `email` or `phone`.
        field: Option<String>,
        message: String,
        trace: Option<String>,
    },
    /// Any other 4xx. Refused for good; a creation that was refused by 422 should still be looked
    /// for (contract Q13).
    #[error("{message}")]
    Refused { status: u16, message: String, trace: Option<String> },
    /// The request may or may not have been applied.
    #[error("{why}")]
    Unknown { why: Doubt, status: Option<u16>, trace: Option<String> },
}

/// Why nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    #[error("no answer in time")]
    Silence,
    #[error("the connection broke before the answer was complete")]
    Broken,
    #[error("the server had a failure of its own: {0}")]
    ServerFailed(String),
    #[error("the answer points to another address, which is not followed")]
    Redirected,
    #[error("the answer is a web page, not data")]
    WebPage,
    #[error("the answer is not JSON but {0:?}")]
    OtherContent(String),
    #[error("the answer can't be read: {0}")]
    Garbled(&'static str),
    #[error("the answer is larger than {0} MiB")]
    TooLarge(usize),
    #[error("the answer names no {0}")]
    Incomplete(&'static str),
}

impl Error {
    /// HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NotSent { .. } | Self::Unfit(_) => None,
            Self::Throttled { .. } => Some(429),
            Self::Unauthorised { .. } => Some(401),
            Self::Forbidden { .. } => Some(403),
            Self::Duplicate { .. } => Some(400),
            Self::Gone { status, .. } | Self::Refused { status, .. } => Some(*status),
            Self::Unknown { status, .. } => *status,
        }
    }

    /// The id under which the service's support finds the request.
    pub fn trace(&self) -> Option<&str> {
        match self {
            Self::NotSent { .. } | Self::Unfit(_) | Self::Throttled { .. } => None,
            Self::Unauthorised { trace, .. }
            | Self::Forbidden { trace, .. }
            | Self::Gone { trace, .. }
            | Self::Duplicate { trace, .. }
            | Self::Refused { trace, .. }
            | Self::Unknown { trace, .. } => trace.as_deref(),
        }
    }

    fn trouble(&self) -> Trouble {
        match self {
            Self::NotSent { .. }
            | Self::Unknown {
                why: Doubt::Silence | Doubt::Broken | Doubt::ServerFailed(_), ..
            } => Trouble::Unreachable,
            Self::Unknown { .. } => Trouble::Garbled,
            Self::Unfit(_) => Trouble::Input,
            Self::Throttled { .. } => Trouble::Throttled,
            Self::Unauthorised { scope_missing: false, .. } => Trouble::SignedOut,
            Self::Unauthorised { .. } | Self::Forbidden { .. } => Trouble::Forbidden,
            Self::Gone { .. } => Trouble::Gone,
            Self::Duplicate { .. } => Trouble::Conflict,
            Self::Refused { .. } => Trouble::Refused,
        }
    }

    fn remedy(&self) -> Cow<'static, str> {
        match self {
            Self::NotSent { untrusted: true, .. } => {
                "nothing was sent; check the address, this computer's clock and the network".into()
            }
            Self::NotSent { .. } => {
                "edits are kept here and go out when the connection is back".into()
            }
            Self::Throttled { wait, daily: false } => {
                format!("sending goes on by itself in {} s", wait.as_secs().max(1)).into()
            }
            Self::Throttled { daily: true, .. } => {
                "the day's requests are used up; edits are kept here and go out later".into()
            }
            Self::Unauthorised { scope_missing: true, scope: Some(scope), .. } => {
                format!("give the token the scope {scope} in HighLevel, then retry").into()
            }
            Self::Unauthorised { scope_missing: true, .. } => {
                "use a token of this sub-account that may do this".into()
            }
            Self::Unauthorised { .. } => "edits are kept here; sign in again".into(),
            Self::Forbidden { .. } => "check that the token belongs to this location".into(),
            Self::Gone { .. } => "somebody deleted it; drop the change or make it anew".into(),
            Self::Duplicate { field: Some(field), .. } => {
                format!("open the other contact, or change the {field}").into()
            }
            Self::Duplicate { .. } => "open the other contact, or change email and phone".into(),
            Self::Unfit(_) | Self::Refused { .. } => "edit it or drop it".into(),
            Self::Unknown { why: Doubt::WebPage | Doubt::Redirected, .. } => {
                "this network may ask for a sign-in of its own: open a browser, then retry".into()
            }
            Self::Unknown { .. } => {
                "nothing is lost here; whether it arrived is found out before it goes again".into()
            }
        }
    }
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        let cause = match error {
            Error::Duplicate { name: Some(name), field: Some(field), .. } => {
                format!("{name} has this {field} already")
            }
            other => other.to_string(),
        };
        Self {
            status: error.status(),
            trace: error.trace().map(str::to_owned),
            ..Self::new(error.trouble(), cause, error.remedy())
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}
