//! A sandbox in which everything exists that the recorded exchanges name.

use std::sync::Arc;

use reqwest::Method;
use rolodeck::{
    api::{Client, Connection, CustomFieldDraft, Limits},
    model::{
        business::BusinessDraft, custom_field::DataType, field::Standard, ids::RemoteId, tag::Tag,
        value::Value,
    },
    sandbox::{Options, Sandbox},
};
use secrecy::SecretString;
use serde_json::Value as Json;

/// The location of the recordings.
pub(super) const LOCATION: &str = "ve9EPM428h8vShlRW1KT";
/// A business of the recordings.
pub(super) const BUSINESS: &str = "63771dcac1116f0e21de8e12";
/// A workflow of the recordings.
pub(super) const WORKFLOW: &str = "6a7b4c1e-1111-4222-8333-444455556666";

pub(super) struct Stage {
    sandbox: Sandbox,
    /// What something is called in the recordings, and in the sandbox.
    names: Vec<(&'static str, String)>,
}

impl Stage {
    pub(super) async fn set() -> Self {
        let options =
            Options { contacts: 3, location: Some(LOCATION.into()), ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let client = Client::new(Connection {
            origin: sandbox.base_url().into(),
            location: LOCATION.into(),
            tokens: Arc::new(SecretString::from(sandbox.token())),
            limits: Limits::default(),
        })
        .unwrap();
        let users = client.users().await.unwrap().items;
        let campaign = client.campaigns().await.unwrap().items.remove(0).id;
        let workflow = client.workflows().await.unwrap().items.remove(0).id;
        let acme =
            BusinessDraft { name: "Acme".into(), country: "US".into(), ..BusinessDraft::default() };
        let business = client.create_business(&acme).await.unwrap().id;
        let tag = client.create_location_tag(&Tag::new("warm").unwrap()).await.unwrap().id;
        let draft = CustomFieldDraft { name: "Size".into(), ..CustomFieldDraft::default() };
        let field = client.create_custom_field(DataType::Money, &draft).await.unwrap().id;
        let jane = person(&client, "jane@example.com", false).await;
        let john = person(&client, "john@example.com", true).await;
        client.move_to_business(std::slice::from_ref(&john), Some(&business)).await.unwrap();
        let names = vec![
            ("c1", jane.to_string()),
            ("c2", john.to_string()),
            ("u1", users[0].id.to_string()),
            ("u2", users[1].id.to_string()),
            ("k1", campaign.to_string()),
            (WORKFLOW, workflow.to_string()),
            (BUSINESS, business.to_string()),
            ("t1", tag.to_string()),
            ("f1", field.to_string()),
            ("co1", sandbox.company_id().to_owned()),
        ];
        Self { sandbox, names }
    }

    /// Asks the sandbox what was asked of the service.
    pub(super) async fn answer(&self, line: &str, body: &Json) -> (u16, Json) {
        let (method, path) = line.split_once(' ').unwrap();
        let method: Method = method.parse().unwrap();
        let url = format!("{}{}", self.sandbox.base_url(), self.named(path));
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = http.request(method, url).bearer_auth(self.sandbox.token());
        request = request.header("Version", "2021-07-28");
        if !body.is_null() {
            let body = self.named(&body.to_string());
            request = request.header("Content-Type", "application/json").body(body);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// The text with every id of the recordings as it is here.
    fn named(&self, text: &str) -> String {
        let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
        let word = |word: &str| {
            let bare = word.trim_end_matches(is_end);
            let known = self.names.iter().find(|(name, _)| *name == bare);
            known.map_or(word.to_owned(), |(name, real)| format!("{real}{}", &word[name.len()..]))
        };
        text.split_inclusive(is_end).map(word).collect()
    }
}

async fn person(client: &Client, email: &str, dnd: bool) -> RemoteId {
    let values =
        [(Standard::Email.into(), Value::text(email)), (Standard::Dnd.into(), Value::Flag(dnd))];
    client.create_contact(&values.into(), &[]).await.unwrap().remote
}

/// Where `recorded` has something that `found` hasn't, or of another kind. Values may differ, lists
/// are compared by their first items, and null is of every kind and may be absent.
pub(super) fn deviation(recorded: &Json, found: &Json, at: &str) -> Option<String> {
    match (recorded, found) {
        (Json::Object(recorded), Json::Object(found)) => {
            let mut said = recorded.iter().filter(|(_, value)| !value.is_null());
            said.find_map(|(key, value)| {
                let at = format!("{at}/{key}");
                match found.get(key) {
                    Some(found) => deviation(value, found, &at),
                    None => Some(format!("{at} is missing")),
                }
            })
        }
        (Json::Array(recorded), Json::Array(found)) => {
            deviation(recorded.first()?, found.first()?, &format!("{at}/0"))
        }
        (Json::Null, _)
        | (_, Json::Null)
        | (Json::Bool(_), Json::Bool(_))
        | (Json::Number(_), Json::Number(_))
        | (Json::String(_), Json::String(_)) => None,
        _ => Some(format!("{at} is {found}, recorded is {recorded}")),
    }
}
