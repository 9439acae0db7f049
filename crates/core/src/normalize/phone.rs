//! Phone numbers: E.164 with `+` (`rules.md` §3.2), by libphonenumber's metadata.
//!
//! Nothing of it is loaded or compiled before the first phone of the process: that call costs some 20 ms, a later one
//! about a microsecond. The crate writes what it parses into `log::trace!`; `Cargo.toml` says how that is silenced.

mod digits;
mod hidden;
mod number;
mod without_plus;

use std::borrow::Cow;

use super::spreadsheet::without_fraction;
use super::text::{is_decimal_digit, is_invisible, trim};
use crate::problem::Code;
use crate::region::Region;
use digits::{digits_of, is_between_digits, is_plus, unicode_digit, without_words};
pub(crate) use number::Phone;
use number::{MOST_DIGITS, international, national, parsed};

/// `region`: where a number without country code is read.
///
/// # Errors
/// `phone_without_country_code` for a national number without a region, `placeholder` for one digit again and again,
/// `invalid_phone` for all else.
pub(crate) fn canonical(raw: &str, region: Option<Region>) -> Result<Phone, Code> {
    let text = visible(trim(raw));
    // `15123456789.0` is 15123456789, not one digit more.
    let text = without_scheme(&text);
    let text = without_fraction(text).unwrap_or(text);
    let is_damaged = has_exponent(text) || hidden::is_masked(text) || hidden::has_stray_letters(text);
    let phone = if is_damaged { Err(Code::InvalidPhone) } else { read(text, region) }?;
    if !phone.is_likely() && is_one_digit(&phone.e164) { Err(Code::Placeholder) } else { Ok(phone) }
}

fn read(text: &str, region: Option<Region>) -> Result<Phone, Code> {
    match Prefix::of(text) {
        Prefix::Plus => international(text).or_else(|| unknown_to_metadata(text)).ok_or(Code::InvalidPhone),
        Prefix::DoubleZero(rest) => double_zero(text, rest, region),
        Prefix::National(number) => {
            without_plus::bracketed(number).map_or_else(|| without_plus::told(number, text, region), Ok)
        }
        Prefix::NoDigits => Err(Code::InvalidPhone),
    }
}

/// `00` is not the international prefix everywhere (`009` in Colombia, `0011` in Australia), so the region's own reading
/// comes first, as far as it is a valid number.
fn double_zero(text: &str, rest: &str, region: Option<Region>) -> Result<Phone, Code> {
    let there = national(text, region);
    if there.as_ref().is_ok_and(Phone::is_likely) {
        return there;
    }
    international(&format!("+{rest}")).filter(Phone::is_likely).map_or(there, Ok)
}

/// How a number begins: that decides whether its country is written.
enum Prefix<'a> {
    Plus,
    DoubleZero(&'a str),
    National(&'a str),
    NoDigits,
}

impl<'a> Prefix<'a> {
    fn of(text: &'a str) -> Self {
        let number = without_words(text);
        if number.is_empty() {
            return Self::NoDigits;
        }
        if number.starts_with(is_plus) {
            return Self::Plus;
        }
        let zero = |c: char| c.to_digit(10).or_else(|| unicode_digit(c)) == Some(0);
        let rest = number.strip_prefix(zero).and_then(|number| number.strip_prefix(zero));
        rest.map_or(Self::National(number), Self::DoubleZero)
    }
}

const FEWEST_DIGITS: usize = 7;

/// A number written with `+` guesses nothing, so one that is newer than the metadata is still used as it stands. Letters,
/// a mark of an extension or a second `+` would make digits of something else part of it.
fn unknown_to_metadata(text: &str) -> Option<Phone> {
    let (before, number) = text.split_once(is_plus)?;
    let is_plain = before.chars().chain(number.chars()).all(|c| is_decimal_digit(c) || is_between_digits(c));
    let digits = digits_of(number);
    // No country code begins with 0 (ITU-T E.164 §6.2.1).
    if !(FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len()) || !is_plain || digits.starts_with('0') {
        return None;
    }
    let e164 = format!("+{digits}");
    // It may be known after all: what stood between the digits can be new to the metadata too.
    international(&e164).or(Some(Phone { e164, doubt: Some(Code::UnlikelyPhone) }))
}

fn visible(text: &str) -> Cow<'_, str> {
    super::text::keep(Cow::Borrowed(text), |c| !is_invisible(c))
}

/// `9.198765432E9`: a spreadsheet's number whose last digits may be lost. The exponent would become digits too.
fn has_exponent(text: &str) -> bool {
    let is_decimal = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.split_once(['e', 'E'])
        .is_some_and(|(mantissa, exponent)| is_decimal(mantissa) && is_decimal(exponent))
}

