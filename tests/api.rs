//! The client against real HTTP on this machine: servers that misbehave on purpose, and the
//! sandbox, which behaves like the service.

#[path = "api/hostile.rs"]
mod hostile;
#[path = "api/oauth.rs"]
mod oauth;
#[path = "api/recorded.rs"]
mod recorded;
#[path = "api/sandbox.rs"]
mod sandbox;
#[path = "api/server.rs"]
mod server;
