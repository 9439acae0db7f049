//! What libphonenumber reads, as far as it can be dialled.

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

use crate::problem::Code;
use crate::region::Region;

/// A number in E.164, and what is doubtful about it: `unlikely_phone` or `phone_without_plus`.
#[derive(Debug)]
pub(crate) struct Phone {
    pub(crate) e164: String,
    pub(crate) doubt: Option<Code>,
}

impl Phone {
    /// Whether libphonenumber knows it to be in use.
    pub(super) fn is_likely(&self) -> bool {
        self.doubt != Some(Code::UnlikelyPhone)
    }
}

pub(super) const MOST_DIGITS: usize = 15; // ITU-T E.164 §6.1

pub(super) fn international(text: &str) -> Option<Phone> {
    parsed(text, None).as_ref().and_then(possible)
}

pub(super) fn national(text: &str, region: Option<Region>) -> Result<Phone, Code> {
    let Some(region) = region.and_then(metadata_region) else {
        // One way is left to write the country: `tel:…;phone-context=+44` (RFC 3966 §5.1.5).
        return international(text).ok_or(Code::PhoneWithoutCountryCode);
    };
    parsed(text, Some(region)).as_ref().and_then(possible).ok_or(Code::InvalidPhone)
}

pub(super) fn metadata_region(region: Region) -> Option<rlibphonenumber::Region> {
    rlibphonenumber::Region::try_from(region.as_str()).ok()
}

/// The crate panics where `tel:` stands behind the context (2.2.15, `build_national_number_for_parsing`). No number is
/// written so.
pub(super) fn parsed(text: &str, region: Option<rlibphonenumber::Region>) -> Option<PhoneNumber> {
    let context = text.find(";phone-context=");
    let is_upside_down = context.is_some() && text.find("tel:") > context;
    if is_upside_down { None } else { PHONE_NUMBER_UTIL.parse(text, region).ok() }
}

/// The number, when it is long enough to be dialled from abroad and no longer than E.164 allows.
pub(super) fn possible(number: &PhoneNumber) -> Option<Phone> {
    let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(number);
    let e164 = e164(number);
    if !matches!(length, Ok(NumberLengthType::IsPossible)) || e164.len() > MOST_DIGITS + 1 {
        return None;
    }
    if PHONE_NUMBER_UTIL.is_valid_number(number) { Some(Phone { e164, doubt: None }) } else { settled(e164) }
}

/// A number that is not valid can have trunk zeros left, which only another reading takes off. Its digest must not depend
/// on how often it was read.
fn settled(once: String) -> Option<Phone> {
    let again = parsed(&once, None)?;
    let twice = e164(&again);
    if twice == once {
        return Some(Phone { e164: once, doubt: Some(Code::UnlikelyPhone) });
    }
    (twice.len() < once.len()).then(|| possible(&again)).flatten()
}

pub(super) fn e164(number: &PhoneNumber) -> String {
    PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::E164).into_owned()
}
