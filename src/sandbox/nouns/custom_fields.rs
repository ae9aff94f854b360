//! The custom fields of a location.

use serde_json::{Value, json};

use crate::sandbox::body::{Change, Fields, Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::custom_field::{CustomField, DataType, FieldOption, Model};
use crate::sandbox::world::store::Book;
use crate::sandbox::world::write::{Noun, Write};

const QUERY: &[Property] = &[may("model", Kind::Text)];
/// `options` is in no schema, but without it there would be no choices to choose from.
const CREATE: &[Property] = &[
    must("name", Kind::Text),
    must("dataType", Kind::Text),
    may("placeholder", Kind::TextOrNull),
    may("acceptedFormat", Kind::Texts),
    may("isMultipleFile", Kind::Flag),
    may("maxNumberOfFiles", Kind::Number),
    may("textBoxListOptions", Kind::List),
    may("options", Kind::Texts),
    may("position", Kind::Number),
    may("model", Kind::Text),
];
const UPDATE: &[Property] = &[
    must("name", Kind::Text),
    may("placeholder", Kind::TextOrNull),
    may("acceptedFormat", Kind::Texts),
    may("isMultipleFile", Kind::Flag),
    may("maxNumberOfFiles", Kind::Number),
    may("textBoxListOptions", Kind::List),
    may("options", Kind::Texts),
    may("position", Kind::Number),
    may("model", Kind::Text),
];

pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    call.check_query(QUERY)?;
    let model = match call.queried("model") {
        None | Some("all") => None,
        Some("contact") => Some(Model::Contact),
        Some("opportunity") => Some(Model::Opportunity),
        Some(_) => {
            let message = "model must be one of the following values: contact, opportunity, all";
            return Err(Refusal::invalid(vec![message.into()]));
        }
    };
    let wanted = |field: &&CustomField| model.is_none_or(|model| field.model == model);
    let fields: Vec<Value> = call.book()?.fields.iter().filter(wanted).map(json).collect();
    Ok(Reply::json(json!({ "customFields": fields })))
}

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(Reply::json(json!({ "customField": json(field(call)?) })))
}

pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(CREATE)?;
    let data_type = fields.text("dataType").and_then(DataType::named).ok_or_else(|| {
        let names: Vec<&str> = DataType::NAMES.iter().map(|(_, name)| *name).collect();
        let list = names.join(", ");
        Refusal::invalid(vec![format!("dataType must be one of the following values: {list}")])
    })?;
    let name = fields.text("name").unwrap_or_default();
    let mut field = CustomField {
        id: call.new_id(),
        location_id: call.location()?.id.clone(),
        name: name.to_owned(),
        key: free_key(name, call.book()?),
        data_type,
        model: Model::Contact,
        placeholder: String::new(),
        position: 0,
        options: Vec::new(),
        accepted_formats: Vec::new(),
        max_files: None,
    };
    apply(&fields, &mut field, call)?;
    Ok(Reply::json(json!({ "customField": json(&field) })).keep(field))
}

/// Neither the type nor the key follows a change of the name.
pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(UPDATE)?;
    let mut field = field(call)?.clone();
    fields.text("name").unwrap_or_default().clone_into(&mut field.name);
    apply(&fields, &mut field, call)?;
    Ok(Reply::json(json!({ "customField": json(&field) })).keep(field))
}

/// The contacts keep their values, as the service's do; nobody can name them any more.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let id = field(call)?.id.clone();
    Ok(Reply::json(Call::success()).keep(Write::Remove(Noun::CustomField, id)))
}

/// `Monthly budget` is `monthly_budget`, and `monthly_budget1` if that is taken.
fn free_key(name: &str, book: &Book) -> String {
    let words: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let taken = |key: &String| book.fields.iter().any(|field| field.key == *key);
    let numbered = (1..).map(|number| format!("{words}{number}"));
    std::iter::once(words.clone()).chain(numbered).find(|key| !taken(key)).unwrap_or(words)
}

fn apply(fields: &Fields, field: &mut CustomField, call: &mut Call<'_>) -> Result<(), Refusal> {
    if let Some(Change(text)) = fields.change("placeholder") {
        text.unwrap_or_default().clone_into(&mut field.placeholder);
    }
    if let Some(position) = fields.number("position") {
        field.position = position;
    }
    if let Some(formats) = fields.texts("acceptedFormat") {
        field.accepted_formats = formats.into_iter().map(str::to_owned).collect();
    }
    if let Some(many) = fields.flag("isMultipleFile") {
        field.max_files = if many { None } else { Some(1) };
    }
    if let Some(most) = fields.number("maxNumberOfFiles") {
        field.max_files = Some(most);
    }
    match fields.text("model") {
        None => {}
        Some("contact") => field.model = Model::Contact,
        Some("opportunity") => field.model = Model::Opportunity,
        Some(_) => {
            let message = "model must be one of the following values: contact, opportunity";
            return Err(Refusal::invalid(vec![message.into()]));
        }
    }
    let labels: Option<Vec<(String, String)>> = match fields.list("textBoxListOptions") {
        Some(boxes) => {
            let text = |it: &Value, key| it[key].as_str().unwrap_or_default().to_owned();
            Some(boxes.iter().map(|it| (text(it, "label"), text(it, "prefillValue"))).collect())
        }
        None => fields
            .texts("options")
            .map(|labels| labels.into_iter().map(|it| (it.to_owned(), String::new())).collect()),
    };
    if let Some(labels) = labels {
        let option = |(label, prefill)| FieldOption { id: call.new_id(), label, prefill };
        field.options = labels.into_iter().map(option).collect();
    }
    Ok(())
}

fn field<'a>(call: &Call<'a>) -> Result<&'a CustomField, Refusal> {
    let id = call.param("fieldId");
    let found = call.book()?.fields.iter().find(|field| field.id == *id);
    found.ok_or_else(|| Refusal::not_found("Custom field not found"))
}

fn json(field: &CustomField) -> Value {
    let model = match field.model {
        Model::Contact => "contact",
        Model::Opportunity => "opportunity",
    };
    let mut value = json!({
        "id": field.id,
        "name": field.name,
        "fieldKey": format!("{model}.{}", field.key),
        "placeholder": field.placeholder,
        "dataType": field.data_type.name(),
        "position": field.position,
        "locationId": field.location_id,
        "model": model,
    });
    match field.data_type {
        DataType::SingleOptions
        | DataType::MultipleOptions
        | DataType::Checkbox
        | DataType::Radio => {
            let labels: Vec<&str> = field.options.iter().map(|it| it.label.as_str()).collect();
            value["picklistOptions"] = json!(labels);
            value["picklistImageOptions"] = json!([]);
            value["isAllowedCustomOption"] = json!(false);
        }
        DataType::TextboxList => {
            let boxes = field
                .options
                .iter()
                .map(|it| json!({ "id": it.id, "label": it.label, "prefillValue": it.prefill }));
            value["picklistOptions"] = boxes.collect();
        }
        DataType::FileUpload => {
            value["isMultiFileAllowed"] = json!(field.max_files.is_none_or(|most| most > 1));
            value["maxFileLimit"] = json!(field.max_files);
            value["acceptedFormat"] = json!(field.accepted_formats);
        }
        _ => {}
    }
    value
}
