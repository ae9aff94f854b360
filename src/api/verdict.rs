//! What a refusal proves: from status and words to an [`Error`].

use super::{
    error::{Doubt, Error},
    operation::Operation,
    said::{Other, Said},
};

/// For any status but 2xx and 429.
/// No operation declares 403, 404, 429 or 5xx, and many not even 422 (5.1, 14): any may answer any.
pub(super) fn of(operation: Operation, status: u16, said: Said) -> Error {
    let Said { is_json, message, trace, other } = said;
    let is_gone = operation.has_target() && is_json && says_gone(status, &message);
    let is_duplicate = status == 400
        && (other.as_ref().is_some_and(|other| other.contact.is_some())
            || message.contains("does not allow duplicated"));
    let message = if message.is_empty() { in_words(status).to_owned() } else { message };
    match status {
        _ if is_gone => Error::Gone { message, status, trace },
        _ if is_duplicate => {
            let Other { contact, name, field } = other.unwrap_or_default();
            Error::Duplicate { contact, name, field, message, trace }
        }
        401 => Error::Unauthorised {
            scope_missing: WRONG_KIND.iter().any(|words| message.contains(words)),
            scope: operation.scope(),
            message,
            trace,
        },
        403 => Error::Forbidden { message, trace },
        408 | 425 | 500.. => {
            Error::Unknown { why: Doubt::ServerFailed(message), status: Some(status), trace }
        }
        300..400 => Error::Unknown { why: Doubt::Redirected, status: Some(status), trace },
        400..500 => Error::Refused { status, message, trace },
        _ => Error::Unknown { why: Doubt::ServerFailed(message), status: Some(status), trace },
    }
}

/// A token that is good, but not for this: another would not help, unless of another kind.
const WRONG_KIND: [&str; 4] = [
    "not authorized for this scope",
    "not allowed to access this scope",
    "user type mismatch",
    "not accessible from this token",
];

/// Kinds of records that the service says it did not find, in whatever status it likes: 400 for
/// contacts, 401 for users (contract Q2, Q30).
const NOUNS: [&str; 6] = ["contact", "note", "task", "tag", "business", "user"];

fn says_gone(status: u16, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let missing = message.contains("not found") || message.contains("does not exist");
    let noun = message.split_whitespace().find(|word| *word != "the").unwrap_or_default();
    match status {
        // Without such a route nothing can be said about a record.
        404 => !message.starts_with("cannot "),
        400 | 401 | 422 => missing && NOUNS.contains(&noun),
        _ => false,
    }
}

fn in_words(status: u16) -> &'static str {
    match status {
        401 => "the service does not take the token",
        403 => "the service forbids it",
        404 => "the service knows no such address",
        413 => "it is too large for the service",
        500.. => "it said nothing more",
        _ => "the service refused without a reason",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(operation: Operation, status: u16, body: &str) -> Error {
        of(operation, status, Said::read(body))
    }

    #[test]
    fn a_missing_record_is_gone_whatever_the_status() {
        for (operation, status, message) in [
            (Operation::GetContact, 400, "Contact not found for id:x1"),
            (Operation::UpdateContact, 400, "Contact with id x1 not found"),
            (Operation::CompleteTask, 404, "Task not found"),
            (Operation::DeleteNote, 400, "note not found"),
        ] {
            let body = serde_json::json!({ "statusCode": status, "message": message }).to_string();
            let error = verdict(operation, status, &body);
            assert!(matches!(error, Error::Gone { .. }), "{message}: {error:?}");
        }
    }

    #[test]
    fn a_wrong_address_deletes_nothing() {
        for body in [r#"{"message":"Cannot DELETE /contacts/x","statusCode":404}"#, "<html>", ""] {
            let error = verdict(Operation::DeleteContact, 404, body);
            assert!(matches!(error, Error::Refused { status: 404, .. }), "{body}: {error:?}");
        }
        let error = verdict(Operation::CreateContact, 404, r#"{"message":"nothing here"}"#);
        assert!(matches!(error, Error::Refused { .. }));
    }

    #[test]
    fn other_things_that_are_not_found_are_refusals() {
        let error =
            verdict(Operation::UpdateContact, 400, r#"{"message":"Custom field not found"}"#);
        assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    }

    #[test]
    fn a_401_tells_the_token_from_the_scope() {
        for (message, missing) in [
            ("Invalid Private Integration token", false),
            ("Invalid JWT", false),
            ("The token is not authorized for this scope.", true),
            ("This authClass type is not allowed to access this scope. Please verify …", true),
            ("Token's user type mismatch!", true),
        ] {
            let body = serde_json::json!({ "statusCode": 401, "message": message }).to_string();
            let error = verdict(Operation::ListUsers, 401, &body);
            assert!(
                matches!(error, Error::Unauthorised { scope_missing, .. } if scope_missing == missing),
                "{message}: {error:?}"
            );
        }
    }

    #[test]
    fn every_other_status_has_its_class() {
        for status in [408, 425, 500, 502, 503, 504, 599] {
            let error = verdict(Operation::CreateNote, status, "<html>busy</html>");
            assert!(matches!(error, Error::Unknown { .. }), "{status}: {error:?}");
        }
        for status in [301, 302, 304, 307, 308] {
            let error = verdict(Operation::CreateNote, status, "");
            assert!(matches!(error, Error::Unknown { why: Doubt::Redirected, .. }), "{status}");
        }
        for status in [400, 402, 405, 409, 412, 413, 422, 451] {
            let error = verdict(Operation::CreateNote, status, "{}");
            assert!(matches!(error, Error::Refused { .. }), "{status}: {error:?}");
        }
        assert!(matches!(verdict(Operation::AddTags, 403, "{}"), Error::Forbidden { .. }));
    }
}
