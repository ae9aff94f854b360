//! What a look at the server says about what is about to go (reliability d5, d6).

use std::collections::BTreeMap;

use crate::model::{
    canonical::same,
    field::{Field, Standard},
    served::ServedContact,
    value::Value,
};

/// What a look at the server says about an edit that is about to go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// The server holds what was wanted: nothing to send.
    AlreadySo,
    /// The server holds what the edit was made from.
    Send,
    /// Both sides changed a list: theirs, with what was added and without what was taken out here.
    Merged(Value),
    /// Somebody changed it to this meanwhile.
    Changed(Value),
}

/// Three-way, for one field: made from `was`, wants `now`, the server holds `theirs`.
pub(crate) fn compare(field: &Field, was: &Value, now: &Value, theirs: &Value) -> Verdict {
    if same(field, theirs, now) {
        Verdict::AlreadySo
    } else if same(field, theirs, was) {
        Verdict::Send
    } else if let (Value::Many(was), Value::Many(now), Value::Many(theirs)) = (was, now, theirs) {
        let is_kept = |item: &&String| now.contains(item) || !was.contains(item);
        let is_new = |item: &&String| !was.contains(item) && !theirs.contains(item);
        let merged = theirs.iter().filter(is_kept).chain(now.iter().filter(is_new));
        let merged = Value::many(merged.cloned().collect());
        if same(field, &merged, &Value::Many(theirs.clone())) {
            Verdict::AlreadySo
        } else {
            Verdict::Merged(merged)
        }
    } else {
        Verdict::Changed(theirs.clone())
    }
}

pub(crate) fn value_of<'a>(served: &'a ServedContact, field: &Field) -> &'a Value {
    static EMPTY: Value = Value::Empty;
    served.values.get(field).unwrap_or(&EMPTY)
}

/// The fields of a new contact by which it is recognised: all that were sent, but for the name,
/// whose case the service plays with.
pub(crate) fn is_ours(sent: &BTreeMap<Field, Value>, served: &ServedContact) -> bool {
    let is_name =
        |field: &Field| matches!(field, Field::Standard(Standard::FirstName | Standard::LastName));
    sent.iter().all(|(field, value)| {
        let theirs = value_of(served, field);
        if is_name(field) {
            theirs.shown().to_lowercase() == value.shown().trim().to_lowercase()
        } else {
            same(field, theirs, value)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::text(text)
    }

    #[test]
    fn three_ways() {
        let field = Standard::City.into();
        let compare = |theirs| compare(&field, &text("Bonn"), &text("Berlin"), &text(theirs));
        assert_eq!(compare("Bonn"), Verdict::Send);
        assert_eq!(compare("Berlin"), Verdict::AlreadySo);
        assert_eq!(compare("Köln"), Verdict::Changed(text("Köln")));
    }

    fn list(items: &[&str]) -> Value {
        Value::Many(items.iter().map(|item| (*item).to_owned()).collect())
    }

    #[test]
    fn lists_are_merged_item_by_item() {
        let field = Field::Custom("interests".into());
        let compare = |was, now, theirs| compare(&field, &list(was), &list(now), &list(theirs));
        let merged = compare(&["a", "b"], &["b", "c"], &["a", "b", "d"]);
        assert_eq!(merged, Verdict::Merged(list(&["b", "d", "c"])));
        assert_eq!(compare(&["a"], &["a", "b"], &["c", "a", "b"]), Verdict::AlreadySo);
        assert_eq!(compare(&["a", "b"], &["a"], &["a", "b"]), Verdict::Send);
    }
}
