//! Every operation of the table, called by the client with the least and with the most that it
//! can say, against the sandbox.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::{Timestamp, Zoned};
use rolodeck::{
    api::{BulkTags, Client, Connection, CustomFieldDraft, OAuth, Reach, Search, TaskSearch},
    model::{
        business::BusinessDraft,
        custom_field::DataType,
        field::{Field, Standard},
        ids::{RemoteId, UserId},
        note::NoteDraft,
        served::Listed,
        tag::Tag,
        task::TaskDraft,
        value::Value,
    },
    sandbox::Sandbox,
};
use secrecy::SecretString;

use crate::{
    answered::never_answered,
    oauth::{CALLBACK, consent, sandbox_and_app},
    server::patient,
};

/// What is said in the bodies.
struct Bodies {
    person: BTreeMap<Field, Value>,
    other: BTreeMap<Field, Value>,
    tags: Vec<Tag>,
    note: NoteDraft,
    author: Option<UserId>,
    task: TaskDraft,
    tasks: TaskSearch,
    business: BusinessDraft,
    field: CustomFieldDraft,
    start: Option<Zoned>,
    search: Search,
}

fn due() -> Timestamp {
    "2026-03-05T15:00:00Z".parse().unwrap()
}

impl Bodies {
    fn minimal() -> Self {
        let person = |email: &str| BTreeMap::from([(Standard::Email.into(), Value::text(email))]);
        Self {
            person: person("jane@example.com"),
            other: person("john@example.com"),
            tags: vec![],
            note: NoteDraft { title: String::new(), body: "n".into() },
            author: None,
            task: TaskDraft {
                title: "t".into(),
                body: String::new(),
                due: Some(due()),
                owner: None,
            },
            tasks: TaskSearch::default(),
            business: BusinessDraft { name: "Acme".into(), ..BusinessDraft::default() },
            field: CustomFieldDraft { name: "Size".into(), ..CustomFieldDraft::default() },
            start: None,
            search: Search { page_limit: 1, ..Search::default() },
        }
    }

    fn full(user: &UserId, contact: &RemoteId) -> Self {
        let person = |name: &str, phone: &str| -> BTreeMap<Field, Value> {
            let email = format!("{name}@example.com");
            [
                (Standard::FirstName, Value::text(name)),
                (Standard::LastName, Value::text("McExample")),
                (Standard::Email, Value::text(email)),
                (Standard::Phone, Value::text(phone)),
                (Standard::Company, Value::text("Acme")),
                (Standard::Owner, Value::text(user.as_str())),
                (Standard::Source, Value::text("referral")),
                (Standard::Dnd, Value::Flag(false)),
                (Standard::DateOfBirth, Value::text("1990-09-25")),
                (Standard::Address, Value::text("1 Mill Rd")),
                (Standard::City, Value::text("Springfield")),
                (Standard::State, Value::text("Oregon")),
                (Standard::PostalCode, Value::text("97477")),
                (Standard::Country, Value::text("US")),
                (Standard::Website, Value::text("https://example.com")),
                (Standard::Timezone, Value::text("America/Los_Angeles")),
            ]
            .map(|(field, value)| (field.into(), value))
            .into()
        };
        Self {
            person: person("jane", "+12125550143"),
            other: person("john", "+12125550144"),
            tags: ["vip", "hot lead"].map(|tag| Tag::new(tag).unwrap()).into(),
            note: NoteDraft { title: "Title".into(), body: "<p>Body</p>".into() },
            author: Some(user.clone()),
            task: TaskDraft {
                title: "Call".into(),
                body: "About the offer".into(),
                due: Some(due()),
                owner: Some(user.clone()),
            },
            tasks: TaskSearch {
                contacts: vec![contact.clone()],
                owners: vec![user.clone()],
                completed: Some(false),
                skip: 0,
                limit: Some(100),
            },
            business: BusinessDraft {
                name: "Acme".into(),
                phone: "+12125550145".into(),
                email: "acme@example.com".into(),
                website: "https://example.com".into(),
                address: "1 Mill Rd".into(),
                city: "Springfield".into(),
                state: "Oregon".into(),
                postal_code: "97477".into(),
                country: "US".into(),
                description: "Anvils".into(),
            },
            field: CustomFieldDraft {
                name: "Size".into(),
                placeholder: "in cm".into(),
                position: Some(50),
            },
            start: Some("2026-03-05T15:00:00-08:00[America/Los_Angeles]".parse().unwrap()),
            search: Search {
                query: Some("jane".into()),
                updated_from: Some("2020-01-01T00:00:00Z".parse().unwrap()),
                ..Search::default()
            },
        }
    }
}

