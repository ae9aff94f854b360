//! Where things lie.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::error::Error;
use super::profile::ProfileName;
use crate::private;

/// The two folders that belong to rolodeck, both closed to other users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    config: PathBuf,
    data: PathBuf,
}

impl Paths {
    /// The folders named by option or variable, else the platform's own. Touches no disk.
    pub fn new(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<Self, Error> {
        let platform = ProjectDirs::from("", "", "rolodeck");
        let own = |folder: fn(&ProjectDirs) -> &Path| {
            platform.as_ref().map(|dirs| folder(dirs).to_owned()).ok_or(Error::NoHome)
        };
        Ok(Self {
            config: config.map_or_else(|| own(ProjectDirs::config_dir), Ok)?,
            data: data.map_or_else(|| own(ProjectDirs::data_local_dir), Ok)?,
        })
    }

    /// Makes the folders 0700, or refuses old ones that others can reach.
    pub fn prepare(&self) -> Result<(), Error> {
        private::folder(&self.config)?;
        private::folder(&self.data)?;
        Ok(())
    }

    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Cache, queue and history of one profile.
    pub fn database(&self, profile: &ProfileName) -> PathBuf {
        self.data.join(format!("{profile}.db"))
    }

    pub fn log_file(&self) -> PathBuf {
        self.data.join("rolodeck.log")
    }

    /// Token files, where somebody asked for them.
    pub fn tokens(&self) -> PathBuf {
        self.data.join("tokens")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_win_over_the_platform() {
        let paths = Paths::new(Some("/c".into()), Some("/d".into())).unwrap();
        assert_eq!(paths.config_file(), Path::new("/c/config.toml"));
        assert_eq!(paths.log_file(), Path::new("/d/rolodeck.log"));
        assert_eq!(paths.database(&"work".parse().unwrap()), Path::new("/d/work.db"));
    }

    #[test]
    #[cfg(unix)]
    fn folders_are_made_closed_and_open_ones_refused() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::new(Some(home.path().join("c")), Some(home.path().join("d"))).unwrap();
        paths.prepare().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&paths.config), mode(&paths.data)), (0o700, 0o700));

        std::fs::write(paths.log_file(), "").unwrap();
        std::fs::set_permissions(&paths.data, PermissionsExt::from_mode(0o770)).unwrap();
        let error = paths.prepare().unwrap_err();
        assert_eq!(error.fix(), format!("run: chmod 700 '{}'", paths.data.display()));
    }
}
