//! Outboxes with changed bytes, and everything that one does with an outbox.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod used;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tiktok_capi::Client;

use crate::outbox_processes::{Folder, Skipping, options_for, order};
use crate::support::{Scripted, code};

pub(crate) use used::{Used, use_all};

/// An outbox with events for two sources and dead letters.
pub(crate) struct Original {
    file: Vec<u8>,
    log: Vec<u8>,
    /// The source and the bytes of each event, by its id. Those that begin with `x` are dead letters.
    pub(crate) events: BTreeMap<String, (String, Vec<u8>)>,
}

/// New events, which everybody puts in who uses a damaged outbox.
pub(crate) const NEW: [&str; 2] = ["n0", "n1"];

impl Original {
    /// Everything is in the file, and the log is empty.
    pub(crate) fn new() -> Self {
        Self::made(false)
    }

    /// A part is still in the log.
    pub(crate) fn with_log() -> Self {
        Self::made(true)
    }

    fn made(has_log: bool) -> Self {
        let (folder, mut events) = (Folder::new(), BTreeMap::new());
        let mut put = |source: &str, ids: Vec<String>, is_kept: bool| {
            let client = Client::new(options_for(&folder, source, None)).unwrap();
            let inputs: Vec<_> = ids.iter().map(|id| order(id)).collect();
            assert!(!is_kept || client.enqueue(&inputs).unwrap().ok());
            for (id, built) in ids.into_iter().zip(client.read(&inputs).built()) {
                events.insert(id, (source.to_owned(), built.event.clone().unwrap().into_bytes()));
            }
        };
        put("C4A", ids('x', 5), true);
        let refusing = Scripted::new(|_, _| code(40_002));
        let options = options_for(&folder, "C4A", Some("http://127.0.0.1:9"));
        let client = Client::with_transport(options, refusing, Skipping::default()).unwrap();
        client.flush(Duration::ZERO).unwrap();
        assert_eq!(client.close(Duration::from_secs(20)).unwrap().dead, 5);
        put("C4A", NEW.map(str::to_owned).into(), false);
        put("C4A", ids('a', 40), true);
        put("D5B", ids('b', 10), true);
        move_log(&folder);
        put("C4A", ids('c', 15), true);
        put("D5B", ids('d', 5), true);
        if !has_log {
            move_log(&folder);
        }
        let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap_or_default();
        Self { file: read("outbox.db"), log: read("outbox.db-wal"), events }
    }

    /// A folder of its own with the outbox, changed.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>)) -> Folder {
        let (folder, mut file, mut log) = (Folder::new(), self.file.clone(), self.log.clone());
        change(&mut file, &mut log);
        std::fs::write(folder.outbox(), file).unwrap();
        if !log.is_empty() {
            std::fs::write(folder.path().join("outbox.db-wal"), log).unwrap();
        }
        folder
    }

    /// How many events wait, new ones included.
    pub(crate) fn waiting(&self) -> usize {
        self.events.keys().filter(|id| !id.starts_with('x')).count()
    }

    /// Where bytes are in the file.
    pub(crate) fn places(&self, bytes: &[u8]) -> Vec<usize> {
        let windows = self.file.windows(bytes.len()).enumerate();
        windows.filter(|(_, window)| *window == bytes).map(|(place, _)| place).collect()
    }
}

fn ids(letter: char, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{letter}{number}")).collect()
}

fn move_log(folder: &Folder) {
    let connection = rusqlite::Connection::open(folder.outbox()).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

/// Changes up to eight bytes of file and log; sometimes a whole stretch, or the end is cut off.
pub(crate) fn at_random(chance: &mut fastrand::Rng, file: &mut Vec<u8>, log: &mut Vec<u8>) {
    for _ in 0..chance.usize(1..=8) {
        let bytes = if !log.is_empty() && chance.u8(0..3) == 0 { &mut *log } else { &mut *file };
        let at = match chance.u8(0..4) {
            0 => chance.usize(..bytes.len().min(100)),
            _ => chance.usize(..bytes.len()),
        };
        match chance.u8(0..20) {
            0 => bytes.truncate(at.max(1)),
            1 => bytes.iter_mut().skip(at).take(100).for_each(|byte| *byte = 0),
            2 => bytes[at] = chance.u8(..),
            _ => bytes[at] ^= 1 << chance.u8(0..8),
        }
    }
}

/// Uses the changed outbox in a thread of its own, which has to end.
pub(crate) fn in_time(seed: u64, original: &Arc<Original>) -> Used {
    let (done, told) = mpsc::channel();
    let original = Arc::clone(original);
    std::thread::spawn(move || {
        let mut chance = fastrand::Rng::with_seed(seed);
        let folder = original.changed(|file, log| at_random(&mut chance, file, log));
        let used = use_all(&folder, &original);
        let log = std::fs::metadata(folder.path().join("outbox.db-wal")).map_or(0, |log| log.len());
        let (waited, most) = (used.waited, (1 << 19) + used.waited.as_secs() * (1 << 15));
        assert!(log < most, "seed {seed}: {log} bytes of log in {waited:?}, so it went round and round");
        let _ = done.send(used);
    });
    told.recv_timeout(Duration::from_secs(120)).unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Counts the panics of all threads from now on; a thread of the library may panic, and nobody would know.
pub(crate) fn count_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        usual(info);
    }));
}

pub(crate) fn panics() -> usize {
    PANICS.load(Ordering::SeqCst)
}
