//! The one place that a token may be sent to.

use std::fmt;

use super::error::Error;

/// Scheme, host and port, nothing else. `https`, or `http` to this machine itself, which is
/// where the sandbox is.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Origin {
    text: String,
    is_loopback: bool,
}

impl Origin {
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let unfit = |why: &str| Error::Unfit(format!("the address {text:?} {why}"));
        let url = reqwest::Url::parse(text).map_err(|_| unfit("is no web address"))?;
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !bare {
            return Err(unfit("holds more than scheme, host and port"));
        }
        // Names other than this one may resolve to anywhere, and even this one might.
        let is_loopback = match url.host_str() {
            Some("localhost" | "[::1]") => true,
            Some(host) => host.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback()),
            None => return Err(unfit("names no host")),
        };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => return Err(unfit("would send the token unencrypted; use https")),
            _ => return Err(unfit("is not https")),
        }
        Ok(Self { text: url.origin().ascii_serialization(), is_loopback })
    }

    pub(super) fn host(&self) -> String {
        let url = reqwest::Url::parse(&self.text).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    pub(super) fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "https://services.leadconnectorhq.com",
            "https://services.leadconnectorhq.com/",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:9",
        ] {
            assert!(Origin::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://services.leadconnectorhq.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "https://user:pw@example.com",
            "https://example.com/path",
            "https://example.com/?q",
            "services.leadconnectorhq.com",
            "",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_path_follows_the_bare_origin() {
        let origin = Origin::parse("https://EXAMPLE.com:443/").unwrap();
        assert_eq!(origin.at("/contacts/"), "https://example.com/contacts/");
    }
}
