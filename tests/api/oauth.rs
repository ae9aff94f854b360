//! Signing in, and tokens that renew themselves, against a token endpoint that counts.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use rolodeck::api::{
    App, Client, Connection, Error, Keeper, NoToken, OAuth, Pair, Reach, Refreshing, TokenFuture,
    Tokens,
};
use rolodeck::sandbox::{Limits as Quota, Options, Sandbox};
use secrecy::{ExposeSecret, SecretString};

use crate::server::{Server, json, patient, say};

fn oauth(server: &Server) -> OAuth {
    let app = App {
        client_id: "6578278e879ad2646715ba9c-lr0abcde".into(),
        client_secret: SecretString::from("sh h&="),
    };
    OAuth::new(server.origin(), app, patient()).expect("a client")
}

fn granted(number: usize) -> Vec<u8> {
    json(
        "200 OK",
        &format!(
            r#"{{"access_token":"access-{number}","token_type":"Bearer","expires_in":86399,
            "refresh_token":"refresh-{number}","scope":"contacts.readonly contacts.write",
            "userType":"Location","companyId":"co1","locationId":"l1","userId":"u1",
            "refreshTokenId":"x","traceId":"t"}}"#
        ),
    )
}

fn refused() -> Vec<u8> {
    let body = r#"{"error":"UnAuthorized!","error_description":"refresh token is invalid"}"#;
    json("401 Unauthorized", body)
}

/// Keeps the pair in memory, and notes what was kept.
struct Memory {
    pair: Mutex<Option<Pair>>,
    written: Mutex<Vec<String>>,
    is_full: bool,
}

impl Memory {
    fn holding(access: &str, refresh: &str, lifetime: Duration) -> Arc<Self> {
        let pair = pair(access, refresh, lifetime);
        Arc::new(Self { pair: Mutex::new(Some(pair)), written: Mutex::default(), is_full: false })
    }
}

fn pair(access: &str, refresh: &str, lifetime: Duration) -> Pair {
    Pair { access: access.into(), refresh: refresh.into(), lifetime }
}

impl Keeper for Memory {
    fn lock(&self) -> TokenFuture<'_, Box<dyn Send>> {
        Box::pin(async { Box::new(()) as Box<dyn Send> })
    }

    fn read(&self) -> TokenFuture<'_, Option<Pair>> {
        Box::pin(async { self.pair.lock().expect("a sound lock").clone() })
    }

    fn write<'a>(&'a self, pair: &'a Pair) -> TokenFuture<'a, bool> {
        Box::pin(async {
            if self.is_full {
                return false;
            }
            let name = pair.access.expose_secret().to_owned();
            self.written.lock().expect("a sound lock").push(name);
            *self.pair.lock().expect("a sound lock") = Some(pair.clone());
            true
        })
    }
}

async fn token(tokens: &Refreshing) -> Result<String, NoToken> {
    tokens.token().await.map(|token| token.expose_secret().to_owned())
}

