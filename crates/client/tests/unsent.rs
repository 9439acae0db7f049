//! What had not left cannot have arrived: every way in which a request ends before a byte of it was written.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use support::{events, options};
use tiktok_capi::{Cancel, Client, Input, Reason, Receipt};

/// Does with a connection what is to be done, and gives its port.
fn listen(serve: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().flatten().for_each(serve));
    port
}

fn client(endpoint: &str, more: &str) -> Client {
    let options = options(more).with("endpoint", &Input::text(endpoint.to_owned())).unwrap();
    Client::new(options).unwrap()
}

fn track(endpoint: &str, more: &str) -> Receipt {
    client(endpoint, more).track(&events(1)).unwrap()
}

fn assert_unsent(what: &str, receipt: &Receipt, reason: Reason, requests: u64) {
    let outcome = &receipt.results[0].outcome;
    assert_eq!((outcome.reason(), u64::from(receipt.requests)), (Some(reason), requests), "{what}");
    assert!(!outcome.may_have_arrived(), "{what}");
}

/// Reads what the client says first.
fn hello(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 4_096]);
}

#[test]
fn a_handshake_that_fails_stops_the_sending() {
    /// TLS 1.2, an alert, of two bytes: fatal, and that the handshake failed (RFC 8446 §6).
    const ALERT: &[u8] = &[21, 3, 3, 0, 2, 2, 40];
    for (what, said) in [("closed", &b""[..]), ("an alert", ALERT), ("rubbish", b"SSH-2.0-OpenSSH\r\n")] {
        let port = listen(move |mut stream| {
            hello(&mut stream);
            let _ = stream.write_all(said);
        });
        assert_unsent(what, &track(&format!("https://127.0.0.1:{port}"), "{}"), Reason::Tls, 1);
    }
    let reset = listen(drop); // what it did not read makes the system send a reset
    assert_unsent("reset", &track(&format!("https://127.0.0.1:{reset}"), "{}"), Reason::Tls, 1);
}

#[test]
fn a_handshake_that_takes_too_long_is_no_connection() {
    let held = std::sync::Mutex::new(Vec::new());
    let port = listen(move |stream| held.lock().unwrap().push(stream));
    for times in [r#"{"connect_timeout": 0.2, "max_attempts": 1}"#, r#"{"timeout": 0.2, "max_attempts": 1}"#]
    {
        let receipt = track(&format!("https://127.0.0.1:{port}"), times);
        assert_unsent(times, &receipt, Reason::Connect, 1);
    }
}

#[test]
fn what_a_proxy_says_to_connect_is_not_about_the_request() {
    for (what, said) in
        [("closed", &b""[..]), ("rubbish", b"SSH-2.0-OpenSSH\r\n\r\n"), ("no", b"HTTP/1.1 502 X\r\n\r\n")]
    {
        let port = listen(move |mut stream| {
            hello(&mut stream);
            let _ = stream.write_all(said);
        });
        for kind in ["http", "socks5h"] {
            let more = format!(r#"{{"proxy": "{kind}://127.0.0.1:{port}", "max_attempts": 1}}"#);
            assert_unsent(what, &track("https://tiktok.invalid/", &more), Reason::Connect, 1);
        }
    }
}

#[test]
fn who_cancels_a_handshake_has_sent_nothing() {
    let (cancel, ended) = (Cancel::new(), std::sync::Mutex::new(Vec::new()));
    let port = {
        let cancel = cancel.clone();
        listen(move |mut stream| {
            hello(&mut stream);
            cancel.cancel();
            ended.lock().unwrap().push(stream);
        })
    };
    let client = client(&format!("https://127.0.0.1:{port}"), r#"{"max_attempts": 1}"#);
    let receipt = client.deliver(client.read(&events(1)).until(&cancel)).unwrap();
    assert_unsent("cancelled", &receipt, Reason::Cancelled, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn without_file_descriptors_there_is_no_connection() {
    const ALONE: &str = "TIKTOK_CAPI_NO_DESCRIPTORS";
    if std::env::var_os(ALONE).is_none() {
        let mut again = std::process::Command::new("sh");
        again.args(["-c", r#"ulimit -n 64; exec "$0" "$@""#]).arg(std::env::current_exe().unwrap());
        again.args(["--exact", "without_file_descriptors_there_is_no_connection", "--test-threads", "1"]);
        assert!(again.env(ALONE, "1").status().unwrap().success());
        return;
    }
    let port = listen(drop);
    let clients =
        ["http", "https"].map(|kind| client(&format!("{kind}://127.0.0.1:{port}"), r#"{"max_attempts": 1}"#));
    let taken: Vec<_> = std::iter::from_fn(|| std::fs::File::open("/dev/null").ok()).collect();
    let receipts = clients.map(|client| client.track(&events(1)).unwrap());
    drop(taken);
    for receipt in receipts {
        assert_unsent("no descriptors", &receipt, Reason::Connect, 1);
    }
}

#[test]
fn what_was_written_may_have_arrived_all_the_same() {
    let port = listen(|mut stream| hello(&mut stream));
    let receipt = track(&format!("http://127.0.0.1:{port}"), r#"{"max_attempts": 1}"#);
    let outcome = &receipt.results[0].outcome;
    assert_eq!((outcome.reason(), outcome.may_have_arrived()), (Some(Reason::ConnectionLost), true));
}
