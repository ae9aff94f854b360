//! `rolodeck contact …`

mod columns;

mod list;

mod show;

mod values;

mod write;

use super::{arguments::Contact, errand::Errand, exit::Exit, stop::Stop};

pub(super) async fn run(action: Contact, errand: &Errand) -> Result<Exit, Stop> {
    match action {
        Contact::List { filter, sort, limit, columns } => {
            let asked = list::Asked { filter, sort, limit, columns };
            list::run(errand, asked).await
        }
        Contact::Show { id, fresh } => show::run(errand, &id, fresh).await,
        Contact::Add { set, writing } => write::add(errand, &set, writing).await,
        Contact::Edit { id, set, unset, writing } => {
            write::edit(errand, &id, &set, &unset, writing).await
        }
        Contact::Delete { ids, yes, writing } => write::delete(errand, &ids, yes, writing).await,
    }
}
