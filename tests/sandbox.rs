//! The sandbox over real HTTP: what the contract records of the live service, and the weather.

#[path = "sandbox/harness.rs"]
mod harness;

#[path = "sandbox/contacts.rs"]
mod contacts;
