//! City and state. They are sent in plain: TikTok asks for letters and digits in lower case.

use std::borrow::Cow;

use rust_iso3166::iso3166_2::{self as iso, Subdivision};

use super::placeholder;
use super::text::{folded, is_decimal_digit, is_letter_mark_or_digit, keep, trim};
use crate::problem::Code;
use crate::region::Region;

pub(crate) fn city(raw: &str) -> Result<Cow<'_, str>, Code> {
    if placeholder::is_nobody(raw) {
        return Err(Code::Placeholder);
    }
    let city = keep(folded(trim(raw)), is_letter_mark_or_digit);
    if is_place(&city) { Ok(city) } else { Err(Code::InvalidPlace) }
}

/// Digits alone can be a district or the code of a region, as `13` for Tokyo (ISO 3166-2). As many as a phone number has
/// are one.
fn is_place(text: &str) -> bool {
    let is_phone = text.chars().count() > MOST_DIGITS && text.chars().all(is_decimal_digit);
    !text.is_empty() && !is_phone
}

const MOST_DIGITS: usize = 6;

/// Within the United States a state's name becomes its two letters.
pub(crate) fn state(raw: &str, country: Option<Region>) -> Result<Cow<'_, str>, Code> {
    let state = city(raw)?;
    if country != Some(Region::US) {
        return Ok(state);
    }
    let named = US_STATES.iter().find(|known| city(known.name).is_ok_and(|name| name == state));
    Ok(named.map_or(state, |known| Cow::Owned(known.region_code.to_ascii_lowercase())))
}

/// States, the District of Columbia and the territories (ISO 3166-2:US).
#[rustfmt::skip]
static US_STATES: [Subdivision; 57] = [
    iso::US_AL, iso::US_AK, iso::US_AZ, iso::US_AR, iso::US_CA, iso::US_CO, iso::US_CT, iso::US_DE, iso::US_FL,
    iso::US_GA, iso::US_HI, iso::US_ID, iso::US_IL, iso::US_IN, iso::US_IA, iso::US_KS, iso::US_KY, iso::US_LA,
    iso::US_ME, iso::US_MD, iso::US_MA, iso::US_MI, iso::US_MN, iso::US_MS, iso::US_MO, iso::US_MT, iso::US_NE,
    iso::US_NV, iso::US_NH, iso::US_NJ, iso::US_NM, iso::US_NY, iso::US_NC, iso::US_ND, iso::US_OH, iso::US_OK,
    iso::US_OR, iso::US_PA, iso::US_RI, iso::US_SC, iso::US_SD, iso::US_TN, iso::US_TX, iso::US_UT, iso::US_VT,
    iso::US_VA, iso::US_WA, iso::US_WV, iso::US_WI, iso::US_WY, iso::US_DC, iso::US_AS, iso::US_GU, iso::US_MP,
    iso::US_PR, iso::US_UM, iso::US_VI,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_marks_and_digits_stay() {
        assert_eq!(city("New York").unwrap(), "newyork");
        assert_eq!(city("São Paulo").unwrap(), "sãopaulo");
        assert_eq!(city("東京").unwrap(), "東京");
        assert_eq!(city("--"), Err(Code::InvalidPlace));
    }

    #[test]
    fn american_states_become_two_letters() {
        assert_eq!(state("New  York", Some(Region::US)).unwrap(), "ny");
        assert_eq!(state("District of Columbia", Some(Region::US)).unwrap(), "dc");
        assert_eq!(state("ca", Some(Region::US)).unwrap(), "ca");
        assert_eq!(state("California", None).unwrap(), "california");
    }
}
