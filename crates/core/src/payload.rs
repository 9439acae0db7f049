//! Canonical bytes: JSON by RFC 8785 (JCS), and the request body around the events.

use std::fmt;
use std::ops::Range;

use crate::value::{Members, Value};

/// Events that TikTok takes in one request; with more it refuses the whole (`events-api.md` §1.4).
pub const MAX_EVENTS: usize = 1_000;

/// Bytes that we put into one request. TikTok documents no limit, so this is ours.
pub const MAX_BYTES: usize = 1 << 20;

/// Room that is kept in a request for what stands around its events.
const ENVELOPE: usize = 4_096;

/// Bytes of the largest event that fits into a request.
pub const MAX_EVENT_BYTES: usize = MAX_BYTES - ENVELOPE;

/// What a request says beside its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// `web`, `app`, `offline` or `crm`.
    pub event_source: &'a str,
    /// The pixel code, app id, offline event set id or CRM event set id.
    pub event_source_id: &'a str,
    /// From Events Manager → Test Events; not for production.
    pub test_event_code: Option<&'a str>,
    /// Only for partners that TikTok knows.
    pub partner_name: Option<&'a str>,
}

impl Envelope<'_> {
    /// The canonical request body around events that are canonical already.
    #[must_use]
    pub fn body<E: AsRef<[u8]>>(&self, events: &[E]) -> Vec<u8> {
        let size: usize = events.iter().map(|event| event.as_ref().len() + 1).sum();
        let mut out = Vec::with_capacity(size + 256);
        out.extend_from_slice(b"{\"data\":[");
        for (index, event) in events.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            out.extend_from_slice(event.as_ref());
        }
        out.push(b']');
        self.write_rest(&mut out);
        out.push(b'}');
        out
    }

    /// The members behind `data`, in canonical order.
    fn write_rest(&self, out: &mut Vec<u8>) {
        let members = [
            ("event_source", Some(self.event_source)),
            ("event_source_id", Some(self.event_source_id)),
            ("partner_name", self.partner_name),
            ("test_event_code", self.test_event_code),
        ];
        for (name, value) in members {
            if let Some(value) = value {
                out.push(b',');
                write_text(out, name);
                out.push(b':');
                write_text(out, value);
            }
        }
    }
}

/// Cuts a list of events into requests of at most `most` events and [`MAX_BYTES`], in order.
///
/// `sizes` are the bytes of the events; the ranges cover all of them. `most` is at least 1 and at most [`MAX_EVENTS`].
pub fn requests(sizes: &[usize], most: usize) -> impl Iterator<Item = Range<usize>> {
    let most = most.clamp(1, MAX_EVENTS);
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = sizes.get(start..).filter(|rest| !rest.is_empty())?;
        let range = start..start + fitting(rest, most);
        start = range.end;
        Some(range)
    })
}

/// How many of the next events go into one request: at least one.
fn fitting(sizes: &[usize], most: usize) -> usize {
    let mut total = 0;
    let fits = |size: &&usize| {
        total += **size + 1;
        total <= MAX_EVENT_BYTES + 1
    };
    sizes.iter().take(most).take_while(fits).count().max(1)
}

/// Whether the canonical form is longer than that, told without writing it when it is short for certain.
pub(crate) fn exceeds(members: &Members<'_>, most: usize) -> bool {
    // Six bytes for each byte of text is the worst that escaping does; any other value takes at most 66.
    if weight(members) < most / 6 {
        return false;
    }
    let mut out = Vec::new();
    write_members(&mut out, members);
    out.len() > most
}

fn weight(members: &Members<'_>) -> usize {
    members.iter().map(|(key, value)| key.len() + 4 + value_weight(value)).sum()
}

fn value_weight(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) => text.len() + 2,
        Value::List(items) => items.iter().map(|item| 1 + value_weight(item)).sum(),
        Value::Map(members) => weight(members),
        _ => 66,
    }
}

/// Appends the canonical form of a value.
pub(crate) fn write(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Integer(n) => out.extend_from_slice(itoa::Buffer::new().format(*n).as_bytes()),
        // RFC 8785 §3.2.2.3; whatever is not finite never gets into a canonical tree.
        Value::Number(n) => out.extend_from_slice(ryu_js::Buffer::new().format(*n).as_bytes()),
        Value::Text(text) => write_text(out, text),
        Value::Digest(digest) => {
            out.push(b'"');
            digest.write_hex(out);
            out.push(b'"');
        }
        Value::List(items) => write_list(out, items),
        Value::Map(members) => write_members(out, members),
    }
}

