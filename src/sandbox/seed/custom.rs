//! Values of custom fields of a made-up contact.

use fastrand::Rng;
use jiff::Span;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::dice::{chance, digits, pick, pick_from};
use super::names::CULTURES;
use super::scene::Scene;
use super::talk;
use crate::sandbox::clock::timestamp;
use crate::sandbox::id::Mint;
use crate::sandbox::records::contact::CustomValue;
use crate::sandbox::records::custom_field::{CustomField, DataType, Model};

pub(crate) fn values(scene: &Scene<'_>, dice: &mut Rng, mint: &mut Mint) -> Vec<CustomValue> {
    let mut values = Vec::new();
    for field in scene.fields.iter().filter(|field| field.model == Model::Contact) {
        let percent = match field.data_type {
            DataType::Numerical | DataType::SingleOptions => 30,
            DataType::FileUpload | DataType::Signature | DataType::LargeText => 4,
            _ => 12,
        };
        if chance(dice, percent)
            && let Some(value) = value(field, scene, dice, mint)
        {
            values.push(CustomValue { id: field.id.clone(), value });
        }
    }
    values
}

fn value(field: &CustomField, scene: &Scene<'_>, dice: &mut Rng, mint: &mut Mint) -> Option<Value> {
    let label = |dice: &mut Rng| pick_from(&field.options, dice).map(|it| it.label.clone());
    Some(match field.data_type {
        DataType::Text => json!(pick(CULTURES[0].first, dice).0),
        DataType::LargeText => json!(
            pick(talk::MEDIUM_NOTES, dice)
                .replace("{first}", "The owner")
                .replace("{company}", "the shop")
        ),
        DataType::Numerical => json!(dice.u32(0..100)),
        DataType::Monetory => json!(f64::from(dice.u32(4..80)) * 125.5),
        DataType::Phone => json!(digits("+150355501##", dice)),
        DataType::Date => {
            let day = timestamp(scene.now).to_zoned(TimeZone::UTC).date();
            json!(day.saturating_add(Span::new().days(dice.i64(-200..400))).to_string())
        }
        DataType::SingleOptions | DataType::Radio => json!(label(dice)?),
        DataType::Checkbox | DataType::MultipleOptions => {
            let mut labels = vec![label(dice)?];
            let second = label(dice)?;
            if !labels.contains(&second) {
                labels.push(second);
            }
            json!(labels)
        }
        DataType::TextboxList => {
            let option = pick_from(&field.options, dice)?;
            json!({ &*option.id: format!("@{}", pick(CULTURES[0].last, dice).1) })
        }
        DataType::FileUpload | DataType::Signature => {
            let uuid = mint.uuid();
            json!({ &uuid: {
                "meta": {
                    "fieldname": &*field.id,
                    "originalname": "contract.pdf",
                    "encoding": "7bit",
                    "mimetype": "application/pdf",
                    "size": dice.u32(20_000..900_000),
                    "uuid": &uuid,
                },
                "url": format!("https://files.example.com/{uuid}.pdf"),
                "documentId": mint.record(),
            } })
        }
    })
}
