//! A client for each request: those of one file share what delivers it, and none has to be closed.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod outbox_processes;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use fork::{Fork, waitpid};
use outbox_processes::{Arrived, Folder, order, outbox_options};
use support::{Moving, Scripted, code, event, status};
use tiktok_capi::{Client, Input, Options};

const LONG: Duration = Duration::from_secs(60);

/// Set in the process of a test: what it is to count has to be its own.
const FOLDER: &str = "TIKTOK_CAPI_SHARED_FOLDER";
const ENDPOINT: &str = "TIKTOK_CAPI_SHARED_ENDPOINT";

/// A process that uses an outbox, alone.
struct Here {
    folder: Folder,
    endpoint: String,
}

impl Here {
    /// Runs a test in a process of its own, whose events all arrive, once; some of them by whoever comes after it.
    fn alone(test: &str, run: impl Fn(&Self)) {
        if let Some(folder) = std::env::var_os(FOLDER) {
            let endpoint = std::env::var(ENDPOINT).unwrap();
            return run(&Self { folder: Folder::at(folder.as_ref()), endpoint });
        }
        let folder = Folder::new();
        let mut arrived = Arrived::new(outbox_options(&folder, None));
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", test, "--nocapture", "--test-threads", "1"]);
        again.env(FOLDER, folder.path()).env(ENDPOINT, arrived.sandbox.endpoint());
        assert!(again.status().unwrap().success());
        let heir = Client::new(outbox_options(&folder, Some(&arrived.sandbox.endpoint()))).unwrap();
        assert_eq!(heir.flush(LONG).unwrap().waiting, 0);
        arrived.look();
        let acknowledged = folder.acknowledged();
        assert!(!acknowledged.is_empty());
        assert_eq!(arrived.lost(&acknowledged), [""; 0]);
        assert_eq!(arrived.doubled(), [""; 0]);
        assert_eq!(arrived.len(), acknowledged.len());
    }

    fn options(&self) -> Options {
        outbox_options(&self.folder, Some(&self.endpoint))
    }

    fn client(&self) -> Client {
        Client::new(self.options()).unwrap()
    }

    /// A client for each event.
    fn enqueue(&self, name: &str, events: usize) {
        let mut log = outbox_processes::Log::new(&self.folder, name);
        for number in 0..events {
            let id = format!("{name}-{number}");
            self.client().enqueue(&order(&id)).unwrap();
            log.write(&[id]);
        }
    }

    /// Waits until nothing of this process delivers any more, and its files are closed. Linux may leave a thread out of its list
    /// while the one before it ends.
    fn rests(&self) {
        until(|| threads() == 0 && open_files(&self.folder) == 0);
    }
}

fn until(holds: impl Fn() -> bool) {
    let end = Instant::now() + LONG;
    while !holds() {
        assert!(Instant::now() < end, "it does not come");
        std::thread::yield_now();
    }
}

/// Threads of ours that deliver.
fn threads() -> usize {
    let tasks = fs::read_dir("/proc/self/task").unwrap().flatten();
    let names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| name.trim() == "tiktok-capi").count()
}

/// How often this process has files of that folder open.
fn open_files(folder: &Folder) -> usize {
    let links = fs::read_dir("/proc/self/fd").unwrap().flatten();
    let files = links.filter_map(|link| fs::read_link(link.path()).ok());
    files
        .filter(|file| file.starts_with(folder.path()) && file.to_string_lossy().contains("outbox.db"))
        .count()
}

fn sockets() -> usize {
    let links = fs::read_dir("/proc/self/fd").unwrap().flatten();
    let files = links.filter_map(|link| fs::read_link(link.path()).ok());
    files.filter(|file| file.to_string_lossy().starts_with("socket:")).count()
}

#[test]
fn two_hundred_clients_have_one_thread_and_its_files() {
    Here::alone("two_hundred_clients_have_one_thread_and_its_files", |here| {
        let before = sockets();
        here.enqueue("request", 200);
        assert!(threads() <= 2 && open_files(&here.folder) <= 12);
        here.rests();
        assert_eq!(sockets(), before, "its connections are closed");
        let looking = here.client();
        assert_eq!(looking.stats().unwrap().reasons["accepted"], 200);
    });
}

#[test]
fn clients_that_live_together_share_as_well() {
    Here::alone("clients_that_live_together_share_as_well", |here| {
        let mut log = outbox_processes::Log::new(&here.folder, "together");
        let clients: Vec<_> = (0..200).map(|_| here.client()).collect();
        for (number, client) in clients.iter().enumerate() {
            let id = format!("together-{number}");
            client.enqueue(&order(&id)).unwrap();
            log.write(&[id]);
        }
        assert!(threads() <= 1 && open_files(&here.folder) <= 12);
        let more = here.options().with("durability", &Input::text("full")).unwrap();
        let other = Client::new(more).unwrap();
        other.enqueue(&order("other")).unwrap();
        log.write(&["other".to_owned()]);
        until(|| threads() == 2);
        drop(clients);
        drop(other);
        here.rests();
    });
}

