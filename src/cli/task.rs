//! `rolodeck task …`

mod list;

mod write;

use super::{arguments::Task, errand::Errand, exit::Exit, stop::Stop};

pub(super) async fn run(action: Task, errand: &Errand) -> Result<Exit, Stop> {
    match action {
        Task::List { contact, filter, due, done, fresh } => {
            list::run(errand, list::Asked { contact, filter, due, done, fresh }).await
        }
        Task::Add { contact, title, due, body, owner, writing } => {
            let typed = write::Typed { title, due, body, owner };
            write::add(errand, &contact, typed, writing).await
        }
        Task::Done { ids, writing } => write::tick(errand, &ids, true, writing).await,
        Task::Reopen { ids, writing } => write::tick(errand, &ids, false, writing).await,
    }
}
