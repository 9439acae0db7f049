//! The stub Pixel in a page's place: Node with the little of a browser that the script asks for.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise, and says when there is no Node to run it"
)]

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tiktok_capi_sandbox::{Channel, Sandbox, Standing};

mod wire;
use wire::{body, event, get, sandbox, track};

/// A browser's globals, and the base code's queue as it stands when the script arrives.
const PAGE: &str = r"
const [, url, calls] = process.argv
const { webcrypto } = require('node:crypto')
const cookies = {}
const document = {
  currentScript: { src: url + '/i18n/pixel/events.js?sdkid=P1&lib=ttq' }, referrer: 'https://search.example/',
  get cookie () { return Object.entries(cookies).map(([k, v]) => k + '=' + v).join('; ') },
  set cookie (text) { const [k, v] = text.split(';')[0].split('='); cookies[k] = v },
}
const ttq = []
ttq._i = { P1: [] }
const window = {
  ttq, TiktokAnalyticsObject: 'ttq', crypto: webcrypto, fetch, navigator: { userAgent: 'ua' },
  location: { href: 'https://shop.example/thanks?ttclid=E.C.P.abc' },
}
global.window = window
global.document = document
eval('(function () {' + calls.split('---')[0] + '})()')
fetch(document.currentScript.src).then(r => r.text()).then(script => {
  new Function('window', 'document', script)(window, document)
  eval('(function () {' + calls.split('---')[1] + '})()')
})
";

/// Runs calls before and after (`---`) the script arrives; false when this machine has no Node.
fn browse(sandbox: &Sandbox, calls: &str) -> bool {
    let run = Command::new("node").args(["-e", PAGE, &sandbox.url(), calls]).output();
    let Ok(output) = run else {
        println!("skipped: no node");
        return false;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

fn data(sandbox: &Sandbox, id: &str) -> Value {
    let event = sandbox.wait_for(id, Duration::from_secs(10)).unwrap();
    serde_json::from_str(event.data.get()).unwrap()
}

#[test]
fn a_pages_calls_arrive_hashed_and_pair_with_the_server() {
    let sandbox = sandbox();
    let calls = "ttq.push(['page']);
        ttq.push(['identify', {email: ' ALICE_abc@gmail.com ', phone_number: '+1 (213) 373-4253', external_id: 'user_123'}]);
        ttq.push(['track', 'Contact', {value: 1, currency: 'USD'}, {event_id: 'e1'}])
        ---
        ttq.track('Lead', {}, {event_id: 'e2'}); ttq.instance('P1').track('Download', {}, {event_id: 'e3'})";
    if !browse(&sandbox, calls) {
        return;
    }
    let first = data(&sandbox, "e1");
    assert_eq!(first["user"]["email"], "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f");
    assert_eq!(first["user"]["phone"], "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd");
    assert_eq!(
        first["user"]["external_id"],
        "80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b"
    );
    assert_eq!((&first["user"]["ttclid"], &first["user"]["user_agent"]), (&json!("E.C.P.abc"), &json!("ua")));
    assert_eq!(first["user"]["ttp"].as_str().unwrap().len(), 27);
    assert_eq!(
        (&first["properties"]["value"], &first["page"]["referrer"]),
        (&json!(1), &json!("https://search.example/"))
    );
    assert_eq!(
        (&data(&sandbox, "e2")["event"], &data(&sandbox, "e3")["event"]),
        (&json!("Lead"), &json!("Download"))
    );
    let events = sandbox.events();
    assert!(events.iter().all(|event| event.channel == Channel::Pixel && &*event.event_source_id == "P1"));
    assert!(events.iter().any(|event| event.event == "Pageview"));
    track(&sandbox, &body(&[event("e1", sandbox.now_ms())]));
    assert!(matches!(sandbox.events().last().unwrap().standing, Standing::Merged(_)));
}

#[test]
fn nothing_is_reported_before_consent() {
    let sandbox = sandbox();
    let calls = "ttq.push(['holdConsent']); ttq.push(['track', 'Contact', {}, {event_id: 'held'}])
        ---
        ttq.track('Lead', {}, {event_id: 'also-held'})
        setTimeout(() => { ttq.grantConsent(); ttq.revokeConsent(); ttq.track('Lead', {}, {event_id: 'revoked'}) }, 50)";
    if browse(&sandbox, calls) {
        let ids: Vec<_> = sandbox.events().into_iter().filter_map(|event| event.event_id).collect();
        assert!(
            ids.len() == 2 && ids.contains(&"held".to_owned()) && ids.contains(&"also-held".to_owned()),
            "{ids:?}"
        );
    }
}

#[test]
fn the_script_may_be_asked_for_by_any_page() {
    let sandbox = sandbox();
    let reply = get(&sandbox, "/i18n/pixel/events.js?sdkid=P1&lib=ttq");
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
    let mut connection = wire::Connection::open(sandbox.addr());
    let question =
        connection.request("OPTIONS", "/api/v2/pixel/act", &[("Origin", "http://a.example")], b"").unwrap();
    assert_eq!(
        (question.status, question.header("access-control-allow-headers")),
        (204, Some("content-type"))
    );
}
