//! Tags of one contact, of many, and of the location.

use serde_json::json;

use crate::harness::{Lab, case, invalid};

#[tokio::test]
async fn tags_are_added_and_removed_as_sets() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "firstName": "Anna", "tags": ["vip"] })).await;
    let path = format!("/contacts/{id}/tags");
    lab.play(vec![
        case(
            "add",
            "POST",
            &path,
            json!({ "tags": [" Hot ", "VIP", "hot"] }),
            201,
            json!({ "tags": ["vip", "hot"], "tagsAdded": ["hot"] }),
        ),
        case(
            "add again",
            "POST",
            &path,
            json!({ "tags": ["hot"] }),
            201,
            json!({ "tags": ["vip", "hot"], "tagsAdded": [] }),
        ),
        case(
            "remove",
            "DELETE",
            &path,
            json!({ "tags": ["VIP", "unknown"] }),
            200,
            json!({ "tags": ["hot"], "tagsRemoved": ["vip"] }),
        ),
        case(
            "nothing",
            "POST",
            &path,
            json!({ "tags": [] }),
            422,
            invalid(&["tags should not be empty"]),
        ),
        case(
            "a location",
            "POST",
            &path,
            json!({ "tags": ["a"], "locationId": "{location}" }),
            422,
            invalid(&["property locationId should not exist"]),
        ),
        case(
            "the location knows them now",
            "GET",
            "/locations/{location}/tags",
            json!(null),
            200,
            json!({ "tags": [{ "name": "hot" }, { "name": "vip" }] }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn bulk_answers_for_each_contact() {
    let lab = Lab::empty().await;
    let anna = lab.contact(json!({ "firstName": "Anna", "tags": ["old"] })).await;
    let bert = lab.contact(json!({ "firstName": "Bert" })).await;
    let gone = lab.contact(json!({ "firstName": "Gone" })).await;
    lab.delete(&format!("/contacts/{gone}"), None).await;
    let foreign = foreign_contact(&lab).await;
    let path = "/contacts/bulk/tags/update";
    let body = |ids: &[&str], tags: &[&str]| json!({ "locationId": "{location}", "contacts": ids, "tags": tags });
    lab.play(vec![
        case("partial failure is 201", "POST", format!("{path}/add"),
            body(&[&anna, &gone, "nonsense", &foreign, &bert], &["New ", "old"]), 201, json!({
                "succeded": true,
                "errorCount": 3,
                "responses": [
                    { "contactId": anna, "type": "success", "message": "Tags updated", "oldTags": ["old"], "tagsAdded": ["new"] },
                    { "contactId": gone, "type": "error", "message": "contact is deleted" },
                    { "contactId": "nonsense", "type": "error", "message": "contact id is not a valid firebase id" },
                    { "contactId": foreign, "type": "error", "message": "contact does not belong to location" },
                    { "contactId": bert, "type": "success", "oldTags": [], "tagsAdded": ["new", "old"] },
                ],
            })),
        case("remove", "POST", format!("{path}/remove"), body(&[&anna, &bert], &["OLD"]), 201, json!({
            "errorCount": 0, "responses": [{ "tagsRemoved": ["old"] }, { "tagsRemoved": ["old"] }],
        })),
        case("remove all", "POST", format!("{path}/remove"), json!({
            "locationId": "{location}", "contacts": [bert], "tags": [], "removeAllTags": true,
        }), 201, json!({ "responses": [{ "oldTags": ["new"], "tagsRemoved": ["new"] }] })),
        case("the SDK's literal placeholder", "POST", format!("{path}/%7Btype%7D"), body(&[&anna], &["x"]), 422,
            invalid(&["type must be one of the following values: add, remove"])),
        case("contactIds is not the key", "POST", format!("{path}/add"),
            json!({ "locationId": "{location}", "contactIds": [anna], "tags": ["x"] }), 422, json!({})),
        case("more than 500", "POST", format!("{path}/add"), body(&vec![anna.as_str(); 501], &["x"]), 422,
            invalid(&["contacts must contain no more than 500 elements"])),
        case("read back", "GET", format!("/contacts/{anna}"), json!(null), 200, json!({ "contact": { "tags": ["new"] } })),
    ])
    .await;
}

#[tokio::test]
async fn location_tags_can_be_kept_by_hand() {
    let lab = Lab::empty().await;
    let path = "/locations/{location}/tags";
    let made =
        lab.post(&path.replace("{location}", lab.location()), json!({ "name": " Spring " })).await;
    assert_eq!((made.status, &made.body["tag"]["name"]), (201, &json!("spring")));
    let id = crate::harness::text(&made.body["tag"]["id"]);
    lab.play(vec![
        case("taken", "POST", path, json!({ "name": "SPRING" }), 400, json!({})),
        case(
            "get",
            "GET",
            format!("{path}/{id}"),
            json!(null),
            200,
            json!({ "tag": { "id": id, "name": "spring" } }),
        ),
        case(
            "rename",
            "PUT",
            format!("{path}/{id}"),
            json!({ "name": "Autumn" }),
            200,
            json!({ "tag": { "id": id, "name": "autumn" } }),
        ),
        case(
            "the new name alone is left",
            "GET",
            path,
            json!(null),
            200,
            json!({ "tags": [{ "name": "autumn" }] }),
        ),
        case(
            "delete",
            "DELETE",
            format!("{path}/{id}"),
            json!(null),
            200,
            json!({ "succeded": true }),
        ),
        case("gone", "GET", format!("{path}/{id}"), json!(null), 404, json!({})),
    ])
    .await;
}

/// The id of a contact in the other location.
async fn foreign_contact(lab: &Lab) -> String {
    let url = format!("{}/contacts/", lab.sandbox.base_url());
    let body = json!({ "locationId": lab.sandbox.other_location_id(), "firstName": "Far" });
    let request = lab.client.post(url).bearer_auth(lab.sandbox.other_token()).json(&body);
    let response = request.header("Version", lab.version).send().await.unwrap();
    let answer: serde_json::Value = response.json().await.unwrap();
    crate::harness::text(&answer["contact"]["id"])
}
