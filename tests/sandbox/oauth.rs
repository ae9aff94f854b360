//! Signing in: consent, codes, refresh with rotation and grace, tokens of locations and scopes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Lab, case, text};

const CALLBACK: &str = "http://127.0.0.1:9/callback";

/// What a form answers: its status, its JSON, where it redirects to.
async fn form(lab: &Lab, path: &str, fields: &[(&str, &str)]) -> (u16, Value, Option<String>) {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = lab.client.post(format!("{}{path}", lab.sandbox.base_url())).body(body);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.send().await.unwrap();
    let to = response.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null), to)
}

/// Clicks on a location of the consent page, the whole company for none, and takes the code.
async fn code(lab: &Lab, location: &str, scope: &str) -> String {
    let fields = [
        ("client_id", lab.sandbox.client_id()),
        ("redirect_uri", CALLBACK),
        ("scope", scope),
        ("state", "xyz"),
        ("location", location),
    ];
    let (status, _, to) = form(lab, "/oauth/chooselocation", &fields).await;
    assert_eq!(status, 302);
    let to = url::Url::parse(&to.unwrap()).unwrap();
    let pairs: Vec<(String, String)> = to.query_pairs().into_owned().collect();
    assert_eq!(pairs[1], ("state".to_owned(), "xyz".to_owned()));
    pairs[0].1.clone()
}

async fn exchange(lab: &Lab, more: &[(&str, &str)]) -> (u16, Value) {
    let mut fields = vec![
        ("client_id", lab.sandbox.client_id()),
        ("client_secret", lab.sandbox.client_secret()),
    ];
    fields.extend(more);
    let (status, body, _) = form(lab, "/oauth/token", &fields).await;
    (status, body)
}

async fn by_code(lab: &Lab, code: &str) -> (u16, Value) {
    let fields = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
    exchange(lab, &fields).await
}

