//! `--set FIELD=VALUE` as fields and values.

use std::collections::BTreeMap;

use jiff::Zoned;

use crate::{
    cli::{refusal::wrong, stop::Stop},
    model::{
        catalog::Catalog,
        check::value_of,
        field::{Field, Standard, Write},
        tag::Tag,
        value::Value,
    },
};

/// What was set, field by field; of a new contact, its tags too.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Values {
    pub(super) fields: BTreeMap<Field, Value>,
    pub(super) tags: Vec<Tag>,
}

impl Values {
    /// `set` holds `FIELD=VALUE`, `unset` fields to empty.
    pub(super) fn read(
        set: &[String],
        unset: &[String],
        is_new: bool,
        catalog: &Catalog,
        now: &Zoned,
    ) -> Result<Self, Stop> {
        let mut values = Self::default();
        for pair in set {
            let Some((name, text)) = pair.split_once('=') else {
                return Err(unfit(format!("`{}` is no FIELD=VALUE", pair.escape_debug())));
            };
            if name.trim() == "tags" {
                values.tags = tags(text, is_new)?;
                continue;
            }
            let field = field(name, is_new, catalog)?;
            let value = value_of(&field, text, catalog, now)
                .map_err(|why| unfit(format!("{}: {why}", name.trim())))?;
            values.put(field, value, name)?;
        }
        for name in unset {
            values.put(field(name, is_new, catalog)?, Value::Empty, name)?;
        }
        Ok(values)
    }

    fn put(&mut self, field: Field, value: Value, name: &str) -> Result<(), Stop> {
        match self.fields.insert(field, value) {
            None => Ok(()),
            Some(_) => Err(unfit(format!("{} is given twice", name.trim()))),
        }
    }
}

fn tags(text: &str, is_new: bool) -> Result<Vec<Tag>, Stop> {
    if !is_new {
        return Err(wrong(
            "tags are not edited as a field",
            "nothing was changed; use `rolodeck tag add` and `rolodeck tag remove`",
        )
        .into());
    }
    let mut tags: Vec<Tag> = text.split(',').filter_map(Tag::new).collect();
    tags.sort();
    tags.dedup();
    Ok(tags)
}

/// A field that can be written.
fn field(name: &str, is_new: bool, catalog: &Catalog) -> Result<Field, Stop> {
    let Some(field) = catalog.field_named(name) else {
        let standard = Standard::ALL.iter().filter(|field| is_open(**field, is_new));
        let names: Vec<&str> = standard.map(|field| field.spec().name).collect();
        let custom: Vec<&str> =
            catalog.custom_fields.iter().map(|field| field.name.as_str()).collect();
        let custom = match custom.as_slice() {
            [] if catalog.location.is_none() => {
                "; custom fields are known after the first `rolodeck sync`".to_owned()
            }
            [] => String::new(),
            custom => format!("; custom fields: {}", custom.join(", ")),
        };
        return Err(wrong(
            format!("there is no field `{}`", name.trim().escape_debug()),
            format!("nothing was changed; fields are {}{custom}", names.join(", ")),
        )
        .into());
    };
    match &field {
        Field::Standard(standard) if !is_open(*standard, is_new) => {
            let why = match standard.spec().write {
                Write::OnCreate => "can only be set while a contact is added",
                _ => "cannot be set, the service keeps it",
            };
            Err(unfit(format!("{} {why}", standard.spec().name)))
        }
        Field::Custom(_) if !catalog.is_writable(&field) => {
            Err(unfit(format!("{} is of a kind that can't be written here", name.trim())))
        }
        _ => Ok(field),
    }
}

fn is_open(field: Standard, is_new: bool) -> bool {
    match field.spec().write {
        Write::Always => true,
        Write::OnCreate => is_new,
        Write::Never => false,
    }
}

fn unfit(cause: String) -> Stop {
    wrong(cause, "nothing was changed").into()
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;

    fn read(set: &[&str], unset: &[&str], is_new: bool) -> Result<Values, String> {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let now = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
        Values::read(&own(set), &own(unset), is_new, &Catalog::default(), &now)
            .map_err(|stop| stop.fault.unwrap().to_string())
    }

    #[test]
    fn fields_are_set_and_emptied() {
        let values = read(&["firstName=Jane", "city= Oslo = "], &["phone"], false).unwrap();
        let expected = [
            (Standard::FirstName.into(), "Jane".into()),
            (Standard::City.into(), "Oslo =".into()),
            (Standard::Phone.into(), Value::Empty),
        ];
        assert_eq!(values.fields, expected.into());
    }

    #[test]
    fn a_new_contact_may_have_tags_and_a_company() {
        let values = read(&["companyName=Acme", "tags=VIP, hot,vip"], &[], true).unwrap();
        assert_eq!(values.tags, ["hot", "vip"].map(|tag| Tag::new(tag).unwrap()));
        assert!(read(&["companyName=Acme"], &[], false).unwrap_err().contains("while a contact"));
        assert!(read(&["tags=hot"], &[], false).unwrap_err().contains("tag add"));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (set, words) in [
            ("color=red", "there is no field `color`"),
            ("firstName", "no FIELD=VALUE"),
            ("type=lead", "cannot be set"),
            ("email=nobody", "looks like name@example.com"),
        ] {
            let error = read(&[set], &[], false).unwrap_err();
            assert!(error.contains(words), "{error}");
            assert!(error.contains("nothing was changed"), "{error}");
        }
        assert!(read(&["city=a", "city=b"], &[], false).unwrap_err().contains("twice"));
    }
}
