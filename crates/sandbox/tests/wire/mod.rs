//! Raw HTTP over a socket: the tests see what a client sees, byte by byte.

#![allow(dead_code, reason = "each test file takes what it needs")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;
use tiktok_capi_sandbox::{Config, Plan, Rule, Sandbox};

pub(crate) const TRACK: &str = "/open_api/v1.3/event/track/";
pub(crate) const DIGEST: &str = "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f";

/// One answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn code(&self) -> i64 {
        self.json()["code"].as_i64().unwrap()
    }
}

pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        Self::try_open(address).unwrap()
    }

    pub(crate) fn try_open(address: SocketAddr) -> io::Result<Self> {
        TcpStream::connect(address).map(Self::of)
    }

    /// From another address of this machine.
    pub(crate) fn from(own: Ipv4Addr, address: SocketAddr) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((own, 0).into()).unwrap();
        let stream = runtime.block_on(socket.connect(address)).unwrap().into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        Self::of(stream)
    }

    fn of(stream: TcpStream) -> Self {
        stream.set_nodelay(true).unwrap();
        let connection = Self(stream);
        connection.patience(Duration::from_secs(20));
        connection
    }

    /// How long a read waits.
    pub(crate) fn patience(&self, time: Duration) {
        self.0.set_read_timeout(Some(time)).unwrap();
    }

    pub(crate) fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        self.write(method, path, headers, body.len())?;
        self.0.write_all(body)?;
        self.reply()
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Writes the head of a request alone.
    pub(crate) fn write(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        length: usize,
    ) -> io::Result<()> {
        let given: String =
            headers.iter().map(|(name, value)| [name, ": ", value, "\r\n"].concat()).collect();
        let host = self.0.peer_addr()?;
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{given}Content-Length: {length}\r\n\r\n");
        self.0.write_all(head.as_bytes())
    }

    /// Reads one answer as far as its length says; an end before that is an error.
    pub(crate) fn reply(&mut self) -> io::Result<Reply> {
        let head = self.head()?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        let mut reply = Reply { status, head, body: Vec::new() };
        let length = reply.header("content-length").map_or(0, |length| length.parse().unwrap());
        reply.body = vec![0; length];
        self.0.read_exact(&mut reply.body)?;
        Ok(reply)
    }

    pub(crate) fn head(&mut self) -> io::Result<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        Ok(String::from_utf8(head).unwrap())
    }

    /// Everything that still comes, and how it ends.
    pub(crate) fn rest(&mut self) -> (Vec<u8>, io::Result<()>) {
        let mut rest = Vec::new();
        let mut room = [0; 4_096];
        loop {
            match self.0.read(&mut room) {
                Ok(0) => return (rest, Ok(())),
                Ok(count) => rest.extend_from_slice(&room[..count]),
                Err(error) => return (rest, Err(error)),
            }
        }
    }
}

pub(crate) const HEADERS: &[(&str, &str)] =
    &[("Access-Token", "a-token"), ("Content-Type", "application/json")];

/// Posts a body to `event/track/` on a connection of its own.
pub(crate) fn track(sandbox: &Sandbox, body: &str) -> Reply {
    try_track(sandbox, body).unwrap()
}

pub(crate) fn try_track(sandbox: &Sandbox, body: &str) -> io::Result<Reply> {
    Connection::open(sandbox.addr()).request("POST", TRACK, HEADERS, body.as_bytes())
}

pub(crate) fn get(sandbox: &Sandbox, path: &str) -> Reply {
    Connection::open(sandbox.addr()).request("GET", path, &[], b"").unwrap()
}

pub(crate) fn post(sandbox: &Sandbox, path: &str, body: &str) -> Reply {
    Connection::open(sandbox.addr()).request("POST", path, &[], body.as_bytes()).unwrap()
}

pub(crate) fn sandbox() -> Sandbox {
    Sandbox::start(Config::default()).unwrap()
}

pub(crate) fn with_fault(rule: Rule) -> Sandbox {
    let faults = Plan { seed: 0, rules: vec![rule] };
    Sandbox::start(Config { faults, max_hang: Duration::from_secs(5), ..Config::default() }).unwrap()
}

/// A web event without anything wrong.
pub(crate) fn event(id: &str, now_ms: i64) -> Value {
    serde_json::json!({
        "event": "Contact", "event_id": id, "event_time": now_ms / 1_000,
        "page": {"url": "https://x.de/"}, "user": {"email": DIGEST},
    })
}

pub(crate) fn body(events: &[Value]) -> String {
    serde_json::json!({"data": events, "event_source": "web", "event_source_id": "P1"}).to_string()
}

/// One good event.
pub(crate) fn good(sandbox: &Sandbox, id: &str) -> String {
    body(&[event(id, sandbox.now_ms())])
}

/// What the feed says from a place on, until that text has come.
pub(crate) fn feed(sandbox: &Sandbox, last: &str, until: &str) -> String {
    let mut connection = Connection::open(sandbox.addr());
    connection.write("GET", "/sandbox/feed", &[("Last-Event-ID", last)], 0).unwrap();
    connection.head().unwrap();
    let mut text = Vec::new();
    let mut room = [0; 4_096];
    while !String::from_utf8_lossy(&text).contains(until) {
        let count = connection.0.read(&mut room).unwrap();
        assert!(count > 0, "the feed ended");
        text.extend_from_slice(&room[..count]);
    }
    String::from_utf8_lossy(&text).into_owned()
}