/// Whether all that stands behind the country code is one digit, which people and forms give in place of a number.
fn is_one_digit(e164: &str) -> bool {
    let country = parsed(e164, None).map_or(0, |number| number.country_code.to_string().len());
    let national = e164.as_bytes().get(1 + country..).unwrap_or_default();
    national.windows(2).all(|pair| pair.first() == pair.last())
}

/// RFC 3966 `tel:` in any case.
fn without_scheme(text: &str) -> &str {
    match text.split_at_checked(4) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, region: Option<&str>) -> Result<String, Code> {
        canonical(raw, region.and_then(Region::from_code)).map(|phone| phone.e164)
    }

    #[test]
    fn written_with_its_country() {
        for raw in [
            "(+1)2133734253",
            "+1 213 373 4253",
            "＋１２１３３７３４２５３",
            "tel:+1-213-373-4253",
            "tel:213-373-4253;phone-context=+1",
            "0012133734253",
        ] {
            assert_eq!(read(raw, None).unwrap(), "+12133734253", "{raw}");
        }
        assert_eq!(read("+1-213-FLOWERS", None).unwrap(), "+12133569377");
        assert_eq!(read("+44 (0)7911 123456", None).unwrap(), "+447911123456");
        assert_eq!(read("+39 06 6982", None).unwrap(), "+39066982");
        assert_eq!(read("\u{200e}+86 138 0000 0000\u{202c}", None).unwrap(), "+8613800000000");
    }

    #[test]
    fn read_in_a_region() {
        assert_eq!(read("020 7946 0958", Some("GB")).unwrap(), "+442079460958");
        assert_eq!(read("٠١٠١٢٣٤٥٦٧٨", Some("EG")).unwrap(), "+201012345678");
        assert_eq!(read("011 44 20 7946 0958", Some("US")).unwrap(), "+442079460958");
        assert_eq!(read("0044 20 7946 0958", Some("US")).unwrap(), "+442079460958");
        assert_eq!(read("9198765432", Some("IN")).unwrap(), "+919198765432");
    }

    #[test]
    fn never_guessed() {
        assert_eq!(read("2133734253", None), Err(Code::PhoneWithoutCountryCode));
        assert_eq!(read("13800000000", None), Err(Code::PhoneWithoutCountryCode));
        for raw in [
            "hello",
            "+",
            "+1",
            "+1234567890123456",
            "+12ab",
            "+98 9601, +98 9601",
            "+999 1234567#12",
            "+07700900123",
            "+(0)4915112345678",
            "+4915112345678a",
            "+49 151 12345678 (m)",
            "+49l5112345678",
            "+491511234****",
            "+1-415-555-XXXX",
        ] {
            assert_eq!(read(raw, None), Err(Code::InvalidPhone), "{raw}");
        }
    }

    #[test]
    fn the_region_reads_its_own_prefix_first() {
        for (raw, region, expected) in [
            ("009 1 415 555 2671", "CO", "+14155552671"),
            ("0011 47 92 34 56 78", "AU", "+4792345678"),
            ("001 44 7400 123456", "HK", "+447400123456"),
            ("0044 7400 123456", "AU", "+447400123456"),
        ] {
            assert_eq!(read(raw, Some(region)).unwrap(), expected, "{raw}");
        }
    }

    #[test]
    fn one_digit_again_and_again_is_no_number() {
        for (raw, region) in [
            ("0000000000", Some("US")),
            ("1111111111", Some("US")),
            ("000000000", Some("DE")),
            ("+1 000 000 0000", None),
            ("+99999999999", None),
        ] {
            assert_eq!(read(raw, region), Err(Code::Placeholder), "{raw}");
        }
        assert_eq!(read("055 555 5555", Some("AE")).unwrap(), "+971555555555");
    }

    #[test]
    fn a_fraction_of_nothing_is_no_digit() {
        assert_eq!(read("15123456789.0", Some("DE")).unwrap(), "+4915123456789");
        assert_eq!(read("15123456789.0", None), Err(Code::PhoneWithoutCountryCode));
        assert_eq!(read("+1.213.373.4250", None).unwrap(), "+12133734250");
        assert_eq!(read("9.198765432E9", Some("DE")), Err(Code::InvalidPhone));
    }

    #[test]
    fn unknown_numbers_are_used_with_a_doubt() {
        let phone = canonical("+999 1234567", None).unwrap();
        assert_eq!((phone.e164.as_str(), phone.doubt), ("+9991234567", Some(Code::UnlikelyPhone)));
        assert_eq!(canonical("+12133734253", None).unwrap().doubt, None);
        assert_eq!(canonical("+12130000000", None).unwrap().doubt, Some(Code::UnlikelyPhone));
    }

    #[test]
    fn unlikely_numbers_do_not_change_when_read_again() {
        for (raw, region) in [("01624 75678", Some("IM")), ("+98008221", None), ("000111467101", Some("AR"))]
        {
            let once = read(raw, region).unwrap();
            assert_eq!(read(&once, None).unwrap(), once, "{raw}");
        }
    }
}
