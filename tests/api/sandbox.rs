//! The client against the sandbox: every operation, over real HTTP.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use rolodeck::{
    api::{
        BulkTags, Client, Connection, Cursor, Direction, Error, LARGEST_TASK_PAGE, Limits, Refusal,
        Search, Sort, SortBy, TaskSearch,
    },
    model::{
        field::{Field, Standard},
        ids::RemoteId,
        note::NoteDraft,
        served::ServedContact,
        tag::Tag,
        task::TaskDraft,
        value::Value,
    },
    sandbox::{Limits as SandboxLimits, Options, Pattern, Sandbox},
};
use secrecy::SecretString;

async fn sandbox(contacts: usize) -> Sandbox {
    let options = Options { contacts, index_lag: Duration::ZERO, ..Options::default() };
    Sandbox::start(options).await.expect("a sandbox")
}

fn client_of(sandbox: &Sandbox, token: &str, location: &str) -> Client {
    Client::new(Connection {
        origin: sandbox.base_url().into(),
        location: location.into(),
        tokens: Arc::new(SecretString::from(token)),
        limits: Limits::default(),
    })
    .expect("a client")
}

pub(crate) fn client(sandbox: &Sandbox) -> Client {
    client_of(sandbox, sandbox.token(), sandbox.location_id())
}

fn tag(text: &str) -> Tag {
    Tag::new(text).expect("a tag")
}

fn text(contact: &ServedContact, field: Standard) -> String {
    contact.values.get(&field.into()).map_or(String::new(), |value| value.shown().into_owned())
}

fn jane() -> BTreeMap<Field, Value> {
    BTreeMap::from([
        (Standard::FirstName.into(), Value::text("Jane")),
        (Standard::LastName.into(), Value::text("McExample")),
        (Standard::Email.into(), Value::text("jane.mcexample@example.com")),
        (Standard::Phone.into(), Value::text("+12125550143")),
        (Standard::Type.into(), Value::text("customer")),
        (Standard::DateOfBirth.into(), Value::text("1990-09-25")),
        (Standard::Dnd.into(), Value::Flag(false)),
    ])
}

async fn anybody(client: &Client) -> RemoteId {
    let search = Search { page_limit: 1, ..Search::default() };
    client.search(&search).await.expect("a page").contacts.remove(0).remote
}

#[tokio::test]
async fn everybody_is_pulled_page_by_page() {
    let sandbox = sandbox(230).await;
    let client = client(&sandbox).in_background();
    let mut search = Search { page_limit: 50, ..Search::default() };
    let mut seen = BTreeSet::new();
    loop {
        let page = client.search(&search).await.unwrap();
        assert_eq!((page.total, page.unread.count), (Some(230), 0));
        seen.extend(page.contacts.into_iter().map(|contact| contact.remote));
        // The cursor goes through the database between two pages.
        let Some(after) = page.after else { break };
        let kept = serde_json::to_string(&after).unwrap();
        let after: Cursor = serde_json::from_str(&kept).unwrap();
        assert_ne!(search.after.as_ref(), Some(&after));
        search.after = Some(after);
    }
    assert_eq!(seen.len(), 230);
    assert_eq!(client.budget().borrow().unwrap().burst_max, 100);
}

#[tokio::test]
async fn only_what_changed_since_is_found() {
    let sandbox = sandbox(20).await;
    let client = client(&sandbox);
    let id = anybody(&client).await;
    let before = client.contact(&id).await.unwrap();
    sandbox.advance(Duration::from_mins(10));
    let changed =
        client.update_contact(&id, &[(Standard::City.into(), Value::text("Springfield"))]).await;
    let updated = changed.unwrap().updated.unwrap();
    assert!(updated > before.updated.unwrap());
    let search = Search {
        updated_from: Some(updated),
        sort: Sort { by: SortBy::Updated, direction: Direction::Ascending },
        ..Search::default()
    };
    let page = client.search(&search).await.unwrap();
    assert_eq!(page.contacts.iter().map(|contact| &contact.remote).collect::<Vec<_>>(), [&id]);
}

