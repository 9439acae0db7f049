//! Planted secrets and personal data appear in nothing that a client prints or logs, down to trace level.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod loopback;
mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use loopback::{Server, answer};
use support::{TOKEN, event, options};
use tiktok_capi::{Client, Input, Options};

/// Everything that was logged, by `tracing` and by `log`.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl log::Log for Written {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        writeln!(self.clone(), "{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

const CANARIES: [&str; 8] = [
    TOKEN,
    "canary-email",
    "2025550143",
    "canary-external",
    "canary-click",
    "canary-query",
    "canary-order",
    "canary-message",
];

fn planted() -> Input<'static> {
    let json =
        br#"{"event": "Purchase", "event_id": "canary-order", "user": {"email": "canary-email@example.com",
        "phone": "+1 202 555 0143", "external_id": "canary-external", "ttclid": "canary-click",
        "emial": "canary-email"}, "page": {"url": "https://shop.example/?email=canary-query@x.de"}}"#;
    Input::from_json(json).unwrap()
}

/// The service echoes what it dislikes, in words, in headers and in HTML.
fn hostile() -> Server {
    let number = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |_, stream| {
        let headers = "location: https://x.example/canary-message\r\nx-echo: canary-message\r\n";
        let said = r#"{"code":40002,"message":"canary-message: canary-email@example.com","request_id":"canary-message\n"}"#;
        match number.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => answer(stream, 503, headers, "<html>canary-message</html>"),
            1 => answer(stream, 200, headers, said),
            2 => answer(stream, 302, headers, "canary-message"),
            _ => Ok(false),
        }
    })
}

/// The caller's own id of the event stands in what the caller asked for, and nowhere else.
fn without_id(text: &str) -> String {
    text.replace("canary-order", "")
}

#[test]
fn nothing_planted_is_shown() {
    let written = Written::default();
    log::set_logger(Box::leak(Box::new(written.clone()))).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let writer = {
        let written = written.clone();
        move || written.clone()
    };
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(writer).init();

    let server = hostile();
    let mut options = options(r#"{"max_attempts":2}"#);
    options.set("endpoint", &Input::text(server.url())).unwrap();
    let client = Client::new(options).unwrap();
    let mut shown = Vec::new();
    for _ in 0..3 {
        let receipt = client.track(&[planted(), event("canary-order")]).unwrap();
        shown.push(format!("{receipt:?} {:?}", receipt.error()));
        shown.extend(receipt.error().map(|error| error.to_string()));
        shown.push(without_id(&receipt.to_json()));
    }
    let built = client.build(&planted());
    shown.push(format!("{client:?} {:?} {built:?}", client.options()));
    let explained = client.explain(&planted());
    shown.push(without_id(&format!("{explained:?} {explained} {}", explained.to_json())));
    for (name, value) in
        [("access_token", "canary message\n"), ("canary-message", "x"), ("endpoint", "http://canary-message")]
    {
        let error = Options::default().with(name, &Input::text(value)).unwrap_err();
        shown.push(format!("{error} {error:?}"));
    }

    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("tiktok_capi") && log.contains("ureq"), "both were listened to");
    for text in shown.iter().chain([&log]) {
        let found: Vec<_> =
            CANARIES.iter().enumerate().filter(|(_, canary)| text.contains(**canary)).collect();
        assert!(found.is_empty(), "{found:?} in {text}");
    }
}
