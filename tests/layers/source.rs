//! Just enough of Rust's grammar to see what a source file names: paths, `use` trees, inline tests.

/// A path as it is written (`crate::model::Contact` is three segments) and the line it stands on.
/// `self` and `super` stay as they are; `inline` counts the inline modules around it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
    pub(crate) inline: usize,
}

/// What the rules of the house need to know of one file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Every path outside inline tests, those of `use` trees written out in full.
    pub(crate) paths: Vec<Path>,
    /// Child modules that lie in files of their own (`mod name;`).
    pub(crate) children: Vec<String>,
    /// Lines, inline tests left out.
    pub(crate) lines: usize,
}

#[derive(Debug, Clone)]
struct Token {
    text: String,
    line: usize,
}

impl Source {
    pub(crate) fn read(text: &str) -> Self {
        let (tokens, tested) = without_tests(&tokens(text));
        let (paths, children) = Walk { tokens: &tokens, at: 0 }.run();
        Self { paths, children, lines: text.lines().count() - tested }
    }
}

/// Whether a file says at its head what it is for.
pub(crate) fn has_head(text: &str) -> bool {
    text.starts_with("//! ")
}

/// Words and punctuation; comments and literals are gone, `::` is one token.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let end = match literal_end(&chars, at) {
            Some(end) => end,
            None if is_word(chars[at]) => {
                let end = at + chars[at..].iter().take_while(|c| is_word(**c)).count();
                found.push(Token { text: chars[at..end].iter().collect(), line });
                end
            }
            None if chars[at..].starts_with(&[':', ':']) => {
                found.push(Token { text: "::".into(), line });
                at + 2
            }
            None => {
                if !chars[at].is_whitespace() {
                    found.push(Token { text: chars[at].into(), line });
                }
                at + 1
            }
        };
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the comment, string, character or lifetime that begins at `at` ends, if one does.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let rest = &chars[at..];
    if !matches!(rest[0], '/' | '"' | '\'' | 'r' | 'b' | 'c') {
        return None;
    }
    let starts = |what: &str| what.chars().zip(rest).filter(|(a, b)| a == *b).count() == what.len();
    let after = |length: usize| (at + length).min(chars.len());
    if starts("//") {
        return Some(at + rest.iter().take_while(|c| **c != '\n').count());
    }
    if starts("/*") {
        return Some(after(block_comment(rest)));
    }
    if at > 0 && is_word(chars[at - 1]) {
        return None;
    }
    let prefix = ["br", "cr", "r"].iter().find(|p| starts(p)).map_or(0, |p| p.len());
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    if prefix > 0 && rest.get(prefix + hashes) == Some(&'"') {
        let close: Vec<char> = format!("\"{}", "#".repeat(hashes)).chars().collect();
        let body = prefix + hashes + 1;
        let length = rest[body..].windows(close.len()).position(|w| w == close)?;
        return Some(after(body + length + close.len()));
    }
    let prefix = usize::from(starts("b\"") || starts("c\"") || starts("b'"));
    match rest[prefix] {
        '"' => Some(after(prefix + quoted(&rest[prefix..], '"'))),
        '\'' if rest.get(prefix + 1) == Some(&'\\') || rest.get(prefix + 2) == Some(&'\'') => {
            Some(after(prefix + quoted(&rest[prefix..], '\'')))
        }
        '\'' => Some(at + 1 + rest[1..].iter().take_while(|c| is_word(**c)).count()),
        _ => None,
    }
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth == 1 => return at + 2,
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

