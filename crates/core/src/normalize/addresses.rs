//! Where a text holds an e-mail address: the one finder for page addresses, fields and custom parameters (`rules.md` §1).
//!
//! It answers another question than the rule for `user.email`. There a text is one address or none; here an address in the
//! middle of a sentence, a list, JSON or another address is somebody's all the same, even where it is misspelt.
//!
//! An address is `local@domain`: something with a letter or digit in front, and a domain with a dot whose last label is made of
//! two letters or more and is no file's ending. So `product@2x.png`, `SKU@12`, `5 @ 2.50` and `@shop` are none. What shops join to
//! an address by a hyphen or an underscore (`jo@example.com-4711`) belongs to no domain.

use std::borrow::Cow;

use html_escape::decode_html_entities;
use percent_encoding::percent_decode_str;

use super::text::{is_invisible, is_letter_mark_or_digit};

/// An address in an address in an address is encoded three times.
const MOST_DECODINGS: usize = 4;

/// Characters of a local part (RFC 5321 §4.5.3.1.1). A text of nothing but `@` would be looked through again for each of them.
const LONGEST: usize = 64;

/// Whether an e-mail address stands anywhere in the text, as it is, percent-encoded, or with HTML's entities.
#[must_use]
pub fn holds_address(text: &str) -> bool {
    may_hold(text) && is_found(text)
}

/// Whether the text has one of the signs without which there is no address: in UTF-8, wide forms begin with 0xEF. Most have
/// none, and all bytes are looked at in one go, as processors like it.
fn may_hold(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | matches!(byte, b'@' | b'%' | b'&' | 0xef))
}

/// What is encoded is looked at decoded alone: `%20@shop` has a blank before its `@`, not a zero.
fn is_found(text: &str) -> bool {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_DECODINGS {
        let Some(decoded) = decoded(&text) else { break };
        if stands_in(&decoded) {
            return true;
        }
        text = Cow::Owned(decoded);
    }
    stands_in(&text)
}

/// The text decoded once, when that changes it. Letters in another encoding than UTF-8 become U+FFFD.
fn decoded(text: &str) -> Option<String> {
    if !text.contains(['%', '&']) {
        return None;
    }
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    let decoded = decode_html_entities(&decoded);
    (decoded != text).then(|| decoded.into_owned())
}

fn stands_in(text: &str) -> bool {
    text.match_indices(is_at).any(|(place, _)| {
        let (local, domain) = text.split_at(place);
        domain.strip_prefix(is_at).is_some_and(starts_with_domain) && ends_with_local_part(local)
    })
}

/// `@`, in the wide and small forms of East Asian writing, too.
fn is_at(c: char) -> bool {
    matches!(c, '@' | '\u{fe6b}' | '\u{ff20}')
}

/// The same of dots between labels (RFC 3490 §3.1).
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}')
}

/// Signs at the end of a local part say nothing: somebody has written a letter or digit before them. A doubled `@` is a slip.
fn ends_with_local_part(before: &str) -> bool {
    let is_sign = |&c: &char| {
        matches!(c, '.' | '_' | '-' | '+' | '\'' | '"' | '*' | '!' | '~') || is_at(c) || is_invisible(c)
    };
    before.chars().rev().take(LONGEST).find(|c| !is_sign(c)).is_some_and(is_part)
}

fn starts_with_domain(after: &str) -> bool {
    let is_joint = |c| is_dot(c) || matches!(c, '-' | '_');
    let is_outside = |c| !is_part(c) && !is_joint(c) && !is_invisible(c);
    let end = after.find(is_outside).unwrap_or(after.len());
    let domain = after.get(..end).unwrap_or_default().trim_end_matches(is_joint);
    domain.rsplit_once(is_dot).is_some_and(|(host, last)| host.contains(is_part) && is_top_level(last))
}

fn is_part(c: char) -> bool {
    is_letter_mark_or_digit(c) || c == char::REPLACEMENT_CHARACTER
}

/// Letters of any script, or their ASCII form (RFC 5890 §2.3.2.1).
fn is_top_level(label: &str) -> bool {
    let is_encoded = label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"));
    let label = label.split(['-', '_']).next().unwrap_or_default();
    let is_word = label.chars().nth(1).is_some() && !label.contains(char::is_numeric);
    is_encoded || is_word && !is_file_ending(label)
}

fn is_file_ending(label: &str) -> bool {
    FILE_ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(label))
}

/// Endings of files that shops name with an `@`, as `logo@2x.png`. None of them is a top-level domain.
const FILE_ENDINGS: &[&str] = &[
    "png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "avif", "svg", "svgz", "ico", "bmp", "tif",
    "tiff", "heic", "heif", "eps", "psd", "raw", "webm", "ogg", "ogv", "wav", "flac", "avi", "mpg", "mpeg",
    "css", "scss", "sass", "less", "js", "mjs", "cjs", "jsx", "ts", "tsx", "json", "map", "wasm", "xml",
    "htm", "html", "xhtml", "php", "asp", "aspx", "jsp", "txt", "csv", "tsv", "pdf", "doc", "docx", "xls",
    "xlsx", "ppt", "pptx", "odt", "ods", "rtf", "woff", "ttf", "otf", "eot", "gz", "tgz", "tar", "rar",
    "jar", "apk", "dmg", "exe", "iso", "log", "bak", "tmp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_wherever_they_stand() {
        for text in [
            "jo@x.de",
            " Jo@X.DE ",
            "order of jo@x.de, paid",
            "Jo Doe <jo@x.de>",
            "a,jo@x.de;b",
            "mailto:jo@x.de?subject=x",
            r#"{"to":["jo@x.de"]}"#,
            "https://x.de/u/jo@x.de/edit",
            "jo%40x.de",
            "jo%2540x.de",
            "jo%25252540x.de",
            "%6Ao%40x%2Ede",
            "andr%E9@x.de",
            "jo@x.de.",
            "jo@@x.de",
            "jo@x..de",
            "jo+@x.de",
            "\"jo doe\"@x.de",
            "j***@x.de",
            "4711@163.com",
            "jo@my_host.example",
            "jo@xn--mnchen-3ya.xn--p1ai",
            "жо@пример.рф",
            "product@2x.png jo@x.de",
            "jo\u{ad}@\u{200b}x.de",
            "jo@x.de-4711",
            "jo@x.de_1767225600",
            "jo&#64;x.de",
            "jo&commat;x&period;de",
            "jo%26%2364%3Bx.de",
            "jo\u{ff20}x.de",
            "jo@x\u{3002}jp",
        ] {
            assert!(holds_address(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "",
            "@",
            "@shop",
            "@jo.doe",
            "a%20@jo.doe",
            "5 @ 2.50",
            "5@2.50",
            "SKU@12",
            "4711@shop",
            "/photos/123@N02/",
            "product@2x.png",
            "product%402x.PNG",
            "bundle@1.2.min.js",
            "react@18.x",
            "jo@192.0.2.1",
            "jo@x.d3",
            "jo@x.d-3",
            "pkg@1.0.0-beta.2",
            "product@2x.blue-red.png",
            "product@2x.png-1",
            "R&D @ 5",
            "jo@.de",
            "jo @x.de",
            "jo@ x.de",
            "100%",
            "%%40",
            "?at=@x.de",
            "https://shop.example/@shop.example",
        ] {
            assert!(!holds_address(text), "{text}");
        }
    }
}
