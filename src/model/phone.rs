//! Phone numbers as people read them.

/// The service keeps `+12125550143`; shown is `+1 212 555 0143`. Whatever is not written that way
/// is somebody's own spelling and stays. The groups help the eye, they are not each country's.
pub fn grouped(number: &str) -> String {
    let digits = number.strip_prefix('+').unwrap_or_default();
    let plain = (8..=15).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if !plain {
        return number.to_owned();
    }
    let (country, mut rest) = digits.split_at(country_code(digits));
    let mut grouped = format!("+{country}");
    while !rest.is_empty() {
        let (group, after) = rest.split_at(if rest.len() <= 4 { rest.len() } else { 3 });
        grouped.push(' ');
        grouped.push_str(group);
        rest = after;
    }
    grouped
}

/// How many digits the country code has: by ITU-T E.164 its first two say so.
fn country_code(digits: &str) -> usize {
    let mut digits = digits.chars();
    match (digits.next(), digits.next()) {
        (Some('1' | '7'), _) => 1,
        (Some(first @ '2'..='9'), Some(second)) if two(first).contains(second) => 2,
        _ => 3,
    }
}

/// The second digits of the country codes that have two, by the first.
fn two(first: char) -> &'static str {
    match first {
        '2' => "07",
        '3' => "0123469",
        '4' => "013456789",
        '5' => "12345678",
        '6' => "0123456",
        '8' => "1246",
        '9' => "0123458",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_keeps_is_shown_in_groups() {
        let cases = [
            ("+12125550143", "+1 212 555 0143"),
            ("+447700900822", "+44 770 090 0822"),
            ("+493023125429", "+49 302 312 5429"),
            ("+61370103082", "+61 370 103 082"),
            ("+353209100000", "+353 209 100 000"),
        ];
        for (kept, shown) in cases {
            assert_eq!(grouped(kept), shown);
        }
    }

    #[test]
    fn somebodys_own_spelling_stays() {
        for number in ["", "+", "+1 (212) 555-0143", "2125550143", "+12", "+1212555014x", "☎ hm"]
        {
            assert_eq!(grouped(number), number);
        }
    }
}
