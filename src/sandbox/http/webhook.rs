//! Webhooks: every event goes to every address, signed with the sandbox's own key, until it is taken.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use crate::sandbox::id::{Id, Mint};
use crate::sandbox::world::event::Event;

/// How often a delivery is tried.
const ATTEMPTS: u32 = 12;
/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// What stands before the 32 bytes of an Ed25519 public key in its usual file form.
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no address for webhooks: write `http://127.0.0.1:PORT/path`")]
pub struct WebhookError(String);

#[derive(Debug)]
pub(crate) struct Hooks {
    targets: Vec<Target>,
    key: Ed25519KeyPair,
    /// The wait after the first failure; it doubles with every further one.
    retry: Duration,
    app: Id,
}

#[derive(Debug, Clone)]
struct Target {
    /// As a `Host` header has it, which is also what to connect to.
    host: String,
    path: String,
}

impl Hooks {
    pub(crate) fn new(
        urls: &[String],
        seed: u64,
        retry: Duration,
        app: &Id,
    ) -> Result<Self, WebhookError> {
        let targets = urls.iter().map(|url| Target::read(url)).collect::<Result<_, _>>()?;
        let mut secret = [0; 32];
        fastrand::Rng::with_seed(seed).fill(&mut secret);
        let key = Ed25519KeyPair::from_seed_unchecked(&secret)
            .map_err(|_| WebhookError("the seed of the key".to_owned()))?;
        Ok(Self { targets, key, retry, app: app.clone() })
    }

    /// The key to verify signatures with, as the service publishes its own: SPKI DER, base64.
    pub(crate) fn public_key(&self) -> String {
        STANDARD.encode([&SPKI, self.key.public_key().as_ref()].concat())
    }

    pub(crate) fn is_wanted(&self) -> bool {
        !self.targets.is_empty()
    }

    /// Sends each event on its way; must be called from within the sandbox's runtime.
    pub(crate) fn send(&self, events: Vec<Event>, at: &str, mint: &mut Mint) {
        for event in events {
            let body: Arc<[u8]> = self.payload(event, at, mint).into();
            let signature = STANDARD.encode(self.key.sign(&body));
            for target in &self.targets {
                let (target, signature) = (target.clone(), signature.clone());
                tokio::spawn(deliver(target, body.clone(), signature, self.retry));
            }
        }
    }

    fn payload(&self, event: Event, at: &str, mint: &mut Mint) -> Vec<u8> {
        let mut map = event.fields;
        for (name, value) in [
            ("type", event.kind),
            ("locationId", &event.location_id),
            ("timestamp", at),
            ("webhookId", &mint.uuid()),
            ("appId", &self.app),
            ("versionId", &self.app),
        ] {
            map.insert(name.to_owned(), value.into());
        }
        Value::Object(map).to_string().into_bytes()
    }
}

impl Target {
    fn read(text: &str) -> Result<Self, WebhookError> {
        let error = || WebhookError(text.to_owned());
        let url = Url::parse(text).map_err(|_| error())?;
        let host = url.host_str().filter(|_| url.scheme() == "http").ok_or_else(error)?;
        let port = url.port_or_known_default().ok_or_else(error)?;
        Ok(Self { host: format!("{host}:{port}"), path: url.path().to_owned() })
    }
}

async fn deliver(target: Target, body: Arc<[u8]>, signature: String, retry: Duration) {
    let mut dice = fastrand::Rng::new();
    let mut wait = retry;
    for _ in 0..ATTEMPTS {
        let attempt = tokio::time::timeout(PATIENCE, post(&target, &body, &signature)).await;
        if let Ok(Ok(200..300)) = attempt {
            return;
        }
        tokio::time::sleep(wait + retry.mul_f64(dice.f64())).await;
        wait *= 2;
    }
}

/// One request, and the status that it was answered with.
async fn post(target: &Target, body: &[u8], signature: &str) -> io::Result<u16> {
    let mut stream = TcpStream::connect(&target.host).await?;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
         X-GHL-Signature: {signature}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        target.path,
        target.host,
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).await?;
    // `HTTP/1.1 200`: twelve bytes tell all that is asked.
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await?;
    let status = str::from_utf8(&answer[9..]).ok().and_then(|text| text.parse().ok());
    status.ok_or_else(|| io::ErrorKind::InvalidData.into())
}
