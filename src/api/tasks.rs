//! Tasks of a contact, and of everybody in the location.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    call::Call, client::Client, error::Error, kept::Kept, lenient, listed::Listed,
    operation::Operation, rows::Shape,
};
use crate::model::{
    ids::{RemoteId, UserId},
    served::ServedTask,
    task::TaskDraft,
};

/// Most tasks of one page of a search.
pub const LARGEST_TASK_PAGE: u32 = 100;

/// Tasks of the location. Whatever is empty does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskSearch {
    pub contacts: Vec<RemoteId>,
    pub owners: Vec<UserId>,
    pub completed: Option<bool>,
    pub skip: u32,
    /// The service's own default is 25.
    pub limit: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireTask {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    underscored: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::id")]
    contact_id: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    title: String,
    #[serde(default, deserialize_with = "lenient::text")]
    body: String,
    #[serde(default, deserialize_with = "lenient::id")]
    assigned_to: Option<UserId>,
    #[serde(default, deserialize_with = "lenient::time")]
    due_date: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::flag")]
    completed: Option<bool>,
}

impl Shape<'_> for Kept<WireTask> {
    type Noun = ServedTask;

    fn read(self) -> Option<ServedTask> {
        let Self { shape, extra } = self;
        Some(ServedTask {
            remote: shape.id.or(shape.underscored)?,
            contact: shape.contact_id,
            draft: TaskDraft {
                title: shape.title,
                body: shape.body,
                due: shape.due_date,
                owner: shape.assigned_to,
            },
            done: shape.completed.unwrap_or(false),
            extra,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<&'a UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<bool>,
}

impl Client {
    pub async fn tasks(&self, contact: &RemoteId) -> Result<Listed<ServedTask>, Error> {
        let call = Call::new(Operation::ListTasks, &[contact.as_str()])?;
        let mut listed = self.send(call).await?.list::<Kept<WireTask>>("tasks")?;
        listed.items.iter_mut().for_each(|task| of(task, contact));
        Ok(listed)
    }

    pub async fn task(&self, contact: &RemoteId, task: &RemoteId) -> Result<ServedTask, Error> {
        let call = Call::new(Operation::GetTask, &[contact.as_str(), task.as_str()])?;
        self.task_of(contact, call).await
    }

    /// The service wants a due time for every new task: [`Error::Unfit`] without.
    pub async fn create_task(
        &self,
        contact: &RemoteId,
        draft: &TaskDraft,
    ) -> Result<ServedTask, Error> {
        if draft.due.is_none() {
            return Err(Error::Unfit("a new task needs a due date".into()));
        }
        let body = Written {
            body: Some(draft.body.as_str()).filter(|body| !body.is_empty()),
            completed: Some(false),
            ..Written::of(draft)
        };
        let call = Call::new(Operation::CreateTask, &[contact.as_str()])?.body(&body)?;
        self.task_of(contact, call).await
    }

    /// Sends the whole draft. Whether it is done stays as it is. The service takes no task
    /// without due date or owner back, so an absent one stays as it is, too.
    pub async fn update_task(
        &self,
        contact: &RemoteId,
        task: &RemoteId,
        draft: &TaskDraft,
    ) -> Result<ServedTask, Error> {
        let ids = [contact.as_str(), task.as_str()];
        let call = Call::new(Operation::UpdateTask, &ids)?.body(&Written::of(draft))?;
        self.task_of(contact, call).await
    }

    pub async fn complete_task(
        &self,
        contact: &RemoteId,
        task: &RemoteId,
        done: bool,
    ) -> Result<ServedTask, Error> {
        let ids = [contact.as_str(), task.as_str()];
        let body = json!({ "completed": done });
        let call = Call::new(Operation::CompleteTask, &ids)?.body(&body)?;
        self.task_of(contact, call).await
    }

    pub async fn delete_task(&self, contact: &RemoteId, task: &RemoteId) -> Result<(), Error> {
        let call = Call::new(Operation::DeleteTask, &[contact.as_str(), task.as_str()])?;
        self.send(call).await?.done()
    }

    /// One page of the tasks of everybody. The order is the service's own.
    /// By the schema a list of lists of nothing (5.1, 5); rows are read as the tasks they are.
    pub async fn search_tasks(&self, search: &TaskSearch) -> Result<Listed<ServedTask>, Error> {
        let mut body = serde_json::Map::new();
        let mut put = |name: &str, value: serde_json::Value| body.insert(name.into(), value);
        if !search.contacts.is_empty() {
            put("contactId", json!(search.contacts));
        }
        if !search.owners.is_empty() {
            put("assignedTo", json!(search.owners));
        }
        if let Some(completed) = search.completed {
            put("completed", completed.into());
        }
        if let Some(limit) = search.limit {
            put("limit", limit.into());
        }
        put("skip", search.skip.into());
        let location = self.location_id().as_str();
        let call = Call::new(Operation::SearchTasks, &[location])?.body(&body)?.page();
        self.send(call).await?.list::<Kept<WireTask>>("tasks")
    }

    async fn task_of(&self, contact: &RemoteId, call: Call) -> Result<ServedTask, Error> {
        let mut task = self.send(call).await?.record::<Kept<WireTask>>(&["task"])?;
        of(&mut task, contact);
        Ok(task)
    }
}

fn of(task: &mut ServedTask, contact: &RemoteId) {
    task.contact.get_or_insert_with(|| contact.clone());
}

impl<'a> Written<'a> {
    fn of(draft: &'a TaskDraft) -> Self {
        Self {
            title: &draft.title,
            body: Some(&draft.body),
            due_date: draft.due.map(|due| format!("{due:.3}")),
            assigned_to: draft.owner.as_ref(),
            completed: None,
        }
    }
}