fn client_of(sandbox: &Sandbox) -> Client {
    sandbox.weather().set_index_lag(Duration::ZERO);
    Client::new(Connection {
        origin: sandbox.base_url().into(),
        location: sandbox.location_id().into(),
        tokens: Arc::new(SecretString::from(sandbox.token())),
        limits: patient(),
    })
    .unwrap()
}

#[tokio::test]
async fn every_operation_is_carried_out_with_the_least_that_can_be_said() {
    let (sandbox, oauth) = sandbox_and_app().await;
    let client = client_of(&sandbox);
    records(&client, &sandbox, &Bodies::minimal()).await;
    sign_in(&sandbox, &oauth).await;
    assert_eq!(never_answered(&sandbox), []);
}

#[tokio::test]
async fn every_operation_is_carried_out_with_the_most_that_can_be_said() {
    let (sandbox, oauth) = sandbox_and_app().await;
    let client = client_of(&sandbox);
    let user = client.users().await.unwrap().items.remove(0).id;
    let somebody = client.search(&Search::default()).await.unwrap().contacts.remove(0).remote;
    let bodies = Bodies::full(&user, &somebody);
    records(&client, &sandbox, &bodies).await;
    sign_in(&sandbox, &oauth).await;
    assert_eq!(never_answered(&sandbox), []);
    for field in Standard::ALL.iter().filter(|field| **field != Standard::Type) {
        assert!(bodies.person.contains_key(&(*field).into()), "{field:?} was not said");
    }
}

async fn records(client: &Client, sandbox: &Sandbox, bodies: &Bodies) {
    let jane = people(client, bodies).await;
    around_a_contact(client, &jane, bodies).await;
    automations(client, &jane, bodies).await;
    businesses(client, &jane, bodies).await;
    location(client, sandbox, bodies).await;
    client.delete_contact(&jane).await.unwrap();
}

async fn people(client: &Client, bodies: &Bodies) -> RemoteId {
    let jane = client.create_contact(&bodies.person, &bodies.tags).await.unwrap();
    for (field, value) in &bodies.person {
        assert_eq!(jane.values.get(field), Some(value), "{field}");
    }
    let john = client.upsert_contact(&bodies.other, &bodies.tags).await.unwrap();
    assert!(john.is_new);
    let said: Vec<(Field, Value)> = bodies
        .person
        .iter()
        .filter(|(field, _)| **field != Standard::Company.into())
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    let again = client.update_contact(&jane.remote, &said).await.unwrap();
    assert_eq!((again.values, again.tags), (jane.values, jane.tags));
    client.contact(&jane.remote).await.unwrap();
    client.list_contacts(10, None, None).await.unwrap();
    client.search(&bodies.search).await.unwrap();
    let found = client.find_duplicate(Some("jane@example.com"), None).await.unwrap();
    assert_eq!(found.map(|it| it.remote).as_ref(), Some(&jane.remote));
    jane.remote
}

