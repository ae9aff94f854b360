//! What stands around contacts: businesses, custom fields by hand, campaigns, workflows, followers.

use serde_json::json;

use crate::harness::{Lab, case, invalid, text};

#[tokio::test]
async fn a_business_through_all_its_operations() {
    let lab = Lab::empty().await;
    let body = json!({ "locationId": lab.location(), "name": "Aardvark Books", "city": "Bend" });
    let made = lab.post("/businesses/", body).await;
    assert_eq!((made.status, &made.body["success"]), (201, &json!(true)));
    let id = text(&made.body["buiseness"]["id"]);
    assert_eq!(id.len(), 24);
    let contact = lab.contact(json!({ "firstName": "Anna" })).await;
    let other = lab.contact(json!({ "firstName": "Bert" })).await;
    let path = format!("/businesses/{id}");
    let link = |business: serde_json::Value| json!({ "locationId": "{location}", "ids": [contact, "nobody"], "businessId": business });
    lab.play(vec![
        case("get", "GET", &path, json!(null), 200, json!({ "business": { "id": id, "city": "Bend" } })),
        case("update", "PUT", &path, json!({ "phone": "+12125550143", "city": null }), 200,
            json!({ "success": true, "buiseness": { "phone": "+12125550143", "name": "Aardvark Books" } })),
        case("a location", "PUT", &path, json!({ "locationId": "{location}" }), 422,
            invalid(&["property locationId should not exist"])),
        case("list by name", "GET", "/businesses/?locationId={location}&limit=1", json!(null), 200,
            json!({ "businesses": [{ "id": id }] })),
        case("tie", "POST", "/contacts/bulk/business", link(json!(id)), 200, json!({ "success": true, "ids": [contact] })),
        case("tied already", "POST", "/contacts/bulk/business", link(json!(id)), 200, json!({ "ids": [] })),
        case("its contacts", "GET", format!("/contacts/business/{id}?locationId={{location}}"), json!(null), 200,
            json!({ "count": 1, "contacts": [{ "id": contact }] })),
        case("null unties", "POST", "/contacts/bulk/business", link(json!(null)), 200, json!({ "ids": [contact] })),
        case("tie again", "POST", "/contacts/bulk/business", link(json!(id)), 200, json!({})),
        case("no business", "POST", "/contacts/bulk/business", link(json!("nothing")), 400, json!({})),
        case("more than 50", "POST", "/contacts/bulk/business", json!({
            "locationId": "{location}", "businessId": id, "ids": vec![other; 51],
        }), 422, invalid(&["ids must contain no more than 50 elements"])),
        case("delete", "DELETE", &path, json!(null), 200, json!({ "success": true })),
        case("gone", "GET", &path, json!(null), 400, json!({})),
        case("the contact stays, untied", "GET", format!("/contacts/{contact}"), json!(null), 200, json!({})),
    ])
    .await;
    let left = lab.get(&format!("/contacts/{contact}")).await;
    assert!(left.body["contact"].get("businessId").is_none());
}

