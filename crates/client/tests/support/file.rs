//! An outbox's file for one test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use tiktok_capi::{Client, Input, Options};

use super::{Moving, Scripted};

/// A folder of its own for each test, gone with it.
pub(crate) struct File(pub(crate) PathBuf);

impl File {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("outbox-file-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        // Of a process that had the same number and was killed.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> String {
        self.0.join("outbox.db").to_str().unwrap().to_owned()
    }

    /// One that puts events in and delivers nothing.
    pub(crate) fn keeper(&self) -> Client {
        let given = [("pixel_code", "C4A".to_owned()), ("outbox", self.path())];
        let options = given.into_iter().fold(Options::default(), |options, (name, value)| {
            options.with(name, &Input::text(value)).unwrap()
        });
        Client::with_transport(options, Scripted::in_order([]), Moving::default()).unwrap()
    }

    /// Options that can send from it, and more of them as JSON.
    pub(crate) fn options(&self, more: &str) -> Options {
        super::options(more).with("outbox", &Input::text(self.path())).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
