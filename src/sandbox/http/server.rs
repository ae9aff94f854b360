//! The listening servers: the service itself, and the control routes on a port of their own, which
//! answers even when the service is offline.

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, header::DATE};
use axum::response::Response;
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use tokio::net::TcpListener;

use super::control;
use super::door::Door;
use super::house::{End, House};
use super::line::Wire;
use super::request;
use crate::sandbox::weather::fault::FaultKind;

/// Serves until the task is dropped.
pub(crate) async fn service(door: Door, house: Arc<House>) {
    let app = Router::new().fallback(enter).with_state(house);
    let app = app.into_make_service_with_connect_info::<Wire>();
    // Only errors of `accept` could come out of here, and the door keeps those to itself.
    let _ = axum::serve(door, app).await;
}

pub(crate) async fn controls(listener: TcpListener, house: Arc<House>) {
    let app = Router::new().fallback(steer).with_state(house);
    let _ = axum::serve(listener, app).await;
}

async fn enter(
    ConnectInfo(wire): ConnectInfo<Wire>,
    State(house): State<Arc<House>>,
    request: Request,
) -> Response {
    if control::is_control(request.uri().path()) {
        return control::handle(&house, request).await;
    }
    match end(Arc::clone(&house), request).await {
        End::Answer { outcome, trace_id, faults } => {
            for fault in &faults {
                if let FaultKind::IdleClose(time) = fault {
                    wire.limit_idleness(*time);
                }
            }
            dated(outcome.into_response(&trace_id, &faults), &house)
        }
        End::HalfClose => {
            wire.half_close();
            std::future::pending().await
        }
        End::Flood => {
            wire.flood_headers();
            Response::default()
        }
        End::Cut => {
            wire.cut();
            std::future::pending().await
        }
        End::Silence => std::future::pending().await,
    }
}

/// A request that comes over no connection; none stands for a connection that broke.
pub(crate) async fn indoors(house: Arc<House>, request: Request) -> Option<Response> {
    match end(Arc::clone(&house), request).await {
        End::Answer { outcome, trace_id, faults } => {
            Some(dated(outcome.into_response(&trace_id, &faults), &house))
        }
        End::Cut | End::HalfClose | End::Flood => None,
        End::Silence => std::future::pending().await,
    }
}

/// Clients may set their own clock by it.
fn dated(mut response: Response, house: &House) -> Response {
    let date = Timestamp::from_millisecond(house.clock.now()).unwrap_or_default();
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&date).unwrap_or_default();
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(DATE, value);
    }
    response
}

async fn end(house: Arc<House>, request: Request) -> End {
    let request = request::Request::read(request).await;
    // In a task of its own, because this one ends when the client hangs up.
    tokio::spawn(house.serve(request)).await.unwrap_or(End::Cut)
}

async fn steer(State(house): State<Arc<House>>, request: Request) -> Response {
    control::handle(&house, request).await
}
