//! What the transport does with a socket.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod loopback;
mod support;

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use loopback::{Server, accept, answer, header};
use support::{TOKEN, event, events, options};
use tiktok_capi::{Cancel, Client, Input, Reason, Receipt};

/// A client that tries once, for at most two seconds.
fn client(url: &str, more: &str) -> Client {
    let mut options = options(more);
    for (name, value) in [("endpoint", url), ("timeout", "2"), ("max_attempts", "1")] {
        options.set(name, &Input::text(value.to_owned())).unwrap();
    }
    Client::new(options).unwrap()
}

fn track(url: &str) -> Receipt {
    client(url, "{}").track(&events(1)).unwrap()
}

fn reason(receipt: &Receipt) -> Option<Reason> {
    receipt.results[0].outcome.reason()
}

#[test]
fn a_request_is_what_the_rules_say() {
    let head = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&head);
    let server = Server::start(move |received, stream| {
        seen.lock().unwrap().clone_from(&received.head);
        accept(stream, "r1")
    });
    let receipt = track(&server.url());
    let head = head.lock().unwrap();
    assert!(receipt.ok() && receipt.request_ids.iter().map(AsRef::as_ref).eq(["r1"]));
    assert!(head.starts_with("POST /open_api/v1.3/event/track/ HTTP/1.1\r\n"));
    assert_eq!(header(&head, "access-token"), Some(TOKEN));
    assert_eq!(header(&head, "content-type"), Some("application/json"));
    assert!(header(&head, "user-agent").unwrap().starts_with("tiktok-capi/"));
    assert_eq!(header(&head, "accept-encoding"), None);
}

#[test]
fn nothing_is_opened_before_the_first_send_and_connections_are_kept() {
    let server = Server::start(|_, stream| accept(stream, "r"));
    let client = client(&server.url(), "{}");
    assert!(client.build(&event("a")).event.is_ok());
    assert_eq!(server.connections(), 0);
    (0..20).for_each(|_| assert!(client.track(&events(1)).unwrap().ok()));
    assert_eq!((server.connections(), server.requests()), (1, 20));
}

/// `{"code":0}` as gzip.
const PACKED: [u8; 30] = [
    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0xab, 0x56, 0x4a, 0xce, 0x4f, 0x49, 0x55, 0xb2, 0x32, 0xa8, 5, 0,
    0x98, 0xae, 0x3c, 0x72, 10, 0, 0, 0,
];

#[test]
fn an_answer_that_was_packed_on_the_way_is_read() {
    for header in ["content-encoding: gzip\r\n", ""] {
        let server = Server::start(move |_, stream| {
            write!(stream, "HTTP/1.1 200 OK\r\n{header}content-length: {}\r\n\r\n", PACKED.len())?;
            stream.write_all(&PACKED).map(|()| true)
        });
        assert!(track(&server.url()).ok(), "{header}");
    }
    let brotli = Server::start(|_, stream| answer(stream, 200, "content-encoding: br\r\n", "\u{b}\u{2}"));
    assert_eq!(reason(&track(&brotli.url())), Some(Reason::EncodedReply));
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(|_, stream| accept(stream, "stolen"));
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {}/\r\n", elsewhere.url());
        let server = Server::start(move |_, stream| answer(stream, status, &location, ""));
        assert_eq!(reason(&track(&server.url())), Some(Reason::UnreadableReply));
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[test]
fn broken_connections_are_told_apart() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = track(&format!("http://{free}"));
    assert_eq!(reason(&refused), Some(Reason::Connect));
    assert!(!refused.results[0].outcome.may_have_arrived());
    let closes = Server::start(|_, _| Ok(false));
    assert_eq!(reason(&track(&closes.url())), Some(Reason::ConnectionLost));
    let half = Server::start(|_, stream| {
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{{\"code\":0")?;
        Ok(false)
    });
    let half = track(&half.url());
    assert_eq!(reason(&half), Some(Reason::ConnectionLost));
    assert!(half.results[0].outcome.may_have_arrived());
    let garbage = Server::start(|_, stream| stream.write_all(b"SSH-2.0-OpenSSH\r\n\r\n").map(|()| false));
    assert_eq!(reason(&track(&garbage.url())), Some(Reason::UnreadableReply));
    let headers = Server::start(|_, stream| answer(stream, 200, &"x: y\r\n".repeat(20_000), ""));
    assert_eq!(reason(&track(&headers.url())), Some(Reason::UnreadableReply));
}

#[test]
fn a_server_without_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        listener
            .accept()
            .unwrap()
            .0
            .write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
            .unwrap();
    });
    assert_eq!(reason(&track(&format!("https://127.0.0.1:{port}"))), Some(Reason::Tls));
}

