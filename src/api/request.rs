//! A write that is ready and has not been sent yet, so that what is about to leave can be noted first
//! (reliability I7).

use std::{fmt, pin::Pin};

use aws_lc_rs::digest::{self, SHA256};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{answer::Answer, call::Call, client::Client, error::Error};

type Reading<T> = Box<dyn FnOnce(&Answer) -> Result<T, Error> + Send>;

/// Sent by awaiting it, once. What comes of it is `T`.
#[must_use = "nothing is sent before it is awaited"]
pub struct Request<T> {
    client: Client,
    /// Or why it cannot be sent.
    call: Result<Call, Error>,
    read: Reading<T>,
}

impl<T: 'static> Request<T> {
    /// See [`digest_of`]. None of one that is not fit to be sent.
    pub fn digest(&self) -> Option<String> {
        Some(self.call.as_ref().ok()?.digest())
    }

    /// The same request, of which something else comes.
    pub fn map<U>(self, change: impl FnOnce(T) -> U + Send + 'static) -> Request<U> {
        let Self { client, call, read } = self;
        Request { client, call, read: Box::new(move |answer| read(answer).map(change)) }
    }
}

impl<T: 'static> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, call, read } = self;
        Box::pin(async move { read(&client.send(call?).await?) })
    }
}

/// Says nothing of what it carries.
impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Request").finish_non_exhaustive()
    }
}

impl Client {
    pub(super) fn prepare<T>(
        &self,
        call: Result<Call, Error>,
        read: impl FnOnce(&Answer) -> Result<T, Error> + Send + 'static,
    ) -> Request<T> {
        Request { client: self.clone(), call, read: Box::new(read) }
    }
}

impl Call {
    fn digest(&self) -> String {
        let method = self.operation.verb().method();
        let body = self.body.as_ref().map_or(&[][..], |body| &body.bytes);
        digest_of(method.as_str(), &self.path, body)
    }
}

/// In base64; a write has no query.
pub fn digest_of(method: &str, path: &str, body: &[u8]) -> String {
    let mut context = digest::Context::new(&SHA256);
    for part in [method.as_bytes(), b" ", path.as_bytes(), b"\n", body] {
        context.update(part);
    }
    URL_SAFE_NO_PAD.encode(context.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::operation::Operation;

    #[test]
    fn a_digest_tells_requests_apart_by_all_that_leaves() {
        let call = |id: &str, body: &str| {
            Call::new(Operation::UpdateContact, &[id]).unwrap().body(&body).unwrap()
        };
        let same = call("c1", "x").digest();
        assert_eq!(same, call("c1", "x").digest());
        let others = [
            call("c2", "x"),
            call("c1", "y"),
            Call::new(Operation::DeleteContact, &["c1"]).unwrap().body(&"x").unwrap(),
        ];
        assert!(others.iter().all(|other| other.digest() != same));
    }
}
