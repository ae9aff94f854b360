//! A list of which one row cannot be read, because it says nothing of whom it is.

use serde_json::Value;

/// The first row of each list at the top of a body.
pub(crate) fn row(body: Vec<u8>) -> Vec<u8> {
    let Ok(Value::Object(mut map)) = serde_json::from_slice(&body) else { return body };
    for list in map.values_mut().filter_map(Value::as_array_mut) {
        if let Some(Value::Object(row)) = list.first_mut() {
            row.retain(|name, _| name != "id" && name != "_id");
        }
    }
    Value::Object(map).to_string().into_bytes()
}
