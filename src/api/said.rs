//! What the service said when it refused. Its error bodies have five shapes (contract 1.3).

use serde_json::Value as Json;

use super::plain::plain;
use crate::model::ids::RemoteId;

/// Plain texts; everything is empty where the body was no JSON object.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Whether the service itself spoke, and not a gateway before it.
    pub(super) is_json: bool,
    pub(super) message: String,
    pub(super) trace: Option<String>,
    /// Of a refused duplicate: who has it already, and which field.
    pub(super) other: Option<Other>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Other {
    pub(super) contact: Option<RemoteId>,
    pub(super) name: Option<String>,
    pub(super) field: Option<String>,
}

impl Said {
    pub(super) fn read(body: &str) -> Self {
        let Ok(Json::Object(said)) = serde_json::from_str(body) else {
            return Self::default();
        };
        let said = Json::Object(said);
        Self {
            is_json: true,
            message: message(&said),
            trace: text(&said["traceId"]),
            other: said["meta"].is_object().then(|| other(&said["meta"])),
        }
    }
}

/// `message`, else `error_description`, else `error.message`, else `error`, else `detail`.
fn message(said: &Json) -> String {
    [
        &said["message"],
        &said["error_description"],
        &said["error"]["message"],
        &said["error"],
        &said["detail"],
    ]
    .into_iter()
    .find_map(text)
    .unwrap_or_default()
}

fn other(meta: &Json) -> Other {
    Other {
        contact: meta["contactId"].as_str().filter(|id| !id.is_empty()).map(RemoteId::from),
        name: text(&meta["contactName"]),
        field: text(&meta["matchingField"]),
    }
}

/// A text, or the texts of a list joined.
fn text(json: &Json) -> Option<String> {
    let text = match json {
        Json::String(text) => plain(text),
        Json::Number(number) => number.to_string(),
        Json::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Json::as_str).collect();
            plain(&texts.join("; "))
        }
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_is_found_in_every_shape() {
        for (body, message) in [
            (r#"{"statusCode":400,"message":"no","error":"Bad Request"}"#, "no"),
            (r#"{"statusCode":422,"message":["a","b"],"error":"x"}"#, "a; b"),
            (r#"{"error":"UnAuthorized!","error_description":"code not found"}"#, "code not found"),
            (r#"{"error":{"code":"X","message":"over"}}"#, "over"),
            (r#"{"error":"just this"}"#, "just this"),
            (r#"{"detail":"that","message":null}"#, "that"),
            (r#"{"message":{"odd":1}}"#, ""),
            (r"[]", ""),
            ("<html>", ""),
        ] {
            assert_eq!(Said::read(body).message, message, "{body}");
        }
    }

    #[test]
    fn a_duplicate_names_the_other_contact() {
        let said = Said::read(
            r#"{"statusCode":400,"message":"This location does not allow duplicated contacts.",
                "meta":{"contactId":"c9","contactName":"Jane \u001b Doe","matchingField":"email"},
                "traceId":"t-1"}"#,
        );
        let other = said.other.unwrap();
        assert_eq!(other.contact, Some("c9".into()));
        assert_eq!(other.name.as_deref(), Some("Jane ␛ Doe"));
        assert_eq!(other.field.as_deref(), Some("email"));
        assert_eq!(said.trace.as_deref(), Some("t-1"));
    }
}
