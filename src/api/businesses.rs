//! Businesses of the location, and who belongs to them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{
    call::Call, client::Client, contact::Contact, error::Error, kept::Kept, lenient,
    operation::Operation, rows::Shape,
};
use crate::model::{
    business::{Business, BusinessDraft},
    ids::RemoteId,
    served::{Listed, ServedContact},
};

/// Most contacts that are moved into or out of a business in one call.
/// By the schema an id has so many letters, which is not what is meant (5.1, 4).
pub const MOST_MEMBERS_AT_ONCE: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireBusiness {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    underscored: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    phone: String,
    #[serde(default, deserialize_with = "lenient::text")]
    email: String,
    #[serde(default, deserialize_with = "lenient::text")]
    website: String,
    #[serde(default, deserialize_with = "lenient::text")]
    address: String,
    #[serde(default, deserialize_with = "lenient::text")]
    city: String,
    #[serde(default, deserialize_with = "lenient::text")]
    state: String,
    #[serde(default, deserialize_with = "lenient::text")]
    postal_code: String,
    #[serde(default, deserialize_with = "lenient::text")]
    country: String,
    #[serde(default, deserialize_with = "lenient::text")]
    description: String,
}

impl Shape<'_> for Kept<WireBusiness> {
    type Noun = Business;

    fn read(self) -> Option<Business> {
        let Self { shape, extra } = self;
        Some(Business {
            id: shape.id.or(shape.underscored)?,
            draft: BusinessDraft {
                name: shape.name,
                phone: shape.phone,
                email: shape.email,
                website: shape.website,
                address: shape.address,
                city: shape.city,
                state: shape.state,
                postal_code: shape.postal_code,
                country: shape.country,
                description: shape.description,
            },
            extra,
        })
    }
}

/// The ids that a bulk call really changed.
#[derive(Deserialize)]
struct Moved {
    #[serde(default, deserialize_with = "lenient::texts")]
    ids: Vec<String>,
}

/// Where one record stands in an answer, the service's misspelling included (contract 2.8).
/// (5.1, 16)
const ONE: [&str; 2] = ["business", "buiseness"];

impl Client {
    /// Numbers as texts, as the schema has them here and not in the list of contacts (5.1, 8).
    pub async fn businesses(&self, skip: u32, limit: u32) -> Result<Listed<Business>, Error> {
        let call = Call::new(Operation::ListBusinesses, &[])?
            .query("locationId", self.location_id().as_str())
            .query("limit", limit.to_string())
            .query("skip", skip.to_string())
            .page();
        self.send(call).await?.list::<Kept<WireBusiness>>("businesses")
    }

    pub async fn business(&self, id: &RemoteId) -> Result<Business, Error> {
        let call = Call::new(Operation::GetBusiness, &[id.as_str()])?;
        self.send(call).await?.record::<Kept<WireBusiness>>(&ONE)
    }

    pub async fn create_business(&self, draft: &BusinessDraft) -> Result<Business, Error> {
        let mut body = changed(&BusinessDraft::default(), draft)?;
        body.insert("name".into(), draft.name.as_str().into());
        body.insert("locationId".into(), self.location_id().as_str().into());
        let call = Call::new(Operation::CreateBusiness, &[])?.body(&body)?;
        self.send(call).await?.record::<Kept<WireBusiness>>(&ONE)
    }

    /// Sends only what differs between the two.
    pub async fn update_business(
        &self,
        id: &RemoteId,
        was: &BusinessDraft,
        now: &BusinessDraft,
    ) -> Result<Business, Error> {
        let body = changed(was, now)?;
        let call = Call::new(Operation::UpdateBusiness, &[id.as_str()])?.body(&body)?;
        self.send(call).await?.record::<Kept<WireBusiness>>(&ONE)
    }

    pub async fn delete_business(&self, id: &RemoteId) -> Result<(), Error> {
        let call = Call::new(Operation::DeleteBusiness, &[id.as_str()])?;
        self.send(call).await?.done()
    }

    pub async fn contacts_of_business(
        &self,
        id: &RemoteId,
        skip: u32,
        limit: u32,
    ) -> Result<Listed<ServedContact>, Error> {
        let call = Call::new(Operation::ContactsOfBusiness, &[id.as_str()])?
            .query("locationId", self.location_id().as_str())
            .query("limit", limit.to_string())
            .query("skip", skip.to_string())
            .page();
        self.send(call).await?.list::<Contact<'_>>("contacts")
    }

    /// Puts contacts into a business, or with `None` into no business. Tells whom it moved. At
    /// most [`MOST_MEMBERS_AT_ONCE`].
    pub async fn move_to_business(
        &self,
        contacts: &[RemoteId],
        business: Option<&RemoteId>,
    ) -> Result<Vec<RemoteId>, Error> {
        if contacts.len() > MOST_MEMBERS_AT_ONCE {
            let why = format!("more than {MOST_MEMBERS_AT_ONCE} contacts in one call");
            return Err(Error::Unfit(why));
        }
        let body = json!({
            "locationId": self.location_id(),
            "ids": contacts,
            "businessId": business,
        });
        let call = Call::new(Operation::BulkBusiness, &[])?.body(&body)?;
        let answer = self.send(call).await?;
        answer.done()?;
        let moved: Moved = answer.whole()?;
        Ok(moved.ids.into_iter().map(RemoteId::from).collect())
    }
}

fn changed(was: &BusinessDraft, now: &BusinessDraft) -> Result<Map<String, Json>, Error> {
    let (was, now) = (members(was)?, members(now)?);
    Ok(now.into_iter().filter(|(name, value)| was.get(name) != Some(value)).collect())
}

fn members(draft: &impl Serialize) -> Result<Map<String, Json>, Error> {
    match serde_json::to_value(draft) {
        Ok(Json::Object(members)) => Ok(members),
        _ => Err(Error::Unfit("a business that can't be written".into())),
    }
}