#[tokio::test]
async fn search_and_single_answers_agree_on_every_contact() {
    let sandbox = sandbox(40).await;
    let client = client(&sandbox);
    for listed in client.search(&Search::default()).await.unwrap().contacts {
        let single = client.contact(&listed.remote).await.unwrap();
        assert_eq!(listed.values, single.values, "{:?}", listed.remote);
        assert_eq!((listed.tags, listed.added), (single.tags, single.added));
    }
}

#[tokio::test]
async fn a_contact_lives_and_dies() {
    let sandbox = sandbox(5).await;
    let client = client(&sandbox);
    let made = client.create_contact(&jane(), &[tag("VIP"), tag("lead")]).await.unwrap();
    for field in [Standard::FirstName, Standard::LastName, Standard::Email, Standard::DateOfBirth] {
        assert_eq!(text(&made, field), jane()[&field.into()].shown(), "{field:?}");
    }
    assert_eq!(made.tags, [tag("lead"), tag("vip")]);

    let by_email = client.find_duplicate(Some("jane.mcexample@example.com"), None).await.unwrap();
    assert_eq!(by_email.map(|found| found.remote), Some(made.remote.clone()));
    let by_phone = client.find_duplicate(None, Some("+12125550143")).await.unwrap();
    assert_eq!(by_phone.map(|found| found.remote), Some(made.remote.clone()));
    let nobody = client.find_duplicate(Some("nobody+at all@example.com"), None).await.unwrap();
    assert_eq!(nobody, None);

    let fields = client.custom_fields().await.unwrap().items;
    let plain = fields.iter().find(|field| field.key.ends_with("industry")).unwrap_or(&fields[0]);
    let custom = Field::Custom(plain.id.clone());
    let changes = [
        (Standard::City.into(), Value::text("Springfield")),
        (Standard::Country.into(), Value::text("US")),
        (Standard::DateOfBirth.into(), Value::Empty),
    ];
    let edited = client.update_contact(&made.remote, &changes).await.unwrap();
    assert_eq!(text(&edited, Standard::City), "Springfield");
    assert_eq!(text(&edited, Standard::DateOfBirth), "", "cleared");
    assert_eq!(text(&edited, Standard::FirstName), "Jane", "untouched");
    assert_eq!(edited.tags, made.tags, "tags are not replaced");
    let cleared = client.update_contact(&made.remote, &[(custom, Value::Empty)]).await;
    assert!(cleared.is_ok(), "{cleared:?}");

    client.delete_contact(&made.remote).await.unwrap();
    for gone in [
        client.contact(&made.remote).await.unwrap_err(),
        client.update_contact(&made.remote, &changes).await.unwrap_err(),
        client.delete_contact(&made.remote).await.unwrap_err(),
        client.add_tags(&made.remote, &[tag("a")]).await.unwrap_err(),
        client.tasks(&made.remote).await.unwrap_err(),
    ] {
        assert!(matches!(gone, Error::Gone { .. }), "{gone:?}");
        assert!(gone.trace().is_some());
    }
}

#[tokio::test]
async fn what_the_location_allows_decides_on_a_duplicate() {
    let sandbox = sandbox(5).await;
    let client = client(&sandbox);
    let made = client.create_contact(&jane(), &[]).await.unwrap();
    let again = client.create_contact(&jane(), &[]).await.unwrap_err();
    let Error::Duplicate { contact, field, .. } = again else { panic!("{again:?}") };
    assert_eq!((contact, field.as_deref()), (Some(made.remote), Some("email")));

    let tolerant = client_of(&sandbox, sandbox.other_token(), sandbox.other_location_id());
    let first = tolerant.create_contact(&jane(), &[]).await.unwrap();
    let second = tolerant.create_contact(&jane(), &[]).await.unwrap();
    assert_ne!(first.remote, second.remote);
}