#[test]
fn while_nobody_answers_they_wait_together() {
    Here::alone("while_nobody_answers_they_wait_together", |here| {
        // Nobody listens there any more.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let nobody = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        let down = Here { folder: Folder::at(here.folder.path()), endpoint: nobody };
        down.enqueue("down", 200);
        assert!(threads() <= 2 && open_files(&here.folder) <= 12);
        tiktok_capi::end(Duration::from_millis(200));
        until(|| threads() == 0);
        assert_eq!(here.client().stats().unwrap().waiting, 200);
    });
}

#[test]
fn a_child_begins_with_none_and_its_parents_go_on() {
    Here::alone("a_child_begins_with_none_and_its_parents_go_on", |here| {
        let kept = here.client();
        kept.enqueue(&order("kept")).unwrap();
        outbox_processes::Log::new(&here.folder, "kept").write(&["kept".to_owned()]);
        here.enqueue("before", 20);
        let mut children = Vec::new();
        for number in 0..4 {
            tiktok_capi::fork::before();
            match fork::fork().unwrap() {
                Fork::Parent(child) => {
                    tiktok_capi::fork::in_parent();
                    children.push(child);
                }
                Fork::Child => {
                    tiktok_capi::fork::in_child();
                    here.enqueue(&format!("child{number}"), 20);
                    let files = open_files(&here.folder);
                    let is_bounded = threads() <= 2 && files <= 12;
                    tiktok_capi::end(LONG);
                    let is_closed = open_files(&here.folder) == 0;
                    std::process::exit(i32::from(!is_bounded) + 2 * i32::from(!is_closed));
                }
            }
            here.enqueue(&format!("between{number}"), 20);
        }
        for child in children {
            assert_eq!(waitpid(child).unwrap(), 0);
        }
        assert_eq!(kept.close(LONG).unwrap().waiting, 0);
        here.rests();
    });
}

#[test]
fn who_closes_ends_nothing_of_the_others() {
    Here::alone("who_closes_ends_nothing_of_the_others", |here| {
        let clients: Vec<_> = (0..4).map(|_| here.client()).collect();
        std::thread::scope(|scope| {
            for (number, client) in clients.iter().enumerate() {
                scope.spawn(move || {
                    let mut log = outbox_processes::Log::new(&here.folder, &format!("closer{number}"));
                    for event in 0..50 {
                        let id = format!("closer{number}-{event}");
                        client.enqueue(&order(&id)).unwrap();
                        log.write(&[id]);
                    }
                    client.close(Duration::ZERO).unwrap();
                    assert_eq!(client.enqueue(&order("late")).unwrap_err().code(), "outbox_closed");
                });
            }
            here.enqueue("open", 50);
        });
        here.rests();
    });
}

#[test]
fn the_last_one_that_closes_ends_it() {
    Here::alone("the_last_one_that_closes_ends_it", |here| {
        let (one, other) = (here.client(), here.client());
        one.enqueue(&order("one")).unwrap();
        other.enqueue(&order("other")).unwrap();
        outbox_processes::Log::new(&here.folder, "both").write(&["one".to_owned(), "other".to_owned()]);
        let answers = [one.close(LONG).unwrap(), one.close(LONG).unwrap()];
        assert!(answers[0] == answers[1] && one.is_closed() && !other.is_closed());
        assert_eq!(threads(), 1);
        assert_eq!(other.close(LONG).unwrap().waiting, 0);
        assert_eq!((threads(), open_files(&here.folder)), (0, 0));
        let next = here.client();
        assert_eq!(next.stats().unwrap().reasons["accepted"], 2);
    });
}

#[test]
fn the_end_of_the_process_gives_all_of_them_one_time() {
    Here::alone("the_end_of_the_process_gives_all_of_them_one_time", |here| {
        here.enqueue("ended", 20);
        let used = here.client();
        used.enqueue(&order("used")).unwrap();
        outbox_processes::Log::new(&here.folder, "used").write(&["used".to_owned()]);
        tiktok_capi::end(LONG);
        assert_eq!((threads(), open_files(&here.folder)), (0, 0));
        assert_eq!(used.enqueue(&order("late")).unwrap_err().code(), "outbox_closed");
        assert_eq!(here.client().stats().unwrap().waiting, 0);
        tiktok_capi::end(LONG);
    });
}

#[test]
fn what_only_memory_holds_is_delivered_after_its_client() {
    let (told, arrived) = mpsc::channel();
    let service = Scripted::new(move |number, seen| {
        if number == 0 {
            return status(503);
        }
        seen.ids.iter().for_each(|id| told.send(id.clone()).unwrap());
        code(0)
    });
    for id in ["a", "b"] {
        let options = support::options("{}");
        let client = Client::with_transport(options, service.clone(), Moving::default()).unwrap();
        client.enqueue(&event(id)).unwrap();
    }
    let arrived: BTreeSet<_> = (0..2).map(|_| arrived.recv_timeout(LONG).unwrap()).collect();
    assert_eq!(arrived, ["a", "b"].map(str::to_owned).into());
}
