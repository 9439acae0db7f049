//! TikTok's click id, `ttclid`: trimmed, percent-decoded once, never cut and never checked for a prefix.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::placeholder;
use super::text::trim;

/// Longer ones are sent with a warning (TikTok's page on `ttclid`: up to 1,000 characters).
pub(crate) const LONGEST: usize = 1_000;

pub(crate) fn canonical(raw: &str) -> Cow<'_, str> {
    let id = trim(raw);
    // What does not decode to text was not percent-encoded, and stays as it is.
    percent_decode_str(id).decode_utf8().map_or(Cow::Borrowed(id), |decoded| match decoded {
        Cow::Owned(decoded) => Cow::Owned(trim(&decoded).to_owned()),
        borrowed @ Cow::Borrowed(_) => borrowed,
    })
}

/// Whether a click id is percent-encoded as a whole. A sign that should have been encoded says that it is not, and no id of
/// TikTok's has a `%`.
#[must_use]
pub fn is_encoded(id: &str) -> bool {
    let is_left = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'%');
    id.contains('%') && id.bytes().all(is_left) && canonical(id) != id
}

/// Whether a click id, or another id of a visitor's, is one at all.
pub(crate) fn is_one(raw: &str) -> bool {
    !trim(raw).is_empty() && !placeholder::is_nobody(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoded_once_and_case_kept() {
        assert_eq!(canonical(" E.C.P.AbC "), "E.C.P.AbC");
        assert_eq!(canonical("E.C.P.a%2Bb%252F"), "E.C.P.a+b%2F");
        assert_eq!(canonical("%ff"), "%ff");
        assert_eq!(canonical("100%"), "100%");
    }

    #[test]
    fn what_is_still_encoded_is_known() {
        for id in ["E.C.P.a%2Bb", "a%3D", "a%253D"] {
            assert!(is_encoded(id), "{id}");
        }
        for id in ["E.C.P.a-b_c", "a+b%2F", "a%3D=", "%ff", "100%", "a%zz"] {
            assert!(!is_encoded(id), "{id}");
        }
    }
}
