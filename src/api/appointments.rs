//! Appointments of a contact: read only.

use jiff::civil::DateTime;
use serde::Deserialize;

use super::{
    call::Call, client::Client, error::Error, lenient, listed::Listed, operation::Operation,
    rows::Shape,
};
use crate::model::{appointment::Appointment, ids::RemoteId};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    underscored: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    title: String,
    #[serde(default, deserialize_with = "lenient::text")]
    appointment_status: String,
    #[serde(default, deserialize_with = "lenient::text")]
    status: String,
    #[serde(default, deserialize_with = "lenient::text")]
    start_time: String,
    #[serde(default, deserialize_with = "lenient::text")]
    end_time: String,
    #[serde(default, deserialize_with = "lenient::text")]
    address: String,
}

impl Shape<'_> for Event {
    type Noun = Appointment;

    fn read(self) -> Option<Appointment> {
        let is_told = !self.appointment_status.is_empty();
        Some(Appointment {
            id: self.id.or(self.underscored)?,
            title: self.title,
            status: if is_told { self.appointment_status } else { self.status },
            start: local(&self.start_time),
            end: local(&self.end_time),
            address: self.address,
        })
    }
}

/// `YYYY-MM-DD HH:mm:ss`; a time with an offset is shown as it is written.
/// Other times have offsets (5.1, 17).
fn local(text: &str) -> Option<DateTime> {
    text.parse().ok()
}

impl Client {
    pub async fn appointments(&self, contact: &RemoteId) -> Result<Listed<Appointment>, Error> {
        let call = Call::new(Operation::ListAppointments, &[contact.as_str()])?;
        self.send(call).await?.list::<Event>("events")
    }
}
