//! `token_cmd`: a program of the person's own that prints the token, such as a password manager.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

use super::error::{CommandFault, Error};
use super::patience::within;
use super::token::{self, Token, VARIABLE};

/// Runs the command line without a shell and takes the first line that it prints. It gets no input,
/// not our own token either, and is ended when it has not answered within `limit`.
pub(super) fn run(line: &str, limit: Duration) -> Result<Token, Error> {
    let words = words(line).map_err(Error::CommandLine)?;
    let (program, arguments) = words.split_first().ok_or(Error::CommandLine("it is empty"))?;
    ask(program, arguments, limit)
        .map_err(|fault| Error::Command { program: program.escape_debug().to_string(), fault })
}

fn ask(program: &str, arguments: &[String], limit: Duration) -> Result<Token, CommandFault> {
    let mut child = Command::new(program)
        .args(arguments)
        .env_remove(VARIABLE)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| CommandFault::Start(error.to_string()))?;
    #[cfg(unix)]
    let pid = rustix::process::Pid::from_child(&child);
    let answer = within(limit, move || {
        // More than a token can be is not waited for; closing the pipe ends whoever goes on writing.
        let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
        if let Some(output) = child.stdout.take() {
            output.take(token::LONGEST + 2).read_to_end(&mut bytes)?;
        }
        child.wait().map(|status| (status, bytes))
    });
    match answer {
        None => {
            #[cfg(unix)]
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
            Err(CommandFault::Silent(limit))
        }
        Some(Err(error)) => Err(CommandFault::Ended(error.to_string())),
        Some(Ok((status, _))) if !status.success() => Err(CommandFault::Ended(status.to_string())),
        Some(Ok((_, bytes))) => {
            let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
            Ok(Token::try_from(first.to_vec())?)
        }
    }
}

/// Splits a command line: spaces part words, quotes of either kind group them, and a backslash
/// outside single quotes takes the next character as it is. Nothing is expanded.
fn words(line: &str) -> Result<Vec<String>, &'static str> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', None | Some('"')) => {
                word.get_or_insert_default().push(chars.next().ok_or("it ends in a backslash")?);
            }
            (_, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (_, None) if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if quote.is_some() { Err("a quote is not closed") } else { Ok(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_and_nothing_is_expanded() {
        let split = |line| words(line).unwrap();
        assert_eq!(
            split(r#" pass  show 'a b' "c \" d" e\ f $HOME *"#),
            ["pass", "show", "a b", "c \" d", "e f", "$HOME", "*"]
        );
        assert_eq!(split(r#"a '' "x"y"#), ["a", "", "xy"]);
        assert_eq!(split(r"'a\b'"), [r"a\b"]);
        assert_eq!(words("a 'b"), Err("a quote is not closed"));
        assert_eq!(words("a\\"), Err("it ends in a backslash"));
        assert!(split("  ").is_empty());
    }
}

#[cfg(test)]
#[cfg(unix)]
mod unix_tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn fault(line: &str, limit: Duration) -> CommandFault {
        match run(line, limit) {
            Err(Error::Command { fault, .. }) => fault,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_first_line_printed_is_the_token() {
        let token = run(r"printf 'pit-one\nuser: me\n'", LONG).unwrap();
        assert_eq!(token.expose(), "pit-one");
    }

    #[test]
    fn a_failing_command_is_named_and_its_output_is_not() {
        let error = run("sh -c 'echo canary; echo canary >&2; exit 3'", LONG).unwrap_err();
        assert_eq!(error.to_string(), "token_cmd: `sh` ended with exit status: 3");
        assert!(!format!("{error:?}").contains("canary"));
        assert!(matches!(fault("/no/such/program", LONG), CommandFault::Start(_)));
        assert!(matches!(fault("echo two words", LONG), CommandFault::BadToken(_)));
        assert!(matches!(run("", LONG), Err(Error::CommandLine("it is empty"))));
    }

    #[test]
    fn a_silent_or_endless_command_is_not_waited_for() {
        let limit = Duration::from_millis(50);
        assert_eq!(fault("sleep 3600", limit), CommandFault::Silent(limit));
        assert!(matches!(fault("cat /dev/zero", LONG), CommandFault::Ended(_)));
    }
}
