//! The proxy of the environment, if requests go through one: decided here and not by the HTTP
//! library, so that what is shown is what is done (reliability S25).

use std::fmt;

use reqwest::Url;

use super::{error::Error, origin::Origin};

/// What is asked for the proxy, the first that is set; all of it is encrypted to the service.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// Hosts that are asked without.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Where the requests are handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    pub(super) url: Url,
    variable: &'static str,
}

impl Proxy {
    /// Of requests to the service at this address. Nobody is asked on the way to this machine
    /// itself.
    pub fn of(origin: &str) -> Result<Option<Self>, Error> {
        Self::among(&Origin::parse(origin)?, |name| std::env::var(name).ok())
    }

    pub(super) fn among(
        origin: &Origin,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Error> {
        let set = |name: &&'static str| {
            let text = variable(name)?;
            let text = text.trim();
            (!text.is_empty()).then(|| (*name, text.to_owned()))
        };
        let Some((name, text)) = VARIABLES.iter().find_map(set) else { return Ok(None) };
        let exceptions = EXCEPTIONS.iter().find_map(set);
        let exceptions = exceptions.as_ref().map_or("", |(_, exceptions)| exceptions.as_str());
        if origin.is_loopback() || is_excepted(&origin.host(), exceptions) {
            return Ok(None);
        }
        // As it is often written: a host and a port.
        let text = if text.contains("://") { text } else { format!("http://{text}") };
        let url = Url::parse(&text).ok().filter(Url::has_host);
        let unfit = || Error::Unfit(format!("the proxy of {name} is no address"));
        Ok(Some(Self { url: url.ok_or_else(unfit)?, variable: name }))
    }
}

/// Without what may be a password.
impl fmt::Display for Proxy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        match self.url.port_or_known_default() {
            Some(port) => write!(out, "{host}:{port} ({})", self.variable),
            None => write!(out, "{host} ({})", self.variable),
        }
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Proxy({self})")
    }
}

/// `example.com, .example.org, *`: a host, all hosts below one, everything.
fn is_excepted(host: &str, exceptions: &str) -> bool {
    exceptions.split(',').map(str::trim).filter(|it| !it.is_empty()).any(|exception| {
        let domain = exception.trim_start_matches('.').to_ascii_lowercase();
        let below = host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'));
        exception == "*" || host == domain || below
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(origin: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let value = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let proxy = Proxy::among(&Origin::parse(origin).unwrap(), value);
        proxy.map(|it| it.map(|it| it.to_string())).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_decides() {
        const SERVICE: &str = "https://service.example.com";
        let here = ("HTTPS_PROXY", "http://proxy.example.com:3128");
        let told = Ok(Some("proxy.example.com:3128 (HTTPS_PROXY)".to_owned()));
        assert_eq!(chosen(SERVICE, &[]), Ok(None));
        assert_eq!(chosen(SERVICE, &[("HTTPS_PROXY", " ")]), Ok(None));
        assert_eq!(chosen(SERVICE, &[("HTTP_PROXY", "http://proxy.example.com")]), Ok(None));
        assert_eq!(chosen(SERVICE, &[here]), told);
        assert_eq!(chosen(SERVICE, &[("HTTPS_PROXY", "proxy.example.com:3128")]), told);
        let all = ("all_proxy", "http://proxy.example.com");
        assert_eq!(chosen(SERVICE, &[all]), Ok(Some("proxy.example.com:80 (all_proxy)".into())));
        assert_eq!(chosen("http://127.0.0.1:4000", &[here]), Ok(None));
        for except in ["*", "service.example.com", "x.org, .example.com", "EXAMPLE.com"] {
            assert_eq!(chosen(SERVICE, &[here, ("NO_PROXY", except)]), Ok(None), "{except}");
        }
        for except in ["ample.com", "other.example.com", ""] {
            assert_eq!(chosen(SERVICE, &[here, ("NO_PROXY", except)]), told, "{except}");
        }
        assert!(chosen(SERVICE, &[("HTTPS_PROXY", "http://")]).is_err());
    }

    #[test]
    fn a_password_is_not_shown() {
        let secret = ("HTTPS_PROXY", "http://jane:canary@proxy.example.com:3128");
        let told = chosen("https://service.example.com", &[secret]).unwrap().unwrap();
        assert!(!told.contains("canary") && !told.contains("jane"), "{told}");
        let broken = ("HTTPS_PROXY", "http://jane:canary@:x");
        let told = chosen("https://service.example.com", &[broken]).unwrap_err();
        assert!(!told.contains("canary"), "{told}");
    }
}
