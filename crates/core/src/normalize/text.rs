//! Trimming, case and Unicode form: the one table that every rule uses (`rules.md` §2).

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::problem::Code;

/// White space as ECMAScript's `String.prototype.trim` has it: TAB LF VT FF CR, Zs, U+2028, U+2029, U+FEFF.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

/// Characters without a width of their own, and those that turn the direction of writing: `Default_Ignorable_Code_Point` of
/// Unicode but for U+FEFF, which is a space here, and the annotations.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{3164}'
            | '\u{ffa0}'
    ) || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text without white space at both ends, as every rule of this library takes it off: what ECMAScript's
/// `String.prototype.trim` does (`rules.md` §2).
#[must_use]
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        // Most texts have nothing to trim, and their ends say so at once.
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim_matches(is_space),
    }
}

/// Canonical composition (NFC), then lower case by Unicode's locale-free default, then NFC again.
///
/// The second pass is for capitals without a composed form whose small letter has one: H + U+0331 becomes `ẖ`.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return Cow::Owned(nfc(Cow::Owned(nfc(Cow::Borrowed(text)).to_lowercase())).into_owned());
    }
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Borrowed(text)
}

/// Canonical composition.
pub(crate) fn nfc(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    Cow::Owned(text.nfc().collect())
}

/// Keeps the characters that pass, borrowing when all of them do.
pub(crate) fn keep(text: Cow<'_, str>, passes: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.chars().all(&passes) {
        return text;
    }
    nfc(Cow::Owned(text.chars().filter(|&c| passes(c)).collect()))
}

/// What a place is made of: its letters, marks and digits in lower case.
pub(crate) fn letters_and_digits(text: &str) -> Cow<'_, str> {
    keep(folded(trim(text)), |c| is_letter_mark_or_digit(c) && !is_apostrophe(c))
}

/// Applies a rule to text that may be borrowed.
pub(crate) fn apply(
    text: Cow<'_, str>,
    rule: impl Fn(&str) -> Result<Cow<'_, str>, Code>,
) -> Result<Cow<'_, str>, Code> {
    match text {
        Cow::Borrowed(text) => rule(text),
        Cow::Owned(text) => rule(&text).map(|canonical| Cow::Owned(canonical.into_owned())),
    }
}

/// Unicode punctuation: general category P*.
pub(crate) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '!'..='#' | '%'..='*' | ',' | '-'..='/' | ':' | ';' | '?' | '@' | '['..=']' | '_' | '{' | '}');
    }
    c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// What people type for an apostrophe and Unicode has among symbols and letters: accents without a letter, and the modifier
/// letters that stand for one in Hawaiian, Ukrainian or Uzbek. The others are punctuation.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bf}' | '\u{2c8}' | '\u{2ca}' | '\u{2cb}' | '\u{2ee}')
        || matches!(
            c,
            '\u{1fbd}' | '\u{1fbf}' | '\u{2018}' | '\u{2019}' | '\u{a78b}' | '\u{a78c}' | '\u{ff40}'
        )
}

/// A dash: general category Pd.
pub(crate) fn is_dash(c: char) -> bool {
    c == '-' || !c.is_ascii() && c.general_category() == unicode_properties::GeneralCategory::DashPunctuation
}

/// An accent, a vowel sign or another mark: M*.
pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// A letter, a mark or a decimal digit: L*, M*, Nd.
pub(crate) fn is_letter_mark_or_digit(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark};
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(c.general_category_group(), Letter | Mark) || is_decimal_digit(c)
}

/// A decimal digit of any script: Nd.
pub(crate) fn is_decimal_digit(c: char) -> bool {
    c.is_ascii_digit()
        || !c.is_ascii() && c.general_category() == unicode_properties::GeneralCategory::DecimalNumber
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trim_set_is_that_of_ecmascript() {
        let spaces: String = (0..=0x10_ffff).filter_map(char::from_u32).filter(|&c| is_space(c)).collect();
        let zs = "\u{20}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}";
        let expected = format!("\t\n\u{b}\u{c}\r{zs}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}");
        assert_eq!(spaces, expected);
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let is_zs = c.general_category() == unicode_properties::GeneralCategory::SpaceSeparator;
            assert!(!is_zs || is_space(c), "{c:?}");
        }
    }

    #[test]
    fn the_ascii_shortcuts_say_what_the_tables_say() {
        use GeneralCategoryGroup::{Letter, Punctuation};
        for c in (0..128_u8).map(char::from) {
            assert_eq!(is_punctuation(c), c.general_category_group() == Punctuation, "{c:?}");
            let letter_or_digit = c.general_category_group() == Letter || c.is_ascii_digit();
            assert_eq!(is_letter_mark_or_digit(c), letter_or_digit, "{c:?}");
        }
    }

    #[test]
    fn folding_is_locale_free_and_stable() {
        for (raw, expected) in [
            ("ALICE", "alice"),
            ("\u{391}\u{3a3}", "\u{3b1}\u{3c2}"),
            ("\u{130}", "i\u{307}"),
            ("STRASSE\u{df}", "strasse\u{df}"),
            ("JOSE\u{301}", "jos\u{e9}"),
            ("H\u{331}", "\u{1e96}"),
            ("\u{212a}", "k"),
        ] {
            assert_eq!(folded(raw), expected);
            assert_eq!(folded(&folded(raw)), expected);
        }
    }

    /// An upgrade of either table is a visible choice: it can change digests.
    #[test]
    fn unicode_versions_are_the_known_ones() {
        assert_eq!(unicode_properties::UNICODE_VERSION, (18, 0, 0));
        assert_eq!(unicode_normalization::UNICODE_VERSION, (18, 0, 0));
        // Lower-casing is the standard library's, and so the compiler's: 1.90 has 16, 1.95 has 17.
        assert!(matches!(char::UNICODE_VERSION, (16..=18, _, _)));
    }
}
