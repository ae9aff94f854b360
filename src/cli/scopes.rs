//! What a token may do, found out by the cheapest call of each scope that only reads.

use crate::{
    api::{Client, Error, Search, TaskSearch},
    model::fault::Fault,
};

/// One scope, tried.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) scope: &'static str,
    pub(super) use_of_it: &'static str,
    /// Why it does not work.
    pub(super) fault: Option<Fault>,
}

impl Found {
    pub(super) fn works(&self) -> bool {
        self.fault.is_none()
    }
}

/// Five calls at once.
pub(super) async fn look(client: &Client) -> Vec<Found> {
    let search = Search { page_limit: 1, ..Search::default() };
    let tasks = TaskSearch { limit: Some(1), ..TaskSearch::default() };
    let (contacts, tasks, tags, fields, users) = tokio::join!(
        client.search(&search),
        client.search_tasks(&tasks),
        client.location_tags(),
        client.custom_fields(),
        client.users(),
    );
    vec![
        found("contacts.readonly", "contacts, notes and tasks", contacts),
        found("locations/tasks.readonly", "the tasks of everybody", tasks),
        found("locations/tags.readonly", "tags that nobody has yet", tags),
        found("locations/customFields.readonly", "names of custom fields", fields),
        found("users.readonly", "names of owners", users),
    ]
}

fn found<T>(scope: &'static str, use_of_it: &'static str, answer: Result<T, Error>) -> Found {
    Found { scope, use_of_it, fault: answer.err().map(Fault::from) }
}
