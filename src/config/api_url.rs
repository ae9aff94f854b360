//! The address of the service: https, or a server on this very machine.

use std::fmt;

use serde::Deserialize;
use url::{Host, Url};

/// An address to which a token may be sent. Normalised: lower-case host, no default port, no slash
/// at its end, so that two of them are the same service exactly when they are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct ApiUrl(String);

/// Why an address will not do. None of these repeats the address: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadUrl {
    #[error("not an address ({0})")]
    Unreadable(url::ParseError),
    #[error("only https addresses are used, and http for 127.0.0.1, ::1 and localhost")]
    Scheme,
    #[error("plain http is only used for 127.0.0.1, ::1 and localhost; use https")]
    PlainHttp,
    #[error("a user or password does not belong in the address; sign in with `rolodeck login`")]
    UserInfo,
    #[error("the address must end before `?` and `#`")]
    Tail,
}

impl ApiUrl {
    pub fn new(text: &str) -> Result<Self, BadUrl> {
        let url = Url::parse(text.trim()).map_err(BadUrl::Unreadable)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(BadUrl::PlainHttp),
            _ => return Err(BadUrl::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadUrl::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BadUrl::Tail);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// Without a slash at the end: append `/contacts/…`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The service itself.
impl Default for ApiUrl {
    fn default() -> Self {
        Self("https://services.leadconnectorhq.com".to_owned())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl TryFrom<String> for ApiUrl {
    type Error = BadUrl;

    fn try_from(text: String) -> Result<Self, BadUrl> {
        Self::new(&text)
    }
}

impl std::str::FromStr for ApiUrl {
    type Err = BadUrl;

    fn from_str(text: &str) -> Result<Self, BadUrl> {
        Self::new(text)
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_normalised() {
        for (written, read) in [
            ("https://Services.LeadConnectorHQ.com/", "https://services.leadconnectorhq.com"),
            (" https://example.com:443/v1// ", "https://example.com/v1"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.1:80/", "http://127.0.0.1"),
            ("http://[::1]:9/x/", "http://[::1]:9/x"),
            ("http://LOCALHOST:3000", "http://localhost:3000"),
        ] {
            assert_eq!(ApiUrl::new(written).unwrap().as_str(), read);
        }
        assert_eq!(ApiUrl::new(ApiUrl::default().as_str()), Ok(ApiUrl::default()));
    }

    #[test]
    fn a_token_never_travels_in_the_clear() {
        for (text, error) in [
            ("http://example.com", BadUrl::PlainHttp),
            ("http://localhost.example.com", BadUrl::PlainHttp),
            ("http://127.0.0.1.example.com", BadUrl::PlainHttp),
            ("http://0.0.0.0", BadUrl::PlainHttp),
            ("http://[::ffff:8.8.8.8]", BadUrl::PlainHttp),
            ("ftp://127.0.0.1", BadUrl::Scheme),
            ("file:///etc/passwd", BadUrl::Scheme),
            ("http://localhost@example.com", BadUrl::PlainHttp),
            ("https://me:canary@example.com", BadUrl::UserInfo),
            ("https://example.com/?a=b", BadUrl::Tail),
            ("https://example.com/#a", BadUrl::Tail),
            ("example.com", BadUrl::Unreadable(url::ParseError::RelativeUrlWithoutBase)),
        ] {
            assert_eq!(ApiUrl::new(text), Err(error), "{text}");
            assert!(!error.to_string().contains("canary"));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_taken_again_unchanged(
            text in "(https?|ftp)://([a-z:@]{0,4})(localhost|127[.]0[.]0[.][0-9]|[a-z.]{1,8}|\\[::[1-3]\\])(:[0-9]{0,4})?[/a-z?#]{0,6}"
        ) {
            if let Ok(url) = ApiUrl::new(&text) {
                prop_assert_eq!(ApiUrl::new(url.as_str()), Ok(url.clone()));
                prop_assert!(!url.as_str().ends_with('/'));
                prop_assert!(!url.as_str().contains('@'));
            }
        }
    }
}