#[test]
fn an_unknown_name_is_no_connection() {
    assert_eq!(reason(&track("https://no-such-host.invalid/")), Some(Reason::Connect));
}

#[test]
fn a_slow_answer_ends_at_the_timeout() {
    let silent = Server::start(|_, _| {
        std::thread::sleep(Duration::from_secs(5));
        Ok(false)
    });
    let dripping = Server::start(|_, stream| {
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n")?;
        for _ in 0..50 {
            stream.write_all(b" ")?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(false)
    });
    for server in [silent, dripping] {
        let started = Instant::now();
        let receipt = track(&server.url());
        assert_eq!(reason(&receipt), Some(Reason::Timeout));
        assert!(receipt.results[0].outcome.may_have_arrived());
        assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    }
}

#[test]
fn a_huge_answer_is_cut_off() {
    let server = Server::start(|_, stream| {
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", 1_u64 << 40)?;
        while stream.write_all(&[b' '; 8_192]).is_ok() {}
        Ok(false)
    });
    let client = client(&server.url(), "{}");
    (0..2)
        .for_each(|_| assert_eq!(reason(&client.track(&events(1)).unwrap()), Some(Reason::UnreadableReply)));
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_cancelled_call_ends_soon_and_alone() {
    let server = Server::start(|received, stream| {
        if loopback::first_id(received) == "slow" {
            std::thread::sleep(Duration::from_secs(5));
        } else {
            std::thread::sleep(Duration::from_millis(600));
        }
        accept(stream, "r")
    });
    let client = client(&server.url(), r#"{"connect_timeout":1}"#);
    let cancel = Cancel::new();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| client.deliver(client.read(&[event("slow")]).until(&cancel)).unwrap());
        let other = scope.spawn(|| client.track(&[event("other")]).unwrap());
        while server.requests() < 2 {
            std::thread::yield_now();
        }
        let started = Instant::now();
        cancel.cancel();
        let slow = slow.join().unwrap();
        assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
        assert_eq!(reason(&slow), Some(Reason::Cancelled));
        assert!(slow.results[0].outcome.may_have_arrived());
        assert!(other.join().unwrap().ok());
    });
}

#[test]
fn no_proxy_leads_to_loopback() {
    let proxy = Server::start(|_, stream| accept(stream, "proxy"));
    let server = Server::start(|_, stream| accept(stream, "direct"));
    let more = format!(r#"{{"proxy":"{}"}}"#, proxy.url());
    let receipt = client(&server.url(), &more).track(&events(1)).unwrap();
    assert_eq!(receipt.results[0].request_id(), Some("direct"));
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn the_environments_proxy_leads_nowhere_that_it_excepts() {
    let proxy = Server::start(|_, stream| answer(stream, 403, "", ""));
    let through = |exceptions: &str| {
        let options = options(r#"{"endpoint":"https://capi.invalid:8443","max_attempts":1,"timeout":2}"#);
        let read = |name: &str| match name {
            "HTTPS_PROXY" => Some(proxy.url().into()),
            "NO_PROXY" => Some(exceptions.into()),
            _ => None,
        };
        let client = Client::new(options.with_variables(read).unwrap()).unwrap();
        let before = proxy.connections();
        assert_eq!(reason(&client.track(&events(1)).unwrap()), Some(Reason::Connect));
        proxy.connections() - before
    };
    assert_eq!(["", "10.0.0.0/8", "capi.invalid:443"].map(through), [1, 1, 1]);
    assert_eq!([".invalid", "x, capi.invalid:8443", "*"].map(through), [0, 0, 0]);
}

#[test]
fn a_proxy_sees_only_the_host() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let proxy = Server::start(move |received, stream| {
        seen.lock().unwrap().push(received.head.clone());
        answer(stream, 403, "", "")
    });
    let more = format!(r#"{{"proxy":"http://me:pass@{}"}}"#, proxy.address);
    let receipt = client("https://tiktok.invalid/", &more).track(&events(1)).unwrap();
    assert_eq!(reason(&receipt), Some(Reason::Connect));
    let asked = asked.lock().unwrap();
    assert!(
        asked[0].starts_with("CONNECT tiktok.invalid:443 HTTP/1.1") && !asked[0].contains(TOKEN),
        "{asked:?}"
    );
    let socks = format!(r#"{{"proxy":"socks5h://{}"}}"#, proxy.address);
    assert!(!client("https://tiktok.invalid/", &socks).track(&events(1)).unwrap().ok());
}

#[test]
fn roots_that_cannot_be_read_are_told() {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for path in ["/no/such/file.pem", own] {
        let more = format!(r#"{{"ca_roots":"{path}"}}"#);
        let failure = client("https://127.0.0.1:1/", &more).track(&events(1)).unwrap_err();
        assert_eq!(failure.code(), "invalid_option");
    }
}
