//! The ids of all contacts and nothing else: what tells whether one is gone.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    client::Client,
    error::Error,
    lenient,
    rows::{self, Flaw},
    search::{Cursor, Search},
};
use crate::model::ids::RemoteId;

/// A page of a search of which only the ids are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdPage {
    pub ids: Vec<RemoteId>,
    /// All that match, on whatever page.
    pub total: Option<u64>,
    pub after: Option<Cursor>,
    /// Rows without a readable id. With any, absence from `ids` proves nothing.
    pub skipped: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, borrow)]
    search_after: Option<&'a RawValue>,
}

impl Client {
    /// As [`Client::search`], for whoever only wants to know who is there.
    pub async fn search_ids(&self, search: &Search) -> Result<IdPage, Error> {
        let answer = self.send(self.search_call(search)?).await?;
        page(&answer.body).map_err(|flaw| answer.flawed(flaw, "contacts"))
    }
}

fn page(body: &str) -> Result<IdPage, Flaw> {
    let envelope = rows::envelope::<&RawValue>(body, "contacts")?;
    let all = envelope.rows.len();
    let mut ids = Vec::with_capacity(all);
    let mut after = None;
    for row in envelope.rows.into_iter().filter_map(rows::shape::<Row<'_>>) {
        after = row.search_after.or(after);
        ids.extend(row.id);
    }
    let skipped = all - ids.len();
    Ok(IdPage { ids, skipped, total: envelope.total, after: after.and_then(Cursor::from_row) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_whatever_else_a_row_holds() {
        let body = r#"{"contacts":[
            {"id":"a","email":{"odd":[1]},"searchAfter":[1,"a"]},
            {"id":"","searchAfter":[2]}, 7, {"id":"b","tags":1e400,"searchAfter":[3,"b"]}
        ],"total":4}"#;
        let page = page(body).unwrap();
        assert_eq!(page.ids, ["a".into(), "b".into()]);
        assert_eq!((page.skipped, page.total), (2, Some(4)));
        assert!(page.after.is_some());
    }
}
