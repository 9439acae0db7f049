//! `pixel`: the page's half of a conversion, with the same `event_id` and the same digests as the server's half; and
//! `base_code`, which loads the Pixel.

mod base_code;

use std::fmt;

use crate::event::Event;
use crate::payload::Json;
use crate::value::{Members, Value};

pub use base_code::{BaseCode, Loading, base_code, base_code_of};

/// What the page needs so that TikTok's Pixel reports the same conversion and the two are counted once.
///
/// Each part is JSON: the arguments of `ttq.identify` and of `ttq.track`.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixel {
    /// The argument of `ttq.identify`, when there is anything to identify by: `sha256_email`, `sha256_phone_number`
    /// and the hashed `external_id`.
    ///
    /// No names and places: no source says whether the Pixel hashes these, and the server sends them anyway.
    pub identify: Option<String>,
    /// The three arguments of `ttq.track`: name, properties, and `{"event_id": …}`.
    pub track: [String; 3],
}

impl fmt::Debug for Pixel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pixel(***)")
    }
}

/// The Pixel's copy of an event.
#[must_use]
pub fn pixel(event: &Event<'_>) -> Pixel {
    let nothing = Members::default();
    let identify = identified(event.object("user").unwrap_or(&nothing));
    let properties = event.object("properties").unwrap_or(&nothing).clone();
    let id = Members::from_unsorted(vec![("event_id".into(), Value::text(event.id()))]);
    Pixel {
        identify: (!identify.is_empty()).then(|| json(&Value::Map(identify))),
        track: [json(&Value::text(event.name())), json(&Value::Map(properties)), json(&Value::Map(id))],
    }
}

/// The server's name of an identifier and the Pixel's.
const IDENTIFIERS: [(&str, &str); 3] =
    [("email", "sha256_email"), ("phone", "sha256_phone_number"), ("external_id", "external_id")];

fn identified<'a>(user: &'a Members<'_>) -> Members<'a> {
    let given = IDENTIFIERS.iter().filter_map(|(ours, theirs)| Some((*theirs, first(user.get(ours)?)?)));
    Members::from_unsorted(given.map(|(name, value)| (name.into(), value.clone())).collect())
}

/// The Pixel takes one value of each.
fn first<'v, 'a>(value: &'v Value<'a>) -> Option<&'v Value<'a>> {
    match value {
        Value::List(items) => items.first(),
        one => Some(one),
    }
}

fn json(value: &Value<'_>) -> String {
    Json(value).to_string()
}

impl Pixel {
    /// The body of a `<script>` element, safe inside HTML. It does nothing where the Pixel's base code is missing.
    #[must_use]
    pub fn script(&self) -> String {
        let identify = self.identify.as_ref().map(|argument| format!("ttq.identify({argument});"));
        let [name, properties, options] = &self.track;
        let track = format!("ttq.track({name},{properties},{options});");
        in_html(&format!("if(window.ttq){{{}{track}}}", identify.unwrap_or_default()))
    }

    /// The whole `<script>` element, with the page's CSP nonce when it has one.
    #[must_use]
    pub fn html(&self, nonce: Option<&str>) -> String {
        element(&self.script(), nonce)
    }
}

/// A script element around what is safe inside one.
fn element(script: &str, nonce: Option<&str>) -> String {
    let nonce = nonce.map(|nonce| format!(" nonce=\"{}\"", in_attribute(nonce)));
    format!("<script{}>{script}</script>", nonce.unwrap_or_default())
}

/// JSON inside a script element: nothing in it may end the element, open a comment, or end a line of old JavaScript.
fn in_html(script: &str) -> String {
    let mut safe = String::with_capacity(script.len());
    for c in script.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            _ => safe.push(c),
        }
    }
    safe
}

fn in_attribute(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;");
    escaped.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Digest, Entropy, Input, Rules};

    fn of(json: &str) -> Pixel {
        let input = Input::from_json(json.as_bytes()).unwrap();
        let reading = Event::read(&input, &Rules::at(1_767_225_600_000, Entropy::default()));
        pixel(reading.outcome.ready().unwrap())
    }

    #[test]
    fn the_same_id_and_digests_as_the_server() {
        let pixel =
            of(r#"{"event":"Contact","event_id":"e1","user":{"email":["jo@x.de","b@x.de"],"ip":"8.8.8.8"}}"#);
        let email = Digest::of("jo@x.de").to_hex();
        assert_eq!(pixel.identify.as_deref(), Some(format!("{{\"sha256_email\":\"{email}\"}}").as_str()));
        assert_eq!(pixel.track, ["\"Contact\"", "{}", "{\"event_id\":\"e1\"}"]);
        let expected = format!(
            "if(window.ttq){{ttq.identify({{\"sha256_email\":\"{email}\"}});\
             ttq.track(\"Contact\",{{}},{{\"event_id\":\"e1\"}});}}"
        );
        assert_eq!(pixel.script(), expected);
    }

    #[test]
    fn nothing_ends_the_script_early() {
        let hostile = r#"</script><script>alert('1')//&amp;<!--\u2028\u2029\"\\"#;
        let pixel = of(&format!(
            r#"{{"event":"Contact","event_id":"{hostile}","properties":{{"description":"{hostile}","{hostile}":1}}}}"#
        ));
        let script = pixel.script();
        assert!(!script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{script}");
        assert!(pixel.identify.is_none());
        let html = pixel.html(Some("a\"><b>'&"));
        assert!(
            html.starts_with("<script nonce=\"a&quot;&gt;&lt;b&gt;&#39;&amp;\">if(window.ttq)"),
            "{html}"
        );
        assert_eq!(html.matches("</script>").count(), 1);
    }
}
