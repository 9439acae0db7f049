//! What forms, databases, spreadsheets and templates put where there is nobody: words, and macros that were not filled in
//! (`rules.md` §3.4). The digest of one matches nobody, and an id that is one makes all conversions the same.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::text::trim;

/// Words that nobody and nothing is called.
const NO_NAMES: &[&str] = &["null", "undefined", "unknown"];

/// Words that are names of people besides (Nan, Nat, Guest), and stand for nobody as an id or a place.
const NO_IDS: &[&str] = &["nan", "nat", "nil", "none", "true", "false", "anonymous", "guest"];

/// Whole texts in which signs count.
#[rustfmt::skip]
const NO_TEXTS: &[&str] = &[
    "-", "\"\"", "''", "{}", "[]", "n/a", "<na>", "\\n", "\\\\n", "#n/a", "#n/d", "#nv", "#ref!", "#value!", "#name?", "#num!", "#div/0!", "#error!", "(none)",
    "none none", "not set", "(not set)", "(not provided)", "not available", "(not available)", "(data not available)", "not applicable", "(other)", "(blank)",
    "(empty)",
];

/// What opens and closes a macro of a template, wherever it stands.
#[rustfmt::skip]
const MACROS: &[(&str, &str)] = &[
    ("{{", "}}"), ("${", "}"), ("#{", "}"), ("%{", "}"), ("@{", "}"), ("{$", "}"), ("{%", "%}"), ("<%", "%>"), ("<?", "?>"), ("%%", "%%"), ("*|", "|*"),
];

/// What opens and closes one that is the whole text, as TikTok's own `__CLICKID__`.
const WHOLE_MACROS: &[(&str, &str)] =
    &[("__", "__"), ("{", "}"), ("%", "%"), ("[", "]"), ("[[", "]]"), ("<", ">"), ("<<", ">>"), ("##", "##")];

/// An address in an address is encoded twice.
const MOST_DECODINGS: usize = 3;

/// Whether an id or a place stands for nobody, percent-encoded or not.
#[must_use]
pub fn is_nobody(text: &str) -> bool {
    is_it(text, |word| is_among(NO_NAMES, word) || is_among(NO_IDS, word))
}

/// The same for a name of a person, of which there are more.
pub(crate) fn is_nobodys_name(text: &str) -> bool {
    is_it(text, |word| is_among(NO_NAMES, word))
}

fn is_it(text: &str, is_word: impl Fn(&str) -> bool) -> bool {
    let is_nothing = |text: &str| is_unfilled(text) || is_said(text, &is_word);
    let mut text = Cow::Borrowed(trim(text));
    for _ in 0..MOST_DECODINGS {
        if is_nothing(&text) {
            return true;
        }
        let Some(decoded) = decoded(&text) else { return false };
        text = Cow::Owned(decoded);
    }
    is_nothing(&text)
}

/// Most ids have a digit, and then they are none of the words.
fn is_said(text: &str, is_word: impl Fn(&str) -> bool) -> bool {
    let has_digit = text.bytes().fold(false, |found, byte| found | byte.is_ascii_digit());
    if has_digit && !text.starts_with('#') {
        return is_zero_uuid(text);
    }
    is_among(NO_TEXTS, text) || is_error(text) || is_object(text) || is_words(text, is_word)
}

/// The errors of spreadsheets in any language, as `#SPILL!` and `#BEZUG!`.
fn is_error(text: &str) -> bool {
    let name = text.strip_prefix('#').and_then(|rest| rest.strip_suffix(['!', '?'])).unwrap_or_default();
    let is_part = |c: char| c.is_uppercase() || matches!(c, '/' | '0' | '_' | '\u{a1}' | '\u{bf}');
    name.contains(char::is_alphabetic) && name.chars().all(is_part)
}

/// What ECMAScript makes of an object that is no text, as `[object Object]`.
fn is_object(text: &str) -> bool {
    let prefix = text.get(..8).unwrap_or_default();
    prefix.eq_ignore_ascii_case("[object ") && text.ends_with(']')
}

/// In any of the ways in which UUIDs are written.
fn is_zero_uuid(text: &str) -> bool {
    let bare = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    bare.bytes().all(|byte| matches!(byte, b'0' | b'-'))
        && bare.bytes().filter(|&byte| byte == b'0').count() == 32
}

