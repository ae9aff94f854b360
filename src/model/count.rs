//! Numbers as people read them.

/// `8,310`
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `199.2k`, where there is no room for all of it.
pub fn short(number: usize) -> String {
    match number {
        0..10_000 => grouped(number),
        10_000..1_000_000 => format!("{}.{}k", number / 1000, number % 1000 / 100),
        _ => format!("{}.{}m", number / 1_000_000, number % 1_000_000 / 100_000),
    }
}

/// `1 task`, `2 tasks`; for words that take an s.
pub fn of(number: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let read = [(0, "0"), (999, "999"), (8_310, "8,310"), (1_000_000, "1,000,000")];
        for (number, text) in read {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(short(199_214), "199.2k");
        assert_eq!(short(9_999), "9,999");
        assert_eq!(short(1_250_000), "1.2m");
        assert_eq!((of(1, "task"), of(2, "task")), ("1 task".into(), "2 tasks".into()));
    }
}
