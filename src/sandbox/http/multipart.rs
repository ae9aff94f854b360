//! A form with files in it (`multipart/form-data`), taken apart.

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Only files have one.
    pub(crate) file_name: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// What stands between the parts, from `Content-Type`.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let parameters = content_type.strip_prefix("multipart/form-data")?;
    parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty())
}

/// The parts in their order; nothing where the form is not whole.
pub(crate) fn parts(bytes: &[u8], boundary: &str) -> Option<Vec<Part>> {
    let fence = format!("--{boundary}").into_bytes();
    let mut rest = after(bytes, &fence)?;
    let mut parts = Vec::new();
    let fence = [b"\r\n", fence.as_slice()].concat();
    while !rest.starts_with(b"--") {
        let body = rest.strip_prefix(b"\r\n")?;
        let end = find(body, &fence)?;
        parts.push(part(&body[..end])?);
        rest = &body[end + fence.len()..];
    }
    Some(parts)
}

fn part(bytes: &[u8]) -> Option<Part> {
    let head_end = find(bytes, b"\r\n\r\n")?;
    let head = str::from_utf8(&bytes[..head_end]).ok()?;
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(disposition, "name")?.to_owned(),
        file_name: parameter(disposition, "filename").map(str::to_owned),
        kind: header("content-type").map(str::to_owned),
        bytes: bytes[head_end + 4..].to_vec(),
    })
}

/// `name="value"` among parameters that are set apart by semicolons.
fn parameter<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key.trim() == name).then(|| value.trim().trim_matches('"'))
    })
}

fn after<'a>(bytes: &'a [u8], pattern: &[u8]) -> Option<&'a [u8]> {
    find(bytes, pattern).map(|at| &bytes[at + pattern.len()..])
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nf1\r\n\
        --x\r\ncontent-disposition: form-data; name=\"a\"; filename=\"a.csv\"\r\n\
        Content-Type: text/csv\r\n\r\n1\r\n2\r\n--x--\r\n";

    #[test]
    fn texts_and_files_are_told_apart() {
        assert_eq!(boundary("multipart/form-data; boundary=\"x\""), Some("x"));
        let parts = parts(FORM.as_bytes(), "x").unwrap();
        assert_eq!((parts[0].name.as_str(), parts[0].file_name.as_deref()), ("id", None));
        assert_eq!(parts[0].bytes, b"f1");
        assert_eq!(parts[1].file_name.as_deref(), Some("a.csv"));
        assert_eq!(parts[1].kind.as_deref(), Some("text/csv"));
        assert_eq!(parts[1].bytes, b"1\r\n2");
    }

    #[test]
    fn no_cut_form_is_read() {
        for end in 0..FORM.len() - 4 {
            assert_eq!(parts(&FORM.as_bytes()[..end], "x"), None, "{end}");
        }
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary("application/json; boundary=x"), None);
    }
}
