//! The custom fields of a location.

use serde_json::{Value, json};

use crate::sandbox::body::{Kind, Property, may};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::custom_field::{CustomField, DataType, Model};

const QUERY: &[Property] = &[may("model", Kind::Text)];

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

pub(crate) fn field<'a>(call: &Call<'a>) -> Result<&'a CustomField, Refusal> {
    let id = call.param("fieldId");
    let found = call.book()?.fields.iter().find(|field| field.id == *id);
    found.ok_or_else(|| Refusal::not_found("Custom field not found"))
}

pub(crate) fn json(field: &CustomField) -> Value {
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
