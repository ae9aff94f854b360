//! What is the same for all made-up people of a location.

use std::collections::HashSet;

use jiff::tz::TimeZone;

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;
use crate::sandbox::records::business::Business;
use crate::sandbox::records::custom_field::CustomField;

pub(crate) struct Scene<'a> {
    pub(crate) now: Millis,
    pub(crate) zone: TimeZone,
    pub(crate) location: &'a Id,
    pub(crate) users: &'a [Id],
    pub(crate) calendar: &'a Id,
    pub(crate) fields: &'a [CustomField],
    pub(crate) businesses: &'a [Business],
    pub(crate) workflows: &'a [Id],
    /// Emails and phones that are taken.
    pub(crate) taken: HashSet<String>,
}
