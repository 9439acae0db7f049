//! Every kind of fault, seen from the socket.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tiktok_capi_sandbox::{BadBody, CODES, Fault, Plan, Rule, Sandbox};

mod wire;
use wire::{Connection, HEADERS, Reply, TRACK, good, track, try_track, with_fault};

/// The events that a fault lets count: none, or with `recorded` one.
fn counted(rule: &Rule) -> (Sandbox, Result<Reply, ErrorKind>) {
    let sandbox = with_fault(rule.clone());
    let reply = try_track(&sandbox, &good(&sandbox, "e")).map_err(|error| error.kind());
    (sandbox, reply)
}

#[test]
fn refuse_resets_the_connection_and_leaves_the_controls_alone() {
    let sandbox = with_fault(Rule::first(Fault::Refuse, 1));
    assert_eq!(wire::get(&sandbox, "/sandbox/clock").status, 200);
    let error = try_track(&sandbox, &good(&sandbox, "e")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(track(&sandbox, &good(&sandbox, "e")).code(), 0);
    assert_eq!(sandbox.requests()[0].fault, Some("refuse"));
}

#[test]
fn reset_before_the_body_is_read() {
    let sandbox = with_fault(Rule::first(Fault::ResetBeforeBody, 1));
    let mut connection = Connection::open(sandbox.addr());
    connection.write("POST", TRACK, HEADERS, 1 << 20).unwrap();
    assert_eq!(connection.reply().unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(track(&sandbox, &good(&sandbox, "e")).code(), 0);
}

#[test]
fn reset_after_the_body_loses_the_answer_alone_when_recorded() {
    for recorded in [false, true] {
        let (sandbox, reply) = counted(&Rule { recorded, ..Rule::always(Fault::ResetAfterBody) });
        assert_eq!(reply.unwrap_err(), ErrorKind::ConnectionReset);
        assert_eq!(sandbox.counts().counted, u64::from(recorded));
        assert_eq!(sandbox.requests()[0].status, None);
    }
}

#[test]
fn half_a_body_ends_or_is_reset() {
    for (fault, is_reset) in [(Fault::HalfBody, false), (Fault::ResetInBody, true)] {
        let sandbox = with_fault(Rule::always(fault));
        let mut connection = Connection::open(sandbox.addr());
        let body = good(&sandbox, "e");
        let error = connection.request("POST", TRACK, HEADERS, body.as_bytes()).unwrap_err();
        let expected = if is_reset { ErrorKind::ConnectionReset } else { ErrorKind::UnexpectedEof };
        assert_eq!(error.kind(), expected);
    }
}

#[test]
fn half_a_body_is_half() {
    let sandbox = with_fault(Rule::always(Fault::HalfBody));
    let mut connection = Connection::open(sandbox.addr());
    connection.write("POST", TRACK, HEADERS, 0).unwrap();
    let head = connection.head().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let (half, end) = connection.rest();
    assert_eq!(half.len(), length.parse::<usize>().unwrap() / 2);
    assert!(half.starts_with(b"{\"code\":") && end.is_ok());
}

#[test]
fn a_slow_body_comes_whole_byte_by_byte() {
    let (sandbox, reply) = counted(&Rule::always(Fault::SlowBody(2)));
    assert_eq!(reply.unwrap().code(), 0);
    assert_eq!(sandbox.counts().counted, 1, "the true answer came, so the event counts");

    let sandbox = with_fault(Rule::always(Fault::SlowBody(1_000)));
    let mut connection = Connection::open(sandbox.addr());
    let body = good(&sandbox, "e");
    connection.patience(Duration::from_millis(300));
    let error = connection.request("POST", TRACK, HEADERS, body.as_bytes()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error:?}");
}

#[test]
fn a_time_out_never_answers_and_ends_with_the_sandbox() {
    let sandbox = with_fault(Rule { recorded: true, ..Rule::always(Fault::Timeout) });
    let mut connection = Connection::open(sandbox.addr());
    let body = good(&sandbox, "e");
    connection.patience(Duration::from_millis(300));
    let error = connection.request("POST", TRACK, HEADERS, body.as_bytes()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error:?}");
    assert!(sandbox.wait_for("e", Duration::from_secs(5)).is_some());
    let start = Instant::now();
    drop(sandbox);
    assert!(start.elapsed() < Duration::from_secs(4), "it does not wait for what hangs");
    connection.patience(Duration::from_secs(5));
    let (rest, _) = connection.rest();
    assert!(rest.is_empty());
}

#[test]
fn a_hang_is_bounded() {
    let faults = Plan { seed: 0, rules: vec![Rule::always(Fault::Timeout)] };
    let max_hang = Duration::from_millis(100);
    let sandbox =
        Sandbox::start(tiktok_capi_sandbox::Config { faults, max_hang, ..Default::default() }).unwrap();
    let error = try_track(&sandbox, &good(&sandbox, "e")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_delay_answers_late_and_truly() {
    let start = Instant::now();
    let (sandbox, reply) = counted(&Rule::always(Fault::Delay(100)));
    assert_eq!(reply.unwrap().code(), 0);
    assert!(start.elapsed() >= Duration::from_millis(100));
    assert_eq!(sandbox.counts().counted, 1);
}

#[test]
fn every_documented_code_comes_with_its_status() {
    for row in CODES {
        let (sandbox, reply) = counted(&Rule::always(Fault::Code(row.code)));
        let reply = reply.unwrap();
        assert_eq!((reply.status, reply.code()), (row.status, row.code));
        assert_eq!(sandbox.requests()[0].code, Some(row.code));
        assert_eq!(sandbox.counts().accepted, 0);
    }
}

#[test]
fn statuses_come_with_html() {
    for status in [200, 400, 403, 404, 408, 413, 429, 500, 502, 503, 504] {
        let (_, reply) = counted(&Rule::always(Fault::Status(status)));
        let reply = reply.unwrap();
        assert_eq!(reply.status, status);
        assert!(
            reply.header("content-type").unwrap().starts_with("text/html")
                && reply.text().starts_with("<html>")
        );
    }
}

#[test]
fn redirects_point_elsewhere() {
    for status in [301, 302, 303, 307, 308] {
        let to = "http://127.0.0.1:9/other/".to_owned();
        let (_, reply) = counted(&Rule::always(Fault::Redirect { to: to.clone(), status }));
        let reply = reply.unwrap();
        assert_eq!((reply.status, reply.header("location")), (status, Some(to.as_str())));
    }
}

#[test]
fn a_huge_body_is_as_long_as_it_says() {
    let sandbox = with_fault(Rule::always(Fault::HugeBody(3_000_000)));
    let reply = track(&sandbox, &good(&sandbox, "e"));
    assert!(reply.body.len() > 3_000_000 && reply.body.starts_with(b"{\"code\":0"));
    assert!(serde_json::from_slice::<serde_json::Value>(&reply.body).is_err());
}

#[test]
fn bad_bodies_are_not_the_envelope() {
    use BadBody::{Cut, Empty, Html, NoCode, NotObject, NotUtf8, TextCode};
    for kind in [Empty, Html, Cut, NotObject, NoCode, TextCode, NotUtf8] {
        let (_, reply) = counted(&Rule::always(Fault::BadBody(kind)));
        let reply = reply.unwrap();
        assert_eq!(reply.status, 200);
        let json = serde_json::from_slice::<serde_json::Value>(&reply.body).unwrap_or_default();
        assert!(json["code"].as_i64().is_none(), "{kind:?}");
    }
}

#[test]
fn retry_after_of_every_kind() {
    for text in ["0", "5", "-3", "999999999999", "soon", "1.5", ""] {
        let rule = Rule { retry_after: Some(text.to_owned()), ..Rule::always(Fault::Status(503)) };
        assert_eq!(counted(&rule).1.unwrap().header("retry-after").unwrap_or_default(), text);
    }
    for seconds in [-60, 0, 60] {
        let rule = Rule { retry_after_date: Some(seconds), ..Rule::always(Fault::Code(40100)) };
        let reply = counted(&rule).1.unwrap();
        let date = reply.header("retry-after").unwrap();
        assert!(date.ends_with(" GMT"), "{date}");
    }
}

#[test]
fn one_event_is_met_and_only_that_one() {
    let sandbox = with_fault(Rule { event_id: Some("bad".to_owned()), ..Rule::always(Fault::Code(50000)) });
    assert_eq!(track(&sandbox, &good(&sandbox, "good")).code(), 0);
    assert_eq!(track(&sandbox, &good(&sandbox, "bad")).code(), 50000);
    assert_eq!(sandbox.counts().accepted, 1);
}

#[test]
fn a_connection_that_was_not_reset_goes_on() {
    let sandbox = with_fault(Rule::first(Fault::Status(503), 1));
    let mut connection = Connection::open(sandbox.addr());
    for status in [503, 200] {
        let body = good(&sandbox, "e");
        let reply = connection.request("POST", TRACK, HEADERS, body.as_bytes()).unwrap();
        assert_eq!(reply.status, status);
    }
    assert!(sandbox.requests().iter().all(|request| request.connection == 1));
}