#[tokio::test]
async fn the_service_has_the_last_word_on_a_value() {
    let sandbox = sandbox(5).await;
    let client = client(&sandbox);
    let id = anybody(&client).await;
    let refused = client
        .update_contact(&id, &[(Standard::Company.into(), Value::text("Acme"))])
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Refused { status: 422, .. }), "{refused:?}");
    let unfit = client.update_contact(&id, &[(Standard::Type.into(), Value::text("lead"))]).await;
    assert!(matches!(unfit, Err(Error::Unfit(_))), "{unfit:?}");
}

#[tokio::test]
async fn tags_come_and_go_and_what_changed_is_told() {
    let sandbox = sandbox(5).await;
    let client = client(&sandbox);
    let made = client.create_contact(&jane(), &[tag("old")]).await.unwrap().remote;
    let added = client.add_tags(&made, &[tag("old"), tag("New")]).await.unwrap();
    assert_eq!(added, [tag("new")]);
    assert_eq!(client.add_tags(&made, &[tag("new")]).await.unwrap(), []);
    let removed = client.remove_tags(&made, &[tag("old"), tag("never")]).await.unwrap();
    assert_eq!(removed, [tag("old")]);
    assert_eq!(client.contact(&made).await.unwrap().tags, [tag("new")]);
    let defined = client.location_tags().await.unwrap();
    assert!(defined.items.iter().any(|defined| defined.tag == tag("new")));
    assert_eq!(defined.unread.count, 0);
}

#[tokio::test]
async fn many_are_tagged_in_one_call_and_each_has_its_outcome() {
    let sandbox = sandbox(30).await;
    let client = client(&sandbox);
    let page = client.search(&Search::default()).await.unwrap();
    let mut contacts: Vec<RemoteId> =
        page.contacts.iter().map(|contact| contact.remote.clone()).collect();
    let deleted = contacts[0].clone();
    client.delete_contact(&deleted).await.unwrap();
    client.add_tags(&contacts[1], &[tag("summer")]).await.unwrap();
    contacts.push("nobodynobodynobody00".into());

    let outcomes = client.bulk_tags(BulkTags::Add, &contacts, &[tag("summer")]).await.unwrap();
    let ids: Vec<&RemoteId> = outcomes.iter().map(|outcome| &outcome.contact).collect();
    assert_eq!(ids, contacts.iter().collect::<Vec<_>>());
    assert_eq!(outcomes[0].outcome, Err(Refusal::Deleted));
    assert_eq!(outcomes[1].outcome, Ok(vec![]), "had it before");
    assert!(outcomes[2..30].iter().all(|outcome| outcome.outcome == Ok(vec![tag("summer")])));
    assert!(matches!(outcomes[30].outcome, Err(Refusal::NoContact | Refusal::Foreign)));

    let back = client.bulk_tags(BulkTags::Remove, &contacts[2..30], &[tag("summer")]).await;
    assert!(back.unwrap().iter().all(|outcome| outcome.outcome == Ok(vec![tag("summer")])));
    let too_many = vec![deleted; 501];
    let unfit = client.bulk_tags(BulkTags::Add, &too_many, &[tag("x")]).await;
    assert!(matches!(unfit, Err(Error::Unfit(_))));
}

