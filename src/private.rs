//! Files and folders that nobody but their owner may look into.
//!
//! Files are 0600 and folders 0700 from their first moment on. Whatever lies there already is looked
//! at before it is used: a symlink, somebody else's file or an open mode is refused, and the error
//! names the command that puts it right. On Windows the profile folder's own rights do this work.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Why a file or folder is not used. `fix` says what puts it right.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {fault}", path = .path.display())]
pub struct Error {
    pub path: PathBuf,
    pub fault: Fault,
}

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("is a symbolic link")]
    Link,
    #[error("belongs to another user")]
    Owner,
    #[error("is open to other users (mode {mode:04o})")]
    Open { mode: u32, folder: bool },
    #[error("is not a plain file")]
    NotAFile,
    #[error("is not a folder")]
    NotAFolder,
    #[error("is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Error {
    fn new(path: &Path, fault: impl Into<Fault>) -> Self {
        Self { path: path.to_owned(), fault: fault.into() }
    }

    /// What the person can do about it, as one sentence.
    pub fn fix(&self) -> String {
        let path = self.path.display();
        match self.fault {
            Fault::Link => format!("put the real thing in the place of the link {path}"),
            Fault::Owner => {
                format!("run: sudo chown -R \"$USER\" '{path}', or choose another folder")
            }
            Fault::Open { folder: true, .. } => format!("run: chmod 700 '{path}'"),
            Fault::Open { folder: false, .. } => format!("run: chmod 600 '{path}'"),
            Fault::NotAFile | Fault::NotAFolder | Fault::TooLarge { .. } => {
                format!("move {path} out of the way")
            }
            Fault::Io(_) => {
                format!("see that {path} can be read and written, and that the disk has room")
            }
        }
    }
}

/// Makes the folder, its missing parents too, or looks whether an old one may be used.
/// An empty folder of ours is closed without a word: nothing has lain open in it.
pub fn folder(path: &Path) -> Result<(), Error> {
    let fail = |fault: io::Error| Error::new(path, fault);
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut builder = DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(path).map_err(fail)
        }
        Err(error) => Err(fail(error)),
        Ok(found) if found.is_symlink() => Err(Error::new(path, Fault::Link)),
        Ok(found) if !found.is_dir() => Err(Error::new(path, Fault::NotAFolder)),
        Ok(found) => match closed(&found) {
            Err(Fault::Open { .. }) if fs::read_dir(path).map_err(fail)?.next().is_none() => {
                close(path).map_err(fail)
            }
            Err(fault) => Err(Error::new(path, fault)),
            Ok(()) => Ok(()),
        },
    }
}

/// The whole file, or `None` where there is none. More than `limit` bytes are refused.
pub fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    let mut options = OpenOptions::new();
    options.read(true);
    let Some(file) = open(path, &mut options)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Error::new(path, error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::new(path, Fault::TooLarge { limit }));
    }
    Ok(Some(bytes))
}

/// Replaces the file in one step: after a crash either the old or the new text is there, whole.
/// What lies in its place must be a file that `read` would take.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    open(path, OpenOptions::new().read(true))?;
    replace(path, bytes).map_err(|error| Error::new(path, error))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?; // made 0600
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    #[cfg(unix)]
    File::open(folder)?.sync_all()?; // the new name, too
    Ok(())
}

/// Opens the file to write at its end, and makes it where there is none.
pub fn append(path: &Path) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    open(path, &mut options)?
        .ok_or_else(|| Error::new(path, io::Error::from(io::ErrorKind::NotFound)))
}

/// Removes the file; `false` where there was none.
pub fn remove(path: &Path) -> Result<bool, Error> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::new(path, error)),
    }
}

/// Opens without following a link and without waiting on a pipe, then looks at what it has in hand,
/// so that nothing can be exchanged between the look and the use. `None`: there is no such file.
fn open(path: &Path, options: &mut OpenOptions) -> Result<Option<File>, Error> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(Error::new(path, Fault::Link));
    }
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits().cast_signed());
    }
    let file = match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|error| Error::new(path, error))?,
    };
    let found = file.metadata().map_err(|error| Error::new(path, error))?;
    if !found.is_file() {
        return Err(Error::new(path, Fault::NotAFile));
    }
    closed(&found).map_err(|fault| Error::new(path, fault))?;
    Ok(Some(file))
}

