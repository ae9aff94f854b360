//! Files for custom fields.

use serde_json::{Value, json};

use crate::harness::{Lab, text};

/// What an upload of these files answers.
async fn upload(lab: &Lab, id: &str, most: &str, names: &[&str]) -> (u16, Value) {
    let words = [("id", id), ("maxFiles", most)].map(|(name, value)| {
        format!("--fence\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let files = names.iter().map(|name| {
        format!(
            "--fence\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\n\
             content-type: text/csv\r\n\r\nsize\r\n42\r\n"
        )
    });
    let form: String = words.into_iter().chain(files).chain(["--fence--\r\n".to_owned()]).collect();
    let url =
        format!("{}/locations/{}/customFields/upload", lab.sandbox.base_url(), lab.location());
    let request = lab.client.post(url).bearer_auth(&lab.token).header("Version", lab.version);
    let request = request.header("content-type", "multipart/form-data; boundary=fence");
    let response = request.body(form).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test]
async fn a_file_is_measured_and_gets_an_address() {
    let lab = Lab::empty().await;
    let contact = lab.contact(json!({ "firstName": "Anna" })).await;
    let (status, body) = upload(&lab, &contact, "2", &["a.csv", "b.csv"]).await;
    assert_eq!(status, 200, "{body}");
    let address = text(&body["uploadedFiles"]["a.csv"]);
    assert!(address.contains(&contact), "{address}");
    assert_eq!(address.rsplit('.').next(), Some("csv"), "{address}");
    assert_eq!(
        (&body["meta"][0]["mimetype"], &body["meta"][0]["size"], &body["meta"][0]["url"]),
        (&json!("text/csv"), &json!(8), &json!(address))
    );
    assert!(body["traceId"].is_string());
}

#[tokio::test]
async fn too_many_files_and_strangers_are_refused() {
    let lab = Lab::empty().await;
    let contact = lab.contact(json!({ "firstName": "Anna" })).await;
    for (id, most, names, status) in [
        (contact.as_str(), "1", vec!["a.csv", "b.csv"], 400),
        (&contact, "1", vec![], 400),
        (&contact, "many", vec!["a.csv"], 422),
        ("", "1", vec!["a.csv"], 422),
        ("nobody", "1", vec!["a.csv"], 400),
    ] {
        assert_eq!(upload(&lab, id, most, &names).await.0, status, "{id} {most} {names:?}");
    }
}
