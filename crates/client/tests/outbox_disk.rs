//! A disk of 2 MB is filled, or a process may not make its files longer: nothing that was acknowledged is lost, and delivery goes
//! on, which makes room.
//!
//! `cargo test -p tiktok-capi --test outbox_disk -- --nocapture` prints the figures.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod outbox_processes;
mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use outbox_processes::{Folder, order, outbox_options};
use support::{Scripted, code};
use tiktok_capi::{Client, SystemClock, TransportError};

/// Set where the disk is mounted: its folder.
const DISK: &str = "TIKTOK_CAPI_DISK";

/// Mounts the small disk for the program that follows, and for nobody else. It is gone with the program.
const MOUNT: &str = r#"mount -t tmpfs -o size=2m tmpfs "$1" && shift && exec "$@""#;

#[test]
fn a_full_disk_loses_nothing() {
    if let Some(disk) = std::env::var_os(DISK) {
        std::fs::write(Path::new(&disk).join("ballast"), vec![1; 400_000]).unwrap();
        return fill(Path::new(&disk));
    }
    let folder = Folder::new();
    let mounted = |unshare: &&str| {
        let probe = small_disk(unshare, &folder).arg("true").stderr(Stdio::null()).status();
        probe.is_ok_and(|status| status.success())
    };
    let Some(unshare) = ["-rm", "-m"].into_iter().find(mounted) else {
        println!("skipped: no small disk may be mounted here");
        assert!(std::env::var_os("CI").is_none(), "nothing is left out where all checks are run");
        return;
    };
    println!("tmpfs of 2 MB, unshare {unshare}");
    let mut again = small_disk(unshare, &folder);
    again.arg(std::env::current_exe().unwrap()).args(["--exact", "a_full_disk_loses_nothing", "--nocapture"]);
    assert!(again.env(DISK, folder.path()).status().unwrap().success());
}

/// A write beyond the limit would end the process.
#[test]
fn a_limit_of_files_loses_nothing() {
    if let Some(folder) = std::env::var_os(DISK) {
        return fill(Path::new(&folder));
    }
    let folder = Folder::new();
    limited("8192", &folder, "a_limit_of_files_loses_nothing");
}

#[test]
fn a_limit_that_no_outbox_fits_into_is_told() {
    if let Some(folder) = std::env::var_os(DISK) {
        let client = Client::new(outbox_options(&Folder::at(folder.as_ref()), None)).unwrap();
        assert_eq!(enqueue(&client, 1), Err("outbox_full"));
        return;
    }
    limited("16", &Folder::new(), "a_limit_that_no_outbox_fits_into_is_told");
}

/// Runs a test where files have so many blocks of 512 bytes at most.
fn limited(blocks: &str, folder: &Folder, test: &str) {
    let mut again = Command::new("sh");
    again.args(["-c", r#"ulimit -f "$1" && shift && exec "$@""#, "sh", blocks]);
    again.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]);
    // By pipes: what this test writes to may be a file that is larger already.
    let ran = again.env(DISK, folder.path()).output().unwrap();
    let told = [ran.stdout, ran.stderr].map(|told| String::from_utf8_lossy(&told).into_owned());
    println!("{}", told.concat());
    assert!(ran.status.success());
}

fn small_disk(unshare: &str, folder: &Folder) -> Command {
    let mut command = Command::new("unshare");
    command.args([unshare, "sh", "-c", MOUNT, "sh"]).arg(folder.path());
    command
}

fn fill(disk: &Path) {
    let folder = Folder::at(disk);
    let is_down = Arc::new(AtomicBool::new(true));
    let service = Scripted::new({
        let is_down = Arc::clone(&is_down);
        move |_, _| if is_down.load(Ordering::SeqCst) { Err(TransportError::Connect) } else { code(0) }
    });
    let options = outbox_options(&folder, Some("http://127.0.0.1:9"));
    let client = Client::with_transport(options, service.clone(), SystemClock::default()).unwrap();
    let (before, mut acknowledged, mut refused) = (memory(), BTreeSet::new(), 0);
    let started = Instant::now();
    for number in 0.. {
        match enqueue(&client, number) {
            Ok(id) => drop(acknowledged.insert(id)),
            Err(code) => {
                assert_eq!(code, "outbox_full");
                refused += 1;
            }
        }
        if refused == 500 {
            break;
        }
    }
    println!("{} acknowledged, then {refused} refused, in {:.1?}", acknowledged.len(), started.elapsed());
    assert!(acknowledged.len() > 100);

    is_down.store(false, Ordering::SeqCst);
    let started = Instant::now();
    let stats = client.flush(Duration::from_secs(60)).unwrap();
    println!("while full: {} delivered in {:.1?}", stats.reasons["accepted"], started.elapsed());
    assert_eq!((stats.waiting, stats.in_flight, stats.dead), (0, 0, 0));
    acknowledged.insert(enqueue(&client, 1_000_000).unwrap());
    assert_eq!(client.flush(Duration::from_secs(60)).unwrap().waiting, 0);
    assert_eq!(folder.check(), "ok");
    let arrived: BTreeSet<String> = service.seen().into_iter().flat_map(|seen| seen.ids).collect();
    assert_eq!(arrived, acknowledged, "what was acknowledged, and nothing that was refused");
    let grown = memory().saturating_sub(before);
    println!("memory grew by {grown} KiB, what the service wrote down included");
    assert!(grown < 32 << 10, "{grown} KiB");
}

fn enqueue(client: &Client, number: usize) -> Result<String, &'static str> {
    let id = format!("d{number}");
    match client.enqueue(&[order(&id)]) {
        Ok(receipt) => assert!(receipt.ok()),
        Err(error) => return Err(error.code()),
    }
    Ok(id)
}

/// The most memory that this process had, in KiB.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
