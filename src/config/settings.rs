//! How the interface looks and listens, the same for every profile.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// A theme's name; what themes there are, the interface knows.
    pub theme: String,
    pub mouse: bool,
    /// How long a prefix such as `g` waits before its next keys are shown, in milliseconds.
    #[serde(deserialize_with = "milliseconds")]
    pub which_key_delay: Duration,
    /// Keys that take the place of a command's own: command name to keys. Whether there is such a
    /// command and such a key, the command table knows.
    pub keys: BTreeMap<String, Vec<String>>,
    pub poll: Poll,
}

/// How often the server is asked for news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Poll {
    /// While the person works.
    #[serde(deserialize_with = "seconds")]
    pub active: Duration,
    /// After five minutes without a key.
    #[serde(deserialize_with = "seconds")]
    pub idle: Duration,
    /// While the terminal is not in focus.
    #[serde(deserialize_with = "seconds")]
    pub away: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "auto".to_owned(),
            mouse: true,
            which_key_delay: Duration::from_millis(300),
            keys: BTreeMap::new(),
            poll: Poll::default(),
        }
    }
}

impl Default for Poll {
    fn default() -> Self {
        Self {
            active: Duration::from_secs(15),
            idle: Duration::from_mins(1),
            away: Duration::from_mins(5),
        }
    }
}

/// At once is a choice; longer than a minute is a slip.
fn milliseconds<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    match u64::deserialize(from)? {
        millis @ 0..=60_000 => Ok(Duration::from_millis(millis)),
        other => Err(de::Error::custom(format!("{other} is not between 0 and 60000 milliseconds"))),
    }
}

/// Whole seconds; fewer than five would spend the day's calls on asking, more than a day is a slip.
fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    match u64::deserialize(from)? {
        seconds @ 5..=86_400 => Ok(Duration::from_secs(seconds)),
        other => Err(de::Error::custom(format!("{other} is not between 5 and 86400 seconds"))),
    }
}
