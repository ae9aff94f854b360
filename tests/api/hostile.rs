//! Servers that misbehave: what the client concludes, and what it never does.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use rolodeck::{
    api::{Client, Connection, Doubt, Error, Limits, NoToken, Search, TokenFuture, Tokens},
    model::{
        fault::{Fault, Trouble},
        field::Standard,
        ids::RemoteId,
        served::ServedContact,
        value::Value,
    },
};
use secrecy::{ExposeSecret, SecretString};

use crate::server::{
    Server, TOKEN, answer, client, impatient, json, patient, say, wait_for_hangup,
};

const CONTACT: &str = r#"{"contact":{"id":"c1","firstName":"Jane"},"traceId":"t-1"}"#;

async fn read(server: &Server) -> Result<ServedContact, Error> {
    server.client().contact(&RemoteId::from("c1")).await
}

async fn create(client: &Client) -> Result<ServedContact, Error> {
    let values = BTreeMap::from([(Standard::FirstName.into(), Value::text("Jane"))]);
    client.create_contact(&values, &[]).await
}

/// Why it is not known whether a creation was applied.
async fn doubt(server: &Server) -> Doubt {
    doubt_of(&server.client()).await
}

async fn doubt_of(client: &Client) -> Doubt {
    match create(client).await {
        Err(Error::Unknown { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_says_who_it_is_and_what_it_wants() {
    let server = Server::saying(json("200 OK", CONTACT));
    assert_eq!(read(&server).await.unwrap().remote, "c1".into());
    let request = server.requests().remove(0).to_ascii_lowercase();
    assert!(request.starts_with("get /contacts/c1 http/1.1\r\n"), "{request}");
    for line in [
        &format!("authorization: bearer {TOKEN}"),
        "version: 2021-07-28",
        "accept: application/json",
        "user-agent: rolodeck/",
        "accept-encoding: gzip",
    ] {
        assert!(request.contains(&format!("\r\n{line}")), "{line} in {request}");
    }
}

#[tokio::test]
async fn any_success_is_one() {
    for status in ["200 OK", "201 Created", "202 Accepted"] {
        let server = Server::saying(json(status, CONTACT));
        assert!(create(&server.client()).await.is_ok(), "{status}");
    }
    let server = Server::saying("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    server.client().delete_contact(&"c1".into()).await.unwrap();
}

#[tokio::test]
async fn an_answer_cut_off_anywhere_proves_nothing() {
    let whole = json("200 OK", CONTACT);
    for cut in [1, 12, 40, whole.len() - CONTACT.len() - 1, whole.len() - 20, whole.len() - 1] {
        let server = Server::saying(&whole[..cut]);
        assert_eq!(doubt(&server).await, Doubt::Broken, "cut at {cut}");
        assert_eq!(server.requests().len(), 1, "a creation is never sent again unasked");
    }
}

#[tokio::test]
async fn a_read_that_broke_off_is_tried_once_more() {
    let whole = json("200 OK", CONTACT);
    let server = Server::new(move |number, stream| {
        let end = if number == 0 { 30 } else { whole.len() };
        say(stream, &whole[..end]);
    });
    assert!(read(&server).await.is_ok());
    assert_eq!(server.requests().len(), 2);

    let server = Server::saying("HTTP/1.1 2");
    assert!(matches!(read(&server).await, Err(Error::Unknown { why: Doubt::Broken, .. })));
    assert_eq!(server.requests().len(), 2, "and not a third time");
}

#[tokio::test]
async fn a_web_page_is_no_answer() {
    let page = answer("200 OK", "content-type: text/html\r\n", "<html>Sign in</html>");
    let server = Server::saying(page);
    assert_eq!(doubt(&server).await, Doubt::WebPage);
    let error = server.client().delete_contact(&"c1".into()).await.unwrap_err();
    assert!(matches!(error, Error::Unknown { why: Doubt::WebPage, .. }), "{error:?}");
    assert!(Fault::from(&error).remedy.contains("open a browser"));
}

#[tokio::test]
async fn only_json_is_read() {
    for content in ["text/plain", "application/octet-stream", "image/png"] {
        let server =
            Server::saying(answer("200 OK", &format!("content-type: {content}\r\n"), CONTACT));
        assert_eq!(doubt(&server).await, Doubt::OtherContent(content.into()));
    }
    let server = Server::saying(answer("200 OK", "", CONTACT));
    assert_eq!(doubt(&server).await, Doubt::OtherContent(String::new()));
}

#[tokio::test]
async fn a_body_of_the_wrong_outline_is_no_answer() {
    for body in ["", "{", "[]", "7", "null", r#"{"contact":7}"#, r#"{"contact":{}}"#, "{} x"] {
        let server = Server::saying(json("201 Created", body));
        let why = doubt(&server).await;
        assert!(matches!(why, Doubt::Garbled(_) | Doubt::Incomplete(_)), "{body}: {why:?}");
    }
    let deep = "[".repeat(100_000);
    let server = Server::saying(json("201 Created", &deep));
    assert_eq!(doubt(&server).await, Doubt::Garbled("nested too deep"));
}

#[tokio::test]
async fn a_body_without_end_is_cut_at_the_cap() {
    let announced =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n";
    let server = Server::saying(announced);
    assert_eq!(doubt(&server).await, Doubt::TooLarge(1));

    let server = Server::new(|_, stream| {
        say(stream, b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[");
        let megabyte = vec![b' '; 1 << 20];
        for _ in 0..64 {
            say(stream, &megabyte);
        }
    });
    assert_eq!(doubt(&server).await, Doubt::TooLarge(1));
}

/// 4 MiB of spaces, compressed to 4 KiB.
#[tokio::test]
async fn the_cap_counts_what_comes_out_of_compression() {
    let bomb = include_bytes!("spaces.gz");
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        bomb.len()
    );
    let server = Server::saying([head.as_bytes(), bomb].concat());
    assert_eq!(doubt(&server).await, Doubt::TooLarge(1));
}

#[tokio::test]
async fn silence_ends() {
    let server = Server::new(|_, stream| wait_for_hangup(stream));
    assert_eq!(doubt_of(&client(&server.origin(), impatient())).await, Doubt::Silence);
    let error = client(&server.origin(), impatient()).contact(&"c1".into()).await.unwrap_err();
    assert_eq!(Fault::from(&error).trouble, Trouble::Unreachable);

    let server = Server::new(|_, stream| {
        say(
            stream,
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
        );
        wait_for_hangup(stream);
    });
    assert_eq!(
        doubt_of(&client(&server.origin(), impatient())).await,
        Doubt::Silence,
        "also in the middle of a body"
    );
}

#[tokio::test]
async fn a_body_that_trickles_ends_at_the_total() {
    let server = Server::new(|_, stream| {
        say(
            stream,
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n",
        );
        // One byte whenever the other side has waited a while: never idle, never done.
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let mut rest = [0; 1];
        while !matches!(std::io::Read::read(stream, &mut rest), Ok(0)) {
            if std::io::Write::write_all(stream, b" ").is_err() {
                break;
            }
        }
    });
    assert_eq!(doubt_of(&client(&server.origin(), impatient())).await, Doubt::Silence);
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = Server::new(|_, stream| {
        say(stream, b"HTTP/1.1 200 OK\r\n");
        for number in 0..200_000 {
            say(stream, format!("x-{number}: {number}\r\n").as_bytes());
        }
    });
    assert_eq!(doubt(&server).await, Doubt::Broken);

    let server = Server::new(|_, stream| {
        say(stream, b"HTTP/1.1 200 OK\r\nx: ");
        say(stream, &vec![b'x'; 1 << 20]);
        say(stream, b"\r\n\r\n");
    });
    assert_eq!(doubt(&server).await, Doubt::Broken);
}

#[tokio::test]
async fn what_never_connected_was_not_sent() {
    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error =
        client(&format!("http://{address}"), impatient()).contact(&"c1".into()).await.unwrap_err();
    assert!(matches!(error, Error::NotSent { untrusted: false, .. }), "{error:?}");
    assert!(!error.to_string().contains("http://"), "{error}");
    assert_eq!(Fault::from(&error).trouble, Trouble::Unreachable);
}

#[tokio::test]
async fn without_tls_nothing_is_sent() {
    for greeting in ["no TLS spoken here\r\n\r\n", ""] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("https://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                say(&mut stream, greeting.as_bytes());
                wait_for_hangup(&mut stream);
            }
        });
        let limits = Limits { connect: Duration::from_millis(200), ..Limits::default() };
        let error = client(&origin, limits).contact(&"c1".into()).await.unwrap_err();
        assert!(matches!(error, Error::NotSent { .. }), "{greeting:?}: {error:?}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let target = Server::saying(json("200 OK", CONTACT));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = format!("location: {}/contacts/c1\r\n", target.origin());
        let server = Server::saying(answer(status, &location, ""));
        assert_eq!(doubt(&server).await, Doubt::Redirected, "{status}");
        assert!(matches!(read(&server).await, Err(Error::Unknown { why: Doubt::Redirected, .. })));
    }
    assert!(target.requests().is_empty());
}

#[tokio::test]
async fn a_429_stops_all_clones_for_the_time_told() {
    let arrived = Arc::new(Mutex::new(Vec::new()));
    let server = Server::new({
        let arrived = Arc::clone(&arrived);
        move |number, stream| {
            arrived.lock().unwrap().push(Instant::now());
            match number {
                0 => say(stream, &answer("429 Too Many Requests", "retry-after: 1\r\n", "<html>")),
                _ => say(stream, &json("200 OK", CONTACT)),
            }
        }
    });
    let client = server.client();
    let error = client.contact(&"c1".into()).await.unwrap_err();
    assert_eq!(error, Error::Throttled { wait: Duration::from_secs(1), daily: false });
    client.in_background().contact(&"c1".into()).await.unwrap();
    let arrived = arrived.lock().unwrap();
    assert!(arrived[1] - arrived[0] >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_429_without_a_time_is_a_window_and_a_little() {
    let limits = "x-ratelimit-max: 100\r\nx-ratelimit-remaining: 0\r\n\
                  x-ratelimit-interval-milliseconds: 10000\r\n\
                  x-ratelimit-limit-daily: 200000\r\nx-ratelimit-daily-remaining: 0\r\n";
    let server = Server::saying(answer("429 Too Many Requests", limits, ""));
    let client = server.client();
    let Err(Error::Throttled { wait, daily }) = client.contact(&"c1".into()).await else {
        panic!("not throttled");
    };
    assert!((10..=13).contains(&wait.as_secs()), "{wait:?}");
    assert!(daily, "nothing is left of the day");
    assert_eq!(client.budget().borrow().unwrap().day_left, 0);

    let server = Server::saying(answer("429 Too Many Requests", "retry-after: 1000000000\r\n", ""));
    let error = read(&server).await.unwrap_err();
    assert_eq!(error, Error::Throttled { wait: Duration::from_mins(15), daily: false });
}

#[tokio::test]
async fn every_refusal_keeps_the_words_and_the_trace() {
    let body = r#"{"statusCode":422,"message":["firstName must be a string","no\u001b[31m"],
        "error":"Unprocessable Entity","traceId":"t-9"}"#;
    let server = Server::saying(json("422 Unprocessable Entity", body));
    let error = create(&server.client()).await.unwrap_err();
    assert_eq!(
        error,
        Error::Refused {
            status: 422,
            message: "firstName must be a string; no␛[31m".into(),
            trace: Some("t-9".into()),
        }
    );
    let fault = Fault::from(&error);
    assert_eq!((fault.status, fault.trace.as_deref()), (Some(422), Some("t-9")));
}

#[tokio::test]
async fn a_refusal_of_many_megabytes_is_still_a_refusal() {
    let server = Server::saying(json("400 Bad Request", &"x".repeat(3 << 20)));
    assert!(matches!(create(&server.client()).await, Err(Error::Refused { status: 400, .. })));
}

#[tokio::test]
async fn a_failure_of_the_server_proves_nothing() {
    for status in ["500 Oops", "502 Bad Gateway", "503 Busy", "504 Late", "408 Slow", "425 Early"] {
        let server =
            Server::saying(answer(status, "content-type: text/html\r\n", "<html>x</html>"));
        assert!(matches!(doubt(&server).await, Doubt::ServerFailed(_)), "{status}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn one_bad_row_of_a_page_costs_no_other() {
    let body = r#"{"contacts":[{"id":"a"},{"id":"\udfff"},null,{"id":"b","tags":7}],"total":"4"}"#;
    let server = Server::saying(json("200 OK", body));
    let page = server.client().search(&Search::default()).await.unwrap();
    assert_eq!((page.contacts.len(), page.unread.count, page.total), (2, 2, Some(4)));
}

#[tokio::test]
async fn half_a_success_is_none() {
    let body = r#"{"succeded":false,"message":"try later","traceId":"t-2"}"#;
    let server = Server::saying(json("200 OK", body));
    let error = server.client().delete_contact(&"c1".into()).await.unwrap_err();
    assert!(matches!(error, Error::Refused { status: 200, .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_closed_after_the_request_proves_nothing() {
    let server = Server::new(|_, _| {});
    assert_eq!(doubt(&server).await, Doubt::Broken);
    assert_eq!(server.requests().len(), 1);
}

/// Gives "old" until somebody complains, then "new".
struct Renewed;

impl Tokens for Renewed {
    fn token(&self) -> TokenFuture<'_, Result<SecretString, NoToken>> {
        Box::pin(async { Ok(SecretString::from("old")) })
    }

    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a, Option<SecretString>> {
        assert_eq!(refused.expose_secret(), "old");
        Box::pin(async { Some(SecretString::from("new")) })
    }
}

fn renewing(server: &Server) -> Client {
    Client::new(Connection {
        origin: server.origin(),
        location: "l1".into(),
        tokens: Arc::new(Renewed),
        limits: patient(),
    })
    .expect("a client")
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let refused = json("401 Unauthorized", r#"{"statusCode":401,"message":"Invalid JWT"}"#);
    let server = Server::new({
        let refused = refused.clone();
        move |number, stream| match number {
            0 => say(stream, &refused),
            _ => say(stream, &json("200 OK", CONTACT)),
        }
    });
    renewing(&server).contact(&"c1".into()).await.unwrap();
    let requests = server.requests();
    assert!(requests[0].contains("Bearer old") && requests[1].contains("Bearer new"));

    let server = Server::saying(refused);
    let error = renewing(&server).contact(&"c1".into()).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { scope_missing: false, .. }));
    assert_eq!(server.requests().len(), 2, "and not a third time");
}

#[tokio::test]
async fn a_missing_scope_asks_for_no_other_token() {
    let body = r#"{"statusCode":401,"message":"The token is not authorized for this scope."}"#;
    let server = Server::saying(json("401 Unauthorized", body));
    let error = renewing(&server).users().await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    assert!(Fault::from(&error).remedy.contains("users.readonly"), "{error:?}");
}

#[tokio::test]
async fn the_token_is_nowhere_to_be_read() {
    let server = Server::saying(json("400 Bad Request", r#"{"message":"no"}"#));
    let client = server.client();
    let error = client.contact(&"c1".into()).await.unwrap_err();
    for text in [format!("{client:?}"), format!("{error:?}"), error.to_string()] {
        assert!(!text.contains("pit-"), "{text}");
    }
}

#[test]
fn no_client_is_made_for_an_address_unfit_for_a_token() {
    let connection = |origin: &str| Connection {
        origin: origin.into(),
        location: "l1".into(),
        tokens: Arc::new(SecretString::from(TOKEN)),
        limits: Limits::default(),
    };
    for origin in ["http://example.com", "https://example.com/x", "file:///etc/passwd", "x"] {
        assert!(matches!(Client::new(connection(origin)), Err(Error::Unfit(_))), "{origin}");
    }
}
