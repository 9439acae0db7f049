//! A described event as JSON text, in some of the many ways in which JSON spells the same value.

use std::collections::HashSet;

use tiktok_capi_core::Input;

/// 2⁵³ + 1, the one integer beyond 2⁵³ that becomes 2⁵³ itself where all numbers are of 64-bit floating point.
const UNSAYABLE: u64 = (1 << 53) + 1;

/// The event without what JSON, or the numbers of JavaScript, cannot say. `host_values.json` is about these.
pub(super) fn sayable(input: Input<'_>) -> Input<'_> {
    match input {
        Input::Unfit => Input::Bool(true),
        Input::Integer(n) if n.unsigned_abs() == UNSAYABLE => Input::Integer(n + n.signum()),
        Input::List(items) => Input::List(items.into_iter().map(sayable).collect()),
        Input::Map(members) => Input::map(members.into_iter().map(|(key, value)| (key, sayable(value)))),
        other => other,
    }
}

/// The event as JSON text.
pub(super) fn json(input: &Input<'_>) -> String {
    let mut out = String::new();
    write(input, &mut out);
    out
}

/// Whether an object has a key twice, at any level. A value keeps one of them only.
pub(super) fn repeats_a_key(input: &Input<'_>) -> bool {
    match input {
        Input::List(items) => items.iter().any(repeats_a_key),
        Input::Map(members) => {
            let mut seen = HashSet::new();
            members.iter().any(|(key, value)| !seen.insert(key.as_ref()) || repeats_a_key(value))
        }
        _ => false,
    }
}

/// That share of the text, and at least its first character.
pub(super) fn cut(text: &str, share: f64) -> String {
    let characters: Vec<char> = text.chars().collect();
    let wanted = (1..characters.len()).take_while(|&n| as_number(n) < as_number(characters.len()) * share);
    let kept = wanted.last().unwrap_or(1);
    characters.into_iter().take(kept).collect()
}

fn as_number(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

fn write(input: &Input<'_>, out: &mut String) {
    match input {
        Input::Null => out.push_str("null"),
        Input::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Input::Integer(n) => out.push_str(&integer(*n)),
        Input::Number(n) => out.push_str(&number(*n)),
        Input::Text(text) => out.push_str(&quoted(text)),
        Input::NotUnicode | Input::Unfit => out.push_str(r#""\ud800""#),
        Input::List(items) => {
            let items: Vec<_> = items.iter().map(json).collect();
            out.extend(["[", &items.join(", "), "]"]);
        }
        Input::Map(members) => {
            let members: Vec<_> =
                members.iter().map(|(key, value)| format!("{}:{}", quoted(key), json(value))).collect();
            out.extend(["{", &members.join(","), "}"]);
        }
    }
}

/// A number without a fraction is an integer, however it is written.
fn integer(n: i64) -> String {
    let is_exact = n.unsigned_abs() < UNSAYABLE;
    match n.rem_euclid(7) {
        0 if is_exact => format!("{n}.0"),
        1 if is_exact => format!("{n}E+0"),
        2 if is_exact => format!("{n}0e-1"),
        _ => n.to_string(),
    }
}

/// What is no number in JSON is beyond its range.
fn number(n: f64) -> String {
    let finite = serde_json::Number::from_f64(n).map(|n| n.to_string());
    finite.unwrap_or_else(|| if n < 0.0 { "-1e999" } else { "1e999" }.to_owned())
}

/// Every third text has escapes in place of all that is not ASCII.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if text.len().is_multiple_of(3) { ascii(&json) } else { json }
}

fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_the_same_values() {
        let members = [
            ("a", Input::Integer(14)),
            ("b", Input::Integer(i64::MIN)),
            ("c", Input::Number(f64::NAN)),
            ("d", Input::text("é😀\u{0}\"")),
            ("e", Input::List(vec![Input::NotUnicode, Input::Null])),
        ];
        let text = json(&Input::map(members));
        let read = Input::from_json(text.as_bytes()).unwrap();
        assert_eq!(read.get("a"), Some(&Input::Number(14.0)));
        assert_eq!(read.get("b"), Some(&Input::Integer(i64::MIN)));
        assert_eq!(read.get("c"), Some(&Input::Number(f64::INFINITY)));
        assert_eq!(read.get("d"), Some(&Input::text("é😀\u{0}\"")));
        assert_eq!(read.get("e"), Some(&Input::List(vec![Input::NotUnicode, Input::Null])));
    }

    #[test]
    fn a_cut_text_is_shorter_and_never_empty() {
        assert_eq!(cut("{\"é\":1}", 0.0), "{");
        assert_eq!(cut("{\"é\":1}", 0.999), "{\"é\":1");
    }

    #[test]
    fn repeated_keys_are_found_at_any_level() {
        let twice = Input::map([("a", Input::Null), ("a", Input::Null)]);
        assert!(repeats_a_key(&Input::List(vec![twice])));
        assert!(!repeats_a_key(&Input::map([("a", Input::Null), ("b", Input::Null)])));
    }
}
