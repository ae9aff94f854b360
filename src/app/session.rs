//! Who sits here, and on what.

use jiff::tz::TimeZone;

use crate::model::ids::UserId;

#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with each other")]
pub struct Session {
    /// Which account: `default`, or its name.
    pub profile: String,
    /// Whether the server is the sandbox, so that a banner must say so.
    pub sandbox: bool,
    /// Whether requests go through somebody else's machine, which a banner must say as well.
    pub proxied: bool,
    /// Whether all of it is forgotten at the end, as that of a demo that is not kept.
    pub passing: bool,
    /// Nothing may be changed.
    pub read_only: bool,
    /// Which of the location's users the person is, once she has said so.
    pub me: Option<UserId>,
    /// Where days begin and end: the location's time zone; until it is known, that of the machine.
    pub zone: TimeZone,
    /// The profile names that zone, whatever the location's is.
    pub zone_is_set: bool,
    /// The time zone of the machine, in which the person reads her clock.
    pub here: TimeZone,
    /// Where the web application shows contacts; the location and the contact follow.
    pub web: String,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            profile: "default".to_owned(),
            sandbox: false,
            proxied: false,
            passing: false,
            read_only: false,
            me: None,
            zone: TimeZone::UTC,
            zone_is_set: false,
            here: TimeZone::UTC,
            web: "https://app.gohighlevel.com".to_owned(),
        }
    }
}