/// Whether a file or folder is ours and shut to everybody else.
#[cfg(unix)]
fn closed(found: &Metadata) -> Result<(), Fault> {
    use std::os::unix::fs::MetadataExt as _;
    let mode = found.mode() & 0o7777;
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(Fault::Owner);
    }
    if mode & 0o077 != 0 {
        return Err(Fault::Open { mode, folder: found.is_dir() });
    }
    Ok(())
}

#[cfg(unix)]
fn close(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))
}

#[cfg(not(unix))]
fn closed(_: &Metadata) -> Result<(), Fault> {
    Ok(())
}

#[cfg(not(unix))]
fn close(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    fn open_to_all(path: &Path, mode: u32) {
        fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_is_made_is_closed() {
        let home = tempfile::tempdir().unwrap();
        let (folder_path, file) = (home.path().join("a/b"), home.path().join("a/b/c"));
        folder(&folder_path).unwrap();
        assert_eq!((mode(&home.path().join("a")), mode(&folder_path)), (0o700, 0o700));
        assert_eq!(read(&file, 10).unwrap(), None);
        write(&file, b"one").unwrap();
        write(&file, b"two").unwrap();
        assert_eq!(mode(&file), 0o600);
        append(&file).unwrap().write_all(b", three").unwrap();
        assert_eq!(read(&file, 10).unwrap().unwrap(), b"two, three");
        assert!(remove(&file).unwrap() && !remove(&file).unwrap());
        drop(append(&file).unwrap());
        assert_eq!(mode(&file), 0o600);
        assert_eq!(fs::read_dir(&folder_path).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn an_open_folder_is_closed_when_empty_and_refused_when_not() {
        let home = tempfile::tempdir().unwrap();
        open_to_all(home.path(), 0o755);
        folder(home.path()).unwrap();
        assert_eq!(mode(home.path()), 0o700);
        fs::write(home.path().join("file"), "").unwrap();
        open_to_all(home.path(), 0o755);
        let error = folder(home.path()).unwrap_err();
        assert_eq!(error.fix(), format!("run: chmod 700 '{}'", home.path().display()));
        assert!(error.to_string().ends_with("is open to other users (mode 0755)"), "{error}");
    }

    #[test]
    fn links_pipes_open_modes_and_large_files_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let [real, link, pipe] = ["real", "link", "pipe"].map(|name| home.path().join(name));
        fs::write(&real, "12345").unwrap();
        open_to_all(&real, 0o640);
        let error = read(&real, 10).unwrap_err();
        assert!(matches!(error.fault, Fault::Open { mode: 0o640, folder: false }));
        assert_eq!(error.fix(), format!("run: chmod 600 '{}'", real.display()));
        assert!(write(&real, b"new").is_err() && append(&real).is_err());

        open_to_all(&real, 0o600);
        assert!(matches!(read(&real, 4).unwrap_err().fault, Fault::TooLarge { limit: 4 }));
        assert_eq!(read(&real, 5).unwrap().unwrap(), b"12345");

        symlink(&real, &link).unwrap();
        let refused = [read(&link, 9).map(drop), write(&link, b""), append(&link).map(drop)];
        assert!(refused.iter().all(|r| matches!(r.as_ref().unwrap_err().fault, Fault::Link)));

        std::process::Command::new("mkfifo").args(["-m", "600"]).arg(&pipe).status().unwrap();
        assert!(matches!(read(&pipe, 9).unwrap_err().fault, Fault::NotAFile));
        assert!(matches!(folder(&real).unwrap_err().fault, Fault::NotAFolder));
    }

    #[test]
    fn somebody_elses_file_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, "").unwrap();
        let metadata = if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&file, Some(65534), None).unwrap();
            fs::metadata(&file).unwrap()
        } else {
            fs::metadata("/").unwrap()
        };
        assert!(matches!(closed(&metadata), Err(Fault::Owner)));
    }
}
