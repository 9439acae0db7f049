//! Answers of the service: a byte for the status, a header a line, an empty line, a body. An event counts as accepted only where the
//! body says so.

#![no_main]

use std::sync::{LazyLock, Mutex};

use libfuzzer_sys::fuzz_target;
use tiktok_capi::{
    Cancel, Client, HeaderMap, Input, Options, Outcome, Prepared, Request, Response, SystemClock, Transport,
    TransportError,
};

const EVENT: &[u8] = br#"{"event":"Contact","event_id":"e1","event_time":1767225600,"page":{"url":"https://shop.example/"},"user":{"ttp":"t1"}}"#;

/// Headers that an answer is asked for.
const HEADERS: [&str; 4] = ["retry-after", "content-type", "content-encoding", "x-tt-logid"];

static ANSWER: Mutex<Option<Response>> = Mutex::new(None);

struct Answering;

impl Transport for Answering {
    fn send(&self, _: &Request<'_>, _: &Cancel) -> Result<Response, TransportError> {
        ANSWER.lock().ok().and_then(|mut answer| answer.take()).ok_or(TransportError::Lost)
    }
}

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let options = [("access_token", "any"), ("event_source_id", "C4A"), ("max_attempts", "1")];
    let options = options
        .into_iter()
        .try_fold(Options::default(), |all, (name, value)| all.with(name, &Input::text(value)));
    let options = options.expect("the options are known");
    Client::with_transport(options, Answering, SystemClock::default()).expect("the options go together")
});

fuzz_target!(|data: &[u8]| {
    let Some(answer) = answer(data) else { return };
    let code = serde_json::from_slice::<serde_json::Value>(&answer.body).ok();
    let code = code.and_then(|body| body.get("code").and_then(serde_json::Value::as_i64));
    *ANSWER.lock().expect("nothing panics while it is held") = Some(answer);
    let event = Prepared::from_canonical(EVENT).expect("it is canonical");
    let receipt = CLIENT.deliver(vec![event]).expect("nothing is missing");
    let [result] = receipt.results.as_slice() else { panic!("one event has one result") };
    assert!(!matches!(result.outcome, Outcome::Accepted) || code == Some(0));
    assert!(serde_json::from_str::<serde_json::Value>(&receipt.to_json()).is_ok());
});

fn answer(data: &[u8]) -> Option<Response> {
    let (first, rest) = data.split_first()?;
    let end = rest.windows(2).position(|pair| pair == b"\n\n")?;
    let mut headers = HeaderMap::new();
    for line in rest.get(..end)?.split(|byte| *byte == b'\n') {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = std::str::from_utf8(line.get(..colon)?).ok()?;
        headers
            .append(*HEADERS.iter().find(|known| **known == name)?, line.get(colon + 1..)?.try_into().ok()?);
    }
    let status = [200, 401, 404, 429, 500, 503, 302, 204].get(usize::from(first & 7)).copied()?;
    Some(Response { status, headers, body: rest.get(end + 2..)?.to_vec() })
}
