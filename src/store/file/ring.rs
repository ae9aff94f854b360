//! Processes that share a database ring each other when they have written to it, so that nobody
//! needs to look again and again.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::time::Instant;

/// Where nobody can ring, a look this often is enough.
const SLOW_LOOK: Duration = Duration::from_secs(5);
/// A bell that was hung up just now may not be ready to be rung yet.
const GRACE: Duration = Duration::from_mins(1);

/// Rings when another process has written to the same database.
#[derive(Debug)]
pub struct Bell {
    #[cfg(unix)]
    socket: Option<tokio::net::UnixDatagram>,
    path: PathBuf,
    /// When it rings by itself if nobody can ring it.
    next_look: Instant,
}

impl Bell {
    /// Within a tokio runtime. A bell that cannot be hung up (no Unix sockets here, or the path is
    /// too long for one) rings by itself every few seconds.
    pub(in crate::store) fn hang(database: &Path, name: i64) -> Self {
        let path = super::sender::beside(database, &format!("{:x}.bell", name.unsigned_abs()));
        Self {
            #[cfg(unix)]
            socket: tokio::net::UnixDatagram::bind(&path).ok(),
            path,
            next_look: Instant::now() + SLOW_LOOK,
        }
    }

    /// Waits until somebody rings; several rings that nobody waited for are one. Whoever gives up
    /// waiting and comes again misses none.
    pub async fn rung(&mut self) {
        #[cfg(unix)]
        if let Some(socket) = &self.socket
            && socket.recv(&mut [0]).await.is_ok()
        {
            while socket.try_recv(&mut [0]).is_ok() {}
            return;
        }
        tokio::time::sleep_until(self.next_look).await;
        self.next_look = Instant::now() + SLOW_LOOK;
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path); // whoever rings next would remove it
    }
}

/// Rings the bells of all other processes at this database, and takes down those of the dead.
#[cfg(unix)]
pub(in crate::store) fn others(database: &Path, own_name: i64) {
    let own = format!(".{:x}.bell", own_name.unsigned_abs());
    let (Some(folder), Some(file)) = (database.parent(), database.file_name()) else { return };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let prefix = file.to_string_lossy();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&*prefix) && name.ends_with(".bell") && !name.ends_with(&own) {
            ring(&entry.path());
        }
    }
}

#[cfg(unix)]
fn ring(bell: &Path) {
    let Ok(socket) = std::os::unix::net::UnixDatagram::unbound() else { return };
    let _ = socket.set_nonblocking(true); // a full bell has been rung already
    if let Err(error) = socket.send_to(&[1], bell)
        && error.kind() == std::io::ErrorKind::ConnectionRefused
        && is_old(bell)
    {
        let _ = std::fs::remove_file(bell); // its process is dead
    }
}

#[cfg(unix)]
fn is_old(bell: &Path) -> bool {
    let hung = std::fs::symlink_metadata(bell).and_then(|file| file.modified());
    hung.is_ok_and(|hung| hung.elapsed().is_ok_and(|age| age > GRACE))
}

#[cfg(not(unix))]
pub(in crate::store) fn others(_database: &Path, _own_name: i64) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_bell_that_cannot_be_rung_yet_is_left_hanging_and_an_old_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("rolodeck.db");
        let bell = folder.path().join("rolodeck.db.2.bell");
        drop(std::os::unix::net::UnixDatagram::bind(&bell).unwrap());
        others(&database, 1);
        assert!(bell.exists(), "it may be that of a program that is just starting");
        let yesterday = rustix::fs::Timespec { tv_sec: 86_400, tv_nsec: 0 };
        let times = rustix::fs::Timestamps { last_access: yesterday, last_modification: yesterday };
        let here = rustix::fs::CWD;
        rustix::fs::utimensat(here, &bell, &times, rustix::fs::AtFlags::empty()).unwrap();
        others(&database, 1);
        assert!(!bell.exists());
    }

    #[tokio::test(start_paused = true)]
    async fn where_nobody_can_ring_it_rings_by_itself_however_often_somebody_gives_up() {
        let mut bell =
            Bell { socket: None, path: PathBuf::new(), next_look: Instant::now() + SLOW_LOOK };
        let began = Instant::now();
        while tokio::time::timeout(Duration::from_secs(1), bell.rung()).await.is_err() {}
        assert!(began.elapsed() < SLOW_LOOK * 2);
    }
}
