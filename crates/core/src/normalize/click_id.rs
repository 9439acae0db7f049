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
}