fn write_list(out: &mut Vec<u8>, items: &[Value<'_>]) {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

pub(crate) fn write_members(out: &mut Vec<u8>, members: &Members<'_>) {
    out.push(b'{');
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_text(out, key);
        out.push(b':');
        write(out, value);
    }
    out.push(b'}');
}

/// Text with the escapes of RFC 8785 §3.2.2.2 and no others. Runs without escapes are copied whole.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = next_escape(rest) {
        let (clean, tail) = rest.split_at(at);
        out.extend_from_slice(clean);
        let [escaped, after @ ..] = tail else { break };
        write_escape(out, *escaped);
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Where the next byte stands that needs an escape. The first look takes all bytes at once, as processors like it.
fn next_escape(text: &[u8]) -> Option<usize> {
    let needs_escape = |b: u8| b < 0x20 || b == b'"' || b == b'\\';
    let is_clean = text.iter().fold(true, |clean, &b| clean & !needs_escape(b));
    if is_clean { None } else { text.iter().position(|&b| needs_escape(b)) }
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        0x08 => out.extend_from_slice(b"\\b"),
        b'\t' => out.extend_from_slice(b"\\t"),
        b'\n' => out.extend_from_slice(b"\\n"),
        0x0c => out.extend_from_slice(b"\\f"),
        b'\r' => out.extend_from_slice(b"\\r"),
        other => {
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(const_hex::encode([other]).as_bytes());
        }
    }
}

/// A canonical value as text, for those who print it.
pub(crate) struct Json<'v, 'a>(pub(crate) &'v Value<'a>);

impl fmt::Display for Json<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::new();
        write(&mut out, self.0);
        f.write_str(&String::from_utf8_lossy(&out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value<'_>) -> String {
        Json(value).to_string()
    }

    #[test]
    fn escapes_are_the_minimal_ones() {
        let text = "\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\"\\/\u{7f}\u{2028}é\u{1f600}";
        let expected = "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7f}\u{2028}é\u{1f600}\"";
        assert_eq!(written(&Value::text(text)), expected);
    }

    /// RFC 8785 appendix B, as far as JSON can say it.
    #[test]
    fn numbers_are_those_of_ecmascript() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000_u64, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x3e7a_d7f2_9abc_af48, "1e-7"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
        ] {
            assert_eq!(written(&Value::Number(f64::from_bits(bits))), expected);
        }
    }

    #[test]
    fn a_length_is_estimated_from_above() {
        for value in
            [Value::text(""), Value::text("\u{1}"), Value::List(Vec::new()), Value::Number(-1.0 / 3.0)]
        {
            let list = Members::from_unsorted(vec![("x".into(), Value::List(vec![value; 1_000]))]);
            let length = written(&Value::Map(list.clone())).len();
            assert!(exceeds(&list, length - 1) && !exceeds(&list, length), "{length} bytes");
        }
    }

    #[test]
    fn a_body_is_canonical() {
        let envelope = Envelope {
            event_source: "web",
            event_source_id: "C4A",
            test_event_code: Some("TEST1"),
            partner_name: Some("P\"1"),
        };
        let body = String::from_utf8(envelope.body(&["{}", "{\"a\":1}"])).unwrap();
        let tail = r#""event_source":"web","event_source_id":"C4A","partner_name":"P\"1","test_event_code":"TEST1"}"#;
        assert_eq!(body, format!("{{\"data\":[{{}},{{\"a\":1}}],{tail}"));
    }

    #[test]
    fn requests_hold_a_thousand_events_and_a_mebibyte() {
        let ranges = |sizes: &[usize]| requests(sizes, MAX_EVENTS).collect::<Vec<_>>();
        assert!(ranges(&[]).is_empty());
        assert_eq!(ranges(&[10; 2001]), [0..1000, 1000..2000, 2000..2001]);
        assert_eq!(ranges(&[MAX_EVENT_BYTES, 1, MAX_EVENT_BYTES - 1]), [0..1, 1..2, 2..3]);
        assert_eq!(ranges(&[MAX_BYTES * 2, 1]), [0..1, 1..2]);
        let whole = requests(&[522_239, 522_240], MAX_EVENTS).next();
        assert_eq!(whole, Some(0..2), "with the comma between them they take all the room");
        assert_eq!(ranges(&[522_240, 522_240]), [0..1, 1..2]);
        assert_eq!(requests(&[1; 5], 2).collect::<Vec<_>>(), [0..2, 2..4, 4..5]);
    }
}
