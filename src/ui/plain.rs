//! HTML as text: notes written in the web interface hold it. Only read here, never sent back.

use std::borrow::Cow;

use crate::model::clean::clean_text;

/// What a browser would show, roughly: blocks as lines, list items with a dash, tags gone,
/// entities as their characters. A text without tags stays as it is.
pub fn plain(body: &str) -> String {
    let body = clean_text(body);
    if !body.contains('<') && !body.contains('&') {
        return body.trim().to_owned();
    }
    let mut out = String::with_capacity(body.len());
    let mut rest = &*body;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken =
            if rest.starts_with('<') { tag(rest, &mut out) } else { entity(rest, &mut out) };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    clean_text(squeezed(&lines).trim()).into_owned()
}

/// Tags that begin a new line.
const BLOCKS: &[&str] =
    &["p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "blockquote"];

/// Reads one tag and returns how many bytes it takes; a `<` that begins none is text.
fn tag(text: &str, out: &mut String) -> usize {
    let looks_like_one =
        text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let Some(end) = text.find('>').filter(|_| looks_like_one) else {
        out.push('<');
        return 1;
    };
    let inner = text[1..end].trim_start_matches('/');
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    if BLOCKS.contains(&name.as_str()) {
        if !out.ends_with('\n') {
            out.push('\n');
        }
        if name == "li" && !text.starts_with("</") {
            out.push_str("- ");
        }
    }
    end + 1
}

fn entity(text: &str, out: &mut String) -> usize {
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';');
    let found = end.and_then(|end| Some((decoded(&text[1..end])?, end + 1)));
    let (c, taken) = found.unwrap_or(('&', 1));
    out.push(c);
    taken
}

fn decoded(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// Never more than one empty line in a row.
fn squeezed(lines: &[&str]) -> Cow<'static, str> {
    let mut out = String::new();
    let mut empty = 0;
    for line in lines {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_as_text() {
        for (html, text) in [
            ("<p>Hello <b>Jane</b></p><p>Bye</p>", "Hello Jane\nBye"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            ("a &lt; b &amp;&amp; c &#39;d&#39;&nbsp;e", "a < b && c 'd' e"),
            ("1 < 2 and R&D", "1 < 2 and R&D"),
            ("line<br/>break", "line\nbreak"),
            ("&#27;[31m", "␛[31m"),
            ("plain\n\ntext", "plain\n\ntext"),
            ("<unclosed", "<unclosed"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }
}
