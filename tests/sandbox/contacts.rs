//! Create, read, update, delete.

use serde_json::json;

use crate::harness::{Lab, case, invalid, text};

#[tokio::test]
async fn a_contact_lives_and_dies() {
    let lab = Lab::empty().await;
    let id = lab
        .contact(json!({
            "firstName": "Anna", "lastName": "Lindqvist", "email": "Anna@Example.com",
            "phone": "(212) 555-0143", "tags": [" Hot Lead ", "hot lead", "VIP"],
        }))
        .await;
    let path = format!("/contacts/{id}");
    let not_found = json!({
        "statusCode": 400, "error": "Bad Request", "message": format!("Contact not found for id:{id}"),
    });
    lab.play(vec![
        case(
            "get",
            "GET",
            &path,
            json!(null),
            200,
            json!({ "contact": {
            "id": id, "phone": "+12125550143", "email": "anna@example.com", "country": "US",
            "name": "Anna Lindqvist", "fullNameLowerCase": "anna lindqvist", "type": "lead",
            "tags": ["hot lead", "vip"], "dateAdded": "2026-03-02T17:20:00.000Z", "dnd": false,
        } }),
        ),
        case(
            "partial update, both success spellings",
            "PUT",
            &path,
            json!({ "lastName": "Berg" }),
            200,
            json!({
                "succeded": true, "succeeded": true,
                "contact": { "firstName": "Anna", "lastName": "Berg", "email": "anna@example.com" },
            }),
        ),
        case(
            "tags are overwritten",
            "PUT",
            &path,
            json!({ "tags": ["Cold"] }),
            200,
            json!({
                "contact": { "tags": ["cold"] },
            }),
        ),
        case(
            "a trailing slash makes no difference",
            "GET",
            format!("{path}/"),
            json!(null),
            200,
            json!({}),
        ),
        case(
            "delete",
            "DELETE",
            &path,
            json!(null),
            200,
            json!({ "succeded": true, "succeeded": true }),
        ),
        case("deleted is 400, not 404", "GET", &path, json!(null), 400, not_found.clone()),
        case("deleting twice too", "DELETE", &path, json!(null), 400, not_found.clone()),
        case("and updating", "PUT", &path, json!({ "lastName": "x" }), 400, not_found),
        case(
            "under v2 lookup is taken for an id",
            "GET",
            "/contacts/lookup",
            json!(null),
            400,
            json!({
                "message": "Contact not found for id:lookup",
            }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn unknown_properties_are_refused_by_name() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "email": "a@example.com" })).await;
    let path = format!("/contacts/{id}");
    let only = |name: &str| invalid(&[&format!("property {name} should not exist")]);
    let mut cases = Vec::new();
    for (name, value) in [
        ("additionalEmails", json!(["b@example.com"])),
        ("additionalPhones", json!([])),
        ("type", json!("customer")),
        ("businessId", json!("x")),
        ("followers", json!([])),
        ("id", json!("x")),
        ("favouriteColour", json!("blue")),
    ] {
        let create = json!({ "locationId": "{location}", name: value });
        cases.push(case("create", "POST", "/contacts/", create, 422, only(name)));
        cases.push(case(
            "upsert",
            "POST",
            "/contacts/upsert",
            json!({
                "locationId": "{location}", "email": "b@example.com", name: value,
            }),
            422,
            only(name),
        ));
        cases.push(case("update", "PUT", &path, json!({ name: value }), 422, only(name)));
    }
    for name in ["locationId", "gender", "companyName"] {
        cases.push(case("update only", "PUT", &path, json!({ name: "x" }), 422, only(name)));
    }
    cases.push(case(
        "an object for customFields",
        "PUT",
        &path,
        json!({ "customFields": {} }),
        422,
        invalid(&["customFields must be an array"]),
    ));
    cases.push(case(
        "no location",
        "POST",
        "/contacts/",
        json!({}),
        422,
        invalid(&["locationId should not be empty", "locationId must be a string"]),
    ));
    lab.play(cases).await;
}

#[tokio::test]
async fn values_are_checked_and_rewritten() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "name": "Mary Ann Lee", "dateOfBirth": "09/25/1990" })).await;
    let path = format!("/contacts/{id}");
    lab.play(vec![
        case(
            "name is split, birthday is a date",
            "GET",
            &path,
            json!(null),
            200,
            json!({ "contact": {
            "firstName": "Mary", "lastName": "Ann Lee", "dateOfBirth": "1990-09-25",
        } }),
        ),
        case(
            "phone by the location's country",
            "PUT",
            &path,
            json!({ "phone": "212.555.0143" }),
            200,
            json!({ "contact": { "phone": "+12125550143" } }),
        ),
        case(
            "phone with its own",
            "PUT",
            &path,
            json!({ "phone": "+44 20 7946 0123" }),
            200,
            json!({ "contact": { "phone": "+442079460123" } }),
        ),
        case(
            "no phone",
            "PUT",
            &path,
            json!({ "phone": "call me" }),
            422,
            invalid(&["phone must be a valid phone number"]),
        ),
        case(
            "no email",
            "PUT",
            &path,
            json!({ "email": "anna at example" }),
            422,
            invalid(&["email must be an email"]),
        ),
        case(
            "no country",
            "PUT",
            &path,
            json!({ "country": "Germany" }),
            422,
            invalid(&["country must be a valid enum value"]),
        ),
        case(
            "no birthday",
            "PUT",
            &path,
            json!({ "dateOfBirth": "soon" }),
            422,
            invalid(&["dateOfBirth must be a valid date"]),
        ),
        case(
            "wrong kinds, all at once",
            "PUT",
            &path,
            json!({ "dnd": "yes", "tags": "vip" }),
            422,
            invalid(&["dnd must be a boolean value", "tags must be an array"]),
        ),
    ])
    .await;
    let cleared = lab.put(&path, json!({ "phone": null, "lastName": "" })).await;
    let contact = cleared.body["contact"].as_object().unwrap();
    assert!(!contact.contains_key("phone") && !contact.contains_key("lastName"), "{contact:?}");
}

