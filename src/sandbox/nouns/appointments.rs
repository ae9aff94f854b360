//! The appointments of a contact.

use jiff::civil::DateTime;
use serde_json::{Value, json};

use crate::sandbox::call::{Answer, Call, Reply};
use crate::sandbox::records::appointment::Appointment;

pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let contact = call.contact()?;
    let events: Vec<Value> = call.world.appointments.of(&contact.id).map(json).collect();
    Ok(Reply::json(json!({ "events": events })))
}

fn json(appointment: &Appointment) -> Value {
    json!({
        "id": appointment.id,
        "calendarId": appointment.calendar_id,
        "contactId": appointment.contact_id,
        "locationId": appointment.location_id,
        "groupId": "",
        "title": appointment.title,
        "status": "booked",
        "appointmentStatus": appointment.status,
        "address": appointment.address,
        "notes": appointment.notes,
        "assignedUserId": appointment.assigned_user,
        "users": [],
        "assignedResources": [],
        "startTime": wall(appointment.start),
        "endTime": wall(appointment.end),
        "dateAdded": wall(appointment.added),
        "dateUpdated": wall(appointment.added),
    })
}

/// `YYYY-MM-DD HH:mm:ss`, the location's wall time.
fn wall(at: DateTime) -> String {
    format!("{} {}", at.date(), at.time())
}
