//! Something small that the background task keeps over restarts, under a name in the store.

use std::ops::{Deref, DerefMut};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::store::Store;

#[derive(Debug)]
pub(super) struct Memo<T> {
    name: &'static str,
    held: T,
    /// As the store has it.
    kept: Json,
}

impl<T: Default + Serialize + DeserializeOwned> Memo<T> {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, held: T::default(), kept: Json::Null }
    }

    /// Goes on where the last sender stopped.
    pub(super) async fn recall(&mut self, store: &Store) {
        let name = self.name;
        let memo = store.read(move |reader| reader.recall(name)).await;
        self.kept = memo.ok().flatten().unwrap_or_default();
        self.held = T::deserialize(&self.kept).unwrap_or_default();
    }

    /// If it is not as the store has it. Without it the next start begins anew, which harms nobody.
    pub(super) async fn keep(&mut self, store: &Store) {
        let memo = serde_json::json!(self.held);
        if memo != self.kept {
            self.kept = memo.clone();
            let _ = store.remember(self.name, memo).await;
        }
    }
}

impl<T> Deref for Memo<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.held
    }
}

impl<T> DerefMut for Memo<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.held
    }
}
