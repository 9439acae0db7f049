//! [`Input`] as JSON text: a described event for the languages that take it as such, and for pipes.

use crate::input::Input;
use crate::payload::write;
use crate::value::Value;

/// A number beyond every number: what is none of JSON's kinds, or no finite number. Read back, it is told of as such.
const UNFIT: &[u8] = b"1e999";

/// Half of a surrogate pair: text that is not Unicode.
const NOT_UNICODE: &[u8] = b"\"\\ud800\"";

impl Input<'_> {
    /// The value as JSON text without a line break in it, its members in their order. Read back, it means the same.
    ///
    /// It holds raw values: it is for the next reader of the event, and not for logs.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Vec::new();
        put(&mut out, self);
        String::from_utf8(out).unwrap_or_default()
    }
}

fn put(out: &mut Vec<u8>, input: &Input<'_>) {
    match input {
        Input::Null => out.extend_from_slice(b"null"),
        Input::Bool(flag) => write(out, &Value::Bool(*flag)),
        Input::Integer(number) => write(out, &Value::Integer(*number)),
        Input::Number(number) if number.is_finite() => write(out, &Value::Number(*number)),
        Input::Number(_) | Input::Unfit => out.extend_from_slice(UNFIT),
        Input::Text(text) => write(out, &Value::text(text.as_ref())),
        Input::NotUnicode => out.extend_from_slice(NOT_UNICODE),
        Input::List(items) => between(out, *b"[]", items, put),
        Input::Map(members) => between(out, *b"{}", members, |out, (key, value)| {
            write(out, &Value::text(key.as_ref()));
            out.push(b':');
            put(out, value);
        }),
    }
}

fn between<T>(out: &mut Vec<u8>, [open, close]: [u8; 2], all: &[T], one: impl Fn(&mut Vec<u8>, &T)) {
    out.push(open);
    for (index, each) in all.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        one(out, each);
    }
    out.push(close);
}
