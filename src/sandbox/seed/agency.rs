//! The agency itself: company, two locations, colleagues, custom fields, campaigns, tokens.

use super::talk;
use crate::sandbox::clock::Millis;
use crate::sandbox::id::{Id, Mint};
use crate::sandbox::options::Options;
use crate::sandbox::records::custom_field::{CustomField, DataType, FieldOption, Model};
use crate::sandbox::records::location::Location;
use crate::sandbox::records::setting::{App, Campaign, Setting, Workflow};
use crate::sandbox::records::user::User;
use crate::sandbox::world::grant::{Grant, Scope, TokenKind};

pub(crate) const DAY: Millis = 86_400_000;

pub(crate) fn setting(options: &Options, now: Millis, mint: &mut Mint) -> Setting {
    let company_id = mint.record();
    let own = mint.record();
    let first = Location {
        id: options.location.as_deref().map_or(own, Id::from),
        company_id: company_id.clone(),
        name: "Harbor & Pine Studio".into(),
        address: "412 NW Lovejoy St".into(),
        city: "Portland".into(),
        state: "OR".into(),
        country: "US".into(),
        postal_code: "97209".into(),
        website: "https://harborandpine.example.com".into(),
        timezone: "America/Los_Angeles".into(),
        first_name: "Maya".into(),
        last_name: "Torres".into(),
        email: "maya@harborandpine.example.com".into(),
        phone: "+15035550100".into(),
        allow_duplicates: options.allow_duplicates,
    };
    let second = Location {
        id: mint.record(),
        name: "Harbor & Pine Berlin".into(),
        address: "Lindenstraße 12".into(),
        city: "Berlin".into(),
        state: String::new(),
        country: "DE".into(),
        postal_code: "10969".into(),
        timezone: "Europe/Berlin".into(),
        first_name: "Jonas".into(),
        last_name: "Weber".into(),
        email: "jonas@harborandpine.example.com".into(),
        phone: "+493023125100".into(),
        allow_duplicates: true,
        ..first.clone()
    };
    let users = users(&first.id, &second.id, mint);
    let campaigns = campaigns(&first.id, mint);
    let workflows = workflows(&first.id, now, mint);
    let app_id = mint.hex();
    let suffix: String = mint.record().chars().take(8).collect::<String>().to_lowercase();
    let app =
        App { client_id: format!("{app_id}-{suffix}"), client_secret: mint.uuid(), id: app_id };
    Setting {
        company_id,
        company_name: "Harbor & Pine".into(),
        locations: vec![first, second],
        users,
        campaigns,
        workflows,
        app,
    }
}

/// A token for each location, with every scope, and one for the company.
pub(crate) fn grants(setting: &Setting, options: &Options, mint: &mut Mint) -> Vec<Grant> {
    let locations = setting.locations.iter().map(|location| Some(location.id.clone()));
    let holders = locations.chain([None]);
    let mut grants: Vec<Grant> = holders
        .map(|location_id| Grant {
            token: format!("pit-{}", mint.uuid()).into(),
            kind: TokenKind::PrivateIntegration,
            app: mint.hex(),
            location_id,
            company_id: setting.company_id.clone(),
            user_id: None,
            scopes: Scope::all(),
            expires: None,
        })
        .collect();
    if let (Some(grant), Some(token)) = (grants.first_mut(), &options.token) {
        grant.token = token.as_str().into();
    }
    grants
}

fn users(first: &Id, second: &Id, mint: &mut Mint) -> Vec<User> {
    let both = vec![first.clone(), second.clone()];
    let people = [
        ("Maya", "Torres", "maya", "admin", both.clone()),
        ("Sam", "Okafor", "sam", "user", vec![first.clone()]),
        ("Priya", "Raman", "priya", "user", vec![first.clone()]),
        ("Elena", "Petrova", "elena", "user", vec![first.clone()]),
        ("Jonas", "Weber", "jonas", "admin", both),
        ("Käthe", "Lindner", "kaethe", "user", vec![second.clone()]),
    ];
    let user = |(place, (first_name, last_name, email, role, locations)): (
        usize,
        (&str, &str, &str, &str, Vec<Id>),
    )| User {
        id: mint.record(),
        first_name: first_name.into(),
        last_name: last_name.into(),
        email: format!("{email}@harborandpine.example.com"),
        phone: format!("+1503555011{place}"),
        extension: String::new(),
        role: role.into(),
        kind: "account".into(),
        locations,
    };
    people.into_iter().enumerate().map(user).collect()
}

fn campaigns(location: &Id, mint: &mut Mint) -> Vec<Campaign> {
    let rows = [
        ("Welcome series", "published"),
        ("Spring website check", "published"),
        ("Win back past clients", "draft"),
    ];
    let campaign = |(name, status): (&str, &str)| Campaign {
        id: mint.record(),
        location_id: location.clone(),
        name: name.into(),
        status: status.into(),
    };
    rows.into_iter().map(campaign).collect()
}

fn workflows(location: &Id, now: Millis, mint: &mut Mint) -> Vec<Workflow> {
    let rows = [
        ("New inquiry: answer within the hour", "published"),
        ("Appointment reminders", "published"),
        ("Ask for a review", "published"),
        ("Unpaid invoice, third reminder", "draft"),
    ];
    let workflow = |(name, status): (&str, &str)| Workflow {
        id: mint.uuid().into(),
        location_id: location.clone(),
        name: name.into(),
        status: status.into(),
        version: 3,
        created_at: now - 400 * DAY,
        updated_at: now - 30 * DAY,
    };
    rows.into_iter().map(workflow).collect()
}

/// One custom field of every type.
pub(crate) fn fields(location: &Id, mint: &mut Mint) -> Vec<CustomField> {
    let rows: [(&str, DataType, &[&str]); 14] = [
        ("Referred by", DataType::Text, &[]),
        ("Project brief", DataType::LargeText, &[]),
        ("Lead score", DataType::Numerical, &[]),
        ("Monthly budget", DataType::Monetory, &[]),
        ("Second phone", DataType::Phone, &[]),
        ("Contract until", DataType::Date, &[]),
        ("Preferred language", DataType::SingleOptions, talk::LANGUAGES),
        ("Services", DataType::MultipleOptions, talk::SERVICES),
        ("Newsletter topics", DataType::Checkbox, talk::TOPICS),
        ("Best way to reach", DataType::Radio, talk::REACH),
        ("Profiles", DataType::TextboxList, &["Instagram", "LinkedIn"]),
        ("Signed contract", DataType::FileUpload, &[]),
        ("Approval", DataType::Signature, &[]),
        ("Deal notes", DataType::Text, &[]),
    ];
    let mut fields = Vec::new();
    for (place, (name, data_type, labels)) in rows.into_iter().enumerate() {
        let option = |label: &&str| FieldOption {
            id: mint.record(),
            label: (*label).into(),
            prefill: String::new(),
        };
        let options = labels.iter().map(option).collect();
        fields.push(CustomField {
            id: mint.record(),
            location_id: location.clone(),
            name: name.into(),
            key: name.to_lowercase().replace(' ', "_"),
            data_type,
            model: if name == "Deal notes" { Model::Opportunity } else { Model::Contact },
            placeholder: String::new(),
            position: i64::try_from(place * 50).unwrap_or_default(),
            options,
            accepted_formats: match data_type {
                DataType::FileUpload => vec![".pdf".into(), ".docx".into(), ".jpeg".into()],
                _ => Vec::new(),
            },
            max_files: (data_type == DataType::FileUpload).then_some(2),
        });
    }
    fields
}
