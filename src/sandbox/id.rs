//! Ids as the service gives them out, and where new ones come from.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of any record. Cloning copies a pointer, since indexes hold many of the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(Arc<str>);

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Default for Id {
    fn default() -> Self {
        Self("".into())
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Makes new ids, the same ones in the same order for the same seed.
#[derive(Debug, Clone)]
pub(crate) struct Mint {
    dice: fastrand::Rng,
}

impl Mint {
    pub(crate) fn new(seed: u64) -> Self {
        Self { dice: fastrand::Rng::with_seed(seed) }
    }

    /// 20 letters and digits: contacts, notes, tasks, tags, custom fields, users, locations.
    pub(crate) fn record(&mut self) -> Id {
        (0..20).map(|_| self.dice.alphanumeric()).collect::<String>().into()
    }

    /// 24 hexadecimal digits: businesses and apps.
    pub(crate) fn hex(&mut self) -> Id {
        (0..24).map(|_| self.dice.digit(16)).collect::<String>().into()
    }

    /// A version 4 UUID: workflows, token bodies, trace ids.
    pub(crate) fn uuid(&mut self) -> String {
        let random = self.dice.u128(..);
        let marked = random & !(0xf000 << 64) & !(0xc << 60) | (0x4000 << 64) | (0x8 << 60);
        let mut text = format!("{marked:032x}");
        for place in [20, 16, 12, 8] {
            text.insert(place, '-');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_ids() {
        let (mut one, mut two) = (Mint::new(7), Mint::new(7));
        assert_eq!(one.record(), two.record());
        assert_ne!(one.record(), Mint::new(8).record());
    }

    #[test]
    fn ids_have_the_forms_of_the_service() {
        let mut mint = Mint::new(1);
        assert_eq!(mint.record().len(), 20);
        assert!(mint.hex().bytes().all(|b| b.is_ascii_hexdigit()));
        for _ in 0..50 {
            let uuid = uuid::Uuid::parse_str(&mint.uuid()).unwrap();
            assert_eq!(uuid.get_version_num(), 4);
            assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
        }
    }
}