async fn around_a_contact(client: &Client, jane: &RemoteId, bodies: &Bodies) {
    let tags = [Tag::new("spring").unwrap()];
    assert_eq!(client.add_tags(jane, &tags).await.unwrap(), tags);
    assert_eq!(client.remove_tags(jane, &tags).await.unwrap(), tags);
    let outcomes =
        client.bulk_tags(BulkTags::Add, std::slice::from_ref(jane), &tags).await.unwrap();
    assert!(outcomes.iter().all(|it| it.outcome.is_ok()), "{outcomes:?}");

    let note = client.create_note(jane, &bodies.note, bodies.author.as_ref()).await.unwrap();
    assert_eq!(note.draft, bodies.note);
    client.update_note(jane, &note.remote, &bodies.note).await.unwrap();
    assert_eq!(client.note(jane, &note.remote).await.unwrap().draft, bodies.note);
    whole(&client.notes(jane).await.unwrap());
    client.delete_note(jane, &note.remote).await.unwrap();

    let task = client.create_task(jane, &bodies.task).await.unwrap();
    assert_eq!(task.draft, bodies.task);
    client.update_task(jane, &task.remote, &bodies.task).await.unwrap();
    client.complete_task(jane, &task.remote, true).await.unwrap();
    assert_eq!(client.task(jane, &task.remote).await.unwrap().draft, bodies.task);
    whole(&client.tasks(jane).await.unwrap());
    client.search_tasks(&bodies.tasks).await.unwrap();
    client.delete_task(jane, &task.remote).await.unwrap();

    client.appointments(jane).await.unwrap();
    let user = client.users().await.unwrap().items.remove(0).id;
    client.add_followers(jane, std::slice::from_ref(&user)).await.unwrap();
    client.remove_followers(jane, &[user]).await.unwrap();
}

async fn automations(client: &Client, jane: &RemoteId, bodies: &Bodies) {
    let campaign = client.campaigns().await.unwrap().items.remove(0).id;
    client.add_to_campaign(jane, &campaign).await.unwrap();
    client.leave_campaign(jane, &campaign).await.unwrap();
    client.leave_all_campaigns(jane).await.unwrap();
    let workflow = client.workflows().await.unwrap().items.remove(0).id;
    client.add_to_workflow(jane, &workflow, bodies.start.as_ref()).await.unwrap();
    client.leave_workflow(jane, &workflow).await.unwrap();
}

async fn businesses(client: &Client, jane: &RemoteId, bodies: &Bodies) {
    let acme = client.create_business(&bodies.business).await.unwrap();
    assert_eq!(acme.draft, bodies.business);
    let renamed = BusinessDraft { name: "Acme & Co".into(), ..bodies.business.clone() };
    client.update_business(&acme.id, &acme.draft, &renamed).await.unwrap();
    assert_eq!(client.business(&acme.id).await.unwrap().draft, renamed);
    whole(&client.businesses(0, 100).await.unwrap());
    let moved = client.move_to_business(std::slice::from_ref(jane), Some(&acme.id)).await.unwrap();
    assert_eq!(moved.as_slice(), std::slice::from_ref(jane));
    whole(&client.contacts_of_business(&acme.id, 0, 25).await.unwrap());
    client.delete_business(&acme.id).await.unwrap();
}

async fn location(client: &Client, sandbox: &Sandbox, bodies: &Bodies) {
    client.location().await.unwrap();
    let tag = client.create_location_tag(&Tag::new("autumn").unwrap()).await.unwrap();
    client.location_tag(&tag.id).await.unwrap();
    client.rename_location_tag(&tag.id, &Tag::new("winter").unwrap()).await.unwrap();
    whole(&client.location_tags().await.unwrap());
    client.delete_location_tag(&tag.id).await.unwrap();

    let field = client.create_custom_field(DataType::Text, &bodies.field).await.unwrap();
    assert_eq!(field.name, bodies.field.name);
    client.custom_field(&field.id).await.unwrap();
    client.update_custom_field(&field.id, &bodies.field).await.unwrap();
    whole(&client.custom_fields().await.unwrap());
    client.delete_custom_field(&field.id).await.unwrap();

    let user = client.users().await.unwrap().items.remove(0);
    client.user(&user.id).await.unwrap();
    whole(&client.search_users(sandbox.company_id(), &user.name, 0, 25).await.unwrap());
}

/// Signs in for the company, and exchanges its token.
async fn sign_in(sandbox: &Sandbox, oauth: &OAuth) {
    let code = consent(sandbox, "").await;
    let company = oauth.exchange(&code, CALLBACK, Reach::Company).await.unwrap();
    let id = sandbox.company_id();
    whole(&oauth.installed_locations(&company.access, id, 0, 20).await.unwrap());
    let location = sandbox.location_id().into();
    oauth.location_token(&company.access, id, &location).await.unwrap();
}

/// A list with something in it, of which nothing could not be read.
fn whole<T>(listed: &Listed<T>) {
    assert!(!listed.items.is_empty());
    assert_eq!(listed.unread.count, 0);
}
