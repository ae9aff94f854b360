//! Every body of the specification, with the least that it must have and with all that it may have,
//! is taken.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::harness::{Lab, text};

/// One operation: the properties of its body's schema, those first that are required.
struct Body {
    method: Method,
    path: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    full: Value,
    status: u16,
}

/// Which ids stand where, for paths and bodies alike.
struct Place {
    lab: Lab,
    ids: Vec<(&'static str, String)>,
    /// A value for every custom field of the location.
    custom: Vec<Value>,
}

impl Place {
    async fn new() -> Self {
        let lab = Lab::empty().await;
        let location = lab.location().to_owned();
        let first = async |path: &str, list: &str| {
            let found = lab.get(&format!("{path}?locationId={location}")).await.body;
            text(&found[list][0]["id"])
        };
        let (user, campaign) =
            (first("/users/", "users").await, first("/campaigns/", "campaigns").await);
        let (workflow, business) =
            (first("/workflows/", "workflows").await, first("/businesses/", "businesses").await);
        let fields =
            lab.get(&format!("/locations/{location}/customFields?model=contact")).await.body;
        let fields = fields["customFields"].as_array().unwrap().clone();
        let custom =
            fields.iter().map(|field| json!({ "id": field["id"], "field_value": value(field) }));
        let contact = lab.contact(json!({ "firstName": "Ada" })).await;
        let made = async |path: String, body: Value, noun: &str| {
            let made = lab.post(&path, body).await;
            assert!(made.status < 300, "{path}: {made:?}");
            text(&made.body[noun]["id"])
        };
        let note = made(format!("/contacts/{contact}/notes"), json!({ "body": "b" }), "note").await;
        let task = json!({ "title": "t", "dueDate": "2026-03-05T15:00:00Z", "completed": false });
        let task = made(format!("/contacts/{contact}/tasks"), task, "task").await;
        let tag =
            made(format!("/locations/{location}/tags"), json!({ "name": "old" }), "tag").await;
        let field = json!({ "name": "Old", "dataType": "TEXT" });
        let field = made(format!("/locations/{location}/customFields"), field, "customField").await;
        let custom = custom.collect();
        let ids = vec![
            ("{location}", location),
            ("{contact}", contact),
            ("{user}", user),
            ("{campaign}", campaign),
            ("{workflow}", workflow),
            ("{business}", business),
            ("{note}", note),
            ("{task}", task),
            ("{tag}", tag),
            ("{field}", field),
        ];
        Self { lab, ids, custom }
    }

