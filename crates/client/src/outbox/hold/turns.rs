//! Turns that everybody takes who uses this library, beside the locks of `SQLite`, which another copy in a process may end too
//! early.
//!
//! One writes at a time. Whoever reads does so with others, also while somebody writes. Nobody moves the log into the file
//! while somebody reads; whoever writes does not mind. One process opens the files at a time, for which it waits for nobody
//! who writes: it may only want to look.
//!
//! They are locks of the process on a file of their own, which nobody else opens and closes. So they end with the process, and
//! a child of a `fork` has no part in them.

use std::fs::File;

use parking_lot::{Mutex, MutexGuard};

use super::locks::{Range, again};
use super::places::{Key, key};
use crate::outbox::patience;

/// Who writes.
const WRITING: Range = Range { first: 0, bytes: 1 };

/// Who reads, and who moves the log into the file.
const READING: Range = Range { first: 1, bytes: 1 };

/// Who opens the files, which its process had not opened before.
const OPENING: Range = Range { first: 2, bytes: 1 };

/// Whose turn it is.
pub(in crate::outbox) struct Turns {
    file: Option<File>,
    key: Option<Key>,
    opening: Mutex<()>,
    writing: Mutex<()>,
    /// How many threads read.
    reading: Mutex<usize>,
}

/// The turn of the one that opens, or that writes. Each turn ends with its value.
pub(in crate::outbox) struct Alone<'a> {
    range: &'static Range,
    file: Option<&'a File>,
    _thread: MutexGuard<'a, ()>,
}

/// A turn of those who read.
pub(in crate::outbox) struct Reading<'a>(&'a Turns);

/// The turn of the one that moves the log into the file.
pub(in crate::outbox) struct Moving<'a> {
    file: Option<&'a File>,
    _nobody: MutexGuard<'a, usize>,
}

impl Turns {
    /// Where the file cannot be made, threads take turns, and processes have the locks of `SQLite`.
    pub(super) fn new(file: Option<File>) -> Self {
        let key = file.as_ref().and_then(|file| file.metadata().ok()).map(|found| key(&found));
        let (opening, writing, reading) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { file, key, opening, writing, reading }
    }

    /// Whether that is their file.
    pub(super) fn are_in(&self, key: Option<Key>) -> bool {
        key.is_some() && self.key == key
    }

    /// `None` where the turn does not come in time.
    pub(in crate::outbox) fn open(&self) -> Option<Alone<'_>> {
        self.alone(&OPENING, &self.opening)
    }

    /// `None` where the turn does not come in time.
    pub(in crate::outbox) fn write(&self) -> Option<Alone<'_>> {
        self.alone(&WRITING, &self.writing)
    }

    fn alone<'a>(&'a self, range: &'static Range, threads: &'a Mutex<()>) -> Option<Alone<'a>> {
        let thread = threads.try_lock_until(patience::end())?;
        let file = self.file.as_ref();
        let has_turn = || file.is_none_or(|file| range.lock(file));
        again(has_turn, patience::wait).then_some(Alone { range, file, _thread: thread })
    }

    /// `None` where the turn does not come in time.
    pub(in crate::outbox) fn read(&self) -> Option<Reading<'_>> {
        let mut reading = self.reading.try_lock_until(patience::end())?;
        let has_turn = || self.file.as_ref().is_none_or(|file| READING.share(file));
        if *reading == 0 && !again(has_turn, patience::wait) {
            return None;
        }
        *reading += 1;
        Some(Reading(self))
    }

    /// `None` where somebody reads just now, or moves it already.
    pub(in crate::outbox) fn move_log(&self) -> Option<Moving<'_>> {
        let nobody = self.reading.try_lock().filter(|reading| **reading == 0)?;
        let file = self.file.as_ref();
        file.is_none_or(|file| READING.lock(file)).then_some(Moving { file, _nobody: nobody })
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        let _ = self.file.map(|file| self.range.unlock(file));
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let mut reading = self.0.reading.lock();
        *reading -= 1;
        if *reading == 0 {
            let _ = self.0.file.as_ref().map(|file| READING.unlock(file));
        }
    }
}

impl Drop for Moving<'_> {
    fn drop(&mut self) {
        let _ = self.file.map(|file| READING.unlock(file));
    }
}
