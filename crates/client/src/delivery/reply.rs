//! What an answer means: TikTok's code decides, then the HTTP status (`rules.md` §7, `events-api.md` §1.3).

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use ureq::http::HeaderValue;

use super::body;
use super::reason::Reason;
use super::retry;
use crate::wire::transport::Response;

/// What an answer means for the events of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All of them arrived.
    Accepted,
    /// Some of them did; TikTok does not say which, and they are not sent again.
    Partly,
    /// Ask again.
    Transient(Reason),
    /// No.
    Rejected,
    /// No, because of at least one of them: the others may go without it.
    Splittable,
    /// No, and nothing that follows could succeed.
    Unauthorized,
}

/// A request may be smaller than TikTok's limit without any of its events being bad.
pub(crate) const INVALID_BATCH_SIZE: i64 = 40_061;

struct Row {
    codes: RangeInclusive<i64>,
    verdict: Verdict,
    hint: &'static str,
}

/// Writes the rows: a code or a range of them, what it means, and what to look at.
macro_rules! rows {
    ($($from:literal $(..= $to:literal)? $verdict:ident $(($reason:ident))?, $hint:expr;)+) => {
        &[$(Row {
            codes: $from..=rows!(@last $from $($to)?),
            verdict: Verdict::$verdict $((Reason::$reason))?,
            hint: $hint,
        }),+]
    };
    (@last $from:literal) => { $from };
    (@last $from:literal $to:literal) => { $to };
}

const SLOWER: &str = "Send fewer requests: put more events into one, or wait a few minutes.";
const LATER: &str = "Send the events again later with the same `event_id`.";
const VERSION: &str = "Check the version in `endpoint`.";

/// THE TABLE of codes. The first row that holds a code counts.
const CODES: &[Row] = rows! {
    0 Accepted, "Nothing to do.";
    20_001 Partly, "TikTok does not say which events it refused; send the next ones in smaller batches.";
    40_000 Splittable, "A value is not hashed, or not what TikTok takes; `api_message` names it.";
    40_001 Unauthorized, "The token may not report for this event source: check `event_source_id`, `event_source` and the token's permissions.";
    40_002 Splittable, "A value is not what TikTok takes; `api_message` names it. When all events are refused, check `event_source_id`, `event_source` and `test_event_code`.";
    40_006 Rejected, VERSION;
    40_007 Rejected, "Check `event_source` and `event_source_id`.";
    // A repeated request. We do not read it as success: TikTok did not say that the first one was (`rules.md` §0.5).
    40_050 Rejected, "TikTok takes it for a repetition; look for the event in Events Manager.";
    40_051 Rejected, VERSION;
    40_061 Splittable, "Set a smaller `max_batch`.";
    40_062 Splittable, "An identifier is not hashed; describe events to this library instead of hashing them by hand.";
    40_063 Rejected, "Leave `partner_name` out, or ask TikTok for yours.";
    40_100 Transient(RateLimited), SLOWER;
    // Expired tokens are of developer apps. The same events go once it is renewed, so they are not refused for good.
    40_102 Unauthorized, "`access_token` has expired; renew it.";
    40_103 Rejected, "The refresh token has expired; authorise the app again.";
    40_104 Unauthorized, "Set `access_token`.";
    40_105 Unauthorized, "`access_token` is wrong or revoked; copy it again from Events Manager.";
    40_113..=40_130 Rejected, "The app or token lacks a permission; app events are open to allow-listed accounts only.";
    40_132 Transient(RateLimited), SLOWER;
    40_202 Transient(WriteConflict), "Send the events again.";
    40_400 Rejected, "There is no such path: give `endpoint` without a path, or with `/open_api/v1.3/event/track/`, the slash at its end included.";
    51_021 Transient(RateLimited), SLOWER;
    50_000..=59_999 Transient(ServiceError), LATER;
    60_001 Transient(Maintenance), "Send the events again later.";
    61_000 Transient(RateLimited), SLOWER;
    60_000..=69_999 Transient(ServiceError), LATER;
};

/// For every code that is in no row, and for a refusal without any code.
const OTHERWISE: &Row = &Row {
    codes: i64::MIN..=i64::MAX,
    verdict: Verdict::Rejected,
    hint: "TikTok refuses the request; `api_message` may say why. Check `endpoint` and `proxy` too.",
};

fn row(code: i64) -> &'static Row {
    CODES.iter().find(|row| row.codes.contains(&code)).unwrap_or(OTHERWISE)
}

/// What to look at when TikTok gave that code, or none.
pub(crate) fn hint(code: Option<i64>) -> &'static str {
    code.map_or(OTHERWISE, row).hint
}

