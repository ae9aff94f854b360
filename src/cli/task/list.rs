//! `rolodeck task list`

use std::collections::HashSet;

use jiff::Zoned;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        arguments::Due, errand::Errand, exit::Exit, fill::filled, find, freshen::freshen,
        queue::Queue, select, shape, stop::Stop, table::Table,
    },
    model::{
        catalog::Catalog,
        due::{Bucket, say},
        ids::ContactId,
        roster::Sort,
        task::Task,
    },
    store::Reader,
    sync::Whom,
};

pub(super) struct Asked {
    pub(super) contact: Option<String>,
    pub(super) filter: Option<String>,
    pub(super) due: Due,
    pub(super) done: bool,
    pub(super) fresh: bool,
}

pub(super) async fn run(errand: &Errand, asked: Asked) -> Result<Exit, Stop> {
    let reader = filled(errand).await?;
    let catalog = reader.catalog()?;
    let now = errand.now(&catalog);
    let (queue, mut tasks) = if let Some(contact) = &asked.contact {
        of_contact(errand, &reader, contact, &asked).await?
    } else {
        let queue = Queue::read(&reader)?;
        let tasks = queue.open_tasks(&reader)?;
        (queue, tasks)
    };
    if let Some(query) = &asked.filter {
        let sort = Sort::default();
        let found =
            select::matching(&Whom::Everybody, errand, &reader, &queue, &catalog, query, sort)?;
        let contacts: HashSet<ContactId> = found.rows.iter().map(|row| row.id).collect();
        tasks.retain(|task| contacts.contains(&task.contact));
    }
    tasks.retain(|task| is_due(task, asked.due, &now));
    tasks.sort_by_key(|task| (task.done, task.draft.due.is_none(), task.draft.due, task.id));
    let listed = Listed { reader: &reader, queue: &queue, catalog: &catalog };
    if errand.out.is_json() {
        let tasks = tasks.iter().map(|task| listed.json(task)).collect::<Result<Vec<_>, _>>()?;
        errand.out.answer(|| json!({ "tasks": tasks }), String::new)?;
    } else {
        let text = listed.table(&tasks, &now)?.text();
        errand.out.answer(|| (), || text)?;
        if tasks.is_empty() {
            errand.out.say("no tasks found");
        }
    }
    Ok(Exit::Done)
}

async fn of_contact(
    errand: &Errand,
    reader: &Reader,
    text: &str,
    asked: &Asked,
) -> Result<(Queue, Vec<Task>), Stop> {
    let queue = Queue::read(reader)?;
    let contact = find::contact(reader, &queue, text)?.id;
    freshen(errand, reader, contact, asked.fresh).await?;
    let queue = Queue::read(reader)?;
    let dossier = queue.dossier(reader, contact)?;
    let mut tasks = dossier.map(|dossier| dossier.tasks.items).unwrap_or_default();
    tasks.retain(|task| asked.done || !task.done);
    Ok((queue, tasks))
}

fn is_due(task: &Task, due: Due, now: &Zoned) -> bool {
    let bucket = Bucket::of(task.draft.due, now);
    match due {
        Due::All => true,
        Due::Overdue => bucket == Bucket::Overdue,
        Due::Today => bucket == Bucket::Today,
        Due::Week => matches!(bucket, Bucket::Today | Bucket::Week),
    }
}

struct Listed<'a> {
    reader: &'a Reader,
    queue: &'a Queue,
    catalog: &'a Catalog,
}

impl Listed<'_> {
    fn json(&self, task: &Task) -> Result<Json, Stop> {
        let remote = self.reader.remotes(&[task.contact])?.pop().flatten();
        let contact = shape::id(remote.as_ref(), &task.contact);
        Ok(shape::task(task, &contact, self.queue.standing_of_task(task)))
    }

    fn table(&self, tasks: &[Task], now: &Zoned) -> Result<Table, Stop> {
        let mut table = Table::new(["ID", "DUE", "TITLE", "CONTACT", "OWNER", "SYNC"]);
        for task in tasks {
            let due = match task.draft.due {
                _ if task.done => "done".to_owned(),
                Some(due) => say(due, now),
                None => String::new(),
            };
            let owner = task
                .draft
                .owner
                .as_ref()
                .map(|id| self.catalog.user(id).map_or(id.as_str(), |user| user.name.as_str()));
            table.row([
                shape::id(task.remote.as_ref(), &task.id).as_str(),
                &due,
                &task.draft.title,
                &self.queue.name(self.reader, task.contact)?,
                owner.unwrap_or_default(),
                self.queue.standing_of_task(task).mark(),
            ]);
        }
        Ok(table)
    }
}