    fn filled(&self, text: &str) -> String {
        self.ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    async fn take(&self, body: &Body, sent: &Value) {
        let sent: Value = serde_json::from_str(&self.filled(&sent.to_string())).unwrap();
        let path = self.filled(body.path);
        let answer = self.lab.send(body.method.clone(), &path, Some(sent.clone())).await;
        assert_eq!(answer.status, body.status, "{} {path} {sent}: {}", body.method, answer.body);
    }
}

/// What a field of the type can hold.
fn value(field: &Value) -> Value {
    let option = &field["picklistOptions"][0];
    match field["dataType"].as_str().unwrap() {
        "NUMERICAL" | "MONETORY" => json!(7.5),
        "SINGLE_OPTIONS" | "RADIO" => option.clone(),
        "MULTIPLE_OPTIONS" | "CHECKBOX" => json!([option]),
        "DATE" => json!("2026-03-05"),
        "PHONE" => json!("+12125550147"),
        "FILE_UPLOAD" => json!({ "8f3c7a9e-0000-4000-8000-000000000000": {
            "meta": { "fieldname": "f", "originalname": "a.pdf", "encoding": "7bit",
                "mimetype": "application/pdf", "size": 1,
                "uuid": "8f3c7a9e-0000-4000-8000-000000000000" },
            "url": "https://files.example.com/a.pdf", "documentId": "d",
        } }),
        "TEXTBOX_LIST" => json!({}),
        _ => json!("words"),
    }
}

/// All that is said of a person.
fn person(email: &str, phone: &str, custom: &[Value]) -> Value {
    json!({
        "firstName": "Ada", "lastName": "Byron", "name": "Ada Byron", "email": email, "phone": phone,
        "address1": "1 Mill Rd", "city": "Springfield", "state": "Oregon", "postalCode": "97477",
        "website": "https://example.com", "timezone": "America/Los_Angeles", "dnd": false,
        "dndSettings": { "SMS": { "status": "active", "message": "m", "code": "c" } },
        "inboundDndSettings": { "all": { "status": "inactive", "message": "m" } },
        "tags": ["vip"], "customFields": custom, "source": "referral", "dateOfBirth": "1990-09-25",
        "country": "US", "assignedTo": "{user}",
    })
}

fn with(mut base: Value, more: Value) -> Value {
    let (Some(base_map), Value::Object(more)) = (base.as_object_mut(), more) else { return base };
    base_map.extend(more);
    base
}

const PERSON: &[&str] = &[
    "firstName",
    "lastName",
    "name",
    "email",
    "phone",
    "address1",
    "city",
    "state",
    "postalCode",
    "website",
    "timezone",
    "dnd",
    "dndSettings",
    "inboundDndSettings",
    "tags",
    "customFields",
    "source",
    "dateOfBirth",
    "country",
    "assignedTo",
];
const OF_CREATION: &[&str] = &["gender", "companyName"];
const OF_UPSERT: &[&str] = &["gender", "companyName", "createNewIfDuplicateAllowed"];
const NOTE: &[&str] = &["userId", "title", "color", "pinned"];
const FIELD: &[&str] = &[
    "placeholder",
    "acceptedFormat",
    "isMultipleFile",
    "maxNumberOfFiles",
    "textBoxListOptions",
    "position",
    "model",
];
/// The first of them is demanded of a new one.
const BUSINESS: &[&str] = &[
    "name",
    "phone",
    "email",
    "website",
    "address",
    "city",
    "postalCode",
    "state",
    "country",
    "description",
];

#[expect(clippy::too_many_lines, reason = "a table")]
fn bodies(custom: &[Value]) -> Vec<Body> {
    let (post, put, delete) = (Method::POST, Method::PUT, Method::DELETE);
    let body = |method: &Method, path, required, optional, full, status| Body {
        method: method.clone(),
        path,
        required,
        optional,
        full,
        status,
    };
    let place = json!({ "locationId": "{location}", "gender": "female", "companyName": "Acme" });
    let note = json!({ "body": "b", "userId": "{user}", "title": "t", "color": "#FFAA00", "pinned": true });
    let task = json!({ "title": "t", "body": "b", "dueDate": "2026-03-05T15:00:00Z",
        "completed": false, "assignedTo": "{user}" });
    let field = json!({ "name": "Papers", "placeholder": "p", "acceptedFormat": [".pdf"],
        "isMultipleFile": true, "maxNumberOfFiles": 3,
        "textBoxListOptions": [{ "label": "l", "prefillValue": "v" }], "position": 9,
        "model": "contact" });
    let business = json!({ "name": "Acme", "phone": "+12125550145", "email": "acme@example.com",
        "website": "https://example.com", "address": "1 Mill Rd", "city": "Springfield",
        "postalCode": "97477", "state": "Oregon", "country": "US", "description": "Anvils" });
    let tags = json!({ "tags": ["spring"] });
    let followers = json!({ "followers": ["{user}"] });
    let start = json!({ "eventStartTime": "2026-03-05T15:00:00-08:00" });
    let alone = person("ada@example.com", "+12125550143", custom);
    let twice = person("ada2@example.com", "+12125550144", custom);
    let again = person("ada3@example.com", "+12125550145", custom);
    let upsert = with(place.clone(), json!({ "createNewIfDuplicateAllowed": false }));
    vec![
        body(&post, "/contacts/", &["locationId"], OF_CREATION, with(alone, place), 201),
        body(
            &post,
            "/contacts/upsert",
            &["locationId", "email"],
            OF_UPSERT,
            with(twice, upsert),
            201,
        ),
        body(&put, "/contacts/{contact}", &[], &[], again, 200),
        body(&post, "/contacts/{contact}/tags", &["tags"], &[], tags.clone(), 201),
        body(&delete, "/contacts/{contact}/tags", &["tags"], &[], tags, 200),
        body(
            &post,
            "/contacts/bulk/tags/update/remove",
            &["contacts", "tags", "locationId"],
            &["removeAllTags"],
            json!({ "contacts": ["{contact}"], "tags": ["vip"], "locationId": "{location}", "removeAllTags": true }),
            201,
        ),
        body(
            &post,
            "/contacts/bulk/business",
            &["locationId", "ids", "businessId"],
            &[],
            json!({ "locationId": "{location}", "ids": ["{contact}"], "businessId": "{business}" }),
            200,
        ),
        body(&post, "/contacts/{contact}/notes", &["body"], NOTE, note.clone(), 201),
        body(&put, "/contacts/{contact}/notes/{note}", &["body"], NOTE, note, 200),
        body(
            &post,
            "/contacts/{contact}/tasks",
            &["title", "dueDate", "completed"],
            &["body", "assignedTo"],
            task.clone(),
            201,
        ),
        body(
            &put,
            "/contacts/{contact}/tasks/{task}",
            &[],
            &["title", "dueDate", "completed", "body", "assignedTo"],
            task,
            200,
        ),
        body(
            &put,
            "/contacts/{contact}/tasks/{task}/completed",
            &["completed"],
            &[],
            json!({ "completed": true }),
            200,
        ),
        body(&post, "/contacts/{contact}/followers", &["followers"], &[], followers.clone(), 201),
        body(&delete, "/contacts/{contact}/followers", &["followers"], &[], followers, 200),
        body(&post, "/contacts/{contact}/campaigns/{campaign}", &[], &[], json!({}), 201),
        body(
            &post,
            "/contacts/{contact}/workflow/{workflow}",
            &[],
            &["eventStartTime"],
            start.clone(),
            201,
        ),
        body(
            &delete,
            "/contacts/{contact}/workflow/{workflow}",
            &[],
            &["eventStartTime"],
            start,
            200,
        ),
        // Without a schema; both ways through the pages at once are refused.
        body(
            &post,
            "/contacts/search",
            &["locationId", "pageLimit"],
            &["page", "filters", "sort", "query"],
            json!({ "locationId": "{location}", "pageLimit": 5, "page": 1, "query": "ada",
                "filters": [{ "group": "OR", "filters": [{ "field": "city", "operator": "exists" }] }],
                "sort": [{ "field": "dateAdded", "direction": "desc" }] }),
            200,
        ),
        body(&post, "/locations/{location}/tags", &["name"], &[], json!({ "name": "new" }), 201),
        body(
            &put,
            "/locations/{location}/tags/{tag}",
            &["name"],
            &[],
            json!({ "name": "newer" }),
            200,
        ),
        body(
            &post,
            "/locations/{location}/tasks/search",
            &[],
            &["contactId", "completed", "assignedTo", "query", "limit", "skip", "businessId"],
            json!({ "contactId": ["{contact}"], "completed": false, "assignedTo": ["{user}"],
                "query": "t", "limit": 5, "skip": 0, "businessId": "{business}" }),
            201,
        ),
        body(
            &post,
            "/locations/{location}/customFields",
            &["name", "dataType"],
            FIELD,
            with(field.clone(), json!({ "dataType": "FILE_UPLOAD" })),
            201,
        ),
        body(&put, "/locations/{location}/customFields/{field}", &["name"], FIELD, field, 200),
        body(
            &post,
            "/businesses/",
            &["name", "locationId"],
            &BUSINESS[1..],
            with(business.clone(), json!({ "locationId": "{location}" })),
            201,
        ),
        body(&put, "/businesses/{business}", &[], BUSINESS, business, 200),
    ]
}

#[tokio::test]
async fn every_body_of_the_specification_is_taken_with_its_least_and_with_its_most() {
    let place = Place::new().await;
    assert!(place.custom.len() > 5, "{:?}", place.custom);
    for body in bodies(&place.custom) {
        let of_person =
            matches!(body.path, "/contacts/" | "/contacts/upsert" | "/contacts/{contact}");
        let properties = body.required.iter().chain(body.optional);
        let properties = properties.chain(if of_person { PERSON } else { &[] });
        let known: BTreeSet<&str> = properties.copied().collect();
        let said: BTreeSet<&str> =
            body.full.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(said, known, "{}", body.path);

        let mut least: Map<String, Value> = body.full.as_object().unwrap().clone();
        least.retain(|name, _| body.required.contains(&name.as_str()));
        if of_person && !least.is_empty() {
            least.insert("email".into(), format!("least{}@example.com", body.path.len()).into());
        }
        let least = Value::from(least);
        if least != body.full {
            place.take(&body, &least).await;
        }
        place.take(&body, &body.full).await;
    }
}
