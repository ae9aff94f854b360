//! What a contact is called in a list.

use std::borrow::Cow;

/// `Adams, Jane`; where there is no name, the first of the others that identifies the person.
pub fn listed<'a>(first: &'a str, last: &'a str, others: [&'a str; 3]) -> Cow<'a, str> {
    match (first, last) {
        ("", "") => others.into_iter().find(|text| !text.is_empty()).unwrap_or("(no name)").into(),
        (first, "") => first.into(),
        ("", last) => last.into(),
        (first, last) => format!("{last}, {first}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_called_something() {
        let others = ["", "jane@example.com", "+12125550143"];
        assert_eq!(listed("Jane", "Adams", others), "Adams, Jane");
        assert_eq!(listed("Jane", "", others), "Jane");
        assert_eq!(listed("", "Adams", others), "Adams");
        assert_eq!(listed("", "", others), "jane@example.com");
        assert_eq!(listed("", "", ["", "", ""]), "(no name)");
    }
}
