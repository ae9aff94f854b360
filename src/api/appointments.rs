//! Appointments of a contact: read only.

use jiff::civil::DateTime;
use serde::Deserialize;

use super::{
    call::Call, client::Client, error::Error, kept::Kept, lenient, operation::Operation,
    rows::Shape,
};
use crate::model::{appointment::Appointment, ids::RemoteId, served::Listed};

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

impl Shape<'_> for Kept<Event> {
    type Noun = Appointment;

    fn read(self) -> Option<Appointment> {
        let Self { shape, extra } = self;
        let is_told = !shape.appointment_status.is_empty();
        Some(Appointment {
            id: shape.id.or(shape.underscored)?,
            title: shape.title,
            status: if is_told { shape.appointment_status } else { shape.status },
            start: local(&shape.start_time),
            end: local(&shape.end_time),
            address: shape.address,
            extra,
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
        self.send(call).await?.list::<Kept<Event>>("events")
    }
}
