//! Another copy of `SQLite` in the process, whose locks ours does not see, at the moments that count: it is waited for, and kept from
//! what would lose events. It is played by locks of POSIX, which are all that a copy has.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::FileExt as _;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc::{F_RDLCK, F_UNLCK, F_WRLCK, SEEK_SET, flock};
use rusqlite::Connection;
use support::event;
use support::file::File;
use tiktok_capi::Client;

/// What `SQLite` locks of the file: who has it to himself or shares it; of the log's index: who writes the log, moves it into the
/// file or makes the index from it, and who uses the index.
const SHARED: (i64, i64) = (0x4000_0002, 510);
const WRITING_AND_MAKING: (i64, i64) = (120, 3);
const MAKING: (i64, i64) = (122, 1);
const IN_USE: (i64, i64) = (128, 1);

/// Another copy, as far as others can tell.
struct Copy(fs::File);

impl Copy {
    fn of(path: &str) -> Self {
        Self(fs::File::options().read(true).write(true).create(true).truncate(false).open(path).unwrap())
    }

    fn lock(&self, how: i32, (first, bytes): (i64, i64)) -> Result<(), Errno> {
        let range = flock {
            l_type: how.try_into().unwrap(),
            l_whence: SEEK_SET.try_into().unwrap(),
            l_start: first,
            l_len: bytes,
            l_pid: 0,
        };
        fcntl(&self.0, FcntlArg::F_SETLK(&range)).map(drop)
    }
}

/// What the client is told while the other copy has a lock, and that it goes on when the lock is gone.
fn waits(client: &Client, copy: &Copy, how: i32, range: (i64, i64)) {
    copy.lock(how, range).unwrap();
    assert_eq!(client.enqueue(&event("refused")).unwrap_err().code(), "outbox_busy");
    copy.lock(F_UNLCK, range).unwrap();
    client.enqueue(&event("after")).unwrap();
}

/// What whoever opens the file later finds.
fn found(file: &File) -> BTreeSet<String> {
    let connection = Connection::open(file.path()).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
    let mut query = connection.prepare("SELECT event_id FROM events").unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn one_that_is_about_to_delete_the_log_is_waited_for() {
    let file = File::new();
    file.keeper().enqueue(&event("before")).unwrap();
    waits(&file.keeper(), &Copy::of(&file.path()), F_WRLCK, SHARED);
    assert_eq!(found(&file), set(&["before", "after"]));
}

#[test]
fn one_that_makes_the_index_from_the_log_is_waited_for() {
    let file = File::new();
    file.keeper().enqueue(&event("before")).unwrap();
    let copy = Copy::of(&format!("{}-shm", file.path()));
    copy.lock(F_RDLCK, IN_USE).unwrap();
    waits(&file.keeper(), &copy, F_WRLCK, WRITING_AND_MAKING);
    assert_eq!(found(&file), set(&["before", "after"]));
}

#[test]
fn one_that_looks_at_an_empty_file_is_waited_for_and_finds_a_whole_one() {
    let file = File::new();
    waits(&file.keeper(), &Copy::of(&file.path()), F_RDLCK, SHARED);
    assert_eq!(found(&file), set(&["after"]));
}

#[test]
fn none_can_do_what_would_lose_events() {
    let file = File::new();
    let client = file.keeper();
    client.enqueue(&event("one")).unwrap();
    let (outbox, index) = (Copy::of(&file.path()), Copy::of(&format!("{}-shm", file.path())));
    assert_eq!(outbox.lock(F_WRLCK, SHARED), Err(Errno::EAGAIN), "delete the log");
    assert_eq!(index.lock(F_WRLCK, IN_USE), Err(Errno::EAGAIN), "begin the index anew");
    assert_eq!(index.lock(F_WRLCK, MAKING), Err(Errno::EAGAIN), "make the index while another writes");
    client.enqueue(&event("two")).unwrap();
    assert_eq!(found(&file), set(&["one", "two"]));
}

/// The header of the index stands there twice. Who dies while he writes it leaves one copy torn, the second before the first;
/// another copy may leave none, when it has begun the index anew and may not go on.
#[test]
fn an_index_that_somebody_left_torn_is_made_whole() {
    for (torn, at) in [("first", 0..48), ("second", 48..96), ("both", 0..96)] {
        let file = File::new();
        let client = file.keeper();
        client.enqueue(&event("one")).unwrap();
        let index = Copy::of(&format!("{}-shm", file.path())).0;
        let tear = || index.write_all_at(&vec![0; at.end - at.start], at.start.try_into().unwrap()).unwrap();
        tear();
        client.enqueue(&event("two")).unwrap();
        tear();
        assert_eq!(client.stats().unwrap().waiting, 2, "{torn}");
        tear();
        assert_eq!(found_with(&client, &file), set(&["one", "two"]), "{torn}");
    }
}

/// As [`found`], while the client has the file open and makes the index whole.
fn found_with(client: &Client, file: &File) -> BTreeSet<String> {
    client.stats().unwrap();
    found(file)
}

/// What lies beside a file that is not there is of one that was.
#[test]
fn a_new_file_takes_nothing_from_the_log_of_another() {
    let file = File::new();
    file.keeper().enqueue(&event("old")).unwrap();
    fs::remove_file(file.path()).unwrap();
    fs::write(format!("{}-journal", file.path()), [0xD9; 1024]).unwrap();
    file.keeper().enqueue(&event("new")).unwrap();
    assert_eq!(found(&file), set(&["new"]));
}