fn is_among(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// One or more such words and nothing else but signs: `(null)`, `<nil>`, `null null`.
fn is_words(text: &str, is_word: impl Fn(&str) -> bool) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_word)
}

/// Whether a macro stands in the text, or is it.
pub(super) fn is_unfilled(text: &str) -> bool {
    let has_sign = text.bytes().fold(false, |found, byte| found | matches!(byte, b'{' | b'%' | b'*' | b'<'));
    if !has_sign && !text.starts_with(['_', '[', '#']) {
        return false;
    }
    let stands_in =
        |(open, close): &(&str, &str)| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    MACROS.iter().any(stands_in) || WHOLE_MACROS.iter().any(|(open, close)| is_macro(text, open, close))
}

/// A name alone: a UUID, too, may stand in braces, with hyphens or in 32 digits.
fn is_macro(text: &str, open: &str, close: &str) -> bool {
    let name = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() != 32
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

/// The text decoded as a form's, when that changes it.
fn decoded(text: &str) -> Option<String> {
    if !text.contains(['%', '+']) {
        return None;
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
    (decoded != text).then(|| trim(&decoded).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_known_in_any_spelling() {
        for text in [
            "null",
            " NULL ",
            "(null)",
            "<null>",
            "\"null\"",
            "null null",
            "undefined",
            "#undefined",
            "NaN",
            "NaT",
            "\\N",
            "<NA>",
            "#N/A",
            "#REF!",
            "#NULL!",
            "(none)",
            "(not set)",
            "%28not%20set%29",
            "[object Object]",
            "{}",
            "\"\"",
            "-",
            "{{user_id}}",
            "order-{{ id }}",
            "%7B%7Bid%7D%7D",
            "${id}",
            "%%CLICKID%%",
            "%id%",
            "__CLICK_ID_2__",
            "%5F%5FCLICKID%5F%5F",
            "{gclid}",
            "*|EMAIL|*",
            "<%= id %>",
            "<?= $id ?>",
            "{$id}",
            "%{id}",
            "@{id}",
            "[CLICK_ID]",
            "[[id]]",
            "<id>",
            "##ID##",
            "%257B%257Bid%257D%257D",
            "%5Bobject+Object%5D",
            "[object Null]",
            "[object HTMLInputElement]",
            "#SPILL!",
            "#BEZUG!",
            "#\u{a1}DIV/0!",
            "#\u{bf}NOMBRE?",
            "#NV",
            "(blank)",
            "(other)",
            "Not Available",
            "\\\\N",
            "true",
            "False",
            "00000000-0000-0000-0000-000000000000",
            "{00000000-0000-0000-0000-000000000000}",
            "00000000000000000000000000000000",
        ] {
            assert!(is_nobody(text), "{text}");
        }
    }

    #[test]
    fn somebody_is_not() {
        for text in [
            "0",
            "1",
            "na",
            "guest1",
            "user_123",
            "nulls",
            "E.C.P.null",
            "__",
            "____",
            "a__b__c",
            "100%",
            "50%25",
            "{38400000-8cf0-11bd-b23e-10b96e40000d}",
            "{a8400000cf011bdb23e10b96e40000d0}",
            "#1001",
            "#SALE",
            "#abc!",
            "#!",
            "[1]",
            "[a] b",
            "a+b",
            "0000000000000000",
            "00000000-0000-0000-0000-000000000001",
            "trueblue",
            "Nano",
            "noneofyours",
            "not-set-4711",
            "...",
            "日本",
        ] {
            assert!(!is_nobody(text), "{text}");
        }
    }

    #[test]
    fn people_are_called_what_ids_are_not() {
        for name in ["Nan", "Nat", "Guest", "None", "Nil", "Na", "Test", "Null Smith", "Anonymous"] {
            assert!(!is_nobodys_name(name), "{name}");
        }
        for name in
            ["null", "null null", "None None", "Unknown", "n/a", "{{first_name}}", "(none)", "#REF!", "\\N"]
        {
            assert!(is_nobodys_name(name), "{name}");
        }
    }
}
