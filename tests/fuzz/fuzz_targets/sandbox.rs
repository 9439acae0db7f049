//! Bodies that a sandbox is sent, to the path that the first byte names. It answers every one of them, and goes on.

#![no_main]

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tiktok_capi_sandbox::{Config, Sandbox};

const PATHS: [&str; 9] = [
    "/open_api/v1.3/event/track/",
    "/open_api/v1.3/pixel/track/",
    "/open_api/v1.3/pixel/batch/",
    "/open_api/v1.3/offline/track/",
    "/open_api/v1.3/offline/batch/",
    "/api/v2/pixel/act",
    "/sandbox/hash",
    "/sandbox/faults",
    "/sandbox/clock",
];

static SANDBOX: LazyLock<Sandbox> =
    LazyLock::new(|| Sandbox::start(Config { capacity: 10, ..Config::default() }).expect("a port is free"));

thread_local! {
    static CONNECTION: RefCell<BufReader<TcpStream>> = RefCell::new(connection());
}

fn connection() -> BufReader<TcpStream> {
    let stream = TcpStream::connect(SANDBOX.addr()).expect("it listens");
    stream.set_nodelay(true).expect("it is open");
    BufReader::new(stream)
}

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let Some(path) = PATHS.get(usize::from(*first) % PATHS.len()) else { return };
    let (status, answer) = asked(path, body);
    let answer: serde_json::Value = serde_json::from_slice(&answer).expect("every answer is JSON");
    let is_ours = path.starts_with("/sandbox/");
    assert!(if is_ours { matches!(status, 200 | 400) } else { answer["code"].is_i64() }, "{status}");
    if is_ours {
        // A fault or a clock that was set is not for the next one.
        SANDBOX.reset();
    }
    assert!(
        SANDBOX
            .events()
            .iter()
            .all(|event| serde_json::from_str::<serde_json::Value>(event.data.get()).is_ok())
    );
});

fn asked(path: &str, body: &[u8]) -> (u16, Vec<u8>) {
    CONNECTION.with_borrow_mut(|connection| {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAccess-Token: t\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), body].concat();
        connection.get_mut().write_all(&request).expect("the connection stays open");
        answer(connection)
    })
}

fn answer(connection: &mut BufReader<TcpStream>) -> (u16, Vec<u8>) {
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).expect("a head is text");
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            status = rest.get(..3).and_then(|code| code.parse().ok()).expect("a status has three digits");
        }
        if let Some(rest) = line.strip_prefix("content-length: ") {
            length = rest.trim().parse().expect("a length is a number");
        }
        assert!(!line.is_empty(), "the connection ended");
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).expect("a body is as long as it says");
    (status, body)
}