#[tokio::test]
async fn a_create_answers_in_a_shape_of_its_own() {
    let lab = Lab::empty().await;
    let body = json!({ "locationId": lab.location(), "firstName": "Rosan", "dateOfBirth": "1990-09-25", "gender": "female" });
    let created = lab.post("/contacts/", body).await;
    assert_eq!(created.status, 201);
    let contact = &created.body["contact"];
    assert_eq!(contact["dateOfBirth"], "1990-09-25T00:00:00.000Z");
    assert_eq!((&contact["birthMonth"], &contact["birthDay"]), (&json!(9), &json!(25)));
    assert_eq!(contact["deleted"], false);
    assert_eq!(contact["gender"], "female");
    assert!(contact.get("name").is_none());
}

#[tokio::test]
async fn dnd_blocks_by_channel_and_some_blocks_are_for_ever() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "firstName": "Dana" })).await;
    let path = format!("/contacts/{id}");
    let set =
        |channel: &str, status: &str| json!({ "dndSettings": { channel: { "status": status } } });
    lab.play(vec![
        case(
            "a channel alone",
            "PUT",
            &path,
            set("SMS", "permanent"),
            200,
            json!({ "contact": {
            "dnd": false, "dndSettings": { "SMS": { "status": "permanent" } },
        } }),
        ),
        case(
            "v3 spelling is taken too",
            "PUT",
            &path,
            set("whatsApp", "active"),
            200,
            json!({ "contact": {
            "dndSettings": { "WhatsApp": { "status": "active" }, "SMS": { "status": "permanent" } },
        } }),
        ),
        case(
            "permanent stays",
            "PUT",
            &path,
            set("SMS", "inactive"),
            400,
            json!({
                "message": "Not authorized to update permanent dnd setting for SMS",
            }),
        ),
        case(
            "unknown channel",
            "PUT",
            &path,
            set("Fax", "active"),
            422,
            invalid(&["dndSettings.property Fax should not exist"]),
        ),
        case("unknown status", "PUT", &path, set("SMS", "on"), 422, json!({})),
        case(
            "inbound is taken, and not given back",
            "PUT",
            &path,
            json!({ "inboundDndSettings": { "all": { "status": "active" } } }),
            200,
            json!({}),
        ),
    ])
    .await;
}

#[tokio::test]
async fn custom_values_come_under_three_names_and_merge() {
    let lab = Lab::empty().await;
    let fields = lab.get(&format!("/locations/{}/customFields", lab.location())).await;
    let id_of = |name: &str| {
        let list = fields.body["customFields"].as_array().unwrap();
        text(&list.iter().find(|field| field["name"] == name).unwrap()["id"])
    };
    let (score, budget, language, services, referred) = (
        id_of("Lead score"),
        id_of("Monthly budget"),
        id_of("Preferred language"),
        id_of("Services"),
        id_of("Referred by"),
    );
    let id = lab.contact(json!({ "customFields": [{ "id": score, "field_value": 40 }] })).await;
    let path = format!("/contacts/{id}");
    let put = |list| json!({ "customFields": list });
    let has = |list| json!({ "contact": { "customFields": list } });
    lab.play(vec![
        case(
            "merged by field",
            "PUT",
            &path,
            put(json!([
                { "id": budget, "fieldValue": "1250.5" },
                { "key": "contact.preferred_language", "value": "German" },
                { "key": "referred_by", "field_value": "Theo" },
            ])),
            200,
            has(json!([
                { "id": score, "value": 40 },
                { "id": budget, "value": 1250.5 },
                { "id": language, "value": "German" },
                { "id": referred, "value": "Theo" },
            ])),
        ),
        case(
            "what a field can't hold is dropped without a word",
            "PUT",
            &path,
            put(json!([
                { "id": score, "value": "many" },
                { "id": language, "value": "Klingon" },
                { "id": "nobodysField", "value": "x" },
                { "id": services, "value": ["SEO", "Plumbing"] },
            ])),
            200,
            has(json!([
                { "value": 40 }, { "value": 1250.5 }, { "value": "German" }, { "value": "Theo" },
                { "id": services, "value": ["SEO"] },
            ])),
        ),
        case(
            "null and empty clear",
            "PUT",
            &path,
            put(json!([
                { "id": score, "value": null }, { "id": language, "value": "" },
            ])),
            200,
            has(json!([{ "id": budget }, { "id": referred }, { "id": services }])),
        ),
    ])
    .await;
}