#[tokio::test]
async fn a_code_is_exchanged_in_a_form() {
    let server = Server::saying(granted(1));
    let code = SecretString::from("c/d+e");
    let grant =
        oauth(&server).exchange(&code, "https://127.0.0.1:1/x", Reach::Location).await.unwrap();
    assert_eq!(grant.access.expose_secret(), "access-1");
    assert_eq!(grant.reach, Some(Reach::Location));
    assert_eq!(grant.user, Some("u1".into()));
    assert_eq!(grant.lifetime, Duration::from_secs(86_399));
    assert_eq!(grant.scopes, ["contacts.readonly", "contacts.write"]);

    let request = server.requests().remove(0);
    assert!(request.starts_with("POST /oauth/token HTTP/1.1\r\n"), "{request}");
    let head = request.to_ascii_lowercase();
    assert!(head.contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"), "{head}");
    assert!(!head.contains("\r\nauthorization:"), "nobody is signed in yet");
    let form = request.split_once("\r\n\r\n").unwrap().1;
    assert_eq!(
        form,
        "client_id=6578278e879ad2646715ba9c-lr0abcde&client_secret=sh%20h%26%3D\
         &grant_type=authorization_code&code=c%2Fd%2Be\
         &redirect_uri=https%3A%2F%2F127.0.0.1%3A1%2Fx&user_type=Location"
    );
}

#[tokio::test]
async fn both_spellings_of_a_grant_are_read() {
    let body = r#"{"accessToken":"a","refreshToken":"r","expiresIn":"60","userType":"Company"}"#;
    let server = Server::saying(json("201 Created", body));
    let grant = oauth(&server).refresh(&"r".into(), Reach::Company).await.unwrap();
    assert_eq!((grant.access.expose_secret(), grant.lifetime.as_secs()), ("a", 60));
    assert_eq!(grant.reach, Some(Reach::Company));

    let server = Server::saying(json("200 OK", r#"{"token_type":"Bearer"}"#));
    let error = oauth(&server).refresh(&"r".into(), Reach::Company).await.err().unwrap();
    assert!(matches!(error, Error::Unknown { .. }), "{error:?}");
}

#[tokio::test]
async fn a_company_token_is_exchanged_for_a_locations() {
    let server = Server::saying(granted(2));
    let company = SecretString::from("company-token");
    let grant = oauth(&server).location_token(&company, "co1", &"l1".into()).await.unwrap();
    assert_eq!(grant.location, Some("l1".into()));
    let request = server.requests().remove(0);
    assert!(request.starts_with("POST /oauth/locationToken HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("Bearer company-token"));
    assert!(request.ends_with("companyId=co1&locationId=l1"), "{request}");

    let body =
        r#"{"locations":[{"_id":"l1","name":"A","address":"","isInstalled":true}],"count":1}"#;
    let server = Server::saying(json("200 OK", body));
    let listed = oauth(&server).installed_locations(&company, "co1", 0, 20).await.unwrap();
    assert_eq!(listed.items[0].id, "l1".into());
    let line = server.requests().remove(0);
    assert!(line.contains("appId=6578278e879ad2646715ba9c&"), "the app, not its client: {line}");
}

#[tokio::test]
async fn a_good_token_is_used_as_it_is() {
    let server = Server::saying(granted(1));
    let memory = Memory::holding("old", "refresh-0", Duration::from_hours(2));
    let tokens = Refreshing::new(oauth(&server), Reach::Location, memory);
    assert_eq!(token(&tokens).await.unwrap(), "old");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn whoever_asks_at_once_shares_one_refresh_that_is_kept_first() {
    let server = Server::new(|number, stream| say(stream, &granted(number + 1)));
    let memory = Memory::holding("old", "refresh-0", Duration::from_mins(4));
    let tokens = Refreshing::new(oauth(&server), Reach::Location, Arc::clone(&memory) as _);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let tokens = tokens.clone();
            let memory = Arc::clone(&memory);
            tokio::spawn(async move {
                let token = token(&tokens).await.unwrap();
                (token, memory.written.lock().unwrap().clone())
            })
        })
        .collect();
    for asked in asking {
        let (token, written) = asked.await.unwrap();
        assert_eq!(token, "access-1");
        assert_eq!(written, ["access-1"], "kept before it is used");
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refresh_is_finished_though_nobody_waits_for_it() {
    let (answer, answered) = std::sync::mpsc::channel::<()>();
    let answered = Mutex::new(answered);
    let server = Server::new(move |_, stream| {
        let _ = answered.lock().unwrap().recv();
        say(stream, &granted(1));
    });
    let memory = Memory::holding("old", "refresh-0", Duration::ZERO);
    let tokens = Refreshing::new(oauth(&server), Reach::Location, Arc::clone(&memory) as _);
    drop(tokens.token());
    answer.send(()).unwrap();
    // The second question waits for the first.
    assert_eq!(token(&tokens).await.unwrap(), "access-1");
    assert_eq!(*memory.written.lock().unwrap(), ["access-1"]);
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_token() {
    let server = Server::new(|number, stream| {
        if number > 0 {
            say(stream, &granted(1));
        }
    });
    let memory = Memory::holding("old", "refresh-0", Duration::ZERO);
    let tokens = Refreshing::new(oauth(&server), Reach::Location, memory);
    assert_eq!(token(&tokens).await.unwrap(), "access-1");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.contains("refresh_token=refresh-0")));
}

#[tokio::test]
async fn another_programs_pair_is_taken_over() {
    let memory = Memory::holding("old", "refresh-0", Duration::ZERO);
    let server = Server::new({
        let memory = Arc::clone(&memory);
        // While this program asks, another has been faster.
        move |_, stream| {
            let faster = pair("theirs", "refresh-9", Duration::from_hours(20));
            *memory.pair.lock().unwrap() = Some(faster);
            say(stream, &refused());
        }
    });
    let tokens = Refreshing::new(oauth(&server), Reach::Location, memory);
    assert_eq!(token(&tokens).await.unwrap(), "theirs");
}

#[tokio::test]
async fn a_dead_refresh_token_is_tried_once() {
    let server = Server::saying(refused());
    let memory = Memory::holding("old", "refresh-0", Duration::ZERO);
    let tokens = Refreshing::new(oauth(&server), Reach::Location, Arc::clone(&memory) as _);
    for _ in 0..3 {
        assert!(matches!(token(&tokens).await, Err(NoToken::SignedOut(_))));
    }
    assert_eq!(server.requests().len(), 1);
    *memory.pair.lock().unwrap() = Some(pair("anew", "refresh-1", Duration::from_hours(20)));
    assert_eq!(token(&tokens).await.unwrap(), "anew", "somebody has signed in");
}

#[tokio::test]
async fn a_token_that_still_lives_is_used_while_no_other_can_be_had() {
    let server = Server::saying("");
    let memory = Memory::holding("old", "refresh-0", Duration::from_mins(4));
    let tokens = Refreshing::new(oauth(&server), Reach::Location, memory);
    assert_eq!(token(&tokens).await.unwrap(), "old");
    let memory = Memory::holding("old", "refresh-0", Duration::ZERO);
    let tokens = Refreshing::new(oauth(&server), Reach::Location, memory);
    assert!(matches!(token(&tokens).await, Err(NoToken::Unreachable(_))));
}

#[tokio::test]
async fn a_pair_that_cant_be_kept_is_used() {
    let server = Server::saying(granted(1));
    let memory = Arc::new(Memory {
        pair: Mutex::new(Some(pair("old", "refresh-0", Duration::ZERO))),
        written: Mutex::default(),
        is_full: true,
    });
    let tokens = Refreshing::new(oauth(&server), Reach::Location, memory);
    assert_eq!(token(&tokens).await.unwrap(), "access-1");
    assert_eq!(token(&tokens).await.unwrap(), "access-1");
    assert_eq!(server.requests().len(), 1);
}

/// A token that is refused though it is fresh is not renewed over and over (Q30, Q31).
#[tokio::test]
async fn a_refused_token_is_renewed_once_and_not_again_soon() {
    let service = Server::saying(json("401 Unauthorized", r#"{"message":"Invalid JWT"}"#));
    let endpoint = Server::new(|number, stream| say(stream, &granted(number + 1)));
    let memory = Memory::holding("old", "refresh-0", Duration::from_hours(2));
    let tokens = Refreshing::new(oauth(&endpoint), Reach::Location, memory);
    let client = Client::new(Connection {
        origin: service.origin(),
        location: "l1".into(),
        tokens: Arc::new(tokens),
        limits: patient(),
    })
    .unwrap();
    for _ in 0..3 {
        let error = client.location().await.unwrap_err();
        assert!(matches!(error, Error::Unauthorised { .. }), "{error:?}");
    }
    assert_eq!(endpoint.requests().len(), 1);
    let used: Vec<bool> =
        service.requests().iter().map(|request| request.contains("access-1")).collect();
    assert_eq!(used, [false, true, true, true]);
}

pub(super) const CALLBACK: &str = "http://127.0.0.1:9/callback";

/// Clicks on a location of the sandbox's consent page, or with none on the whole company.
pub(super) async fn consent(sandbox: &Sandbox, location: &str) -> SecretString {
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let fields = [
        ("client_id", sandbox.client_id()),
        ("redirect_uri", CALLBACK),
        ("scope", "contacts.readonly contacts.write oauth.readonly oauth.write"),
        ("location", location),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = http.post(format!("{}/oauth/chooselocation", sandbox.base_url())).body(body);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.send().await.expect("an answer");
    let to = url::Url::parse(response.headers()["location"].to_str().expect("a text"))
        .expect("an address");
    to.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned().into()
}

pub(super) async fn sandbox_and_app() -> (Sandbox, OAuth) {
    let options = Options { contacts: 1, limits: Quota::OFF, ..Options::default() };
    let sandbox = Sandbox::start(options).await.expect("a sandbox");
    let app = App {
        client_id: sandbox.client_id().into(),
        client_secret: sandbox.client_secret().into(),
    };
    let oauth = OAuth::new(sandbox.base_url().into(), app, patient()).expect("a client");
    (sandbox, oauth)
}

/// From the consent page to contacts, and on when the first token has run out.
#[tokio::test]
async fn a_person_signs_in_at_the_sandbox_and_stays_signed_in() {
    let (sandbox, oauth) = sandbox_and_app().await;
    let code = consent(&sandbox, sandbox.location_id()).await;
    let first = oauth.exchange(&code, CALLBACK, Reach::Location).await.unwrap();
    assert_eq!(first.location.as_ref().unwrap().as_str(), sandbox.location_id());
    assert!(first.user.is_some());
    let memory = Arc::new(Memory {
        pair: Mutex::new(Some(Pair {
            access: first.access.clone(),
            refresh: first.refresh.clone().unwrap(),
            lifetime: first.lifetime,
        })),
        written: Mutex::default(),
        is_full: false,
    });
    let tokens = Refreshing::new(oauth, Reach::Location, Arc::clone(&memory) as _);
    let client = Client::new(Connection {
        origin: sandbox.base_url().into(),
        location: sandbox.location_id().into(),
        tokens: Arc::new(tokens),
        limits: patient(),
    })
    .unwrap();
    assert_eq!(client.list_contacts(10, None, None).await.unwrap().contacts.items.len(), 1);
    // Its clock runs ahead of the client's: the refusal is what tells.
    sandbox.advance(Duration::from_hours(25));
    assert_eq!(client.list_contacts(10, None, None).await.unwrap().contacts.items.len(), 1);
    assert_eq!(memory.written.lock().unwrap().len(), 1);
    assert_ne!(memory.written.lock().unwrap()[0], first.access.expose_secret());
}

#[tokio::test]
async fn an_agency_picks_a_location_at_the_sandbox() {
    let (sandbox, oauth) = sandbox_and_app().await;
    let code = consent(&sandbox, "").await;
    let company = oauth.exchange(&code, CALLBACK, Reach::Company).await.unwrap();
    assert_eq!((company.reach, company.location), (Some(Reach::Company), None));
    let id = company.company.unwrap();
    let installed = oauth.installed_locations(&company.access, &id, 0, 20).await.unwrap();
    assert_eq!(installed.items.len(), 2);
    let location = &installed.items[0].id;
    let grant = oauth.location_token(&company.access, &id, location).await.unwrap();
    assert_eq!((grant.reach, grant.location.as_ref()), (Some(Reach::Location), Some(location)));
    let refused = oauth.location_token(&grant.access, &id, location).await.err().unwrap();
    assert!(matches!(refused, Error::Unauthorised { scope_missing: true, .. }), "{refused:?}");
}
