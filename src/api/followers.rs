//! The users who follow a contact.

use serde::Deserialize;
use serde_json::json;

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation};
use crate::model::ids::{RemoteId, UserId};

/// Read as lists whatever stands there: the schema's example is a text (5.1, 7).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    followers: Option<serde::de::IgnoredAny>,
    #[serde(default, deserialize_with = "lenient::texts")]
    followers_added: Vec<String>,
    #[serde(default, deserialize_with = "lenient::texts")]
    followers_removed: Vec<String>,
}

impl Client {
    /// Those who did not follow before.
    pub async fn add_followers(
        &self,
        contact: &RemoteId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, Error> {
        let changed = self.change_followers(Operation::AddFollowers, contact, users).await?;
        Ok(changed.followers_added.into_iter().map(UserId::from).collect())
    }

    /// Those who followed before.
    pub async fn remove_followers(
        &self,
        contact: &RemoteId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, Error> {
        let changed = self.change_followers(Operation::RemoveFollowers, contact, users).await?;
        Ok(changed.followers_removed.into_iter().map(UserId::from).collect())
    }

    async fn change_followers(
        &self,
        operation: Operation,
        contact: &RemoteId,
        users: &[UserId],
    ) -> Result<Changed, Error> {
        let body = json!({ "followers": users });
        let call = Call::new(operation, &[contact.as_str()])?.body(&body)?;
        let answer = self.send(call).await?;
        let changed: Changed = answer.whole()?;
        if changed.followers.is_none() {
            return Err(answer.incomplete("followers"));
        }
        Ok(changed)
    }
}
