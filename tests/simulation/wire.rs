//! The network of a simulation: brings requests to a sandbox in the same process, and looks at each
//! as it goes by.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::body::{Body, to_bytes};
use jiff::Timestamp;
use reqwest::{Method, Request};
use rolodeck::{
    api::{Arrival, Carrier, CarrierFuture, Client, Connection, Doubt, Error, Limits, digest_of},
    model::op::OpState,
    sandbox::{Sandbox, Sky},
    store::{Reader, Store},
};
use secrecy::SecretString;

use super::{clock, tale::Tale};

/// One request, as it left.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: Timestamp,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: String,
}

/// The line of one client.
#[derive(Clone)]
pub(crate) struct Wire {
    name: &'static str,
    sandbox: Arc<Sandbox>,
    tale: Tale,
    sent: Arc<Mutex<Vec<Sent>>>,
    /// Contacts that a write is under way to.
    busy: Arc<Mutex<HashSet<String>>>,
    /// Whose requests are under way, of all programs on one database.
    senders: Arc<Mutex<Vec<&'static str>>>,
    wrongs: Arc<Mutex<Vec<String>>>,
    /// Where what leaves must have been noted before.
    outbox: Option<Store>,
}

impl Wire {
    pub(crate) fn new(name: &'static str, sandbox: Arc<Sandbox>, tale: Tale) -> Self {
        let (sent, busy, senders, wrongs) = Default::default();
        Self { name, sandbox, tale, sent, busy, senders, wrongs, outbox: None }
    }

    /// That of another program on the same database.
    pub(crate) fn beside(&self, name: &'static str) -> Self {
        let (sent, wrongs) = Default::default();
        Self { name, sent, wrongs, ..self.clone() }
    }

    /// A client that starts anew: it knows nothing of limits and waits of an earlier life.
    pub(crate) fn client(&self) -> Client {
        let connection = Connection {
            origin: "http://127.0.0.1:1".to_owned(),
            location: self.sandbox.location_id().into(),
            tokens: Arc::new(SecretString::from(self.sandbox.token().to_owned())),
            limits: Limits::default(),
        };
        Client::over(Arc::new(self.clone()), connection).unwrap()
    }

