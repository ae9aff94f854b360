//! Who has this email, this phone: what the rule against duplicates and upsert look in.

use std::collections::HashMap;

use crate::sandbox::id::Id;
use crate::sandbox::records::contact::Contact;

/// For one location. Emails are compared without case, the additional ones count too.
#[derive(Debug, Default)]
pub(crate) struct Identities {
    emails: HashMap<Box<str>, Vec<Id>>,
    phones: HashMap<Box<str>, Vec<Id>>,
}

impl Identities {
    /// The first contact that has this email.
    pub(crate) fn by_email(&self, email: &str) -> Option<&Id> {
        self.all_by_email(email).first()
    }

    /// The first contact that has this phone, given in E.164.
    pub(crate) fn by_phone(&self, phone: &str) -> Option<&Id> {
        self.all_by_phone(phone).first()
    }

    pub(crate) fn all_by_email(&self, email: &str) -> &[Id] {
        self.emails.get(email.to_lowercase().as_str()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn all_by_phone(&self, phone: &str) -> &[Id] {
        self.phones.get(phone).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn add(&mut self, contact: &Contact) {
        for email in emails(contact) {
            self.emails.entry(email.into()).or_default().push(contact.id.clone());
        }
        for phone in phones(contact) {
            self.phones.entry(phone.into()).or_default().push(contact.id.clone());
        }
    }

    pub(crate) fn remove(&mut self, contact: &Contact) {
        for email in emails(contact) {
            forget(&mut self.emails, &email, &contact.id);
        }
        for phone in phones(contact) {
            forget(&mut self.phones, phone, &contact.id);
        }
    }
}

fn forget(owners: &mut HashMap<Box<str>, Vec<Id>>, key: &str, id: &Id) {
    let Some(ids) = owners.get_mut(key) else { return };
    ids.retain(|other| other != id);
    if ids.is_empty() {
        owners.remove(key);
    }
}

fn emails(contact: &Contact) -> impl Iterator<Item = String> {
    contact.email.iter().chain(&contact.additional_emails).map(|email| email.to_lowercase())
}

fn phones(contact: &Contact) -> impl Iterator<Item = &str> {
    contact.phone.iter().chain(&contact.additional_phones).map(AsRef::as_ref)
}
