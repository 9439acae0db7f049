//! What the sandbox shows, logs and keeps of events that hold personal data.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use tiktok_capi::{Client, Input, Prepared};
use tiktok_capi_sandbox::{Config, Fault, Plan, Rule, Sandbox, Tokens};

use super::planted::{planted, swept};
use super::service::receipt;
use super::{BAD_EMAIL, CLICK, CUSTOMER, EMAIL, NAME, ORDER, PHONE, QUERY, SECRET, Shown};
use crate::support::{TOKEN, event, options};

/// What `/sandbox/events` and the file may hold: what TikTok takes in the clear, and digests.
const PLAIN: &[&str] = &[
    "order",
    "click id",
    "cookie",
    "address",
    "user agent",
    "e-mail digest",
    "phone digest",
    "customer digest",
    "name digest",
];

/// The sandbox gets canonical events, ones in the clear, and requests that are none.
pub(crate) fn look(shown: &mut Shown) {
    let path = std::env::temp_dir().join(format!("tiktok-capi-canary-{}.sqlite", std::process::id()));
    let rules =
        vec![Rule { event_id: Some("meets-a-fault".to_owned()), ..Rule::always(Fault::Code(40_002)) }];
    let (tokens, faults) = (Tokens::any().allow(TOKEN), Plan { seed: 0, rules });
    let config = Config { tokens, faults, file: Some(path.clone()), ..Config::default() };
    shown.debug("sandbox, Debug", &config);
    let sandbox = Sandbox::start(config).unwrap();
    let client = a_client(&sandbox, r#"{"default_region":"US","max_batch":1}"#);
    assert!(receipt(shown, &client, &[planted()]).ok(), "what is planted arrives");
    assert!(!receipt(shown, &client, &[event("meets-a-fault")]).ok());
    misplaced(shown, &sandbox);
    in_the_clear(shown, &client);
    strangers(shown, &sandbox);
    everything(shown, &sandbox);
    drop(sandbox);
    shown.text_with("sandbox, file", String::from_utf8_lossy(&std::fs::read(&path).unwrap()), PLAIN);
    std::fs::remove_file(path).unwrap();
}

fn a_client(sandbox: &Sandbox, more: &str) -> Client {
    let mut options = options(more);
    options.set("endpoint", &Input::text(sandbox.endpoint())).unwrap();
    Client::new(options).unwrap()
}

/// Whatever this library lets through of misplaced values.
fn misplaced(shown: &mut Shown, sandbox: &Sandbox) {
    let receipt = receipt(shown, &a_client(sandbox, "{}"), &swept());
    let accepted = receipt.results.iter().filter(|result| result.outcome.as_str() == "accepted").count();
    assert!(accepted > 1_000, "{accepted} of {}", receipt.results.len());
}

/// Events as somebody might write them who does not use this library.
fn in_the_clear(shown: &mut Shown, client: &Client) {
    let time = client.rules().now / 1_000;
    let user = |user: &str, more: &str| {
        let event = format!(
            r#"{{"event":"Contact","event_id":"{ORDER}","event_time":{time},"user":{{{user}}}{more}}}"#
        );
        Prepared::from_parts("Contact", ORDER, event.into())
    };
    let events = [
        user(&format!(r#""email":"{EMAIL}""#), ""),
        user(&format!(r#""email":["{EMAIL}","{BAD_EMAIL}"],"phone":"{PHONE}""#), ""),
        user(&format!(r#""external_id":"{CUSTOMER}","first_name":"{NAME}","ttclid":"{CLICK}""#), ""),
        user(&format!(r#""emial":"{EMAIL}","{EMAIL}":1,"{PHONE}":{{"{EMAIL}":"{PHONE}"}}"#), ""),
        user(
            "",
            &format!(
                r#","properties":{{"email":"{EMAIL}","tel":"202 555 0143","access_token":"{TOKEN}","x":["{PHONE}"]}}"#
            ),
        ),
        user(
            "",
            &format!(r#","page":{{"url":"https://x.de/?email={QUERY}&token={TOKEN}"}},"{EMAIL}":"{EMAIL}""#),
        ),
        user("", &format!(r#","event_time":"{EMAIL}","limited_data_use":"{PHONE}""#)),
        Prepared::from_parts("Contact", ORDER, format!(r#""{EMAIL}""#).into()),
    ];
    let receipt = client.deliver(Vec::from(events)).unwrap();
    let outcomes: Vec<_> = receipt.results.iter().map(|result| result.outcome.as_str()).collect();
    assert!(outcomes.contains(&"accepted") && outcomes.contains(&"rejected"), "{outcomes:?}");
    shown.debug("receipt", &receipt);
    shown.text_with("receipt as JSON", receipt.to_json(), &["order"]);
}

/// Requests that carry something personal in the path, the query, the headers, or for the controls.
fn strangers(shown: &mut Shown, sandbox: &Sandbox) {
    for (method, path, body) in [
        ("GET", format!("/{EMAIL}/{PHONE}?q={QUERY}&access_token={TOKEN}"), String::new()),
        (
            "POST",
            format!("/open_api/v1.3/event/track/?access_token={TOKEN}"),
            format!("{EMAIL} {PHONE} {TOKEN}"),
        ),
        (
            "POST",
            "/open_api/v1.3/pixel/track/".to_owned(),
            format!(
                r#"{{"pixel_code":"{EMAIL}","event":"{EMAIL}","context":{{"user":{{"email":"{EMAIL}","phone_number":"{PHONE}"}}}}}}"#
            ),
        ),
    ] {
        shown.text("sandbox, answers to strangers", ask(sandbox, method, &path, &body));
    }
}

/// Everything that can be looked at.
fn everything(shown: &mut Shown, sandbox: &Sandbox) {
    shown.debug("sandbox, Debug", sandbox);
    shown.debug("sandbox, Debug", &(sandbox.events(), sandbox.requests(), sandbox.counts()));
    shown.debug("sandbox, Debug", &sandbox.wait_for(ORDER, Duration::ZERO));
    shown.text_with("sandbox, page", ask(sandbox, "GET", "/", ""), &["order"]);
    for path in ["/sandbox/requests", "/sandbox/faults", "/sandbox/clock"] {
        shown.text("sandbox, controls", ask(sandbox, "GET", path, ""));
    }
    let events = ask(sandbox, "GET", "/sandbox/events?limit=10000", "");
    assert!(events.contains(ORDER) && events.contains(CLICK), "what may be kept is kept");
    shown.text_with("sandbox, events", events, PLAIN);
    shown.text_with(
        "sandbox, events",
        ask(sandbox, "GET", &format!("/sandbox/wait?event_id={ORDER}"), ""),
        PLAIN,
    );
}

fn ask(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(sandbox.addr()).unwrap();
    let host = sandbox.addr();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\naccess-token: {TOKEN}\r\nx-mail: {EMAIL}\r\ncookie: {SECRET}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
