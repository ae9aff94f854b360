//! How a sandbox is started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::clock::ClockStart;
use super::weather::fault::Fault;

#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How many contacts to make up, unless `load` is given.
    pub contacts: usize,
    /// A contact export (CSV) to fill the first location from.
    pub load: Option<PathBuf>,
    /// The same seed makes the same data and the same ids.
    pub seed: u64,
    pub clock: ClockStart,
    /// The token of the first location, instead of one made from the seed.
    pub token: Option<String>,
    /// The id of the first location, instead of one made from the seed.
    pub location: Option<String>,
    /// A file to keep everything in. One that is already filled is opened as it is: `contacts`,
    /// `load`, `token` and `location` then do nothing.
    pub db: Option<PathBuf>,
    pub limits: Limits,
    /// Added to every answer.
    pub latency: Duration,
    /// How long writes take to show in searches and lists.
    pub index_lag: Duration,
    /// How long OAuth access tokens are good for, if not as long as the service's.
    pub token_life: Option<Duration>,
    /// Whether the first location allows duplicate contacts; the second always does.
    pub allow_duplicates: bool,
    pub faults: Vec<Fault>,
    /// Addresses (`http://127.0.0.1:PORT/path`) that are told of every write.
    pub webhooks: Vec<String>,
    /// The wait before a webhook that was not taken is sent again; it doubles each time.
    pub webhook_retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            contacts: 500,
            load: None,
            seed: 1,
            clock: ClockStart::System,
            token: None,
            location: None,
            db: None,
            limits: Limits::default(),
            latency: Duration::ZERO,
            index_lag: Duration::from_secs(2),
            token_life: None,
            allow_duplicates: false,
            faults: Vec::new(),
            webhooks: Vec::new(),
            webhook_retry: Duration::from_secs(1),
        }
    }
}

/// How many calls an app may make to a location; nothing stands for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls in a window, and how long a window is.
    pub burst: Option<(u32, Duration)>,
    pub daily: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { burst: Some((100, Duration::from_secs(10))), daily: Some(200_000) }
    }
}

impl Limits {
    pub const OFF: Self = Self { burst: None, daily: None };

    /// Reads `100/10` (calls / seconds) or `off`.
    pub fn parse_burst(text: &str) -> Result<Option<(u32, Duration)>, LimitError> {
        if text == "off" {
            return Ok(None);
        }
        let error = || LimitError(text.to_owned(), "`100/10` or `off`");
        let (calls, seconds) = text.split_once('/').ok_or_else(error)?;
        let calls = u32::from_str(calls).map_err(|_| error())?;
        let seconds = u64::from_str(seconds).map_err(|_| error())?;
        if calls == 0 || seconds == 0 {
            return Err(error());
        }
        Ok(Some((calls, Duration::from_secs(seconds))))
    }

    /// Reads `200000` or `off`.
    pub fn parse_daily(text: &str) -> Result<Option<u32>, LimitError> {
        if text == "off" {
            return Ok(None);
        }
        let error = |_| LimitError(text.to_owned(), "`200000` or `off`");
        text.parse().map(Some).map_err(error)
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no limit: write {1}")]
pub struct LimitError(String, &'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_on_the_command_line() {
        let burst = Some((25, Duration::from_secs(10)));
        assert_eq!(Limits::parse_burst("25/10"), Ok(burst));
        assert_eq!(Limits::parse_burst("off"), Ok(None));
        assert_eq!(Limits::parse_daily("200000"), Ok(Some(200_000)));
        let error = Limits::parse_burst("fast").unwrap_err().to_string();
        assert_eq!(error, "`fast` is no limit: write `100/10` or `off`");
        assert!(Limits::parse_burst("0/10").is_err());
    }
}