#[tokio::test]
async fn a_task_lives_and_dies() {
    let sandbox = sandbox(5).await;
    let client = client(&sandbox);
    let contact = client.create_contact(&jane(), &[]).await.unwrap().remote;
    let owner = client.users().await.unwrap().items.remove(0).id;
    let draft = TaskDraft {
        title: "Call back".into(),
        body: "about the offer".into(),
        due: Some("2026-12-01T09:00:00Z".parse().unwrap()),
        owner: Some(owner),
    };
    let made = client.create_task(&contact, &draft).await.unwrap();
    assert_eq!((&made.draft, made.done), (&draft, false));
    assert_eq!(made.contact.as_ref(), Some(&contact));
    assert_eq!(client.task(&contact, &made.remote).await.unwrap(), made);

    let edited = TaskDraft { title: "Call again".into(), body: String::new(), ..draft };
    let updated = client.update_task(&contact, &made.remote, &edited).await.unwrap();
    assert_eq!(updated.draft, edited);
    assert!(client.complete_task(&contact, &made.remote, true).await.unwrap().done);
    assert!(!client.complete_task(&contact, &made.remote, false).await.unwrap().done);
    assert_eq!(client.tasks(&contact).await.unwrap().items, [updated]);

    let of_contact = TaskSearch { contacts: vec![contact.clone()], ..TaskSearch::default() };
    let found = client.search_tasks(&of_contact).await.unwrap().items;
    assert_eq!(found.iter().map(|task| &task.remote).collect::<Vec<_>>(), [&made.remote]);
    assert_eq!(found[0].contact.as_ref(), Some(&contact));

    client.delete_task(&contact, &made.remote).await.unwrap();
    assert!(client.tasks(&contact).await.unwrap().items.is_empty());
    let gone = client.complete_task(&contact, &made.remote, true).await.unwrap_err();
    assert!(matches!(gone, Error::Gone { .. }), "{gone:?}");
    let unfit = client.create_task(&contact, &TaskDraft::default()).await;
    assert!(matches!(unfit, Err(Error::Unfit(_))));
}

#[tokio::test]
async fn the_tasks_of_everybody_come_in_pages() {
    let sandbox = sandbox(200).await;
    let client = client(&sandbox).in_background();
    let mut search = TaskSearch {
        completed: Some(false),
        limit: Some(LARGEST_TASK_PAGE),
        ..TaskSearch::default()
    };
    let mut seen = BTreeSet::new();
    loop {
        let page = client.search_tasks(&search).await.unwrap();
        assert!(page.items.iter().all(|task| !task.done && task.contact.is_some()));
        let length = page.items.len();
        seen.extend(page.items.into_iter().map(|task| task.remote));
        search.skip += LARGEST_TASK_PAGE;
        if length < LARGEST_TASK_PAGE as usize {
            break;
        }
    }
    assert!(!seen.is_empty());
}

#[tokio::test]
async fn a_note_lives_and_dies() {
    let sandbox = sandbox(5).await;
    let client = client(&sandbox);
    let contact = client.create_contact(&jane(), &[]).await.unwrap().remote;
    let author = client.users().await.unwrap().items.remove(0).id;
    let draft = NoteDraft { title: "Call".into(), body: "wants\nthe <b>offer</b> 🙂".into() };
    let made = client.create_note(&contact, &draft, Some(&author)).await.unwrap();
    assert_eq!((&made.draft, &made.author), (&draft, &Some(author)));
    assert!(made.added.is_some());
    assert_eq!(client.note(&contact, &made.remote).await.unwrap().draft, draft);
    let edited = NoteDraft { title: String::new(), body: "took it".into() };
    let updated = client.update_note(&contact, &made.remote, &edited).await.unwrap();
    assert_eq!(updated.draft, edited);
    assert_eq!(client.notes(&contact).await.unwrap().items, [updated]);
    client.delete_note(&contact, &made.remote).await.unwrap();
    let gone = client.note(&contact, &made.remote).await.unwrap_err();
    assert!(matches!(gone, Error::Gone { .. }), "{gone:?}");
}