/// The tokens less every item under `#[cfg(test)]`, and the number of lines those items took.
fn without_tests(tokens: &[Token]) -> (Vec<Token>, usize) {
    let (mut kept, mut lines, mut at) = (Vec::new(), 0, 0);
    while at < tokens.len() {
        let end = if is_test_attribute(&tokens[at..]) { item_end(tokens, at) } else { at };
        if end > at {
            lines += tokens[end - 1].line - tokens[at].line + 1;
            at = end;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    (kept, lines)
}

fn is_test_attribute(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().map(|token| token.text.as_str());
    if !["#", "[", "cfg", "("].iter().all(|want| words.next() == Some(*want)) {
        return false;
    }
    let inside: Vec<&str> = words.take_while(|word| *word != "]").collect();
    inside.contains(&"test") && !inside.contains(&"not")
}

/// One past the item at `at`, its attributes included: it ends with `;` or its closing bracket.
fn item_end(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            "}" if depth == 0 => return i,
            ";" | "}" if depth == i32::from(token.text == "}") => return i + 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

struct Walk<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Walk<'_> {
    fn run(mut self) -> (Vec<Path>, Vec<String>) {
        let (mut paths, mut children, mut open_modules, mut depth) = (vec![], vec![], vec![], 0);
        while self.at < self.tokens.len() {
            let first = paths.len();
            match self.word(0) {
                "use" => {
                    self.at += 1;
                    self.tree(&[], &mut paths);
                }
                "mod" if self.word(2) == ";" => {
                    children.push(self.word(1).to_owned());
                    self.at += 3;
                }
                "mod" if self.word(2) == "{" => {
                    depth += 1;
                    open_modules.push(depth);
                    self.at += 3;
                }
                // How far a name reaches, not an import.
                "pub" if self.word(1) == "(" && self.word(2) == "in" => {
                    while !matches!(self.word(0), ")" | "") {
                        self.at += 1;
                    }
                }
                "{" => (depth, self.at) = (depth + 1, self.at + 1),
                "}" => {
                    open_modules.retain(|opened| *opened < depth);
                    (depth, self.at) = (depth - 1, self.at + 1);
                }
                word if word.starts_with(is_word) => self.path(&mut paths),
                _ => self.at += 1,
            }
            paths[first..].iter_mut().for_each(|path: &mut Path| path.inline = open_modules.len());
        }
        (paths, children)
    }

    fn word(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| &token.text)
    }

    /// A path in an expression or a type. A lone word is no path; one after `.` or `::` neither.
    fn path(&mut self, paths: &mut Vec<Path>) {
        let line = self.tokens[self.at].line;
        let mut segments = vec![self.word(0).to_owned()];
        self.at += 1;
        while self.word(0) == "::" && self.word(1).starts_with(is_word) {
            segments.push(self.word(1).to_owned());
            self.at += 2;
        }
        if segments.len() > 1 {
            paths.push(Path { segments, line, inline: 0 });
        }
    }

    /// One branch of a `use` tree, up to the `,`, `}` or `;` that ends it.
    fn tree(&mut self, stem: &[String], paths: &mut Vec<Path>) {
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        let mut segments = stem.to_vec();
        loop {
            match self.word(0) {
                "{" => {
                    while !matches!(self.word(0), "}" | "") {
                        self.at += 1; // the bracket itself, then each comma
                        self.tree(&segments, paths);
                    }
                    self.at += 1;
                    return;
                }
                "as" => self.at += 2,
                "," | "}" | ";" | "" => break,
                "::" | "*" => self.at += 1,
                word => {
                    segments.push(word.to_owned());
                    self.at += 1;
                }
            }
        }
        if segments.len() > stem.len() || self.word(0) != "}" {
            paths.push(Path { segments, line, inline: 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        Source::read(text).paths.iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn use_trees_are_written_out() {
        assert_eq!(
            paths("pub use crate::a::{self, b as c, d::{e, f::*},};\nuse super::g;"),
            ["crate::a::self", "crate::a::b", "crate::a::d::e", "crate::a::d::f", "super::g"]
        );
    }

    #[test]
    fn paths_in_types_expressions_and_macros_are_seen() {
        assert_eq!(
            paths("fn f(x: &crate::a::X<'_>) -> u8 { go!(super::b::y(x.len(), 'c')) as u8 }"),
            ["crate::a::X", "super::b::y"]
        );
        assert_eq!(paths("pub(in crate::a) fn f() -> super::b::Y {}"), ["super::b::Y"]);
    }

    #[test]
    fn comments_literals_and_inline_tests_are_not() {
        let text = "//! crate::a::A\n/* crate::b::B /* */ */ const S: &str = \"crate::c::C\";\n\
            const R: &str = r#\"crate::d::\"D\"#; const Q: char = '\"';\n\
            #[cfg(test)]\nmod tests {\n    use crate::e::E;\n    const B: u8 = b'{';\n}\n\
            fn g() { crate::f::F }";
        let source = Source::read(text);
        assert_eq!(paths(text), ["crate::f::F"]);
        assert_eq!(source.paths[0].line, 9);
        assert_eq!(source.lines, 4);
        assert!(has_head(text) && !has_head(&text[1..]));
    }

    #[test]
    fn modules_in_files_and_inline_are_told_apart() {
        let source = Source::read("mod a; pub mod b { mod c { fn f() { super::d::e() } } }");
        assert_eq!(source.children, ["a"]);
        assert_eq!(source.paths[0].inline, 2);
    }
}
