//! Answers for eyes: columns as wide as they need to be.

use std::borrow::Cow;

use crate::model::{clean::clean, width::width};

/// Between two columns.
const GAP: &str = "  ";

#[derive(Debug)]
pub(super) struct Table {
    heads: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    /// Stands under it, and makes no column wider.
    remark: Option<String>,
}

impl Table {
    pub(super) fn new<T: Into<String>>(heads: impl IntoIterator<Item = T>) -> Self {
        Self { heads: heads.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// As many cells as there are heads; each becomes one harmless line.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells = cells.into_iter().map(|cell| clean(cell.as_ref()).into_owned()).collect();
        self.rows.push(Row { cells, remark: None });
    }

    /// One more line for the last row.
    pub(super) fn remark(&mut self, remark: Option<String>) {
        if let Some(row) = self.rows.last_mut() {
            row.remark = remark;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, heads first; nothing at all where there are no rows.
    pub(super) fn text(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let rows = self.rows.iter().map(|row| (&row.cells, row.remark.as_deref()));
        let lines = || std::iter::once((&self.heads, None)).chain(rows.clone());
        let mut widths = vec![0; self.heads.len()];
        for (line, _) in lines() {
            for (widest, cell) in widths.iter_mut().zip(line) {
                *widest = width(cell).max(*widest);
            }
        }
        let mut text = String::new();
        for (line, remark) in lines() {
            let mut drawn = String::new();
            for (cell, wide) in line.iter().zip(&widths) {
                drawn.push_str(cell);
                drawn.push_str(&" ".repeat(wide - width(cell)));
                drawn.push_str(GAP);
            }
            text.push_str(drawn.trim_end());
            text.push('\n');
            if let Some(remark) = remark {
                text.extend([GAP, GAP, clean(remark).as_ref(), "\n"]);
            }
        }
        text
    }
}

/// One line a pair, the names padded to the same width. Pairs without a value are left out.
pub(super) fn pairs<'a>(pairs: impl IntoIterator<Item = (Cow<'a, str>, String)>) -> String {
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let widest = pairs.iter().map(|(name, _)| width(&clean(name))).max().unwrap_or(0);
    let mut text = String::new();
    for (name, value) in pairs {
        let name = clean(&name);
        text.push_str(&name);
        text.push_str(&" ".repeat(widest - width(&name)));
        text.push_str(GAP);
        text.push_str(&clean(&value));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_is_in_them() {
        let mut table = Table::new(["NAME", "TAGS"]);
        table.row(["田中さくら", "hot"]);
        table.row(["Adams\x1b[31m", ""]);
        assert_eq!(table.text(), "NAME        TAGS\n田中さくら  hot\nAdams␛[31m\n");
        assert_eq!(Table::new(["NAME"]).text(), "");
    }

    #[test]
    fn pairs_without_a_value_are_not_shown() {
        let shown = pairs([("City".into(), "Oslo".into()), ("Postal code".into(), String::new())]);
        assert_eq!(shown, "City  Oslo\n");
    }
}
