//! The fields that the location defined for its contacts.

use serde::Deserialize;

use super::{
    call::Call, client::Client, error::Error, lenient, listed::Listed, operation::Operation,
    rows::Shape,
};
use crate::model::{
    custom_field::{CustomField, DataType},
    ids::FieldId,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireField {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<FieldId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    field_key: String,
    #[serde(default, deserialize_with = "lenient::text")]
    data_type: String,
    #[serde(default, deserialize_with = "lenient::texts")]
    picklist_options: Vec<String>,
    #[serde(default, deserialize_with = "lenient::whole")]
    position: Option<i64>,
}

impl Shape<'_> for WireField {
    type Noun = CustomField;

    fn read(self) -> Option<CustomField> {
        Some(CustomField {
            id: self.id?,
            name: self.name,
            key: self.field_key,
            data_type: data_type(&self.data_type),
            options: self.picklist_options,
            position: self.position.unwrap_or(0),
        })
    }
}

/// The service's spelling, mistakes included (contract 2.8).
fn data_type(word: &str) -> DataType {
    match word {
        "TEXT" => DataType::Text,
        "LARGE_TEXT" => DataType::LongText,
        "NUMERICAL" => DataType::Number,
        "MONETORY" | "MONETARY" => DataType::Money,
        "PHONE" => DataType::Phone,
        "DATE" => DataType::Date,
        "SINGLE_OPTIONS" | "RADIO" => DataType::One,
        "MULTIPLE_OPTIONS" | "CHECKBOX" => DataType::Several,
        _ => DataType::Other,
    }
}

impl Client {
    /// Sorted as the form shows them.
    pub async fn custom_fields(&self) -> Result<Listed<CustomField>, Error> {
        let call = Call::new(Operation::ListCustomFields, &[self.location_id().as_str()])?
            .query("model", "contact")
            .page();
        let mut listed = self.send(call).await?.list::<WireField>("customFields")?;
        listed.items.sort_by_key(|field| field.position);
        Ok(listed)
    }
}