#[tokio::test]
async fn v3_pages_through_a_business_by_name() {
    let mut lab = Lab::empty().await;
    let made = lab.post("/businesses/", json!({ "locationId": lab.location(), "name": "B" })).await;
    let business = text(&made.body["buiseness"]["id"]);
    let mut ids = Vec::new();
    for name in ["Carla", "Anna", "Bert"] {
        ids.push(lab.contact(json!({ "firstName": name })).await);
    }
    let body = json!({ "locationId": lab.location(), "ids": ids, "businessId": business });
    lab.post("/contacts/bulk/business", body).await;
    lab.version = "v3";
    let path = format!("/contacts/business/{business}?locationId={{location}}&limit=2");
    lab.play(vec![
        case(
            "first",
            "GET",
            &path,
            json!(null),
            200,
            json!({ "contacts": [{ "firstName": "anna" }, { "firstName": "bert" }] }),
        ),
        case(
            "in one",
            "GET",
            format!("{path}&startAfter=bert,{}", ids[2]),
            json!(null),
            200,
            json!({ "contacts": [{ "firstName": "carla" }] }),
        ),
        case(
            "in two",
            "GET",
            format!("{path}&startAfter=anna&startAfter={}", ids[1]),
            json!(null),
            200,
            json!({ "contacts": [{ "firstName": "bert" }, { "firstName": "carla" }], "count": 3 }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn custom_fields_can_be_kept_by_hand() {
    let lab = Lab::empty().await;
    let path = "/locations/{location}/customFields";
    let make = async |body: serde_json::Value| {
        let answer = lab.post(&path.replace("{location}", lab.location()), body).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["customField"].clone()
    };
    let size = make(json!({ "name": "Shoe size", "dataType": "NUMERICAL" })).await;
    assert_eq!(size["fieldKey"], "contact.shoe_size");
    let again = make(json!({ "name": "Shoe size", "dataType": "TEXT", "model": "contact" })).await;
    assert_eq!(again["fieldKey"], "contact.shoe_size1");
    let boxes = make(json!({
        "name": "Handles", "dataType": "TEXTBOX_LIST",
        "textBoxListOptions": [{ "label": "Site", "prefillValue": "https://" }],
    }))
    .await;
    assert_eq!(boxes["picklistOptions"][0]["prefillValue"], "https://");
    let choice =
        make(json!({ "name": "Colour", "dataType": "RADIO", "options": ["red", "blue"] })).await;
    assert_eq!(choice["picklistOptions"], json!(["red", "blue"]));
    let id = text(&size["id"]);
    let contact = lab.contact(json!({ "customFields": [{ "id": id, "value": 42 }] })).await;
    let one = format!("{path}/{id}");
    lab.play(vec![
        case(
            "the type can't change",
            "PUT",
            &one,
            json!({ "name": "Size", "dataType": "TEXT" }),
            422,
            invalid(&["property dataType should not exist"]),
        ),
        case(
            "rename, the key stays",
            "PUT",
            &one,
            json!({ "name": "Size" }),
            200,
            json!({ "customField": { "name": "Size", "fieldKey": "contact.shoe_size" } }),
        ),
        case(
            "no such type",
            "POST",
            path,
            json!({ "name": "x", "dataType": "COLOUR" }),
            422,
            json!({}),
        ),
        case("delete", "DELETE", &one, json!(null), 200, json!({ "succeded": true })),
        case("gone", "GET", &one, json!(null), 404, json!({})),
        case(
            "the value is left",
            "GET",
            format!("/contacts/{contact}"),
            json!(null),
            200,
            json!({ "contact": { "customFields": [{ "id": id, "value": 42 }] } }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn contacts_go_in_and_out_of_campaigns_and_workflows() {
    let mut lab = Lab::empty().await;
    let campaigns =
        lab.get(&format!("/campaigns/?locationId={}&status=published", lab.location())).await;
    assert_eq!(campaigns.body["campaigns"].as_array().unwrap().len(), 2);
    let campaign = text(&campaigns.body["campaigns"][0]["id"]);
    let workflows = lab.get(&format!("/workflows/?locationId={}", lab.location())).await;
    let workflow = text(&workflows.body["workflows"][0]["id"]);
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    let blocked = lab.contact(json!({ "firstName": "Dora", "dnd": true })).await;
    let into = |contact: &str| format!("/contacts/{contact}/campaigns/{campaign}");
    let flow = format!("/contacts/{id}/workflow/{workflow}");
    let both = json!({ "succeded": true, "succeeded": true });
    lab.play(vec![
        case("into a campaign", "POST", into(&id), json!({}), 201, both.clone()),
        case(
            "not with dnd",
            "POST",
            into(&blocked),
            json!({}),
            400,
            json!({ "message": "Dora has dnd enabled, not starting campaign 'Welcome series'." }),
        ),
        case("out again", "DELETE", into(&id), json!(null), 200, both.clone()),
        case(
            "out of all",
            "DELETE",
            format!("/contacts/{id}/campaigns/removeAll"),
            json!(null),
            200,
            both.clone(),
        ),
        case(
            "no campaign",
            "POST",
            format!("/contacts/{id}/campaigns/nothing"),
            json!({}),
            400,
            json!({}),
        ),
        case(
            "v3's path is none yet",
            "DELETE",
            format!("/contacts/{id}/campaigns/remove-all"),
            json!(null),
            400,
            json!({ "message": "Campaign not found for id:remove-all" }),
        ),
        case(
            "into a workflow",
            "POST",
            &flow,
            json!({ "eventStartTime": "2021-06-23T03:30:00+01:00" }),
            201,
            both.clone(),
        ),
        case(
            "no offset",
            "POST",
            &flow,
            json!({ "eventStartTime": "2021-06-23T03:30:00" }),
            422,
            invalid(&["eventStartTime must be a valid ISO 8601 date string"]),
        ),
        case(
            "found by it",
            "POST",
            "/contacts/search",
            json!({ "locationId": "{location}", "pageLimit": 5, "filters": [
            { "field": "activeWorkflows", "operator": "eq", "value": workflow },
        ] }),
            200,
            json!({ "total": 1 }),
        ),
        case(
            "out of it, with a body",
            "DELETE",
            &flow,
            json!({ "eventStartTime": "2021-06-23T03:30:00Z" }),
            200,
            both.clone(),
        ),
    ])
    .await;
    lab.version = "v3";
    lab.play(vec![case(
        "v3",
        "DELETE",
        format!("/contacts/{id}/campaigns/remove-all"),
        json!(null),
        200,
        both,
    )])
    .await;
}

#[tokio::test]
async fn followers_are_a_set_of_users() {
    let lab = Lab::empty().await;
    let users = lab.get(&format!("/users/?locationId={}", lab.location())).await;
    let [maya, sam] = [0, 1].map(|at| text(&users.body["users"][at]["id"]));
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    let path = format!("/contacts/{id}/followers");
    lab.play(vec![
        case(
            "add",
            "POST",
            &path,
            json!({ "followers": [maya, sam, maya] }),
            201,
            json!({ "followers": [maya, sam], "followersAdded": [maya, sam] }),
        ),
        case(
            "add again",
            "POST",
            &path,
            json!({ "followers": [sam] }),
            201,
            json!({ "followers": [maya, sam], "followersAdded": [] }),
        ),
        case(
            "remove",
            "DELETE",
            &path,
            json!({ "followers": [maya] }),
            200,
            json!({ "followers": [sam], "followersRemoved": [maya] }),
        ),
        case("nobody", "POST", &path, json!({ "followers": ["nobody"] }), 400, json!({})),
        case(
            "none",
            "POST",
            &path,
            json!({ "followers": [] }),
            422,
            invalid(&["followers should not be empty"]),
        ),
    ])
    .await;
}
