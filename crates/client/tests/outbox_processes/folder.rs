//! The folder of an outbox: its file, and a log of what was acknowledged beside it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that is gone with the value, unless it was taken over from another process.
pub(crate) struct Folder {
    path: PathBuf,
    is_ours: bool,
}

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("outbox-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self { path, is_ours: true }
    }

    /// Another one with the same files.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        for file in std::fs::read_dir(&self.path).unwrap().map(Result::unwrap) {
            std::fs::copy(file.path(), copy.path.join(file.file_name())).unwrap();
        }
        copy
    }

    /// One of another process.
    pub(crate) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), is_ours: false }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn outbox(&self) -> String {
        self.path.join("outbox.db").to_str().unwrap().to_owned()
    }

    /// Everything that was acknowledged: the whole lines of all logs.
    pub(crate) fn acknowledged(&self) -> BTreeSet<String> {
        let files = std::fs::read_dir(&self.path).unwrap().map(|file| file.unwrap().path());
        let logs = files.filter(|path| path.extension().is_some_and(|extension| extension == "log"));
        logs.flat_map(|path| whole_lines(&std::fs::read_to_string(path).unwrap())).collect()
    }

    /// What `SQLite` says about the file, with its log, that no process has open.
    pub(crate) fn check(&self) -> String {
        let connection = rusqlite::Connection::open(self.outbox()).unwrap();
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A thread that was not waited for may just make a file in it.
        let tries = if self.is_ours { 100 } else { 0 };
        for _ in (0..tries).take_while(|_| self.path.exists()) {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// The last line may have been cut off by the end of its process.
fn whole_lines(log: &str) -> Vec<String> {
    log.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
}

/// The log of one process: what is written is with the system, so the end of the process takes nothing of it.
pub(crate) struct Log(File);

impl Log {
    pub(crate) fn new(folder: &Folder, name: &str) -> Self {
        let path = folder.path.join(format!("{name}.log"));
        Self(File::options().create(true).append(true).open(path).unwrap())
    }

    pub(crate) fn write(&mut self, ids: &[String]) {
        let lines: String = ids.iter().flat_map(|id| [id, "\n"]).collect();
        self.0.write_all(lines.as_bytes()).unwrap();
    }
}
