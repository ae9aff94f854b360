//! `rolodeck profiles …`

use serde_json::{Value as Json, json};

use super::{
    account::{self, Account},
    arguments::{Everywhere, Profiles},
    exit::Exit,
    logout::forget,
    out::Out,
    stop::Stop,
    table::Table,
};
use crate::config::Config;

pub(super) async fn run(action: Option<Profiles>, everywhere: &Everywhere) -> Result<Exit, Stop> {
    let out = Out::new(everywhere);
    let Account { paths, .. } = Account::resolve(everywhere)?;
    // Read again for every change: what stands in between is somebody else's.
    let mut config = Config::load(&paths)?;
    match action.unwrap_or(Profiles::List) {
        Profiles::List => list(&config, out)?,
        Profiles::Use { name } => {
            let name = account::profile_named(&name)?;
            config.use_profile(&name)?;
            config.save()?;
            out.remark(|| format!("{name} is used from now on where no profile is named\n"))?;
        }
        Profiles::Remove { name } => {
            let name = account::profile_named(&name)?;
            config.remove_profile(&name)?;
            forget(&name, &paths).await?;
            config.save()?;
            let database = paths.database(&name);
            out.remark(|| {
                format!("{name} is gone; its contacts stay in {}\n", database.display())
            })?;
        }
    }
    Ok(Exit::Done)
}

fn list(config: &Config, out: Out) -> Result<(), Stop> {
    let usual = config.default_profile();
    out.answer(
        || {
            let json = config.profiles().map(|(name, profile)| {
                json!({
                    "name": name.as_str(),
                    "default": name == usual,
                    "locationId": profile.location,
                    "location": profile.location_name,
                    "apiUrl": profile.api_url.as_ref().map(ToString::to_string),
                })
            });
            json!({ "profiles": json.collect::<Vec<Json>>() })
        },
        || {
            let mut table = Table::new(["", "PROFILE", "LOCATION", "ID", "SERVICE"]);
            for (name, profile) in config.profiles() {
                let text = |text: &Option<String>| text.clone().unwrap_or_default();
                table.row([
                    if name == usual { "*".to_owned() } else { String::new() },
                    name.to_string(),
                    text(&profile.location_name),
                    text(&profile.location),
                    profile.api_url.clone().unwrap_or_default().to_string(),
                ]);
            }
            table.text()
        },
    )?;
    if config.profiles().next().is_none() {
        out.say("no profiles yet; `rolodeck login` makes one");
    }
    Ok(())
}
