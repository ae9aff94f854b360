//! `config.toml`: read into types, edited in place, so that comments and order stay the person's.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml_edit::{Document, DocumentMut, Item, Table, TableLike, Value};

use super::error::Error;
use super::paths::Paths;
use super::profile::{Profile, ProfileName};
use super::settings::Settings;
use super::unknown::{self, Unknown};
use crate::private;

/// A configuration with every key in it, each behind a `#`.
pub const EXAMPLE: &str = include_str!("example.toml");

/// Far beyond what a person writes.
const LARGEST: u64 = 1024 * 1024;

/// What the file says, and the file itself for changes to it.
#[derive(Debug, Clone)]
pub struct Config {
    path: PathBuf,
    document: DocumentMut,
    settings: Settings,
    accounts: Accounts,
    unknown: Vec<Unknown>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Accounts {
    default_profile: ProfileName,
    profiles: BTreeMap<ProfileName, Profile>,
}

impl Config {
    /// Reads the file; without one, everything has its default.
    pub fn load(paths: &Paths) -> Result<Self, Error> {
        let path = paths.config_file();
        let bytes = private::read(&path, LARGEST)?.unwrap_or_default();
        match std::str::from_utf8(&bytes) {
            Ok(text) => Self::parse(path, text),
            Err(error) => {
                let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let at = before.len();
                Err(broken(&path, &before, Some(at..at), "this is not UTF-8 text"))
            }
        }
    }

    /// Reads a text as if it lay at `path`.
    pub fn parse(path: PathBuf, text: &str) -> Result<Self, Error> {
        let text = text.trim_start_matches('\u{feff}');
        let fail = |span, what: &str| broken(&path, text, span, what);
        let document =
            Document::parse(text).map_err(|error| fail(error.span(), error.message()))?;
        let settings = read(text).map_err(|error| fail(error.span(), error.message()))?;
        let accounts = read(text).map_err(|error| fail(error.span(), error.message()))?;
        let unknown = unknown::unknown(&document);
        Ok(Self { document: document.into_mut(), path, settings, accounts, unknown })
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Keys that mean nothing, in the order of their lines.
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The profile used where none is named.
    pub fn default_profile(&self) -> &ProfileName {
        &self.accounts.default_profile
    }

    pub fn profiles(&self) -> impl Iterator<Item = (&ProfileName, &Profile)> {
        self.accounts.profiles.iter()
    }

    pub fn profile(&self, name: &ProfileName) -> Option<&Profile> {
        self.accounts.profiles.get(name)
    }

    /// Adds a profile, or changes in an old one what differs.
    pub fn put_profile(&mut self, name: &ProfileName, profile: Profile) {
        let section = self.profile_sections().entry(name.as_str());
        let section = table(section.or_insert_with(toml_edit::table));
        for (key, value) in [
            ("api_url", profile.api_url.as_ref().map(ToString::to_string)),
            ("location", profile.location.clone()),
            ("location_name", profile.location_name.clone()),
            ("user", profile.user.clone()),
            ("timezone", profile.timezone.clone()),
            ("country", profile.country.clone()),
            ("token_cmd", profile.token_cmd.clone()),
        ] {
            put(section, key, value);
        }
        self.accounts.profiles.insert(name.clone(), profile);
    }

    /// Removes a profile; if it was the default, `default` is again. Its data stays on disk.
    pub fn remove_profile(&mut self, name: &ProfileName) -> Result<(), Error> {
        if self.accounts.profiles.remove(name).is_none() {
            return Err(Error::NoProfile(name.to_string()));
        }
        self.profile_sections().remove(name.as_str());
        if self.accounts.default_profile == *name {
            self.document.remove("default_profile");
            self.accounts.default_profile = ProfileName::default();
        }
        Ok(())
    }

    /// Makes a profile the one that is used where none is named.
    pub fn use_profile(&mut self, name: &ProfileName) -> Result<(), Error> {
        if !self.accounts.profiles.contains_key(name) {
            return Err(Error::NoProfile(name.to_string()));
        }
        put(self.document.as_table_mut(), "default_profile", Some(name.to_string()));
        self.accounts.default_profile = name.clone();
        Ok(())
    }

    fn profile_sections(&mut self) -> &mut dyn TableLike {
        table(self.document.entry("profiles").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true); // no heading of its own, it only holds other tables
            Item::Table(table)
        }))
    }

    /// The file as it would be written.
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    /// Writes the file, whole or not at all. Load, change and save in one go: what somebody else
    /// wrote in between is lost.
    pub fn save(&self) -> Result<(), Error> {
        Ok(private::write(&self.path, self.text().as_bytes())?)
    }
}

/// One part of the file. Each part is read by itself, for a flattened one would not know its lines.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, toml_edit::de::Error> {
    toml_edit::de::from_str(text)
}

fn broken(path: &Path, text: &str, span: Option<Range<usize>>, what: &str) -> Error {
    let line = unknown::line(text, span.map_or(0, |span| span.start));
    Error::Broken { path: path.to_owned(), line, what: what.trim().replace('\n', ", ") }
}

/// An item as the table that it is: it was read as one, or made as one.
fn table(item: &mut Item) -> &mut dyn TableLike {
    if !item.is_table_like() {
        *item = toml_edit::table();
    }
    item.as_table_like_mut().expect("made a table just now")
}

