//! A few lines of HTTP server on loopback, for what a transport does with a socket.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "it is only used by tests"
)]
#![allow(clippy::unnecessary_wraps, reason = "answers are what a transport returns")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// A request as it came off the wire.
pub(crate) struct Received {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Writes an answer, or does something worse; says whether the connection goes on.
type Handler = dyn Fn(&Received, &mut TcpStream) -> std::io::Result<bool> + Send + Sync;

/// It ends with the value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    counts: Arc<Counts>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
    is_over: AtomicBool,
}

impl Server {
    pub(crate) fn start(
        handler: impl Fn(&Received, &mut TcpStream) -> std::io::Result<bool> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (counts, handler): (Arc<Counts>, Arc<Handler>) = (Arc::default(), Arc::new(handler));
        let shared = Arc::clone(&counts);
        let accepting = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if shared.is_over.load(Ordering::SeqCst) {
                    break;
                }
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (counts, handler) = (Arc::clone(&shared), Arc::clone(&handler));
                std::thread::spawn(move || serve(stream, &counts, handler.as_ref()));
            }
        });
        Self { address, counts, accepting: Some(accepting) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.counts.is_over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        drop(self.accepting.take().map(JoinHandle::join));
    }
}

fn serve(mut stream: TcpStream, counts: &Counts, handler: &Handler) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.set_nodelay(true).unwrap();
    while let Some(received) = receive(&mut stream) {
        counts.requests.fetch_add(1, Ordering::SeqCst);
        if !handler(&received, &mut stream).unwrap_or(false) {
            break;
        }
    }
}

fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8_192];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let length: usize = header(&head, "content-length").unwrap_or("0").parse().unwrap();
            if bytes.len() >= end + 4 + length {
                return Some(Received { head, body: bytes[end + 4..end + 4 + length].to_vec() });
            }
        }
        let read = stream.read(&mut chunk).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
    }
}

/// The value of a header.
pub(crate) fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Writes a whole answer.
pub(crate) fn answer(
    stream: &mut TcpStream,
    status: u16,
    headers: &str,
    body: &str,
) -> std::io::Result<bool> {
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())?;
    Ok(true)
}

/// Writes TikTok's envelope with code 0 and that request id.
pub(crate) fn accept(stream: &mut TcpStream, request_id: &str) -> std::io::Result<bool> {
    let body = format!(r#"{{"code":0,"message":"OK","request_id":"{request_id}","data":{{}}}}"#);
    answer(stream, 200, "content-type: application/json\r\n", &body)
}

/// The `event_id` of the first event of a request.
pub(crate) fn first_id(received: &Received) -> String {
    let body: serde_json::Value = serde_json::from_slice(&received.body).unwrap();
    body["data"][0]["event_id"].as_str().unwrap().to_owned()
}
