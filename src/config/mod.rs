//! Paths, profiles and settings: what a person has decided once and for all.

mod api_url;
mod error;
mod file;
mod hardening;
mod paths;
mod profile;
mod settings;
mod unknown;

pub use api_url::{ApiUrl, BadUrl};
pub use error::Error;
pub use file::{Config, EXAMPLE};
pub use hardening::harden;
pub use paths::Paths;
pub use profile::{BadProfileName, Profile, ProfileName};
pub use settings::{Poll, Settings};
pub use unknown::Unknown;
