//! Processes that share a database ring each other when they have written to it, so that nobody
//! needs to look again and again.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Where nobody can ring, a look this often is enough.
const SLOW_LOOK: Duration = Duration::from_secs(5);

/// Rings when another process has written to the same database.
#[derive(Debug)]
pub struct Bell {
    #[cfg(unix)]
    socket: Option<tokio::net::UnixDatagram>,
    path: PathBuf,
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
        }
    }

    /// Waits until somebody rings; several rings that nobody waited for are one.
    pub async fn rung(&self) {
        #[cfg(unix)]
        if let Some(socket) = &self.socket
            && socket.recv(&mut [0]).await.is_ok()
        {
            while socket.try_recv(&mut [0]).is_ok() {}
            return;
        }
        tokio::time::sleep(SLOW_LOOK).await;
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
    {
        let _ = std::fs::remove_file(bell); // its process is dead
    }
}

#[cfg(not(unix))]
pub(in crate::store) fn others(_database: &Path, _own_name: i64) {}
