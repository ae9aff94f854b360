//! The fields that the location defined for its contacts.

use serde::{Deserialize, Serialize};

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation, rows::Shape};
use crate::model::{
    custom_field::{CustomField, DataType},
    ids::FieldId,
    served::Listed,
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

/// The service's words, spelling mistakes included (contract 2.8); the first of a type is the one
/// that is sent.
/// One slip is on the wire (5.1, 16).
const DATA_TYPES: [(&str, DataType); 11] = [
    ("TEXT", DataType::Text),
    ("LARGE_TEXT", DataType::LongText),
    ("NUMERICAL", DataType::Number),
    ("MONETORY", DataType::Money),
    ("MONETARY", DataType::Money),
    ("PHONE", DataType::Phone),
    ("DATE", DataType::Date),
    ("SINGLE_OPTIONS", DataType::One),
    ("RADIO", DataType::One),
    ("MULTIPLE_OPTIONS", DataType::Several),
    ("CHECKBOX", DataType::Several),
];

fn data_type(word: &str) -> DataType {
    let named = DATA_TYPES.iter().find(|(name, _)| *name == word);
    named.map_or(DataType::Other, |(_, data_type)| *data_type)
}

fn word(data_type: DataType) -> Option<&'static str> {
    DATA_TYPES.iter().find(|(_, named)| *named == data_type).map(|(word, _)| *word)
}

/// What a person says of a new field. The service takes no options through this door; choices
/// are added in its web interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomFieldDraft {
    pub name: String,
    pub placeholder: String,
    pub position: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_type: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    placeholder: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<i64>,
    model: &'static str,
}

impl CustomFieldDraft {
    fn written(&self, data_type: Option<&'static str>) -> Written<'_> {
        Written {
            name: &self.name,
            data_type,
            placeholder: &self.placeholder,
            position: self.position,
            model: "contact",
        }
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

    pub async fn custom_field(&self, id: &FieldId) -> Result<CustomField, Error> {
        let call = self.fields_call(Operation::GetCustomField, Some(id))?;
        self.send(call).await?.record::<WireField>(&["customField"])
    }

    /// [`Error::Unfit`] for a type that rolodeck does not know the word for.
    pub async fn create_custom_field(
        &self,
        data_type: DataType,
        draft: &CustomFieldDraft,
    ) -> Result<CustomField, Error> {
        let unfit = || Error::Unfit("no field of this type can be made from here".into());
        let word = word(data_type).ok_or_else(unfit)?;
        let call = self.fields_call(Operation::CreateCustomField, None)?;
        let call = call.body(&draft.written(Some(word)))?;
        self.send(call).await?.record::<WireField>(&["customField"])
    }

    /// The type of a field never changes.
    pub async fn update_custom_field(
        &self,
        id: &FieldId,
        draft: &CustomFieldDraft,
    ) -> Result<CustomField, Error> {
        let call = self.fields_call(Operation::UpdateCustomField, Some(id))?;
        let call = call.body(&draft.written(None))?;
        self.send(call).await?.record::<WireField>(&["customField"])
    }

    /// With the values that contacts have in it.
    pub async fn delete_custom_field(&self, id: &FieldId) -> Result<(), Error> {
        let call = self.fields_call(Operation::DeleteCustomField, Some(id))?;
        self.send(call).await?.done()
    }

    fn fields_call(&self, operation: Operation, id: Option<&FieldId>) -> Result<Call, Error> {
        let ids = [Some(self.location_id().as_str()), id.map(FieldId::as_str)];
        Call::new(operation, &ids.into_iter().flatten().collect::<Vec<_>>())
    }
}
