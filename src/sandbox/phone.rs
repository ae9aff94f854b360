//! Phone numbers to E.164, by the country of the location, as the service stores them.

/// Calling code, and the digit that is dialled inside the country but not from abroad.
struct Plan {
    country: &'static str,
    code: &'static str,
    trunk: &'static str,
}

const fn plan(country: &'static str, code: &'static str, trunk: &'static str) -> Plan {
    Plan { country, code, trunk }
}

const PLANS: &[Plan] = &[
    plan("US", "1", "1"),
    plan("CA", "1", "1"),
    plan("GB", "44", "0"),
    plan("IE", "353", "0"),
    plan("DE", "49", "0"),
    plan("AT", "43", "0"),
    plan("CH", "41", "0"),
    plan("FR", "33", "0"),
    plan("BE", "32", "0"),
    plan("NL", "31", "0"),
    plan("ES", "34", ""),
    plan("PT", "351", ""),
    plan("IT", "39", ""),
    plan("DK", "45", ""),
    plan("NO", "47", ""),
    plan("SE", "46", "0"),
    plan("FI", "358", "0"),
    plan("PL", "48", ""),
    plan("CZ", "420", ""),
    plan("GR", "30", ""),
    plan("TR", "90", "0"),
    plan("RU", "7", "8"),
    plan("UA", "380", "0"),
    plan("IL", "972", "0"),
    plan("AE", "971", "0"),
    plan("EG", "20", "0"),
    plan("ZA", "27", "0"),
    plan("NG", "234", "0"),
    plan("KE", "254", "0"),
    plan("IN", "91", "0"),
    plan("PK", "92", "0"),
    plan("JP", "81", "0"),
    plan("KR", "82", "0"),
    plan("CN", "86", "0"),
    plan("HK", "852", ""),
    plan("SG", "65", ""),
    plan("PH", "63", "0"),
    plan("AU", "61", "0"),
    plan("NZ", "64", "0"),
    plan("BR", "55", "0"),
    plan("MX", "52", ""),
    plan("AR", "54", "0"),
    plan("CO", "57", ""),
    plan("CL", "56", ""),
];

/// Digits of a whole number with its calling code: the standard allows 15, and none has fewer than 8.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=15;

/// Numbers under the calling code 1 all have ten digits after it.
const AMERICAN: usize = 11;

/// `(212) 555-0143` in the `US` is `+12125550143`. Nothing when it can't be a phone number, or when
/// it is a national one of a country whose plan is not in the table.
pub(crate) fn to_e164(text: &str, country: &str) -> Option<String> {
    let digits = digits(text)?;
    let international = if text.trim().starts_with('+') {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else {
        let plan = PLANS.iter().find(|plan| plan.country.eq_ignore_ascii_case(country))?;
        let national = digits.strip_prefix(plan.trunk).unwrap_or(&digits);
        format!("{}{national}", plan.code)
    };
    let american = international.starts_with('1');
    let fits = LENGTHS.contains(&international.len())
        && !international.starts_with('0')
        && (!american || international.len() == AMERICAN);
    fits.then(|| format!("+{international}"))
}

/// The digits, if there is nothing else but what people write between them.
fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    // `+44 (0)20`: the digit in brackets is only for calls inside the country.
    let rest = text.strip_prefix('+').map(|rest| rest.replacen("(0)", "", 1));
    let rest = rest.as_deref().unwrap_or(text);
    let mut digits = String::new();
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' => {}
            _ => return None,
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_e164_by_country() {
        for (text, country, wanted) in [
            ("+1 888-888-8888", "US", Some("+18888888888")),
            ("(212) 555-0143", "US", Some("+12125550143")),
            ("1 212 555 0143", "US", Some("+12125550143")),
            ("020 7946 0123", "GB", Some("+442079460123")),
            ("+44 20 7946 0123", "US", Some("+442079460123")),
            ("0044 20 7946 0123", "DE", Some("+442079460123")),
            ("030 23125 014", "DE", Some("+493023125014")),
            ("+12125550143", "XX", Some("+12125550143")),
            ("212 555 0143", "XX", None),
            ("call me", "US", None),
            ("12", "US", None),
            ("555-0143", "US", None),
            ("+44 (0)20 7946 0123", "US", Some("+442079460123")),
            ("", "US", None),
            ("+0123456789", "US", None),
        ] {
            assert_eq!(to_e164(text, country).as_deref(), wanted, "{text} in {country}");
        }
    }
}
