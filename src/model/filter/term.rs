//! Free words, ready to be looked for: anywhere, accents folded, phone numbers in any format.

use crate::model::folded::folded;

/// One free word or phrase. It is found where any one of its spellings stands within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Folded, without control characters. Never empty; the first is the word as typed.
    spellings: Vec<String>,
}

impl Term {
    /// `None` where nothing is left to look for.
    pub(super) fn word(text: &str) -> Option<Self> {
        // `Adams, Jane` is how a list shows Jane Adams.
        let bare = text.trim_end_matches(',');
        let typed = plain(if bare.is_empty() { text } else { bare });
        let mut spellings = vec![typed];
        if is_phonish(text) {
            spellings.extend(phone_spellings(text));
        }
        Self::of(spellings)
    }

    /// A text that stands somewhere in a field.
    pub(super) fn text(text: &str) -> Option<Self> {
        Self::of(vec![plain(text)])
    }

    /// A number or a piece of one, however it is written.
    pub(super) fn phone(text: &str) -> Option<Self> {
        Self::of(phone_spellings(text))
    }

    pub fn spellings(&self) -> &[String] {
        &self.spellings
    }

    fn of(mut spellings: Vec<String>) -> Option<Self> {
        spellings.retain(|spelling| !spelling.is_empty());
        spellings.dedup();
        (!spellings.is_empty()).then_some(Self { spellings })
    }
}

fn plain(text: &str) -> String {
    folded(&text.replace(char::is_control, " ")).into_owned()
}

/// Whether a word looks like a piece of a phone number.
pub(super) fn is_phonish(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || b"+-./()".contains(&byte))
}

/// A phone number as it is compared: letters and digits, folded, and the plus it begins with.
pub fn squeezed_phone(text: &str) -> String {
    let plus = text.trim_start().starts_with('+').then_some('+');
    let digits: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    plus.into_iter().chain(folded(&digits).chars()).collect()
}

/// Within one country people write a nought where abroad the country's code stands, and from
/// abroad two noughts for the plus.
fn phone_spellings(text: &str) -> Vec<String> {
    let squeezed = squeezed_phone(text);
    let national = match squeezed.strip_prefix("00") {
        Some(number) => Some(format!("+{number}")),
        None => squeezed.strip_prefix('0').filter(|rest| rest.len() >= 3).map(str::to_owned),
    };
    std::iter::once(squeezed).chain(national).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_number_however_it_is_written() {
        for (typed, sought) in [
            ("(212) 555-0143", "2125550143"),
            ("+1 212.555.0143", "+12125550143"),
            ("001 212 555 0143", "+12125550143"),
            ("0212 5550143", "2125550143"),
        ] {
            let spellings = Term::phone(typed).unwrap().spellings;
            assert!(spellings.iter().any(|spelling| spelling == sought), "{typed}: {spellings:?}");
        }
    }

    #[test]
    fn a_listed_name_is_found_as_it_is_listed() {
        assert_eq!(Term::word("Adams,").unwrap().spellings, ["adams"]);
        assert_eq!(Term::word(",").unwrap().spellings, [","]);
    }
}
