//! The remote service: one file a noun, wire shapes private.
//!
//! Everything leaves through one place, `transport`: it waits for a slot (`pace`, `gate`), asks
//! for the token, sends, reads no more than it may, and says what the outcome proves ([`Error`]).
//! A noun's file holds what the noun looks like on the wire and the calls that concern it.
//!
//! Nothing the service says is trusted: every field may be missing or of another type, what is
//! not known here is kept as it came, and one unreadable row never costs the others.

mod answer;
mod any;
mod appointments;
mod bulk_tags;
mod businesses;
mod call;
mod campaigns;
mod carrier;
mod census;
mod client;
mod contact;
mod contact_list;
mod contacts;
mod custom_fields;
mod day;
mod depth;
mod error;
mod followers;
mod gate;
mod headers;
mod kept;
mod lenient;
mod limits;
mod location;
mod location_tags;
mod narrow;
mod network;
mod notes;
mod oauth;
mod operation;
mod origin;
mod pace;
mod plain;
mod priority;
mod proxy;
mod refreshing;
mod request;
mod rows;
mod said;
mod search;
mod server_clock;
mod tags;
mod tasks;
mod tokens;
mod traffic;
mod transport;
mod users;
mod verdict;
mod workflows;

pub use bulk_tags::{BulkOutcome, BulkTags, MOST_AT_ONCE, Refusal};
pub use businesses::MOST_MEMBERS_AT_ONCE;
pub use carrier::{Arrival, Carrier, CarrierFuture};
pub use census::IdPage;
pub use client::{Client, Connection};
pub use contact_list::{LARGEST_LIST_PAGE, ListCursor, ListPage};
pub use contacts::Upserted;
pub use custom_fields::CustomFieldDraft;
pub use error::{Doubt, Error};
pub use limits::Limits;
pub use location_tags::LocationTag;
pub use narrow::{Filters, Narrowed, narrowed};
pub use oauth::{App, Grant, InstalledLocation, OAuth, Reach};
pub use operation::{Operation, Repeat, Verb};
pub use priority::Priority;
pub use proxy::Proxy;
pub use refreshing::{Keeper, Pair, Refreshing};
pub use request::{Request, digest_of};
pub use search::{Bounds, Cursor, Direction, LARGEST_PAGE, Page, Search, Sheet, Sort, SortBy};
pub use tasks::{LARGEST_TASK_PAGE, TaskSearch};
pub use tokens::{NoToken, TokenFuture, Tokens};
pub use traffic::Traffic;
