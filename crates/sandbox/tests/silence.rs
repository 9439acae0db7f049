//! Connections that say nothing, say half or take nothing: they give their place up.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use tiktok_capi_sandbox::{Config, Fault, Plan, Rule, Sandbox, password};

mod wire;
use wire::{Connection, HEADERS, TRACK, feed, get, good, track};

/// A sandbox with so many places, which are soon given up.
fn impatient(most_connections: usize) -> Sandbox {
    let patience = Duration::from_millis(100);
    Sandbox::start(Config { most_connections, patience, ..Config::default() }).unwrap()
}

/// Tries until a request has found a place.
fn is_answered(address: SocketAddr) -> bool {
    let start = Instant::now();
    let answer = || Connection::try_open(address)?.request("GET", "/", &[], b"");
    while start.elapsed() < Duration::from_secs(60) {
        if answer().is_ok() {
            return true;
        }
    }
    false
}

/// Whether the other side ends it without a word.
fn is_closed(mut connection: Connection) -> bool {
    let (said, end) = connection.rest();
    let is_waiting =
        end.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
    said.is_empty() && !is_waiting
}

/// What it is called, and how it is done.
type Silence = (&'static str, fn(&mut Connection));

#[test]
fn whoever_is_silent_gives_the_only_place_up() {
    let silences: [Silence; 5] = [
        ("nothing", |_| ()),
        ("half a head", |connection| connection.send(b"GET / HTTP/1.1\r\nHost: 127").unwrap()),
        ("no body", |connection| connection.write("POST", TRACK, HEADERS, 100).unwrap()),
        ("no body of its own API", |connection| connection.write("POST", "/sandbox/hash", &[], 100).unwrap()),
        ("nothing after an answer", |connection| {
            connection.request("GET", "/", &[], b"").unwrap();
        }),
    ];
    for (what, silence) in silences {
        let sandbox = impatient(1);
        let mut connection = Connection::open(sandbox.addr());
        silence(&mut connection);
        assert!(is_answered(sandbox.addr()), "{what}");
    }
}

#[test]
fn whoever_takes_nothing_gives_its_place_up() {
    let sandbox = impatient(1);
    let rule = Rule { first: Some(1), ..Rule::always(Fault::HugeBody(1 << 30)) };
    sandbox.set_faults(Plan { seed: 0, rules: vec![rule] }).unwrap();
    let mut connection = Connection::open(sandbox.addr());
    connection.write("POST", TRACK, HEADERS, 0).unwrap();
    assert!(is_answered(sandbox.addr()));
}

#[test]
fn silence_costs_the_peer_alone_and_needs_no_password() {
    let bind = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let config =
        Config { bind, password: Some(password().unwrap()), most_connections: 8, ..Config::default() };
    let sandbox = Sandbox::start(config).unwrap();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, sandbox.addr().port()));
    let mut silent: Vec<_> = (0..6).map(|_| Connection::open(address)).collect();
    assert!(is_closed(Connection::open(address)), "three quarters are what one peer has");
    // Only Linux has the whole of 127.0.0.0/8 without being told.
    if cfg!(target_os = "linux") {
        let other = SocketAddr::from(([127, 0, 0, 2], sandbox.addr().port()));
        let mut connection = Connection::from(Ipv4Addr::new(127, 0, 0, 2), other);
        assert_eq!(connection.request("GET", "/", &[], b"").unwrap().status, 401);
    }
    drop(silent.pop());
    assert!(is_answered(address));
}

#[test]
fn who_waits_for_an_answer_is_not_silent() {
    let sandbox = impatient(100);
    std::thread::scope(|scope| {
        let feeding = scope.spawn(|| feed(&sandbox, "", "late-comer"));
        let waiting = scope.spawn(|| get(&sandbox, "/sandbox/wait?event_id=late-comer&timeout=60"));
        let is_over = (0..3).all(|_| is_closed(Connection::open(sandbox.addr())));
        track(&sandbox, &good(&sandbox, "late-comer"));
        assert!(feeding.join().unwrap().contains("late-comer"));
        assert_eq!(waiting.join().unwrap().status, 200);
        assert!(is_over, "they waited for longer than a silent one may");
    });
}
