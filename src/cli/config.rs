//! `rolodeck config …`

use serde_json::json;

use super::{
    arguments::{Config as Action, Everywhere},
    exit::Exit,
    out::Out,
    stop::Stop,
};
use crate::config::{Config, EXAMPLE, Paths};

pub(super) fn run(action: Option<Action>, everywhere: &Everywhere) -> Result<Exit, Stop> {
    let out = Out::new(everywhere);
    let paths = Paths::new(everywhere.config_dir.clone(), everywhere.data_dir.clone())?;
    let file = paths.config_file();
    match action.unwrap_or(Action::Path) {
        Action::Path => {
            let path = file.display().to_string();
            out.answer(|| json!({ "path": path }), || format!("{path}\n"))?;
        }
        Action::Default => out.answer(|| json!({ "text": EXAMPLE }), || EXAMPLE.to_owned())?,
        Action::Check => {
            let config = Config::load(&paths)?;
            let slips: Vec<String> = config.unknown().iter().map(ToString::to_string).collect();
            out.answer(
                || json!({ "path": file.display().to_string(), "unknown": slips }),
                || slips.iter().flat_map(|slip| [slip, "\n"]).collect(),
            )?;
            if !slips.is_empty() {
                return Ok(Exit::Failed);
            }
            out.say("nothing is wrong with it");
        }
    }
    Ok(Exit::Done)
}
