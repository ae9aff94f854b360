//! Questions to the person at the terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

use super::out::ask;

/// Longer than anything that is typed as an answer.
const LONGEST: u64 = 64 * 1024;

/// What came of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// The standard input is no terminal: nobody can be asked.
    Nobody,
}

pub(super) fn yes(question: &str) -> Answer {
    match line(&format!("{} [y/N] ", crate::model::clean::clean(question))) {
        None => Answer::Nobody,
        Some(text) if ["y", "yes"].contains(&text.to_lowercase().as_str()) => Answer::Yes,
        Some(_) => Answer::No,
    }
}

/// One line, trimmed; `None` if nobody can be asked.
pub(super) fn line(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    ask(question);
    read_line()
}

/// One line that does not show while it is typed; `None` if nobody can be asked, or nobody answers.
pub(super) fn hidden(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    ask(question);
    let text = dark::line();
    ask("\n");
    text
}

fn read_line() -> Option<String> {
    let mut text = String::new();
    io::stdin().lock().take(LONGEST).read_line(&mut text).ok()?;
    Some(text.trim().to_owned())
}

/// Typing in the dark. Keys come one by one, so that Ctrl+C brings the light back, too.
#[cfg(unix)]
mod dark {
    use std::io::{self, Read as _};

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    const INTERRUPT: u8 = 0x03;
    const END: u8 = 0x04;
    const BACKSPACE: [u8; 2] = [0x08, 0x7F];

    struct Dark {
        before: Termios,
    }

    impl Dark {
        fn begin() -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut dark = before.clone();
            dark.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
            dark.special_codes[SpecialCodeIndex::VMIN] = 1;
            dark.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(io::stdin(), OptionalActions::Flush, &dark)?;
            Ok(Self { before })
        }
    }

    impl Drop for Dark {
        fn drop(&mut self) {
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
        }
    }

    pub(super) fn line() -> Option<String> {
        let _dark = Dark::begin().ok()?;
        let mut typed = Vec::new();
        for byte in io::stdin().lock().take(super::LONGEST).bytes() {
            match byte.ok()? {
                b'\r' | b'\n' => break,
                INTERRUPT => return None,
                END if typed.is_empty() => return None,
                byte if BACKSPACE.contains(&byte) => _ = typed.pop(),
                byte => typed.push(byte),
            }
        }
        String::from_utf8(typed).ok()
    }
}

#[cfg(not(unix))]
mod dark {
    pub(super) fn line() -> Option<String> {
        super::ask("(it will show) ");
        super::read_line()
    }
}
