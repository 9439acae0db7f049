//! Postal codes: as they are seen, lower-case, without white space and hyphens; for the United States the first five digits.

use std::borrow::Cow;

use super::placeholder;
use super::shown::shown;
use super::spreadsheet::whole_number;
use super::text::{apply, is_apostrophe, is_dash, is_space, keep, trim};
use crate::problem::Code;
use crate::region::Region;

/// `country`: the person's, when it is known.
pub(crate) fn canonical(raw: &str, country: Option<Region>) -> Result<Cow<'_, str>, Code> {
    apply(shown(raw), |raw| of_country(raw, country))
}

fn of_country(raw: &str, country: Option<Region>) -> Result<Cow<'_, str>, Code> {
    if placeholder::is_nobody(raw) {
        return Err(Code::Placeholder);
    }
    // In front of it an apostrophe says to a spreadsheet that it is text.
    let raw = trim(raw).trim_start_matches(is_apostrophe);
    let raw = whole_number(raw).unwrap_or(raw);
    let zip = match country {
        Some(Region::US) => five_digits(raw).ok_or(Code::InvalidZipCode)?,
        _ => keep(lower(trim(raw)), |c| !is_space(c) && !is_dash(c)),
    };
    if zip.is_empty() { Err(Code::InvalidZipCode) } else { Ok(zip) }
}

fn lower(zip: &str) -> Cow<'_, str> {
    if zip.chars().any(char::is_uppercase) { Cow::Owned(zip.to_lowercase()) } else { Cow::Borrowed(zip) }
}

/// What stands before the hyphen of ZIP+4. Four digits are a number that lost its zero, and nine could be anything.
fn five_digits(raw: &str) -> Option<Cow<'_, str>> {
    let before_hyphen = raw.split(is_dash).next()?;
    let zip = keep(Cow::Borrowed(before_hyphen), |c| !is_space(c));
    (zip.len() == 5 && zip.bytes().all(|b| b.is_ascii_digit())).then_some(zip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_hyphens_go() {
        assert_eq!(canonical("SW1A 1AA", None).unwrap(), "sw1a1aa");
        assert_eq!(canonical(" 10115.0", None).unwrap(), "10115");
        assert_eq!(canonical("10115.00", None).unwrap(), "10115");
        assert_eq!(canonical("'01067", None).unwrap(), "01067");
        assert_eq!(canonical("\u{200e}SW1A&nbsp;1AA\u{200b}", None).unwrap(), "sw1a1aa");
        assert_eq!(canonical(" - ", None), Err(Code::Placeholder));
        assert_eq!(canonical("K1A-0B1", Region::from_code("ca")).unwrap(), "k1a0b1");
        assert_eq!(canonical(" -- ", None), Err(Code::InvalidZipCode));
    }

    #[test]
    fn american_codes_have_five_digits() {
        assert_eq!(canonical("94107-1234", Some(Region::US)).unwrap(), "94107");
        for raw in ["9410", "941071234", "9410a", "-94107"] {
            assert_eq!(canonical(raw, Some(Region::US)), Err(Code::InvalidZipCode));
        }
        assert_eq!(canonical("94107-1234", None).unwrap(), "941071234");
    }
}
