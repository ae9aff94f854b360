//! Copies through the terminal itself (OSC 52), which also works over SSH.

use std::{
    env,
    io::{self, Write},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Terminals take no more.
const MOST: usize = 64 << 10;

/// Writes the sequence that puts `text` on the clipboard; inside tmux wrapped, so that it gets
/// through.
pub(super) fn copy(text: &str, terminal: &mut impl Write) -> io::Result<()> {
    if text.len() > MOST {
        return Err(io::Error::other("it is larger than the 64 KiB that terminals take"));
    }
    terminal.write_all(sequence(text, env::var_os("TMUX").is_some()).as_bytes())
}

fn sequence(text: &str, in_tmux: bool) -> String {
    let bare = format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(text));
    if in_tmux { format!("\x1bPtmux;{}\x1b\\", bare.replace('\x1b', "\x1b\x1b")) } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_goes_encoded() {
        assert_eq!(sequence("jane", false), "\x1b]52;c;amFuZQ==\x1b\\");
        assert_eq!(sequence("jane", true), "\x1bPtmux;\x1b\x1b]52;c;amFuZQ==\x1b\x1b\\\x1b\\");
    }

    #[test]
    fn what_terminals_would_cut_is_refused() {
        let mut written = Vec::new();
        assert!(copy(&"x".repeat(MOST + 1), &mut written).is_err());
        assert!(written.is_empty());
    }
}
