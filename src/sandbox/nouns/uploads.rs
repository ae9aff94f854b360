//! Files for custom fields: measured and named, but not kept. Their addresses lead nowhere.

use serde_json::{Map, Value, json};

use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::custom_field::DataType;

/// The form has `id` and `maxFiles`, and whatever files under whatever names.
pub(crate) fn upload(call: &mut Call<'_>) -> Answer {
    let form = call.body.as_object().cloned().unwrap_or_default();
    let text = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or_default();
    let id = text("id");
    if id.is_empty() {
        return Err(Refusal::invalid(vec!["id should not be empty".into()]));
    }
    check_owner(id, call)?;
    let files: Vec<&Map<String, Value>> = form.values().filter_map(Value::as_object).collect();
    let most = match text("maxFiles") {
        "" => usize::MAX,
        most => most
            .parse()
            .map_err(|_| Refusal::invalid(vec!["maxFiles must be a number string".into()]))?,
    };
    if files.is_empty() || files.len() > most {
        return Err(Refusal::bad(format!("{} files sent, {most} allowed", files.len())));
    }
    let location = call.location()?.id.clone();
    let mut addresses = Map::new();
    let mut meta = Vec::new();
    for file in files {
        let mut file = file.clone();
        let name = file["originalname"].as_str().unwrap_or_default().to_owned();
        let ending = name.rsplit_once('.').map(|(_, ending)| format!(".{ending}"));
        let url = format!(
            "https://storage.example.com/location/{location}/custom-field/{id}/{}{}",
            call.mint.uuid(),
            ending.unwrap_or_default()
        );
        file.insert("url".into(), url.as_str().into());
        addresses.insert(name, url.into());
        meta.push(Value::Object(file));
    }
    Ok(Reply::json(json!({ "uploadedFiles": addresses, "meta": meta })))
}

/// A contact of the location, or one of its fields for files.
fn check_owner(id: &str, call: &Call<'_>) -> Result<(), Refusal> {
    let location = &call.location()?.id;
    let is_contact = call.world.contact(id).is_some_and(|it| it.location_id == *location);
    let field = call.book()?.fields.iter().find(|field| field.id == *id);
    match field.map(|field| field.data_type) {
        Some(DataType::FileUpload | DataType::Signature) => Ok(()),
        Some(_) => Err(Refusal::bad("Custom field is not of type FILE_UPLOAD")),
        None if is_contact => Ok(()),
        None => Err(Refusal::bad(format!("Custom field not found for id:{id}"))),
    }
}
