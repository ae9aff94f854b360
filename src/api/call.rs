//! One request before it is sent: which operation, on what, with what.

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::{error::Error, operation::Operation};

/// May hold a secret, and so can't be printed.
pub(super) struct Call {
    pub(super) operation: Operation,
    /// Filled in and percent-encoded.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Body>,
    pub(super) credentials: Credentials,
    /// A page of a list, which may take its time.
    pub(super) is_page: bool,
}

pub(super) struct Body {
    pub(super) content_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// In whose name a call is made.
pub(super) enum Credentials {
    /// The client's own, with another try when the token is refused and can be renewed.
    Client,
    Bearer(SecretString),
    /// The body says who asks.
    None,
}

impl Call {
    /// `ids` fill the places of the operation's path, in their order.
    pub(super) fn new(operation: Operation, ids: &[&str]) -> Result<Self, Error> {
        Ok(Self {
            operation,
            path: filled(operation.path(), ids)?,
            query: Vec::new(),
            body: None,
            credentials: Credentials::Client,
            is_page: false,
        })
    }

    pub(super) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn body(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(body).map_err(|error| Error::Unfit(error.to_string()))?;
        self.body = Some(Body { content_type: "application/json", bytes });
        Ok(self)
    }

    pub(super) fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let mut form = String::new();
        for (name, value) in fields {
            if !form.is_empty() {
                form.push('&');
            }
            form.push_str(name);
            form.push('=');
            encode(value, &mut form);
        }
        let content_type = "application/x-www-form-urlencoded";
        self.body = Some(Body { content_type, bytes: form.into_bytes() });
        self
    }

    pub(super) fn anonymous(mut self) -> Self {
        self.credentials = Credentials::None;
        self
    }

    pub(super) fn bearer(mut self, token: &SecretString) -> Self {
        self.credentials = Credentials::Bearer(token.expose_secret().into());
        self
    }

    pub(super) fn page(mut self) -> Self {
        self.is_page = true;
        self
    }
}

/// An id is whatever the service said, so it must not be able to change where a request goes.
fn filled(template: &str, ids: &[&str]) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 32 * ids.len());
    let mut ids = ids.iter();
    for segment in template.split('/').skip(1) {
        path.push('/');
        if segment.starts_with('{') {
            let id = ids.next().copied().unwrap_or_default();
            if id.trim_matches('.').is_empty() {
                return Err(Error::Unfit(format!("not an id: {id:?}")));
            }
            encode(id, &mut path);
        } else {
            path.push_str(segment);
        }
    }
    Ok(path)
}

fn encode(id: &str, path: &mut String) {
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            path.push(char::from(byte));
        } else {
            path.push('%');
            for nibble in [byte >> 4, byte & 15] {
                path.push(char::from(b"0123456789ABCDEF"[usize::from(nibble)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_where_they_belong() {
        let call = Call::new(Operation::GetTask, &["c1", "t1"]).unwrap();
        assert_eq!(call.path, "/contacts/c1/tasks/t1");
    }

    #[test]
    fn no_id_leads_elsewhere() {
        let call = Call::new(Operation::GetContact, &["../x?y#z%2e"]).unwrap();
        assert_eq!(call.path, "/contacts/..%2Fx%3Fy%23z%252e");
        for id in ["", ".", "..", "..."] {
            assert!(Call::new(Operation::DeleteContact, &[id]).is_err(), "{id:?}");
        }
        assert!(Call::new(Operation::GetTask, &["c1"]).is_err());
    }
}
