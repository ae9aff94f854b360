//! Lets `$EDITOR` work on a text, in a file that nobody else can read.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::Command,
};

use crate::secret;

/// Blocks until the editor ends. `None`: it ended badly, or nothing was changed.
pub(super) fn edit(text: &str, folder: &Path) -> io::Result<Option<String>> {
    // Neither name nor place of the file says whom the text is about.
    let mut file = tempfile::Builder::new().prefix("text-").suffix(".txt").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    let path = file.into_temp_path();
    let command = named(&["VISUAL", "EDITOR"]).unwrap_or_else(|| "vi".to_owned());
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status =
        Command::new(program).args(words).arg(&path).env_remove(secret::VARIABLE).status()?;
    let edited = fs::read_to_string(&path)?;
    path.close()?;
    Ok((status.success() && edited != text).then_some(edited))
}

fn named(variables: &[&str]) -> Option<String> {
    variables.iter().filter_map(|name| env::var(name).ok()).find(|value| !value.trim().is_empty())
}