/// An answer without TikTok's envelope is somebody else's, so its status is all there is.
fn without_code(response: &Response) -> Verdict {
    Verdict::Transient(match response.status {
        429 => Reason::RateLimited,
        408 | 500..=599 => Reason::ServiceError,
        _ if is_encoded(response) => Reason::EncodedReply,
        // Not TikTok's envelope, so it was not TikTok who said no, but something on the way (rules §7).
        _ => Reason::UnreadableReply,
    })
}

fn is_encoded(response: &Response) -> bool {
    let encoding = response.headers.get("content-encoding").map(HeaderValue::as_bytes);
    encoding.is_some_and(|encoding| !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity"))
}

/// An answer that has been read.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) verdict: Verdict,
    pub(crate) status: u16,
    pub(crate) code: Option<i64>,
    pub(crate) request_id: Option<Arc<str>>,
    pub(crate) message: Option<ApiMessage>,
    pub(crate) retry_after: Option<Duration>,
}

impl Reply {
    /// Reads an answer. `now` is in Unix milliseconds, for a `Retry-After` that is a date.
    pub(crate) fn read(response: &Response, now: i64) -> Self {
        let body: Value = serde_json::from_slice(&body::text(&response.body)).unwrap_or_default();
        let code = body.get("code").and_then(Value::as_i64);
        let header = |name: &str| response.headers.get(name).and_then(|value| value.to_str().ok());
        let ids =
            [body.get("request_id").and_then(Value::as_str), header("x-tt-logid"), header("x-request-id")];
        Self {
            verdict: code.map_or_else(|| without_code(response), |code| row(code).verdict),
            status: response.status,
            code,
            request_id: ids.into_iter().flatten().find(|id| is_request_id(id)).map(Arc::from),
            message: code.and(body.get("message")).and_then(Value::as_str).and_then(ApiMessage::new),
            retry_after: header("retry-after").and_then(|value| retry::after(value, now)),
        }
    }
}

/// What may be shown and logged as a request id, whoever answered.
fn is_request_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// What TikTok says in words. It may echo personal data, so it is shown only to those who ask for it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ApiMessage(Arc<str>);

/// Characters of a message that are kept.
const LONGEST_MESSAGE: usize = 2_000;

