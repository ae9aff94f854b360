//! Keys in the configuration that mean nothing: told to the person, since most are slips of the pen.

use std::fmt;

use toml_edit::{Document, TableLike};

/// A key that is not read, as it would be written in full, and its line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    pub key: String,
    pub line: usize,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: `{}` is not a setting; it is left alone", self.line, self.key)
    }
}

/// Every key there is, `*` standing for any name.
const KNOWN: &[&str] = &[
    "default_profile",
    "theme",
    "mouse",
    "which_key_delay",
    "keys.*",
    "poll.active",
    "poll.idle",
    "poll.away",
    "profiles.*.api_url",
    "profiles.*.location",
    "profiles.*.location_name",
    "profiles.*.user",
    "profiles.*.timezone",
    "profiles.*.country",
    "profiles.*.token_cmd",
];

pub(super) fn unknown(document: &Document<&str>) -> Vec<Unknown> {
    let mut found = Vec::new();
    search(document, &mut Vec::new(), document.as_table(), &mut found);
    found.sort_by_key(|unknown| unknown.line);
    found
}

fn search<'a>(
    document: &Document<&str>,
    path: &mut Vec<&'a str>,
    table: &'a dyn TableLike,
    found: &mut Vec<Unknown>,
) {
    for (name, item) in table.iter() {
        path.push(name);
        match item.as_table_like() {
            Some(inner) if fits(path, |known, path| known > path) => {
                search(document, path, inner, found);
            }
            _ if fits(path, |known, path| known == path) => {}
            _ => {
                let start =
                    table.key(name).and_then(toml_edit::Key::span).map_or(0, |span| span.start);
                found.push(Unknown { key: path.join("."), line: line(document.raw(), start) });
            }
        }
        path.pop();
    }
}

/// Whether a known key begins with this path, its length standing as asked to the path's.
fn fits(path: &[&str], lengths: fn(usize, usize) -> bool) -> bool {
    KNOWN.iter().any(|known| {
        let known: Vec<&str> = known.split('.').collect();
        lengths(known.len(), path.len())
            && known.iter().zip(path).all(|(known, name)| *known == "*" || known == name)
    })
}

/// The line of a byte of the text, counted from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_with_their_line() {
        let text = "theme = \"x\"\nmuose = true\n[keys]\n\"a.b\" = [\"x\"]\n[poll]\nactiv = 3\n\
            [profiles.work]\nuser = \"u\"\nlocaton = 3\n[colours]\nred = 1\n";
        let found: Vec<String> =
            unknown(&Document::parse(text).unwrap()).iter().map(ToString::to_string).collect();
        let slip = |line, key| format!("line {line}: `{key}` is not a setting; it is left alone");
        assert_eq!(
            found,
            [
                slip(2, "muose"),
                slip(6, "poll.activ"),
                slip(9, "profiles.work.locaton"),
                slip(10, "colours")
            ]
        );
    }
}
