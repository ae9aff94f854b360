//! Text as search and sorting compare it: lower case, without diacritics.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// Lower-cased, decomposed (NFKD) and stripped of diacritics, so that `José`, `JOSE` and `jose`
/// are one text, and so are `Łukasz` and `lukasz`. Folding what is folded changes nothing.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            text.to_ascii_lowercase().into()
        } else {
            text.into()
        };
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded.into()
}

/// [`folded`], at the end of a text that is being built.
pub fn fold_into(out: &mut String, text: &str) {
    if text.is_ascii() {
        out.extend(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    let letters = text.nfkd().flat_map(char::to_lowercase).nfkd().filter(|c| !is_dropped(*c));
    for letter in letters {
        match spelled(letter) {
            Some(plain) => out.push_str(plain),
            None => out.push(letter),
        }
    }
}

/// Diacritics, and what a pasted text carries unseen. Marks of a class below ten make another
/// letter (the voicing of kana, the virama and nukta of Indic scripts) and stay.
fn is_dropped(c: char) -> bool {
    canonical_combining_class(c) >= 10
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Letters with a stroke or a ligature, which Unicode does not decompose.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        for (text, plain) in [
            ("José", "jose"),
            ("ŁUKASZ Żółć", "lukasz zolc"),
            ("Søren Straße", "soren strasse"),
            ("İstanbul", "istanbul"),
            ("ＡＢＣ", "abc"),
            ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
            ("Nguyễn", "nguyen"),
        ] {
            assert_eq!(folded(text), plain);
        }
    }

    #[test]
    fn letters_that_only_look_like_marked_ones_stay_apart() {
        assert_ne!(folded("が"), folded("か"));
        assert_ne!(folded("कि"), folded("क"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".*") {
            let once = folded(&text).into_owned();
            prop_assert_eq!(folded(&once), once.as_str());
        }

        #[test]
        fn case_never_matters(text in "[A-Za-zÀ-žА-я ]*") {
            let upper = text.to_uppercase();
            prop_assert_eq!(folded(&upper), folded(&text));
        }
    }
}
