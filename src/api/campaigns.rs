//! Campaigns: which there are, and putting a contact into one.

use serde::Deserialize;
use serde_json::json;

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation, rows::Shape};
use crate::model::{enrolment::Campaign, ids::RemoteId, served::Listed};

#[derive(Deserialize)]
struct WireCampaign {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    status: String,
}

impl Shape<'_> for WireCampaign {
    type Noun = Campaign;

    fn read(self) -> Option<Campaign> {
        Some(Campaign { id: self.id?, name: self.name, status: self.status })
    }
}

impl Client {
    pub async fn campaigns(&self) -> Result<Listed<Campaign>, Error> {
        let call = Call::new(Operation::ListCampaigns, &[])?
            .query("locationId", self.location_id().as_str())
            .page();
        self.send(call).await?.list::<WireCampaign>("campaigns")
    }

    /// May send messages to the person, and a second time when called a second time: after
    /// [`Error::Unknown`] only a person can say whether to try again. Somebody with DND is
    /// refused.
    /// The body is required and has no properties (5.1, 12).
    pub async fn add_to_campaign(
        &self,
        contact: &RemoteId,
        campaign: &RemoteId,
    ) -> Result<(), Error> {
        let ids = [contact.as_str(), campaign.as_str()];
        let call = Call::new(Operation::AddToCampaign, &ids)?.body(&json!({}))?;
        self.send(call).await?.done()
    }

    pub async fn leave_campaign(
        &self,
        contact: &RemoteId,
        campaign: &RemoteId,
    ) -> Result<(), Error> {
        let ids = [contact.as_str(), campaign.as_str()];
        let call = Call::new(Operation::LeaveCampaign, &ids)?;
        self.send(call).await?.done()
    }

    pub async fn leave_all_campaigns(&self, contact: &RemoteId) -> Result<(), Error> {
        let call = Call::new(Operation::LeaveAllCampaigns, &[contact.as_str()])?;
        self.send(call).await?.done()
    }
}