    /// The same, of which every write must stand in this outbox before it leaves.
    pub(crate) fn client_of(&self, outbox: &Store) -> Client {
        Self { outbox: Some(outbox.clone()), ..self.clone() }.client()
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// What no request may be, and was.
    pub(crate) fn wrongs(&self) -> Vec<String> {
        self.wrongs.lock().unwrap().clone()
    }

    fn note(&self, request: &Request) -> Sent {
        let url = request.url();
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let body = String::from_utf8_lossy(body).into_owned();
        let sent = Sent { at: clock::now(), method: request.method().clone(), path, body };
        if is_local(&sent.path) || is_local(&sent.body) {
            self.wrong(format!("{} sent a local id: {sent:?}", self.name));
        }
        self.sent.lock().unwrap().push(sent.clone());
        sent
    }

    fn wrong(&self, what: String) {
        self.wrongs.lock().unwrap().push(what);
    }

    /// Nothing leaves without an intent on disk whose digest is that of the request (reliability I7).
    async fn check_intent(&self, sent: &Sent) {
        let Some(outbox) = self.outbox.as_ref().filter(|_| sent.writes()) else { return };
        let digest = digest_of(sent.method.as_str(), &sent.path, sent.body.as_bytes());
        let outgoing = outbox.read(Reader::outgoing).await.unwrap();
        let sending = outgoing.iter().filter(|one| one.outgoing.state == OpState::Sending);
        if !sending.into_iter().any(|one| one.request.as_ref() == Some(&digest)) {
            self.wrong(format!("{} did not note before: {sent:?}", self.name));
        }
    }

    /// Keeps the contact that a write goes to busy, until its answer is here or nobody waits for it
    /// any more.
    fn occupy(&self, sent: &Sent) -> Option<Occupied> {
        let contact = sent.written_contact()?.to_owned();
        if !self.busy.lock().unwrap().insert(contact.clone()) {
            self.wrong(format!("{} writes twice at once to {contact}: {sent:?}", self.name));
        }
        Some(Occupied { busy: Arc::clone(&self.busy), contact })
    }

    /// Only one program on a database sends, and no other has anything under way (I5).
    fn send(&self) -> Sending {
        let mut senders = self.senders.lock().unwrap();
        if let Some(other) = senders.iter().find(|other| **other != self.name) {
            self.wrong(format!("{} sends while {other} does", self.name));
        }
        senders.push(self.name);
        Sending { senders: Arc::clone(&self.senders), name: self.name }
    }

    async fn bring(&self, request: &Request) -> Result<Arrival, Error> {
        if self.sandbox.weather().sky() == Sky::Offline {
            return Err(Error::NotSent {
                reason: "connection refused".to_owned(),
                untrusted: false,
            });
        }
        let patience = request.timeout().copied().unwrap_or(Duration::from_mins(1));
        let broken = |why| Error::Unknown { why, status: None, trace: None };
        match tokio::time::timeout(patience, self.sandbox.answer(outward(request))).await {
            Err(_) => Err(broken(Doubt::Silence)),
            Ok(None) => Err(broken(Doubt::Broken)),
            Ok(Some(response)) => {
                let (parts, body) = response.into_parts();
                let body = to_bytes(body, 16 << 20).await.map(|bytes| bytes.to_vec());
                let body = body.map_err(|_| Doubt::Broken);
                Ok(Arrival { status: parts.status, headers: parts.headers, body })
            }
        }
    }
}

impl Carrier for Wire {
    fn carry(&self, request: Request) -> CarrierFuture<'_> {
        Box::pin(async move {
            let sent = self.note(&request);
            let (_occupied, _sending) = (self.occupy(&sent), self.send());
            self.check_intent(&sent).await;
            let arrival = self.bring(&request).await;
            let end = match &arrival {
                Ok(Arrival { status, body: Ok(_), .. }) => status.as_u16().to_string(),
                Ok(Arrival { status, .. }) => format!("{} cut short", status.as_u16()),
                Err(error) => error.to_string(),
            };
            let Sent { method, path, body, .. } = sent;
            self.tale.tell(self.name, &format!("{method} {path} {body} -> {end}"));
            arrival
        })
    }
}

struct Occupied {
    busy: Arc<Mutex<HashSet<String>>>,
    contact: String,
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.busy.lock().unwrap().remove(&self.contact);
    }
}

struct Sending {
    senders: Arc<Mutex<Vec<&'static str>>>,
    name: &'static str,
}

impl Drop for Sending {
    fn drop(&mut self) {
        let mut senders = self.senders.lock().unwrap();
        let own = senders.iter().position(|it| *it == self.name).unwrap();
        senders.swap_remove(own);
    }
}

impl Sent {
    fn writes(&self) -> bool {
        self.method != Method::GET && !self.path.ends_with("/search")
    }

    /// The contact in the path of a write.
    fn written_contact(&self) -> Option<&str> {
        let contact = self.path.strip_prefix("/contacts/")?.split(['/', '?']).next()?;
        let is_other = matches!(contact, "" | "search" | "bulk" | "upsert" | "business");
        (self.method != Method::GET && !is_other).then_some(contact)
    }
}

/// As the server gets it.
fn outward(request: &Request) -> axum::extract::Request {
    let mut outward = axum::extract::Request::new(Body::empty());
    *outward.method_mut() = request.method().clone();
    *outward.uri_mut() = request.url().as_str().parse().unwrap();
    *outward.headers_mut() = request.headers().clone();
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    *outward.body_mut() = Body::from(body.to_vec());
    outward
}

/// Local ids are shown as `local-…`, and are UUIDs of version 7; the service has neither, only those
/// of version 4 for its files.
fn is_local(text: &str) -> bool {
    let digits = text.replace('-', "");
    let mut runs = digits.split(|it: char| !it.is_ascii_hexdigit());
    text.contains("local-") || runs.any(|run| run.len() >= 32 && run.as_bytes()[12] == b'7')
}