/// Sets a key and keeps the comment behind it; `None` takes it out.
fn put(table: &mut dyn TableLike, key: &str, value: Option<String>) {
    let Some(text) = value else {
        table.remove(key);
        return;
    };
    let mut value = Value::from(text);
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        if old.as_str() == value.as_str() {
            return;
        }
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(value));
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;

    fn parse(text: &str) -> Result<Config, Error> {
        Config::parse("/c/config.toml".into(), text)
    }

    fn name(name: &str) -> ProfileName {
        name.parse().unwrap()
    }

    #[test]
    fn the_example_shows_every_key_and_the_defaults() {
        let bare = parse(EXAMPLE).unwrap();
        assert_eq!((bare.settings, bare.accounts), (Settings::default(), Accounts::default()));
        let uncommented: String = EXAMPLE
            .lines()
            .map(|line| {
                line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line)
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let full = parse(&uncommented).unwrap();
        assert!(full.unknown().is_empty(), "{:?}", full.unknown());
        let settings = Settings { keys: BTreeMap::new(), ..full.settings().clone() };
        assert_eq!(settings, Settings::default());
        assert_eq!(full.settings().keys["task.done"], ["x", "<c-x>"]);
        let profile = full.profile(full.default_profile()).unwrap();
        assert!(format!("{profile:?}").matches("Some(").count() == 7, "all are set: {profile:?}");
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        for (text, line, what) in [
            (
                "theme = \"x\"\nmouse = \"yes\"\n",
                2,
                "invalid type: string \"yes\", expected a boolean",
            ),
            ("[poll]\n\nidle = 1\n", 3, "1 is not between 5 and 86400 seconds"),
            ("theme = \n", 1, ""),
            ("[profiles.work]\napi_url = \"http://example.com\"", 2, "plain http is only used"),
            ("[profiles.\"a b\"]\n", 1, "a profile is named with"),
            ("a = 1\na = 2\n", 2, "duplicate key"),
            ("profiles = 3", 1, "invalid type: integer `3`"),
        ] {
            match parse(text).unwrap_err() {
                Error::Broken { line: at, what: said, .. } => {
                    assert_eq!(at, line, "{text:?}: {said}");
                    assert!(said.starts_with(what), "{text:?}: {said}");
                }
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn edits_leave_the_rest_as_it_was() {
        let text = "# mine\ntheme = \"dark\" # at night\n\n[profiles.work] # the office\n\
            location = \"L1\" # Example Ltd\nodd = 1\n\n# the end\n";
        let mut config = parse(text).unwrap();
        let mut work = config.profile(&name("work")).unwrap().clone();
        config.put_profile(&name("work"), work.clone());
        assert_eq!(config.text(), text, "nothing changed, nothing moved");

        work.location = Some("L2\"\n[evil]".into());
        config.put_profile(&name("work"), work.clone());
        config.use_profile(&name("work")).unwrap();
        let home = Profile { user: Some("u".into()), ..Profile::default() };
        config.put_profile(&name("home"), home.clone());
        let again = parse(&config.text()).unwrap();
        assert_eq!(again.accounts, config.accounts);
        assert_eq!(again.profile(&name("work")), Some(&work));
        for kept in [
            "# mine\n",
            "# at night\n",
            "# the office\n",
            "# Example Ltd\n",
            "odd = 1\n",
            "# the end\n",
        ] {
            assert!(config.text().contains(kept), "{kept:?} in\n{}", config.text());
        }

        let bare = name("bare");
        config.put_profile(&bare, Profile::default());
        assert_eq!(parse(&config.text()).unwrap().profile(&bare), Some(&Profile::default()));
        config.remove_profile(&bare).unwrap();
        config.remove_profile(&name("work")).unwrap();
        assert!(matches!(config.remove_profile(&name("work")), Err(Error::NoProfile(_))));
        assert!(matches!(config.use_profile(&name("work")), Err(Error::NoProfile(_))));
        let again = parse(&config.text()).unwrap();
        assert_eq!(again.accounts, config.accounts);
        assert_eq!(again.profiles().collect::<Vec<_>>(), [(&name("home"), &home)]);
        assert_eq!(again.default_profile(), &ProfileName::default());
    }

    #[test]
    fn profiles_written_inline_are_edited_too() {
        let mut config = parse("profiles = { work = { user = \"a\" } }").unwrap();
        config.put_profile(&name("work"), Profile { user: Some("b".into()), ..Profile::default() });
        config.put_profile(&name("home"), Profile { user: Some("c".into()), ..Profile::default() });
        assert_eq!(parse(&config.text()).unwrap().accounts, config.accounts);
    }

    #[test]
    fn the_file_is_loaded_and_saved() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("c");
        let paths = Paths::new(Some(folder.clone()), Some(home.path().join("d"))).unwrap();
        paths.prepare().unwrap();
        let mut config = Config::load(&paths).unwrap();
        assert_eq!(config.settings().poll.active, Duration::from_secs(15));
        config.put_profile(
            &name("work"),
            Profile { location: Some("L".into()), ..Profile::default() },
        );
        config.save().unwrap();
        assert_eq!(Config::load(&paths).unwrap().accounts, config.accounts);

        fs::write(paths.config_file(), b"theme = \"a\"\nmouse = \xff\n").unwrap();
        let error = Config::load(&paths).unwrap_err();
        assert!(
            error.to_string().ends_with("config.toml, line 2: this is not UTF-8 text"),
            "{error}"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[a-z=\"\\[\\]{}.\n# '\u{e9}-]{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn a_profile_comes_back_as_it_was_put(user in ".{0,20}", command in proptest::option::of(".{0,20}")) {
            let profile = Profile { user: Some(user), token_cmd: command, ..Profile::default() };
            let mut config = parse(EXAMPLE).unwrap();
            config.put_profile(&name("work"), profile.clone());
            let again = parse(&config.text()).unwrap();
            proptest::prop_assert_eq!(again.profile(&name("work")), Some(&profile));
        }
    }
}
