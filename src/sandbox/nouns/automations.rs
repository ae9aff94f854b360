//! Campaigns and workflows: the lists of them, and contacts going in and out.

use serde_json::{Value, json};

use super::contacts;
use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::clock::iso;
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::records::setting::{Campaign, Workflow};

const WORKFLOWS: &[Property] = &[must("locationId", Kind::Text)];
const CAMPAIGNS: &[Property] = &[must("locationId", Kind::Text), may("status", Kind::Text)];
const EVENT: &[Property] = &[may("eventStartTime", Kind::Text)];

pub(crate) fn list_workflows(call: &mut Call<'_>) -> Answer {
    call.check_query(WORKFLOWS)?;
    let location = &call.location()?.id;
    let ours = call.world.setting.workflows.iter().filter(|it| it.location_id == *location);
    let workflows: Vec<Value> = ours
        .map(|it| {
            json!({
                "id": it.id,
                "name": it.name,
                "status": it.status,
                "version": it.version,
                "createdAt": iso(it.created_at),
                "updatedAt": iso(it.updated_at),
                "locationId": it.location_id,
            })
        })
        .collect();
    Ok(Reply::json(json!({ "workflows": workflows })))
}

pub(crate) fn list_campaigns(call: &mut Call<'_>) -> Answer {
    call.check_query(CAMPAIGNS)?;
    let location = &call.location()?.id;
    let status = call.queried("status");
    let ours = call.world.setting.campaigns.iter().filter(|it| it.location_id == *location);
    let campaigns: Vec<Value> = ours
        .filter(|it| status.is_none_or(|status| it.status == status))
        .map(|it| {
            json!({
                "id": it.id, "name": it.name, "status": it.status, "locationId": it.location_id,
            })
        })
        .collect();
    Ok(Reply::json(json!({ "campaigns": campaigns })))
}

/// A contact that must not be disturbed is not let in.
/// Any body or none: the schema requires one without properties (5.1, 12).
pub(crate) fn add_to_campaign(call: &mut Call<'_>) -> Answer {
    call.fields(&[])?;
    let contact = call.contact()?;
    let campaign = campaign(call)?;
    if contact.dnd {
        return Err(Refusal::bad(format!(
            "{} has dnd enabled, not starting campaign '{}'.",
            contact.name(),
            campaign.name
        )));
    }
    Ok(moved(contact, call, |it| enter(&mut it.campaigns, &campaign.id)))
}

pub(crate) fn remove_from_campaign(call: &mut Call<'_>) -> Answer {
    call.fields(&[])?;
    let contact = call.contact()?;
    let campaign = campaign(call)?;
    Ok(moved(contact, call, |it| it.campaigns.retain(|id| *id != campaign.id)))
}

pub(crate) fn remove_from_every_campaign(call: &mut Call<'_>) -> Answer {
    call.fields(&[])?;
    let contact = call.contact()?;
    Ok(moved(contact, call, |it| it.campaigns.clear()))
}

pub(crate) fn add_to_workflow(call: &mut Call<'_>) -> Answer {
    event_start(call)?;
    let contact = call.contact()?;
    let workflow = workflow(call)?;
    Ok(moved(contact, call, |it| enter(&mut it.workflows, &workflow.id)))
}

pub(crate) fn remove_from_workflow(call: &mut Call<'_>) -> Answer {
    event_start(call)?;
    let contact = call.contact()?;
    let workflow = workflow(call)?;
    Ok(moved(contact, call, |it| it.workflows.retain(|id| *id != workflow.id)))
}

fn enter(list: &mut Vec<Id>, id: &Id) {
    if !list.contains(id) {
        list.push(id.clone());
    }
}

/// Writes only where something changed; entering twice is no change.
fn moved(old: &Contact, call: &Call<'_>, change: impl FnOnce(&mut Contact)) -> Reply {
    let mut contact = contacts::touched(old, call);
    change(&mut contact);
    let reply = Reply::json(Call::success());
    let same = contact.campaigns == old.campaigns && contact.workflows == old.workflows;
    if same { reply } else { reply.keep(contact) }
}

fn campaign<'a>(call: &Call<'a>) -> Result<&'a Campaign, Refusal> {
    let (id, location) = (call.param("campaignId"), &call.location()?.id);
    let found = call.world.setting.campaigns.iter().find(|it| it.id == *id);
    found
        .filter(|it| it.location_id == *location)
        .ok_or_else(|| Refusal::bad(format!("Campaign not found for id:{id}")))
}

fn workflow<'a>(call: &Call<'a>) -> Result<&'a Workflow, Refusal> {
    let (id, location) = (call.param("workflowId"), &call.location()?.id);
    let found = call.world.setting.workflows.iter().find(|it| it.id == *id);
    found
        .filter(|it| it.location_id == *location)
        .ok_or_else(|| Refusal::bad(format!("Workflow not found for id:{id}")))
}

/// A moment with a numeric offset, as in `2021-06-23T03:30:00+01:00`.
fn event_start(call: &Call<'_>) -> Result<(), Refusal> {
    let fields = call.fields(EVENT)?;
    let Some(text) = fields.text("eventStartTime") else { return Ok(()) };
    let parsed = text.parse::<jiff::Timestamp>();
    parsed.map(drop).map_err(|_| {
        Refusal::invalid(vec!["eventStartTime must be a valid ISO 8601 date string".into()])
    })
}
