//! `rolodeck contact list`

use serde_json::{Map, Value as Json, json};

use super::columns::{Column, Listed, USUAL};
use crate::{
    cli::{
        ask,
        errand::Errand,
        exit::Exit,
        fill::filled,
        queue::Queue,
        select::{self, Selection},
        shape,
        stop::Stop,
        table::Table,
    },
    model::{catalog::Catalog, roster::Sort},
    store::Reader,
    sync::Whom,
};

pub(super) struct Asked {
    pub(super) filter: Option<String>,
    pub(super) sort: String,
    pub(super) limit: Option<usize>,
    /// None: the usual ones.
    pub(super) columns: Vec<String>,
}

pub(super) async fn run(errand: &Errand, asked: Asked) -> Result<Exit, Stop> {
    let sort = select::sort(&asked.sort)?;
    let whom = ask::whom(errand, asked.filter.as_deref().unwrap_or_default(), sort).await?;
    let reader = match whom {
        Whom::Among(_) => errand.reader()?,
        Whom::Everybody => filled(errand).await?,
    };
    let queue = Queue::read(&reader)?;
    let catalog = reader.catalog()?;
    let columns: Vec<Column> =
        asked.columns.iter().map(|name| Column::named(name, &catalog)).collect::<Result<_, _>>()?;
    let mut found = match &asked.filter {
        None if sort == Sort::default() => select::first(&reader, &queue, asked.limit)?,
        filter => {
            let query = filter.as_deref().unwrap_or_default();
            select::matching(&whom, errand, &reader, &queue, &catalog, query, sort)?
        }
    };
    found.rows.truncate(asked.limit.unwrap_or(usize::MAX));
    if errand.out.is_json() {
        let contacts = objects(&reader, &queue, &catalog, &columns, &found)?;
        let synced = reader.progress()?.synced;
        let answer =
            json!({ "contacts": contacts, "total": found.total, "synced": shape::time(synced) });
        errand.out.answer(|| answer, String::new)?;
    } else {
        let columns = if columns.is_empty() { USUAL.to_vec() } else { columns };
        let text = table(&reader, &queue, &catalog, &columns, &found)?.text();
        errand.out.answer(|| (), || text)?;
        if found.total == 0 {
            errand.out.say("no contacts found");
        } else if found.rows.len() < found.total {
            errand.out.say(&format!("{} of {} contacts", found.rows.len(), found.total));
        }
    }
    Ok(Exit::Done)
}

fn table(
    reader: &Reader,
    queue: &Queue,
    catalog: &Catalog,
    columns: &[Column],
    found: &Selection,
) -> Result<Table, Stop> {
    let mut table = Table::new(columns.iter().map(|column| column.head(catalog)));
    for row in &found.rows {
        let listed = Listed::read(reader, queue, row, columns)?;
        table.row(columns.iter().map(|column| column.text(&listed, catalog)));
    }
    Ok(table)
}

/// With all that the list knows, or with the columns that were asked for.
fn objects(
    reader: &Reader,
    queue: &Queue,
    catalog: &Catalog,
    columns: &[Column],
    found: &Selection,
) -> Result<Vec<Json>, Stop> {
    let object = |row| {
        let listed = Listed::read(reader, queue, row, columns)?;
        let standing = queue.standing(row.id);
        let all = shape::row(row, listed.remote.as_ref(), standing);
        if columns.is_empty() {
            return Ok(all);
        }
        let mut json = Map::new();
        for name in ["id", "local_id", "sync"] {
            json.insert(name.to_owned(), all[name].clone());
        }
        for column in columns {
            column.member(&listed, catalog, &mut json);
        }
        Ok(Json::Object(json))
    };
    found.rows.iter().map(object).collect()
}
