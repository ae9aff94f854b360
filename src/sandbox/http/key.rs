//! Who may use the control routes: a program of this machine that was given the sandbox's key, and
//! that calls the sandbox by its own name. A page in a browser can be none of these.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What is meant by this machine in a `Host`.
const NAMES: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

#[derive(Debug)]
pub(crate) struct Key {
    /// New with every start, whatever the seed.
    token: String,
    /// Of the service and of the control routes.
    ports: [u16; 2],
}

impl Key {
    /// Nothing if the system has no randomness to give.
    pub(crate) fn new(ports: [u16; 2]) -> Option<Self> {
        let mut secret = [0; 24];
        SystemRandom::new().fill(&mut secret).ok()?;
        Some(Self { token: URL_SAFE_NO_PAD.encode(secret), ports })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// What is wrong with a request, if anything.
    pub(crate) fn refuse(&self, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        if headers.contains_key(ORIGIN) {
            return Some((StatusCode::FORBIDDEN, "not from a browser"));
        }
        if !text(HOST).is_some_and(|host| self.is_ours(host)) {
            return Some((StatusCode::FORBIDDEN, "not under this name"));
        }
        let token = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let fits =
            |token: &str| verify_slices_are_equal(token.as_bytes(), self.token.as_bytes()).is_ok();
        let known = token.is_some_and(fits);
        (!known).then_some((StatusCode::UNAUTHORIZED, "the control token is missing or wrong"))
    }

    fn is_ours(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        NAMES.contains(&name) && port.parse().is_ok_and(|port| self.ports.contains(&port))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sandboxs_own_names_are_ours() {
        let key = Key::new([4000, 4001]).unwrap();
        for host in ["127.0.0.1:4000", "localhost:4001", "[::1]:4000"] {
            assert!(key.is_ours(host), "{host}");
        }
        for host in ["127.0.0.1", "127.0.0.1:80", "example.com:4000", "127.0.0.1.example.com:4000"]
        {
            assert!(!key.is_ours(host), "{host}");
        }
    }

    #[test]
    fn no_two_sandboxes_have_one_key() {
        assert_ne!(Key::new([1, 2]).unwrap().token(), Key::new([1, 2]).unwrap().token());
    }
}
