//! What happened in one run, line by line: read when it fails, hashed to tell whether two runs of
//! one seed were the same.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex},
};

use super::clock;

#[derive(Clone, Default)]
pub(crate) struct Tale(Arc<Mutex<Vec<String>>>);

impl Tale {
    pub(crate) fn tell(&self, who: &str, what: &str) {
        let seconds = clock::now().duration_since(clock::MORNING).as_secs_f64();
        self.0.lock().unwrap().push(format!("{seconds:10.3} {who:<6} {what}"));
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.lock().unwrap().hash(&mut hasher);
        hasher.finish()
    }
}
