//! The editor of one value, as its type demands: a line, several lines, or a choice.

use super::choice::Choice;
use crate::app::text::Text;
use crate::model::{catalog::Catalog, field::Field};

#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Line(Text),
    Lines(Text),
    Choice(Choice),
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormRow {
    pub field: Field,
    pub entry: Entry,
    /// What is wrong with what stands in it.
    pub fault: Option<String>,
}

impl FormRow {
    pub fn label<'a>(&'a self, catalog: &'a Catalog) -> &'a str {
        catalog.label(&self.field)
    }
}
