//! A service that echoes what it got wherever it can.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tiktok_capi::{
    Cancel, Client, Http, Input, Receipt, Request, Response, SystemClock, Transport, TransportError,
};

use super::planted::{planted, refused};
use super::{EMAIL, ORDER, PHONE, SAID, Shown};
use crate::loopback::{Server, answer};
use crate::support::{TOKEN, event, options};

pub(crate) fn hostile(shown: &mut Shown) {
    let server = echoing();
    let mut options = options(r#"{"max_attempts":2,"default_region":"US"}"#);
    options.set("endpoint", &Input::text(server.url())).unwrap();
    let spied = Arc::new(Mutex::new(Vec::new()));
    let transport = Spying(Http::new(&options), Arc::clone(&spied));
    let client = Client::with_transport(options, transport, SystemClock::default()).unwrap();
    let mut messages = String::new();
    while server.requests() < 12 {
        let receipt = receipt(shown, &client, &[planted(), event(ORDER), refused().remove(0)]);
        messages.push_str(&receipt.to_json_with_api_messages());
    }
    spied.lock().unwrap().iter().for_each(|text| shown.text("requests and answers", text.clone()));
    assert!(
        messages.contains(SAID) && messages.contains(EMAIL),
        "who asks for the words of the service gets them"
    );
}

/// Sends events and shows what comes of it.
pub(crate) fn receipt(shown: &mut Shown, client: &Client, events: &[Input<'_>]) -> Receipt {
    let receipt = client.track(events).unwrap();
    shown.debug("receipt", &receipt);
    receipt.error().iter().for_each(|error| shown.error("delivery error", error));
    shown.text_with("receipt as JSON", receipt.to_json(), &["order"]);
    receipt
}

/// Shows requests and answers to whoever writes a transport of their own.
struct Spying(Http, Arc<Mutex<Vec<String>>>);

impl Transport for Spying {
    fn send(&self, request: &Request<'_>, cancel: &Cancel) -> Result<Response, TransportError> {
        let response = self.0.send(request, cancel);
        self.1.lock().unwrap().push(format!("{request:?} {:?} {response:?}", request.token));
        response
    }
}

/// The service echoes what it got, in words, in headers and in HTML.
pub(super) fn echoing() -> Server {
    let number = AtomicUsize::new(0);
    Server::start(move |received, stream| {
        let body = String::from_utf8_lossy(&received.body).replace('"', "'");
        let echo = format!("{SAID} {EMAIL} {PHONE} {TOKEN} {ORDER} {body}");
        let headers = format!(
            "location: https://x.example/{SAID}/{TOKEN}\r\nx-echo: {SAID} {EMAIL} {TOKEN}\r\nretry-after: {EMAIL}\r\n"
        );
        let said = |code: i64| {
            format!(
                r#"{{"code":{code},"message":"{echo}","request_id":"{SAID}\n{EMAIL}","data":{{"{EMAIL}":"{TOKEN}"}}}}"#
            )
        };
        let html = format!("<html>{echo}</html>");
        match number.fetch_add(1, Ordering::SeqCst) {
            0 => answer(stream, 503, &headers, &html),
            1 => answer(stream, 200, &headers, &said(40_002)),
            2 => answer(stream, 200, &headers, &said(40_002)),
            3 => answer(stream, 200, &headers, &said(50_000)),
            4 => answer(stream, 401, &headers, &said(40_105)),
            5 => answer(stream, 302, &headers, &html),
            6 => answer(stream, 200, &headers, &said(0)),
            7 => stream.write_all(format!("{SAID} {TOKEN} {EMAIL}\r\n\r\n").as_bytes()).map(|()| false),
            8 => stream
                .write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {EMAIL}\r\n\r\n{SAID}").as_bytes())
                .map(|()| false),
            _ => Ok(false),
        }
    })
}
