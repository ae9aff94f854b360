//! One exchange that was recorded of the service, played to the client and to the sandbox.

use rolodeck::api::{Client, Error};
use serde_json::Value as Json;

use crate::{
    server::{Server, json as answer},
    stage::{Stage, deviation},
};

/// An exchange with the service, which the sandbox must answer with the same status and the same
/// outline.
pub(super) async fn recorded<T>(
    status: &str,
    said: Json,
    call: impl AsyncFnOnce(Client) -> Result<T, Error>,
) -> (Result<T, Error>, String, Json) {
    let (outcome, line, body) = exchange(status, said.clone(), call).await;
    let (found, answer) = Stage::set().await.answer(&line, &body).await;
    assert_eq!(status.split(' ').next(), Some(found.to_string().as_str()), "{line}: {answer}");
    if let Some(deviation) = deviation(&said, &answer, "") {
        panic!("{line}: {deviation}, in {answer:#}");
    }
    (outcome, line, body)
}

/// An exchange that may never have happened: the outcome of the call, the request line, the body.
pub(super) async fn exchange<T>(
    status: &str,
    said: Json,
    call: impl AsyncFnOnce(Client) -> Result<T, Error>,
) -> (Result<T, Error>, String, Json) {
    let server = Server::saying(answer(status, &said.to_string()));
    let outcome = call(server.client()).await;
    let request = server.requests().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").expect("a whole request");
    let line = head.lines().next().expect("a request line").trim_end_matches(" HTTP/1.1");
    (outcome, line.to_owned(), serde_json::from_str(body).unwrap_or(Json::Null))
}
