//! Keeps drafts on disk while they are typed: the newest state of all of them, written as fast as
//! the disk takes it.

use std::collections::BTreeMap;

use tokio::sync::watch;

use crate::{
    app::draft::{Draft, Place},
    store::{self, Reader, Store},
};

const NAME: &str = "drafts";

pub(super) struct Keeper {
    drafts: BTreeMap<Place, Draft>,
    newest: watch::Sender<Vec<Draft>>,
}

impl Keeper {
    /// Call within a tokio runtime.
    pub(super) fn new(store: Store, drafts: &[Draft]) -> Self {
        let (newest, mut changed) = watch::channel(Vec::new());
        tokio::spawn(async move {
            while changed.changed().await.is_ok() {
                let drafts = changed.borrow_and_update().clone();
                if let Ok(json) = serde_json::to_value(drafts)
                    && let Err(error) = store.remember(NAME, json).await
                {
                    tracing::warn!(what = %error, "drafts are not on disk");
                }
            }
        });
        let drafts = drafts.iter().map(|draft| (draft.place.clone(), draft.clone())).collect();
        Self { drafts, newest }
    }

    pub(super) fn keep(&mut self, draft: Draft) {
        self.drafts.insert(draft.place.clone(), draft);
        self.write();
    }

    pub(super) fn forget(&mut self, place: &Place) {
        if self.drafts.remove(place).is_some() {
            self.write();
        }
    }

    fn write(&self) {
        self.newest.send_replace(self.drafts.values().cloned().collect());
    }
}

/// The drafts of last time; what can't be read any more is none.
pub(super) fn recall(reader: &Reader) -> store::Result<Vec<Draft>> {
    let kept = reader.recall(NAME)?;
    let drafts: Vec<Draft> =
        kept.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default();
    let current = |draft: Draft| match draft.place.contact() {
        Some(id) => {
            let to = reader.current(id)?;
            Ok(Draft { place: draft.place.renamed(id, to), ..draft })
        }
        None => Ok(draft),
    };
    drafts.into_iter().map(current).collect()
}
