//! Workflows: which there are, and putting a contact into one.

use jiff::Zoned;
use serde::Deserialize;
use serde_json::{Map, json};

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation, rows::Shape};
use crate::model::{enrolment::Workflow, ids::RemoteId, served::Listed};

#[derive(Deserialize)]
struct WireWorkflow {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    status: String,
}

impl Shape<'_> for WireWorkflow {
    type Noun = Workflow;

    fn read(self) -> Option<Workflow> {
        Some(Workflow { id: self.id?, name: self.name, status: self.status })
    }
}

impl Client {
    pub async fn workflows(&self) -> Result<Listed<Workflow>, Error> {
        let call = Call::new(Operation::ListWorkflows, &[])?
            .query("locationId", self.location_id().as_str())
            .page();
        self.send(call).await?.list::<WireWorkflow>("workflows")
    }

    /// May send messages to the person, and a second time when called a second time: after
    /// [`Error::Unknown`] only a person can say whether to try again.
    pub async fn add_to_workflow(
        &self,
        contact: &RemoteId,
        workflow: &RemoteId,
        start: Option<&Zoned>,
    ) -> Result<(), Error> {
        self.change_workflow(Operation::AddToWorkflow, contact, workflow, start).await
    }

    pub async fn leave_workflow(
        &self,
        contact: &RemoteId,
        workflow: &RemoteId,
    ) -> Result<(), Error> {
        self.change_workflow(Operation::LeaveWorkflow, contact, workflow, None).await
    }

    async fn change_workflow(
        &self,
        operation: Operation,
        contact: &RemoteId,
        workflow: &RemoteId,
        start: Option<&Zoned>,
    ) -> Result<(), Error> {
        let mut body = Map::new();
        if let Some(start) = start {
            let start = start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
            body.insert("eventStartTime".into(), json!(start));
        }
        let ids = [contact.as_str(), workflow.as_str()];
        let call = Call::new(operation, &ids)?.body(&body)?;
        self.send(call).await?.done()
    }
}
