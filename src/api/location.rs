//! The location itself.

use serde::Deserialize;

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation, rows::Shape};
use crate::model::{ids::LocationId, location::Location};

#[derive(Deserialize)]
struct WireLocation {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<LocationId>,
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    underscored: Option<LocationId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    country: String,
    #[serde(default, deserialize_with = "lenient::text")]
    timezone: String,
}

impl Shape<'_> for WireLocation {
    type Noun = Location;

    fn read(self) -> Option<Location> {
        Some(Location {
            id: self.id.or(self.underscored)?,
            name: self.name,
            country: self.country.to_ascii_uppercase(),
            timezone: self.timezone,
        })
    }
}

impl Client {
    /// The cheapest call that proves that the token is good for this location.
    pub async fn location(&self) -> Result<Location, Error> {
        let call = Call::new(Operation::GetLocation, &[self.location_id().as_str()])?;
        self.send(call).await?.record::<WireLocation>(&["location"])
    }
}
