//! One field in a form.

use jiff::Zoned;

use super::entry::Entry;
use crate::app::text::Text;
use crate::model::{catalog::Catalog, field::Field, value::Value};

#[derive(Clone, Debug, PartialEq)]
pub struct FormRow {
    pub field: Field,
    pub entry: Entry,
    /// What it was made from.
    pub was: Value,
    /// What is wrong with what stands in it.
    pub fault: Option<String>,
}

impl FormRow {
    /// `None` where the field can't be edited here.
    pub fn of(field: Field, was: Value, catalog: &Catalog) -> Option<Self> {
        let entry = Entry::of(&field, &was, catalog)?;
        Some(Self { field, entry, was, fault: None })
    }

    /// The same row with other content than what it was made from.
    #[must_use]
    pub fn with(self, now: &Value, catalog: &Catalog) -> Self {
        let entry = Entry::of(&self.field, now, catalog).unwrap_or(self.entry);
        Self { entry, ..self }
    }

    /// The value that stands in it; what is wrong with it is kept to be shown.
    pub fn read(&mut self, catalog: &Catalog, now: &Zoned) -> Option<Value> {
        // What is chosen is read in the order of the options, which need not be that of the value.
        if matches!(self.entry, Entry::Choice(_)) && !self.is_changed(catalog) {
            return Some(self.was.clone());
        }
        let read = self.entry.read(&self.field, &self.was, catalog, now);
        self.fault = read.as_ref().err().cloned();
        read.ok()
    }

    /// What was typed, where it differs from what the row was made from.
    pub fn typed(&self) -> Option<String> {
        let text = self.entry.text()?.text();
        (text != self.was.shown()).then_some(text)
    }

    /// Whether it holds something else than what it was made from.
    pub fn is_changed(&self, catalog: &Catalog) -> bool {
        Entry::of(&self.field, &self.was, catalog).is_none_or(|was| match (&was, &self.entry) {
            (Entry::Choice(was), Entry::Choice(now)) => was.chosen != now.chosen,
            (was, now) => was.text().map(Text::text) != now.text().map(Text::text),
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::custom_field::{CustomField, DataType};

    #[test]
    fn another_order_of_what_is_chosen_is_no_change() {
        let topics = CustomField {
            id: "topics".into(),
            name: "Topics".into(),
            key: "contact.topics".into(),
            data_type: DataType::Several,
            options: vec!["SEO".into(), "Updates".into()],
            position: 0,
        };
        let catalog = Catalog { custom_fields: vec![topics], ..Catalog::default() };
        let was = Value::many(vec!["Updates".to_owned(), "SEO".to_owned()]);
        let mut row = FormRow::of(Field::Custom("topics".into()), was.clone(), &catalog).unwrap();
        let now = Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
        assert_eq!(row.read(&catalog, &now), Some(was));
        let Entry::Choice(choice) = &mut row.entry else { panic!() };
        choice.toggle();
        assert_eq!(row.read(&catalog, &now), Some(Value::many(vec!["Updates".to_owned()])));
    }
}