#[tokio::test]
async fn the_location_tells_what_every_screen_needs() {
    let sandbox = sandbox(60).await;
    let client = client(&sandbox);
    let location = client.location().await.unwrap();
    assert_eq!(location.id.as_str(), sandbox.location_id());
    assert!(!location.name.is_empty() && !location.timezone.is_empty());
    let users = client.users().await.unwrap();
    assert!(users.items.iter().all(|user| !user.name.is_empty()));
    let fields = client.custom_fields().await.unwrap();
    assert!(fields.items.is_sorted_by_key(|field| field.position));
    assert!(!fields.items.is_empty() && fields.unread.count == 0);

    let mut appointments = 0;
    for contact in client.search(&Search::default()).await.unwrap().contacts {
        let listed = client.appointments(&contact.remote).await.unwrap();
        assert!(listed.items.iter().all(|event| event.start.is_some() && !event.status.is_empty()));
        appointments += listed.items.len();
    }
    assert!(appointments > 0, "somebody has an appointment");
}

#[tokio::test]
async fn every_wrong_token_is_told_apart() {
    let sandbox = sandbox(5).await;
    let unknown = client_of(&sandbox, "pit-unknown", sandbox.location_id());
    let error = unknown.location().await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { scope_missing: false, .. }), "{error:?}");
    let agency = client_of(&sandbox, sandbox.agency_token(), sandbox.location_id());
    let error = agency.search(&Search::default()).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { scope_missing: true, .. }), "{error:?}");
    let foreign = client_of(&sandbox, sandbox.other_token(), sandbox.location_id());
    let error = foreign.search(&Search::default()).await.unwrap_err();
    assert!(matches!(error, Error::Forbidden { .. }), "{error:?}");
}

#[tokio::test]
async fn the_servers_window_is_never_passed() {
    let limits = SandboxLimits { burst: Some((20, Duration::from_secs(1))), daily: None };
    let options = Options { contacts: 5, limits, ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let client = client(&sandbox);
    let id = anybody(&client).await;
    let calls = (0..70).map(|number| {
        let client = if number % 3 == 0 { client.in_background() } else { client.clone() };
        let id = id.clone();
        tokio::spawn(async move { client.contact(&id).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(sandbox.traffic().count(&Pattern::any()), 71, "none was refused and sent again");
}

/// Holds whatever the sandbox does to a creation: the client never sends it twice, and never
/// claims to know what it can't.
#[tokio::test]
async fn a_creation_whose_answer_was_lost_is_in_doubt() {
    for (fault, was_made) in [
        ("drop-before-commit", false),
        ("drop-after-commit", true),
        ("500", false),
        ("502-after-commit", true),
        ("html", false),
        ("cut:10", true),
        ("malformed", true),
        ("307", false),
    ] {
        let sandbox = sandbox(0).await;
        let client = client(&sandbox);
        sandbox.weather().add_fault(format!("{fault}@POST/contacts/").parse().unwrap());
        let error = client.create_contact(&jane(), &[]).await.unwrap_err();
        assert!(matches!(error, Error::Unknown { .. }), "{fault}: {error:?}");
        assert_eq!(sandbox.traffic().count(&Pattern::read("POST/contacts/")), 1, "{fault}");
        let found = client.find_duplicate(Some("jane.mcexample@example.com"), None).await.unwrap();
        assert_eq!(found.is_some(), was_made, "{fault}");
    }
}

#[tokio::test]
async fn a_creation_that_was_refused_may_have_been_made() {
    let sandbox = sandbox(0).await;
    let client = client(&sandbox);
    sandbox.weather().add_fault("422-but-created".parse().unwrap());
    let error = client.create_contact(&jane(), &[]).await.unwrap_err();
    assert!(matches!(error, Error::Refused { status: 422, .. }), "{error:?}");
    let found = client.find_duplicate(Some("jane.mcexample@example.com"), None).await.unwrap();
    assert!(found.is_some());
}

#[tokio::test]
async fn rate_headers_that_make_no_sense_are_ignored() {
    for fault in ["bad-rate-headers", "no-rate-headers"] {
        let sandbox = sandbox(3).await;
        let client = client(&sandbox);
        sandbox.weather().add_fault(fault.parse().unwrap());
        client.location().await.unwrap();
        assert_eq!(*client.budget().borrow(), None, "{fault}");
    }
}
