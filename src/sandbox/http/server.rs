//! The listening servers: the service itself, and the control routes on a port of their own, which
//! answers even when the service is offline.

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
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
    match end(house, request).await {
        End::Answer { outcome, trace_id, faults } => {
            for fault in &faults {
                if let FaultKind::IdleClose(time) = fault {
                    wire.limit_idleness(*time);
                }
            }
            outcome.into_response(&trace_id, &faults)
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
    match end(house, request).await {
        End::Answer { outcome, trace_id, faults } => {
            Some(outcome.into_response(&trace_id, &faults))
        }
        End::Cut | End::HalfClose | End::Flood => None,
        End::Silence => std::future::pending().await,
    }
}

async fn end(house: Arc<House>, request: Request) -> End {
    let request = request::Request::read(request).await;
    // In a task of its own, because this one ends when the client hangs up.
    tokio::spawn(house.serve(request)).await.unwrap_or(End::Cut)
}

async fn steer(State(house): State<Arc<House>>, request: Request) -> Response {
    control::handle(&house, request).await
}
