//! The name under which a token lies: the same in the keyring and on disk.

use super::error::Error;

/// Which token of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A private integration token, or any bearer token that somebody pasted.
    Token,
    /// What OAuth keeps; access tokens live an hour and are not stored.
    Refresh,
    /// Of the person's own marketplace app.
    ClientSecret,
}

/// One place for one token: `<profile>/<kind>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    profile: String,
    kind: Kind,
}

impl Place {
    /// A profile's name becomes part of a file name, so only plain ones will do.
    pub fn new(profile: &str, kind: Kind) -> Result<Self, Error> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if profile.is_empty() || profile.starts_with('.') || !profile.chars().all(plain) {
            return Err(Error::Profile(profile.escape_debug().to_string()));
        }
        Ok(Self { profile: profile.to_owned(), kind })
    }

    fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Token => "token",
            Kind::Refresh => "refresh",
            Kind::ClientSecret => "client-secret",
        }
    }

    pub(super) fn keyring_user(&self) -> String {
        format!("{}/{}", self.profile, self.kind())
    }

    pub(super) fn file_name(&self) -> String {
        format!("{}.{}", self.profile, self.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_folder() {
        for name in ["", ".", "..", ".hidden", "a/b", "a\\b", "a b", "é"] {
            assert!(matches!(Place::new(name, Kind::Token), Err(Error::Profile(_))), "{name}");
        }
        let place = Place::new("work-2.eu", Kind::ClientSecret).unwrap();
        assert_eq!(place.keyring_user(), "work-2.eu/client-secret");
        assert_eq!(place.file_name(), "work-2.eu.client-secret");
    }
}
