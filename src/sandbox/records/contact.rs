//! A contact as the service keeps it. How it looks in an answer is `nouns/shape.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;

/// A text that may be absent. Boxed, because a hundred thousand contacts have twenty each.
pub(crate) type Text = Option<Box<str>>;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Contact {
    pub(crate) id: Id,
    pub(crate) location_id: Id,
    pub(crate) first_name: Text,
    pub(crate) last_name: Text,
    pub(crate) email: Text,
    /// E.164.
    pub(crate) phone: Text,
    pub(crate) additional_emails: Vec<Box<str>>,
    pub(crate) additional_phones: Vec<Box<str>>,
    pub(crate) company_name: Text,
    pub(crate) business_id: Option<Id>,
    pub(crate) address1: Text,
    pub(crate) city: Text,
    pub(crate) state: Text,
    pub(crate) country: Text,
    pub(crate) postal_code: Text,
    pub(crate) website: Text,
    pub(crate) timezone: Text,
    pub(crate) source: Text,
    pub(crate) gender: Text,
    /// `YYYY-MM-DD`
    pub(crate) date_of_birth: Text,
    pub(crate) kind: Kind,
    pub(crate) assigned_to: Option<Id>,
    pub(crate) followers: Vec<Id>,
    /// Lower-cased, trimmed, each once.
    pub(crate) tags: Vec<String>,
    pub(crate) custom_fields: Vec<CustomValue>,
    pub(crate) dnd: bool,
    pub(crate) dnd_settings: BTreeMap<Channel, Dnd>,
    pub(crate) inbound_dnd: Option<Dnd>,
    pub(crate) campaigns: Vec<Id>,
    pub(crate) workflows: Vec<Id>,
    pub(crate) attribution: Option<Box<Attribution>>,
    pub(crate) date_added: Millis,
    pub(crate) date_updated: Millis,
    pub(crate) last_activity: Option<Millis>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    #[default]
    Lead,
    Customer,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Customer => "customer",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CustomValue {
    pub(crate) id: Id,
    pub(crate) value: Value,
}

/// Ways to reach a contact, each of which can be forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Channel {
    Call,
    Email,
    #[serde(rename = "SMS")]
    Sms,
    WhatsApp,
    #[serde(rename = "GMB")]
    Gmb,
    #[serde(rename = "FB")]
    Fb,
    #[serde(rename = "RCS")]
    Rcs,
}

impl Channel {
    /// Every channel, with its name up to 2023-02-21 and its name in v3.
    pub(crate) const NAMES: [(Self, &str, &str); 7] = [
        (Self::Call, "Call", "call"),
        (Self::Email, "Email", "email"),
        (Self::Sms, "SMS", "sms"),
        (Self::WhatsApp, "WhatsApp", "whatsApp"),
        (Self::Gmb, "GMB", "gmb"),
        (Self::Fb, "FB", "fb"),
        (Self::Rcs, "RCS", "rcs"),
    ];
}

/// "Do not disturb" for one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dnd {
    pub(crate) status: DndStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
}

/// `Active` means that the block is on: the contact must not be disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DndStatus {
    Active,
    Inactive,
    Permanent,
}

impl DndStatus {
    pub(crate) const WORDS: [(&str, Self); 3] =
        [("active", Self::Active), ("inactive", Self::Inactive), ("permanent", Self::Permanent)];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Permanent => "permanent",
        }
    }
}

/// Where a contact came from, as far as it was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Attribution {
    pub(crate) session_source: Text,
    pub(crate) medium: Text,
    pub(crate) url: Text,
    pub(crate) referrer: Text,
    pub(crate) campaign: Text,
    pub(crate) utm_source: Text,
    pub(crate) utm_medium: Text,
}

impl Contact {
    /// First and last name as they are shown together; empty when there is neither.
    pub(crate) fn name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn custom(&self, field: &str) -> Option<&Value> {
        self.custom_fields.iter().find(|it| it.id == *field).map(|it| &it.value)
    }
}
