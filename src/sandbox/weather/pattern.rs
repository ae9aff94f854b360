//! Which requests are meant: `POST/contacts/*`, `/contacts/upsert`, `*`.

use std::fmt;

/// A method (or any) and a path in which `*` stands for anything, slashes included.
/// A slash at the end makes no difference, as it makes none to the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    method: Option<String>,
    path: String,
}

impl Pattern {
    /// Every request.
    pub fn any() -> Self {
        Self { method: None, path: "*".to_owned() }
    }

    pub fn matches(&self, method: &str, path: &str) -> bool {
        let method_fits = self.method.as_deref().is_none_or(|wanted| wanted == method);
        let bare = path.strip_suffix('/').unwrap_or(path);
        let slashed = format!("{bare}/");
        let pattern = self.path.as_bytes();
        method_fits && (glob(pattern, bare.as_bytes()) || glob(pattern, slashed.as_bytes()))
    }
}

impl Pattern {
    /// Any text is a pattern.
    pub fn read(text: &str) -> Self {
        let start = text.find(['/', '*']).unwrap_or(text.len());
        let (method, path) = text.split_at(start);
        let method = method.trim();
        Self {
            method: (!method.is_empty()).then(|| method.to_uppercase()),
            path: if path.is_empty() { "*".to_owned() } else { path.to_owned() },
        }
    }
}

impl From<&str> for Pattern {
    fn from(text: &str) -> Self {
        Self::read(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.method.as_deref().unwrap_or_default(), self.path)
    }
}

/// Backtracks only to the last star, so a pattern of many stars stays linear in each.
pub(crate) fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, method: &str, path: &str) -> bool {
        Pattern::read(pattern).matches(method, path)
    }

    #[test]
    fn patterns_name_methods_and_paths() {
        assert!(fits("*", "GET", "/contacts/"));
        assert!(fits("POST", "POST", "/contacts/"));
        assert!(!fits("POST", "GET", "/contacts/"));
        assert!(fits("POST/contacts/", "POST", "/contacts"));
        assert!(!fits("POST/contacts/", "POST", "/contacts/abc/tasks"));
        assert!(fits("POST/contacts/*", "POST", "/contacts/abc/tasks"));
        assert!(fits("POST/contacts/*", "POST", "/contacts/"));
        assert!(fits("POST/contacts/*", "POST", "/contacts"));
        assert!(fits("/contacts/*/tasks", "PUT", "/contacts/abc/tasks"));
        assert!(!fits("/contacts/*/tasks", "PUT", "/contacts/abc/notes"));
        assert!(fits("put /contacts/*/tasks/*/completed", "PUT", "/contacts/a/tasks/b/completed"));
    }
}
