//! The people who work in the location.

use serde::Deserialize;

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation, rows::Shape};
use crate::model::{ids::UserId, served::Listed, user::User};

/// `scopes`, typed as one text that is a list, is not read (5.1, 7).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireUser {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<UserId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    first_name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    last_name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    email: String,
}

impl Shape<'_> for WireUser {
    type Noun = User;

    fn read(self) -> Option<User> {
        let name = match self.name.trim() {
            "" => format!("{} {}", self.first_name, self.last_name).trim().to_owned(),
            name => name.to_owned(),
        };
        Some(User { id: self.id?, name, email: self.email })
    }
}

impl Client {
    pub async fn users(&self) -> Result<Listed<User>, Error> {
        let call = Call::new(Operation::ListUsers, &[])?
            .query("locationId", self.location_id().as_str())
            .page();
        self.send(call).await?.list::<WireUser>("users")
    }

    /// [`Error::Gone`] for a user that does not exist.
    pub async fn user(&self, id: &UserId) -> Result<User, Error> {
        let call = Call::new(Operation::GetUser, &[id.as_str()])?;
        self.send(call).await?.record::<WireUser>(&["user"])
    }

    /// The users of a whole company whose name, email or phone holds `query`, narrowed to this
    /// location.
    pub async fn search_users(
        &self,
        company: &str,
        query: &str,
        skip: u32,
        limit: u32,
    ) -> Result<Listed<User>, Error> {
        let call = Call::new(Operation::SearchUsers, &[])?
            .query("companyId", company)
            .query("locationId", self.location_id().as_str())
            .query("query", query)
            .query("skip", skip.to_string())
            .query("limit", limit.to_string())
            .page();
        self.send(call).await?.list::<WireUser>("users")
    }
}
