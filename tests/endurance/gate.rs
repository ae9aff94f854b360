//! Where a program waits at a point until it is let go.

use std::{
    io::Read as _,
    os::unix::net::{UnixListener, UnixStream},
    path::PathBuf,
    sync::mpsc,
    thread,
};

use rolodeck::rehearsal::Point;

use crate::office::PATIENCE;

pub(crate) struct Gate {
    folder: tempfile::TempDir,
    listener: UnixListener,
}

impl Gate {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("gate")).unwrap();
        Self { folder, listener }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("gate")
    }

    /// As soon as the program waits there. It goes on when what comes back is dropped.
    #[track_caller]
    pub(crate) fn reached(&self, point: Point) -> UnixStream {
        let listener = self.listener.try_clone().unwrap();
        let (sender, reached) = mpsc::channel();
        thread::spawn(move || sender.send(listener.accept()));
        let reached = reached.recv_timeout(PATIENCE);
        let (mut program, _) =
            reached.unwrap_or_else(|_| panic!("{point:?} is not reached")).unwrap();
        let mut word = vec![0; point.word().len()];
        program.read_exact(&mut word).unwrap();
        assert_eq!(word, point.word().as_bytes());
        program
    }
}
