//! Country codes without their `+`, as databases keep them: `491773333333`, and `49(0)1773333333` (`rules.md` §3.2).
//!
//! Where people dial a trunk prefix at home, digits that begin with the country code instead are a whole number that lost
//! its `+`. Of one that lost its trunk zero they are as good as never: docs/phones.md has the figures.

use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::digits::{digits_of, is_between_digits};
use super::number::{Phone, e164, international, metadata_region, national, parsed, possible};
use crate::normalize::text::is_decimal_digit;
use crate::problem::Code;
use crate::region::Region;

/// The number with its country code, where that is valid and not what the region itself reads; else what it reads.
///
/// `number` is the part of the text that begins with a digit.
pub(super) fn told(number: &str, text: &str, region: Option<Region>) -> Result<Phone, Code> {
    let there = national(text, region);
    let whole = region.and_then(metadata_region).and_then(|region| with_code(number, region));
    match whole {
        Some(whole) if there.as_ref().map_or(true, |there| there.e164 != whole.e164) => {
            Ok(Phone { doubt: Some(Code::PhoneWithoutPlus), ..whole })
        }
        _ => there,
    }
}

/// `49(0)30…` needs no region: a zero in brackets is for callers inside the country, so its code stands in front.
pub(super) fn bracketed(number: &str) -> Option<Phone> {
    let (code, behind) = number.split_once(['(', '（'])?;
    let (trunk, _) = behind.split_once([')', '）'])?;
    let is_plain = code.chars().all(|c| is_decimal_digit(c) || is_between_digits(c));
    let read = parsed(&format!("+{number}"), None)?;
    let says_so = is_plain && digits_of(trunk) == "0" && digits_of(code) == read.country_code.to_string();
    if says_so { possible(&read).filter(Phone::is_likely) } else { None }
}

/// All that libphonenumber 9.0 knows, but for North America's `1`, which is its country code as well.
const TRUNK_PREFIXES: [&str; 3] = ["0", "8", "06"];

/// The valid number that the digits are when they begin with the region's country code, where its people would dial a
/// trunk prefix instead. The metadata's own field is not to be had, so the prefix is tried.
fn with_code(number: &str, region: rlibphonenumber::Region) -> Option<Phone> {
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?.to_string();
    let digits = digits_of(number);
    if !digits.starts_with(&code) {
        return None;
    }
    let whole = international(&format!("+{number}")).filter(Phone::is_likely)?;
    let at_home = whole.e164.get(1 + code.len()..)?;
    let is_dialled_with = |trunk: &&str| {
        let dialled = parsed(&format!("{trunk}{at_home}"), Some(region));
        dialled.is_some_and(|dialled| e164(&dialled) == whole.e164)
    };
    let trunk = TRUNK_PREFIXES.into_iter().find(is_dialled_with)?;
    (!digits.starts_with(trunk)).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::super::canonical;
    use super::*;

    fn read(raw: &str, region: &str) -> (String, Option<Code>) {
        let phone = canonical(raw, Region::from_code(region)).unwrap();
        (phone.e164, phone.doubt)
    }

    #[test]
    fn the_whole_number_is_taken_and_told() {
        for (raw, region, e164) in [
            ("491773333333", "DE", "+491773333333"),
            ("(49) 151 1234-5678", "DE", "+4915112345678"),
            ("Mobil: 49 151 12345678 ext. 5", "DE", "+4915112345678"),
            ("٤٩١٥١١٢٣٤٥٦٧٨", "DE", "+4915112345678"),
            ("38344123456", "XK", "+38344123456"),
            ("62812345678", "ID", "+62812345678"),
        ] {
            assert_eq!(read(raw, region), (e164.to_owned(), Some(Code::PhoneWithoutPlus)), "{raw}");
        }
    }

    #[test]
    fn what_the_region_reads_as_well_has_no_doubt() {
        assert_eq!(read("447400123456", "GB"), ("+447400123456".to_owned(), None));
        assert_eq!(read("12133734253", "US"), ("+12133734253".to_owned(), None));
    }

    #[test]
    fn what_only_the_region_makes_valid_stays_there() {
        assert_eq!(read("9198765432", "IN"), ("+919198765432".to_owned(), None));
        assert_eq!(read("0491 234567", "DE"), ("+49491234567".to_owned(), None));
    }

    #[test]
    fn a_zero_in_brackets_says_that_the_code_stands_in_front() {
        for (raw, e164) in [
            ("49(0)345279580", "+49345279580"),
            ("49 (0) 151 12345678", "+4915112345678"),
            ("44-(0)-7400 123456", "+447400123456"),
            ("39（0）6 1234 5678", "+390612345678"),
        ] {
            for region in ["DE", "GB", "US", "-"] {
                assert_eq!(read(raw, region), (e164.to_owned(), None), "{raw} in {region}");
            }
        }
        assert_eq!(canonical("493(0)45279580", None).unwrap_err(), Code::PhoneWithoutCountryCode);
    }
}
