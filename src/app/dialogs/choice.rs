//! A choice among options: one of them, or any of them.

use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored, and what is read.
    pub options: Vec<(String, String)>,
    pub at: usize,
    pub chosen: BTreeSet<usize>,
    pub many: bool,
}

impl Choice {
    /// One of them; the cursor stands on what is chosen.
    pub fn one(options: Vec<(String, String)>, chosen: &str) -> Self {
        let at = options.iter().position(|(value, _)| value == chosen);
        Self { options, at: at.unwrap_or(0), chosen: at.into_iter().collect(), many: false }
    }

    /// One of them, of which none is chosen yet.
    pub fn open(options: Vec<(String, String)>) -> Self {
        Self { options, at: 0, chosen: BTreeSet::new(), many: false }
    }

    /// Any of them.
    pub fn many(options: Vec<(String, String)>, chosen: &[String]) -> Self {
        let chosen = options
            .iter()
            .enumerate()
            .filter(|(_, (value, _))| chosen.contains(value))
            .map(|(at, _)| at)
            .collect();
        Self { options, at: 0, chosen, many: true }
    }

    pub fn step(&mut self, by: isize) {
        let last = self.options.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Chooses what the cursor stands on, or takes it back.
    pub fn toggle(&mut self) {
        if self.options.is_empty() {
            return;
        }
        let was = self.chosen.contains(&self.at);
        if !self.many {
            self.chosen.clear();
        }
        if was {
            self.chosen.remove(&self.at);
        } else {
            self.chosen.insert(self.at);
        }
    }

    /// Chooses what the cursor stands on, if nothing else may be chosen beside it.
    pub fn take(&mut self) {
        if !self.many && !self.options.is_empty() {
            self.chosen = [self.at].into();
        }
    }

    /// The stored form of what is chosen.
    pub fn values(&self) -> Vec<String> {
        self.chosen
            .iter()
            .filter_map(|at| self.options.get(*at))
            .map(|(it, _)| it.clone())
            .collect()
    }

    /// What is chosen, to be read.
    pub fn shown(&self) -> String {
        let labels: Vec<&str> = self
            .chosen
            .iter()
            .filter_map(|at| self.options.get(*at))
            .map(|(_, label)| label.as_str())
            .collect();
        labels.join(", ")
    }
}
