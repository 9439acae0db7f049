//! What other pages of the same browser can do: report to the Pixel, and nothing else.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::json;
use tiktok_capi_sandbox::{Channel, Config, Sandbox};

mod wire;
use wire::{Connection, Reply, get, good, post, sandbox, track};

/// What only the sandbox's own page may ask for.
const OURS: [&str; 10] = [
    "/sandbox/page/main.js",
    "/sandbox/feed",
    "/sandbox/events",
    "/sandbox/events/1",
    "/sandbox/diagnostics",
    "/sandbox/hash",
    "/sandbox/requests",
    "/sandbox/faults",
    "/sandbox/clock",
    "/sandbox/wait?event_id=e1",
];

const SCRIPT: &str = "/i18n/pixel/events.js?sdkid=P1&lib=ttq";

/// Asks as a browser does that was sent by a page of that site.
fn browsed(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut connection = Connection::open(sandbox.addr());
    connection.write("GET", path, headers, 0).unwrap();
    let head = connection.head().unwrap();
    Reply { status: head.split(' ').nth(1).unwrap().parse().unwrap(), head, body: Vec::new() }
}

#[test]
fn other_sites_learn_nothing() {
    let sandbox = sandbox();
    track(&sandbox, &good(&sandbox, "e1"));
    for path in OURS {
        for (site, status) in [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)] {
            let reply = browsed(&sandbox, path, &[("Sec-Fetch-Site", site)]);
            assert_eq!(reply.status, status, "{site}: {path}");
        }
        // Not even as a document of its own: how long it takes would tell.
        let click = [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "document"),
        ];
        assert_eq!(browsed(&sandbox, path, &click).status, 403, "{path}");
    }
    let mut connection = Connection::open(sandbox.addr());
    let reset =
        connection.request("POST", "/sandbox/reset", &[("Sec-Fetch-Site", "same-site")], b"").unwrap();
    assert_eq!((reset.status, sandbox.counts().accepted), (403, 1));
}

#[test]
fn a_link_leads_to_the_page_and_nothing_else_does() {
    let sandbox = sandbox();
    let asked = |mode: &str, dest: &str| {
        let headers = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)];
        browsed(&sandbox, "/", &headers).status
    };
    assert_eq!(asked("navigate", "document"), 200);
    for (mode, dest) in
        [("navigate", "object"), ("navigate", "iframe"), ("no-cors", "image"), ("cors", "empty")]
    {
        assert_eq!(asked(mode, dest), 403, "{mode} {dest}");
    }
}

#[test]
fn no_answer_is_kept_guessed_at_or_lent() {
    let sandbox =
        Sandbox::start(Config { password: Some("sesame".to_owned()), ..Config::default() }).unwrap();
    let right = ("Authorization", "Basic eDpzZXNhbWU=");
    let stranger = ("Sec-Fetch-Site", "cross-site");
    let asks = [(vec![right], 200), (vec![], 401), (vec![right, stranger], 403)];
    for path in OURS.iter().chain(&["/"]).filter(|path| !path.ends_with('1')) {
        for (headers, status) in &asks {
            is_closed(&browsed(&sandbox, path, headers), *status, path);
        }
    }
    is_closed(&browsed(&sandbox, "/sandbox/events/9", &[right]), 404, "an event that is not there");
    is_closed(&browsed(&sandbox, "/sandbox/events?x=1", &[right]), 400, "a question that makes no sense");
}

fn is_closed(reply: &Reply, status: u16, what: &str) {
    assert_eq!(reply.status, status, "{what}");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{what}, {status}: {name}");
    }
}

#[test]
fn any_page_has_the_pixel() {
    let sandbox = sandbox();
    let site = ("Sec-Fetch-Site", "cross-site");
    let script = browsed(&sandbox, SCRIPT, &[site, ("Sec-Fetch-Dest", "script")]);
    assert_eq!((script.status, script.header("cross-origin-resource-policy")), (200, Some("cross-origin")));
    assert_eq!(script.header("x-content-type-options"), Some("nosniff"));
    let report = report("p1");
    let headers = [site, ("Origin", "https://shop.example"), ("Content-Type", "text/plain;charset=UTF-8")];
    let mut connection = Connection::open(sandbox.addr());
    let reply = connection.request("POST", "/api/v2/pixel/act", &headers, report.as_bytes()).unwrap();
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some("*")));
    assert_eq!(reply.header("cross-origin-resource-policy"), Some("cross-origin"));
    assert_eq!(sandbox.counts().accepted, 1);
}

fn report(event_id: &str) -> String {
    json!({"pixel_code": "P1", "event": "Contact", "event_id": event_id, "timestamp": "2026-01-01T00:00:00Z",
        "context": {"page": {"url": "https://x.de/"}, "user": {}}})
    .to_string()
}

#[test]
fn pages_push_out_only_what_pages_reported() {
    let sandbox = Sandbox::start(Config { capacity: 3, ..Config::default() }).unwrap();
    track(&sandbox, &good(&sandbox, "order"));
    for number in 0..20 {
        post(&sandbox, "/api/v2/pixel/act", &report(&format!("p{number}")));
    }
    let kept = |channel: Channel| {
        let events = sandbox.events().into_iter().filter(|event| event.channel == channel);
        events.filter_map(|event| event.event_id).collect::<Vec<_>>()
    };
    assert_eq!(
        (kept(Channel::Server), kept(Channel::Pixel)),
        (vec!["order".into()], ["p17", "p18", "p19"].map(Into::into).into())
    );
    assert_eq!(sandbox.counts().forgotten, 17);
    assert_eq!(get(&sandbox, "/sandbox/events/1").status, 200);
    assert_eq!(get(&sandbox, "/sandbox/events/5").status, 404);
    track(&sandbox, &good(&sandbox, "order"));
    assert_eq!(sandbox.counts().duplicates, 1, "what a page reports is not what a server sent");
}
