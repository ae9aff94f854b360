//! Tasks of a contact, and of everybody in the location.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    answer::Answer, call::Call, client::Client, error::Error, kept::Kept, lenient,
    operation::Operation, request::Request, rows::Shape,
};
use crate::model::{
    ids::{RemoteId, UserId},
    served::{Listed, ServedTask},
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
        record(&self.send(call).await?, contact)
    }

    /// The service wants a due time for every new task: [`Error::Unfit`] without.
    pub fn create_task(&self, contact: &RemoteId, draft: &TaskDraft) -> Request<ServedTask> {
        let call = match draft.due {
            Some(_) => Call::new(Operation::CreateTask, &[contact.as_str()]),
            None => Err(Error::Unfit("a new task needs a due date".into())),
        };
        let body = Written {
            body: Some(draft.body.as_str()).filter(|body| !body.is_empty()),
            completed: Some(false),
            ..Written::of(draft)
        };
        self.task_request(contact, call, &body)
    }

    /// Sends the whole draft. Whether it is done stays as it is. The service takes no task
    /// without due date or owner back, so an absent one stays as it is, too.
    pub fn update_task(
        &self,
        contact: &RemoteId,
        task: &RemoteId,
        draft: &TaskDraft,
    ) -> Request<ServedTask> {
        let ids = [contact.as_str(), task.as_str()];
        self.task_request(contact, Call::new(Operation::UpdateTask, &ids), &Written::of(draft))
    }

    pub fn complete_task(
        &self,
        contact: &RemoteId,
        task: &RemoteId,
        done: bool,
    ) -> Request<ServedTask> {
        let ids = [contact.as_str(), task.as_str()];
        let body = json!({ "completed": done });
        self.task_request(contact, Call::new(Operation::CompleteTask, &ids), &body)
    }

    pub fn delete_task(&self, contact: &RemoteId, task: &RemoteId) -> Request<()> {
        let call = Call::new(Operation::DeleteTask, &[contact.as_str(), task.as_str()]);
        self.prepare(call, Answer::done)
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

    fn task_request(
        &self,
        contact: &RemoteId,
        call: Result<Call, Error>,
        body: &impl Serialize,
    ) -> Request<ServedTask> {
        let contact = contact.clone();
        self.prepare(call.and_then(|call| call.body(body)), move |it| record(it, &contact))
    }
}

fn record(answer: &Answer, contact: &RemoteId) -> Result<ServedTask, Error> {
    let mut task = answer.record::<Kept<WireTask>>(&["task"])?;
    of(&mut task, contact);
    Ok(task)
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