async fn by_refresh(lab: &Lab, token: &str) -> (u16, Value) {
    exchange(lab, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}

#[tokio::test]
async fn the_consent_page_shows_every_location() {
    let lab = Lab::empty().await;
    let base = lab.sandbox.base_url();
    let query = format!(
        "response_type=code&client_id={}&redirect_uri={CALLBACK}&scope=contacts.readonly%20contacts.write",
        lab.sandbox.client_id()
    );
    for path in ["/oauth/chooselocation", "/v2/oauth/chooselocation"] {
        let page = lab.client.get(format!("{base}{path}?{query}")).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let text = page.text().await.unwrap();
        for wanted in ["Harbor &amp; Pine Studio", "Harbor &amp; Pine Berlin", "contacts.write"] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
    }
    for (query, reason) in [
        ("", "response_type must be code"),
        ("response_type=code", "client_id is missing"),
        ("response_type=code&client_id=x", "no app has this client_id"),
    ] {
        let page =
            lab.client.get(format!("{base}/oauth/chooselocation?{query}")).send().await.unwrap();
        assert_eq!(page.status(), 400);
        assert!(page.text().await.unwrap().contains(reason));
    }
    let elsewhere = query.replace("http://127.0.0.1:9", "http://example.com");
    let page =
        lab.client.get(format!("{base}/oauth/chooselocation?{elsewhere}")).send().await.unwrap();
    assert_eq!(page.status(), 400, "plain http only on this machine");
}

#[tokio::test]
async fn a_code_is_good_once() {
    let mut lab = Lab::empty().await;
    let location = lab.location().to_owned();
    let code = code(&lab, &location, "contacts.readonly contacts.write").await;
    let (status, body) = by_code(&lab, "nonsense").await;
    assert_eq!((status, &body["error_description"]), (401, &json!("Authorization code not found")));
    assert_eq!(body["error"], "UnAuthorized!");
    let (status, tokens) = by_code(&lab, &code).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(
        (&tokens["token_type"], &tokens["expires_in"], &tokens["userType"], &tokens["locationId"]),
        (&json!("Bearer"), &json!(86_399), &json!("Location"), &json!(location))
    );
    assert_eq!(tokens["scope"], "contacts.readonly contacts.write");
    assert!(tokens["userId"].is_string() && tokens["refreshTokenId"].is_string());
    assert!(tokens.get("accessToken").is_none(), "camel case only in v3");
    assert_eq!(by_code(&lab, &code).await.0, 401, "used up");

    lab.token = text(&tokens["access_token"]);
    lab.contact(json!({ "firstName": "Anna" })).await;
    lab.play(vec![case(
        "a scope that was not asked for",
        "GET",
        "/locations/{location}/tags",
        json!(null),
        401,
        json!({ "message": "The token is not authorized for this scope." }),
    )])
    .await;
}

#[tokio::test]
async fn bodies_can_be_json_and_names_in_camel_case() {
    let lab = Lab::empty().await;
    let code = code(&lab, lab.location(), "contacts.readonly").await;
    let url = format!("{}/oauth/token", lab.sandbox.base_url());
    let body = json!({
        "clientId": lab.sandbox.client_id(), "clientSecret": lab.sandbox.client_secret(),
        "grantType": "authorization_code", "code": code, "redirectUri": CALLBACK,
    });
    let response = lab.client.post(url).header("Version", "v3").json(&body).send().await.unwrap();
    let tokens: Value = response.json().await.unwrap();
    assert_eq!(tokens["accessToken"], tokens["access_token"]);
    assert_eq!(tokens["expiresIn"], 86_399);
}

#[tokio::test]
async fn wrong_requests_for_tokens() {
    let lab = Lab::empty().await;
    let code = code(&lab, lab.location(), "contacts.readonly").await;
    let (id, secret) = (lab.sandbox.client_id(), lab.sandbox.client_secret());
    let grant = ("grant_type", "authorization_code");
    for (fields, status, message) in [
        (vec![], 400, "Missing parameter: grantType"),
        (vec![("grant_type", "password")], 400, "Invalid parameter: grantType"),
        (vec![grant], 400, "Missing parameter: code"),
        (vec![grant, ("code", &code)], 400, "Missing parameter: clientId"),
        (
            vec![grant, ("code", &code), ("client_id", id), ("client_secret", "x")],
            401,
            "Invalid client credentials!",
        ),
        (
            vec![grant, ("code", &code), ("client_id", id), ("client_secret", secret)],
            400,
            "Invalid parameter: redirectUri",
        ),
    ] {
        let (found, body, _) = form(&lab, "/oauth/token", &fields).await;
        assert_eq!((found, &body["error_description"]), (status, &json!(message)));
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_with_half_a_minute_of_grace() {
    let mut lab = Lab::empty().await;
    let code = code(&lab, lab.location(), "contacts.readonly").await;
    let (_, first) = by_code(&lab, &code).await;
    let old = text(&first["refresh_token"]);
    let (status, second) = by_refresh(&lab, &old).await;
    assert_eq!(status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    lab.sandbox.advance(Duration::from_secs(29));
    let (_, again) = by_refresh(&lab, &old).await;
    assert_eq!(again["refresh_token"], second["refresh_token"], "the same answer again");
    assert_eq!(again["access_token"], second["access_token"]);
    lab.sandbox.advance(Duration::from_secs(1));
    let (status, body) = by_refresh(&lab, &old).await;
    assert_eq!(
        (status, &body["message"]),
        (400, &json!("Invalid grant: refresh token is invalid"))
    );
    assert_eq!(
        by_refresh(&lab, &text(&second["refresh_token"])).await.0,
        200,
        "its successor lives"
    );
    lab.token = text(&second["access_token"]);
    assert_eq!(lab.get("/contacts/x").await.status, 400);
}

#[tokio::test]
async fn access_tokens_run_out() {
    let mut lab = Lab::empty().await;
    lab.sandbox.weather().set_token_life(Some(Duration::from_secs(2)));
    let code = code(&lab, lab.location(), "contacts.readonly").await;
    let (_, tokens) = by_code(&lab, &code).await;
    assert_eq!(tokens["expires_in"], 2);
    lab.token = text(&tokens["access_token"]);
    assert_eq!(lab.get("/contacts/x").await.status, 400);
    lab.sandbox.advance(Duration::from_secs(2));
    let expired = lab.get("/contacts/x").await;
    assert_eq!((expired.status, &expired.body["message"]), (401, &json!("Invalid JWT")));
}

#[tokio::test]
async fn a_company_token_must_be_exchanged() {
    let mut lab = Lab::empty().await;
    let code = code(&lab, "", "contacts.readonly oauth.readonly oauth.write").await;
    let (_, company) = by_code(&lab, &code).await;
    assert_eq!(
        (&company["userType"], &company["isBulkInstallation"]),
        (&json!("Company"), &json!(true))
    );
    assert_eq!(company["approvedLocations"].as_array().unwrap().len(), 2);
    lab.token = text(&company["access_token"]);
    let wrong_class = "This authClass type is not allowed to access this scope. Please verify your \
        IAM configuration if this is not the case.";
    let id = lab.sandbox.company_id().to_owned();
    let app = lab.sandbox.client_id().split('-').next().unwrap().to_owned();
    let list = format!("/oauth/installedLocations?companyId={id}&appId={app}");
    lab.play(vec![
        case(
            "no contacts",
            "GET",
            "/contacts/?locationId={location}",
            json!(null),
            401,
            json!({ "message": wrong_class }),
        ),
        case(
            "where it is installed",
            "GET",
            &list,
            json!(null),
            200,
            json!({ "count": 2, "locations": [
            { "_id": lab.location(), "isInstalled": true }, {},
        ] }),
        ),
        case(
            "a location of nobody",
            "POST",
            "/oauth/locationToken",
            json!({ "companyId": id, "locationId": "x" }),
            403,
            json!({}),
        ),
    ])
    .await;
    let body = json!({ "companyId": id, "locationId": lab.location() });
    let exchanged = lab.post("/oauth/locationToken", body.clone()).await;
    assert_eq!((exchanged.status, &exchanged.body["userType"]), (201, &json!("Location")));
    assert_eq!(exchanged.body["locationId"], lab.location());
    assert!(exchanged.body["refresh_token"].is_string());

    lab.version = "v3";
    lab.play(vec![
        case("v3's list", "GET", list.replace("installedLocations", "installed-locations"), json!(null), 200,
            json!({ "items": [{}, {}], "pagination": { "totalRecords": 2, "hasNextPage": false } })),
        case("v3's path", "POST", "/oauth/location-token", body, 201, json!({ "userType": "Location" })),
        case("what v3 removed", "GET", &list, json!(null), 400, json!({ "error": "Bad Request", "message": format!(
            "Endpoint {list} not available in API version v3. This endpoint was removed in version v3. \
             Please use a version before v3."
        ) })),
    ])
    .await;
    lab.version = "2021-07-28";
    lab.play(vec![case(
        "v3's path before v3",
        "POST",
        "/oauth/location-token",
        json!({}),
        404,
        json!({ "message": "Cannot POST /oauth/location-token" }),
    )])
    .await;
    lab.token = text(&exchanged.body["access_token"]);
    assert_eq!(lab.get(&format!("/contacts/?locationId={}", lab.location())).await.status, 200);
    lab.play(vec![case(
        "a location's token can't be exchanged",
        "POST",
        "/oauth/locationToken",
        json!({}),
        401,
        json!({ "message": wrong_class }),
    )])
    .await;
}

#[tokio::test]
async fn lookup_is_for_oauth_and_v3() {
    let mut lab = Lab::empty().await;
    let id = lab.contact(json!({ "email": "anna@example.com", "phone": "+12125550143" })).await;
    let code = code(&lab, lab.location(), "contacts.readonly").await;
    let (_, tokens) = by_code(&lab, &code).await;
    lab.version = "v3";
    let path = "/contacts/lookup?locationId={location}";
    lab.play(vec![case(
        "no private integration",
        "GET",
        format!("{path}&email=x"),
        json!(null),
        401,
        json!({}),
    )])
    .await;
    lab.token = text(&tokens["access_token"]);
    lab.play(vec![
        case(
            "email",
            "GET",
            format!("{path}&email=ANNA%40example.com"),
            json!(null),
            200,
            json!({ "contacts": [{ "id": id }] }),
        ),
        case(
            "phone",
            "GET",
            format!("{path}&phone=%2B12125550143&limit=1"),
            json!(null),
            200,
            json!({ "contacts": [{ "id": id }], "nextCursor": "1" }),
        ),
        case(
            "the page after",
            "GET",
            format!("{path}&phone=%2B12125550143&limit=1&nextCursor=1"),
            json!(null),
            200,
            json!({ "contacts": [] }),
        ),
        case("both", "GET", format!("{path}&phone=1&email=x"), json!(null), 400, json!({})),
        case("neither", "GET", path, json!(null), 400, json!({})),
    ])
    .await;
}

#[tokio::test]
async fn a_saying_no_comes_back_to_the_app() {
    let lab = Lab::empty().await;
    let fields = [
        ("client_id", lab.sandbox.client_id()),
        ("redirect_uri", CALLBACK),
        ("scope", "contacts.readonly"),
        ("deny", "1"),
    ];
    let (status, _, to) = form(&lab, "/oauth/chooselocation", &fields).await;
    assert_eq!(
        (status, to.as_deref()),
        (302, Some("http://127.0.0.1:9/callback?error=access_denied"))
    );
}

#[tokio::test]
async fn a_reconnect_gives_a_new_code() {
    let lab = Lab::empty().await;
    let url = format!("{}/oauth/reconnect", lab.sandbox.base_url());
    let body = json!({
        "clientKey": lab.sandbox.client_id(), "clientSecret": lab.sandbox.client_secret(),
        "locationId": lab.location(),
    });
    let response = lab.client.post(url).json(&body).send().await.unwrap();
    let answer: Value = response.json().await.unwrap();
    let (status, tokens) = by_code(&lab, &text(&answer["authorizationCode"])).await;
    assert_eq!((status, &tokens["locationId"]), (200, &json!(lab.location())), "{tokens}");
}

#[tokio::test]
async fn tokens_can_have_few_scopes_and_be_revoked() {
    let mut lab = Lab::empty().await;
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    lab.token = lab.sandbox.issue_token(&["contacts.readonly"]).unwrap();
    let path = format!("/contacts/{id}");
    lab.play(vec![
        case("reads", "GET", &path, json!(null), 200, json!({})),
        case(
            "doesn't write",
            "PUT",
            &path,
            json!({ "firstName": "x" }),
            401,
            json!({ "message": "The token is not authorized for this scope." }),
        ),
    ])
    .await;
    lab.sandbox.revoke_token(&lab.token).unwrap();
    lab.play(vec![case(
        "revoked",
        "GET",
        &path,
        json!(null),
        401,
        json!({ "message": "Invalid Private Integration token" }),
    )])
    .await;
}
