//! One request before it is sent: which operation, on what, with what.

use serde::Serialize;

use super::{error::Error, operation::Operation};

#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: Operation,
    /// Filled in and percent-encoded.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Vec<u8>>,
    /// A page of a list, which may take its time.
    pub(super) is_page: bool,
}

impl Call {
    /// `ids` fill the places of the operation's path, in their order.
    pub(super) fn new(operation: Operation, ids: &[&str]) -> Result<Self, Error> {
        Ok(Self {
            operation,
            path: filled(operation.path(), ids)?,
            query: Vec::new(),
            body: None,
            is_page: false,
        })
    }

    pub(super) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn body(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(body).map_err(|error| Error::Unfit(error.to_string()))?;
        self.body = Some(body);
        Ok(self)
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
