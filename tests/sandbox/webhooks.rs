//! Webhooks: what is told of which write, the signature, and deliveries until they are taken.

use std::time::Duration;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rolodeck::sandbox::{Error, Options, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::harness::{Lab, options, text};

/// A receiver, and a sandbox that tells it everything.
struct Post {
    lab: Lab,
    door: TcpListener,
}

/// One delivery as it came.
struct Letter {
    body: Vec<u8>,
    signature: String,
}

impl Letter {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Post {
    async fn open() -> Self {
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", door.local_addr().unwrap());
        let webhook_retry = Duration::from_millis(1);
        let options = Options { contacts: 0, webhooks: vec![url], webhook_retry, ..options() };
        Self { lab: Lab::start(options).await, door }
    }

    async fn take(&self, status: u16) -> Letter {
        let (stream, _) = self.door.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let (mut length, mut signature) = (0, String::new());
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(("X-GHL-Signature", value)) => signature = value.to_owned(),
                Some(_) => {}
                None if line.trim().is_empty() => break,
                None => assert_eq!(line.trim(), "POST /hook HTTP/1.1"),
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
        Letter { body, signature }
    }

    /// The types of so many events, which come in no order.
    async fn types(&self, count: usize) -> Vec<String> {
        let mut types = Vec::new();
        for _ in 0..count {
            types.push(text(&self.take(200).await.json()["type"]));
        }
        types.sort();
        types
    }
}

#[tokio::test]
async fn a_delivery_is_flat_and_signed() {
    let post = Post::open().await;
    let id = post.lab.contact(json!({ "firstName": "Anna", "tags": ["vip"] })).await;
    let letter = post.take(200).await;
    let told = letter.json();
    assert_eq!((&told["type"], &told["id"]), (&json!("ContactCreate"), &json!(id)));
    assert_eq!((&told["tags"], &told["attachments"]), (&json!(["vip"]), &json!([])));
    assert_eq!(told["locationId"], post.lab.location());
    assert_eq!(told["timestamp"], "2026-03-02T17:20:00.000Z");
    assert!(told["webhookId"].is_string() && told.get("data").is_none());

    let spki = STANDARD.decode(post.lab.sandbox.webhook_public_key()).unwrap();
    let key = UnparsedPublicKey::new(&ED25519, &spki[12..]);
    let signature = STANDARD.decode(&letter.signature).unwrap();
    key.verify(&letter.body, &signature).unwrap();
    let mut forged = letter.body.clone();
    forged[3] ^= 1;
    assert!(key.verify(&forged, &signature).is_err());
}

#[tokio::test]
async fn a_delivery_comes_again_until_it_is_taken() {
    let post = Post::open().await;
    post.lab.contact(json!({ "firstName": "Anna" })).await;
    let mut ids = Vec::new();
    for status in [500, 429, 301, 200] {
        ids.push(post.take(status).await.json()["webhookId"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "the same letter each time");
    post.lab.contact(json!({ "firstName": "Bert" })).await;
    assert_eq!(post.take(200).await.json()["firstName"], "Bert", "and not again once taken");
}

#[tokio::test]
async fn every_write_is_told_by_its_own_name() {
    let post = Post::open().await;
    let lab = &post.lab;
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    assert_eq!(post.types(1).await, ["ContactCreate"]);
    let path = format!("/contacts/{id}");

    lab.put(&path, json!({ "lastName": "Lee", "tags": ["a"], "dnd": true })).await;
    assert_eq!(post.types(3).await, ["ContactDndUpdate", "ContactTagUpdate", "ContactUpdate"]);
    lab.post(&format!("{path}/tags"), json!({ "tags": ["b"] })).await;
    assert_eq!(post.types(1).await, ["ContactTagUpdate"]);

    let note = lab.post(&format!("{path}/notes"), json!({ "body": "hi", "title": "x" })).await;
    let told = post.take(200).await.json();
    assert_eq!((&told["type"], &told["body"]), (&json!("NoteCreate"), &json!("hi")));
    assert!(told.get("title").is_none() && told.get("userId").is_none());
    let note = format!("{path}/notes/{}", text(&note.body["note"]["id"]));
    lab.put(&note, json!({ "body": "ho" })).await;
    lab.delete(&note, None).await;
    assert_eq!(post.types(2).await, ["NoteDelete", "NoteUpdate"]);

    let body = json!({ "title": "Call", "body": "b", "dueDate": "2026-03-05", "completed": false });
    let task = lab.post(&format!("{path}/tasks"), body).await;
    let told = post.take(200).await.json();
    assert_eq!((&told["type"], &told["title"]), (&json!("TaskCreate"), &json!("Call")));
    assert!(
        told.get("contactId").is_none() && told.get("body").is_none(),
        "as the service omits them"
    );
    let task = format!("{path}/tasks/{}", text(&task.body["task"]["id"]));
    lab.put(&task, json!({ "title": "Call back" })).await;
    lab.put(&format!("{task}/completed"), json!({ "completed": true })).await;
    let told = post.take(200).await.json();
    assert_eq!(
        (&told["type"], &told["contactId"]),
        (&json!("TaskComplete"), &json!(id)),
        "there is no TaskUpdate"
    );

    lab.delete(&path, None).await;
    lab.contact(json!({ "firstName": "Last" })).await;
    assert_eq!(
        post.types(2).await,
        ["ContactCreate", "ContactDelete"],
        "its task goes without a word"
    );
}

#[tokio::test]
async fn an_address_must_be_one() {
    for url in ["https://example.com/hook", "nowhere", "ftp://127.0.0.1/"] {
        let options = Options { webhooks: vec![url.to_owned()], ..options() };
        assert!(matches!(Sandbox::start(options).await, Err(Error::Webhook(_))), "{url}");
    }
}
