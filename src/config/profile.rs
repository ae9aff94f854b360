//! A profile: one account, one location, one person.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::api_url::ApiUrl;

/// A name that is safe as a file name everywhere: letters, digits, `-`, `_` and `.`, 64 at most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct ProfileName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a profile is named with 1 to 64 letters, digits, `-`, `_` or `.`, the first not a dot")]
pub struct BadProfileName;

/// What one profile says. What it leaves out is asked of the service or of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// `None`: the service itself.
    pub api_url: Option<ApiUrl>,
    /// The id of the sub-account that the profile works in.
    pub location: Option<String>,
    /// Its name when it was last seen.
    pub location_name: Option<String>,
    /// The id of the location's user who is "me".
    pub user: Option<String>,
    /// IANA name; `None`: that of this machine.
    pub timezone: Option<String>,
    /// Two letters, for phone numbers without a prefix.
    pub country: Option<String>,
    /// A command line that prints the token. No shell reads it.
    pub token_cmd: Option<String>,
}

impl ProfileName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `default`.
impl Default for ProfileName {
    fn default() -> Self {
        Self("default".to_owned())
    }
}

impl TryFrom<String> for ProfileName {
    type Error = BadProfileName;

    fn try_from(name: String) -> Result<Self, BadProfileName> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let fits =
            (1..=64).contains(&name.len()) && !name.starts_with('.') && name.chars().all(plain);
        if fits { Ok(Self(name)) } else { Err(BadProfileName) }
    }
}

impl FromStr for ProfileName {
    type Err = BadProfileName;

    fn from_str(name: &str) -> Result<Self, BadProfileName> {
        name.to_owned().try_into()
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_as_a_file_name() {
        for bad in ["", ".", "..", ".x", "a/b", "a b", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(bad.parse::<ProfileName>(), Err(BadProfileName), "{bad:?}");
        }
        assert_eq!("Work-2.eu_1".parse::<ProfileName>().unwrap().as_str(), "Work-2.eu_1");
    }
}
