//! The client against real HTTP on this machine: servers that misbehave on purpose, and the
//! sandbox, which behaves like the service.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/answered.rs"]
mod answered;
#[path = "api/contradictions.rs"]
mod contradictions;
#[path = "api/every_operation.rs"]
mod every_operation;
#[path = "api/exchange.rs"]
mod exchange;
#[path = "api/hostile.rs"]
mod hostile;
#[path = "api/narrowed.rs"]
mod narrowed;
#[path = "api/oauth.rs"]
mod oauth;
#[path = "api/recorded.rs"]
mod recorded;
#[path = "api/recorded_contacts.rs"]
mod recorded_contacts;
#[path = "api/sandbox.rs"]
mod sandbox;
#[path = "api/server.rs"]
mod server;
#[path = "api/stage.rs"]
mod stage;