impl ApiMessage {
    fn new(text: &str) -> Option<Self> {
        let text: String = text.chars().take(LONGEST_MESSAGE).collect();
        (!text.is_empty()).then(|| Self(text.into()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The index of an event that the message names, as in `Batch.0.properties` or `data[12]`. The shape is not
    /// documented for this endpoint (`events-api.md` §1.2), so it is no more than a hint.
    pub(crate) fn index(&self) -> Option<usize> {
        let text = self.0.to_ascii_lowercase();
        ["batch", "data"].iter().find_map(|word| index_after(&text, word))
    }
}

fn index_after(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).find_map(|(at, _)| {
        let rest = text.get(at + word.len()..)?.trim_start_matches(['.', '[', ' ', ':']);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(Some(rest), |end| rest.get(..end))?;
        digits.parse().ok()
    })
}

impl fmt::Debug for ApiMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Reply {
        Reply::read(&Response { status, body: body.into(), ..Response::default() }, 0)
    }

    fn of_code(code: i64) -> Verdict {
        let body = format!(r#"{{"code":{code},"message":"m","request_id":"r","data":{{}}}}"#);
        let verdict = read(200, &body).verdict;
        for status in [301, 400, 401, 403, 429, 500, 502] {
            assert_eq!(read(status, &body).verdict, verdict, "{code}: the code decides, then the status");
        }
        verdict
    }

    /// Every row of `events-api.md` §1.3, and the ranges around them.
    #[test]
    fn codes_mean_what_the_reference_says() {
        use Reason::{Maintenance, RateLimited, ServiceError, WriteConflict};
        for (codes, expected) in [
            (&[0][..], Verdict::Accepted),
            (&[20_001], Verdict::Partly),
            (&[40_000, 40_002, 40_061, 40_062], Verdict::Splittable),
            (&[40_001, 40_102, 40_104, 40_105], Verdict::Unauthorized),
            (&[40_100, 40_132, 61_000, 51_021], Verdict::Transient(RateLimited)),
            (&[40_202], Verdict::Transient(WriteConflict)),
            (&[60_001], Verdict::Transient(Maintenance)),
            (
                &[50_000, 50_002, 51_000, 51_010, 51_012, 51_099, 52_000, 52_204],
                Verdict::Transient(ServiceError),
            ),
            (&[53_102, 53_103, 54_321, 59_999, 60_000, 60_002, 69_999], Verdict::Transient(ServiceError)),
            (&[40_003, 40_006, 40_007, 40_008, 40_050, 40_051, 40_063, 40_101], Verdict::Rejected),
            (&[40_103, 40_107, 40_113, 40_117, 40_118, 40_130, 40_400], Verdict::Rejected),
            (&[40_700, 40_900, 41_000, 41_001, 41_002, 70_001], Verdict::Rejected),
            (&[40_009, 49_999, 20_000, 20_002, 1, -1, 70_000, i64::MAX, i64::MIN], Verdict::Rejected),
        ] {
            for &code in codes {
                assert_eq!(of_code(code), expected, "{code}");
            }
        }
    }

    #[test]
    fn without_a_code_the_status_decides() {
        let transient = Verdict::Transient;
        for body in
            ["", "<html>busy</html>", "{}", "[0]", "0", r#"{"code":"0"}"#, r#"{"code":0.0}"#, "{\"code\":0"]
        {
            assert_eq!(read(200, body).verdict, transient(Reason::UnreadableReply), "{body}");
            assert_eq!(read(204, body).verdict, transient(Reason::UnreadableReply), "{body}");
            assert_eq!(read(429, body).verdict, transient(Reason::RateLimited), "{body}");
            for status in [408, 500, 502, 503, 504, 599] {
                assert_eq!(read(status, body).verdict, transient(Reason::ServiceError), "{status}");
            }
            for status in [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 407, 413, 600, 0] {
                assert_eq!(read(status, body).verdict, transient(Reason::UnreadableReply), "{status}");
            }
        }
        assert_eq!(read(200, &"[".repeat(1 << 20)).verdict, transient(Reason::UnreadableReply));
    }

    #[test]
    fn a_code_has_a_hint_of_its_own_and_one_that_is_not_known_has_that_of_none() {
        assert_ne!(hint(Some(40_104)), hint(Some(40_105)));
        assert_eq!(hint(Some(70_000)), hint(None));
    }

    #[test]
    fn what_nobody_asked_for_is_read_or_named() {
        let encoded = |encoding: &'static str, status, body: &[u8]| {
            let mut response = Response { status, body: body.into(), ..Response::default() };
            response.headers.insert("content-encoding", HeaderValue::from_static(encoding));
            Reply::read(&response, 0).verdict
        };
        let transient = Verdict::Transient;
        for encoding in ["br", "zstd", "gzip", "deflate", "compress", "gzip, br", "aes128gcm"] {
            assert_eq!(
                encoded(encoding, 200, b"\x0b\x02\x80\x03"),
                transient(Reason::EncodedReply),
                "{encoding}"
            );
            assert_eq!(encoded(encoding, 429, b"\x0b\x02\x80\x03"), transient(Reason::RateLimited));
            assert_eq!(
                encoded(encoding, 200, b"{\"code\":0}"),
                Verdict::Accepted,
                "a header that was left over"
            );
        }
        for encoding in ["identity", "IDENTITY", ""] {
            assert_eq!(encoded(encoding, 200, b"<html>"), transient(Reason::UnreadableReply));
        }
        assert_eq!(read(200, "\u{feff}{\"code\":40105}").verdict, Verdict::Unauthorized);
    }

    #[test]
    fn a_request_id_is_taken_from_body_or_header() {
        let id = |body: &str| read(200, body).request_id.as_deref().map(str::to_owned);
        assert_eq!(id(r#"{"code":0,"request_id":"2026A-1"}"#).as_deref(), Some("2026A-1"));
        assert_eq!(id("{\"code\":0,\"request_id\":\"a\\nforged: line\"}"), None);
        assert_eq!(id(&format!(r#"{{"request_id":"{}"}}"#, "x".repeat(65))), None);
        let mut response = Response { status: 502, ..Response::default() };
        response.headers.insert("x-tt-logid", "2026B".parse().unwrap());
        assert_eq!(Reply::read(&response, 0).request_id.as_deref(), Some("2026B"));
    }

    #[test]
    fn an_index_may_be_named() {
        for (message, expected) in [
            ("Batch.0.properties.contents.0.content_id: Not a valid string", Some(0)),
            ("data.12.user.email: not hashed", Some(12)),
            ("Invalid value in data[7].event", Some(7)),
            ("bad data: see batch 3", Some(3)),
            ("Invalid value for event_id: not a valid string.", None),
            ("data.99999999999999999999999: x", None),
        ] {
            assert_eq!(ApiMessage::new(message).unwrap().index(), expected, "{message}");
        }
        assert!(ApiMessage::new("").is_none());
    }

    #[test]
    fn a_message_is_kept_apart() {
        let reply = read(200, r#"{"code":40002,"message":"jo@example.com is not hashed"}"#);
        let shown = format!("{reply:?}");
        assert!(shown.contains("***") && !shown.contains("example"));
        assert_eq!(reply.message.unwrap().as_str(), "jo@example.com is not hashed");
    }
}
