//! The TC string of IAB Europe's Transparency & Consent Framework, version 2: may a vendor use data for a purpose?
//!
//! Layout: IAB Tech Lab, "Consent string and vendor list formats v2" up to version 2.3 (April 2025), core string and disclosed
//! vendors. What is read as malformed follows `@iabtcf/core` 1.5.6 and is stricter where that library lets a contradiction pass.

use std::ops::RangeInclusive;

use super::bits::{Bits, Malformed};

/// The consents of one TC string. Legitimate interests and publisher restrictions are checked, not kept.
#[derive(Clone, Copy)]
pub(crate) struct Tcf<'t> {
    /// Bit p - 1 is set when there is consent for purpose p, from 1 to 24.
    pub(crate) purpose_consents: u32,
    vendor_consents: Vendors<'t>,
    /// Vendors that were shown to the person, where the string tells.
    disclosed: Option<Vendors<'t>>,
    /// When the string was last updated, in tenths of a second of Unix time.
    updated: u64,
}

/// Reads a TC string: the core segment, then others in any order.
pub(crate) fn read(text: &str) -> Result<Tcf<'_>, Malformed> {
    let mut segments = text.split('.');
    let mut tcf = core(Bits::of(segments.next().unwrap_or_default())?)?;
    segments.try_for_each(|segment| tcf.add(segment))?;
    Ok(tcf)
}

impl<'t> Tcf<'t> {
    /// Whether there is consent for the vendor, by its id in the Global Vendor List. Consent for one that was not shown to the
    /// person is none.
    pub(crate) fn vendor(&self, id: u16) -> bool {
        self.vendor_consents.contains(id) && self.disclosed.is_none_or(|vendors| vendors.contains(id))
    }

    /// Whether the string tells which vendors were shown, or is older than the duty to.
    pub(crate) fn is_valid(&self) -> bool {
        self.disclosed.is_some() || self.updated < DISCLOSING
    }

    /// Vendors disclosed (1), vendors allowed (2) or publisher purposes (3). What stands twice, as a second core, would
    /// contradict the first.
    fn add(&mut self, segment: &'t str) -> Result<(), Malformed> {
        let mut bits = Bits::of(segment)?;
        match bits.number(3)? {
            1 if self.disclosed.is_none() => self.disclosed = Some(Vendors::pass(&mut bits)?),
            2 | 3 => {}
            _ => return Err(Malformed),
        }
        Ok(())
    }
}

/// 2026-03-01T00:00:00Z: the first day on which version 2.3 alone is written (IAB Europe: until 28 February 2026).
const DISCLOSING: u64 = 17_723_232_000;

/// CMP, its version and screen, language, vendor list, policy, two flags, special features.
const BEFORE_PURPOSES: u64 = 12 + 12 + 6 + 12 + 12 + 6 + 1 + 1 + 12;

/// Legitimate interests of 24 purposes, purpose one treatment, publisher country.
const AFTER_PURPOSES: u64 = 24 + 1 + 12;

fn core(mut bits: Bits<'_>) -> Result<Tcf<'_>, Malformed> {
    if bits.number(6)? != 2 {
        return Err(Malformed);
    }
    bits.skip(36)?; // created
    let updated = moment(&mut bits)?;
    bits.skip(BEFORE_PURPOSES)?;
    let purpose_consents = purposes(&mut bits)?;
    bits.skip(AFTER_PURPOSES)?;
    let vendor_consents = Vendors::pass(&mut bits)?;
    Vendors::pass(&mut bits)?; // legitimate interests
    pass_restrictions(&mut bits)?;
    Ok(Tcf { purpose_consents, vendor_consents, disclosed: None, updated })
}

/// 36 bits.
fn moment(bits: &mut Bits<'_>) -> Result<u64, Malformed> {
    (0..3).try_fold(0, |moment, _| Ok((moment << 12) | u64::from(bits.number(12)?)))
}

/// In the string purpose 1 comes first, in the result it is the lowest bit.
fn purposes(bits: &mut Bits<'_>) -> Result<u32, Malformed> {
    (0..24_u8).try_fold(0, |set, place| Ok(set | (u32::from(bits.flag()?) << place)))
}

/// `PubRestrictions`: purpose, kind and ranges of vendors, any number of times. They can only narrow what is allowed.
fn pass_restrictions(bits: &mut Bits<'_>) -> Result<(), Malformed> {
    for _ in 0..bits.number(12)? {
        bits.skip(6 + 2)?;
        pass_ranges(bits)?;
    }
    Ok(())
}

/// A set of vendors as it stands in the string; looked up there, never expanded.
#[derive(Clone, Copy)]
enum Vendors<'t> {
    Field { highest: u16, bits: Bits<'t> },
    Ranges { count: u16, bits: Bits<'t> },
}

impl<'t> Vendors<'t> {
    /// Passes over a set of vendors and makes sure that all of it is there.
    fn pass(bits: &mut Bits<'t>) -> Result<Self, Malformed> {
        let highest = bits.number(16)?;
        let in_ranges = bits.flag()?;
        let start = *bits;
        if in_ranges {
            let count = pass_ranges(bits)?;
            return Ok(Self::Ranges { count, bits: start.after(12)? });
        }
        bits.skip(highest.into())?;
        Ok(Self::Field { highest, bits: start })
    }

    fn contains(self, id: u16) -> bool {
        match self {
            Self::Field { highest, .. } if id == 0 || id > highest => false,
            Self::Field { bits, .. } => {
                bits.after(u64::from(id) - 1).and_then(|mut bits| bits.flag()) == Ok(true)
            }
            Self::Ranges { count, mut bits } => {
                (0..count).any(|_| range(&mut bits).is_ok_and(|vendors| vendors.contains(&id)))
            }
        }
    }
}

/// Passes over a list of ranges and returns how many there are.
fn pass_ranges(bits: &mut Bits<'_>) -> Result<u16, Malformed> {
    let count = bits.number(12)?;
    (0..count).try_for_each(|_| range(bits).map(drop))?;
    Ok(count)
}

/// One vendor, or the first and the last of a group.
fn range(bits: &mut Bits<'_>) -> Result<RangeInclusive<u16>, Malformed> {
    let is_group = bits.flag()?;
    let first = bits.number(16)?;
    let last = if is_group { bits.number(16)? } else { first };
    if first == 0 || first > last { Err(Malformed) } else { Ok(first..=last) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::bits::tests::text;
    use super::*;

    const NO_VENDORS: &str = "0000000000000000 0";
    const NO_RESTRICTIONS: &str = "000000000000";

    /// A core segment with consent for purposes 1, 3 and 24.
    fn core(version: &str, vendors: &str, restrictions: &str) -> String {
        let (before, after) = ("0".repeat(146), "0".repeat(37));
        let purposes = "101000000000000000000001";
        text(&[version, &before, purposes, &after, vendors, NO_VENDORS, restrictions].concat())
    }

    fn v2(vendors: &str) -> String {
        core("000010", vendors, NO_RESTRICTIONS)
    }

    /// The purposes with consent.
    pub(in super::super) fn purposes(tcf: &Tcf<'_>) -> Vec<u8> {
        (1..=32).filter(|purpose| (tcf.purpose_consents >> (purpose - 1)) & 1 == 1).collect()
    }

    #[test]
    fn purposes_count_from_one() {
        let string = v2(NO_VENDORS);
        let tcf = read(&string).unwrap();
        assert_eq!(purposes(&tcf), [1, 3, 24]);
        assert!((0..=u16::MAX).all(|vendor| !tcf.vendor(vendor)));
    }

    #[test]
    fn vendors_as_a_bit_field() {
        let string = v2("0000000000000101 0 10001");
        let tcf = read(&string).unwrap();
        let consents: Vec<u16> = (0..=u16::MAX).filter(|&vendor| tcf.vendor(vendor)).collect();
        assert_eq!(consents, [1, 5]);
    }

    #[test]
    fn vendors_as_ranges() {
        let one_and_group = "000000000010 0 0000000000000011 1 0000000000000101 0000000000001000";
        let string = v2(&format!("0000000000001000 1 {one_and_group}"));
        let tcf = read(&string).unwrap();
        let consents: Vec<u16> = (0..=u16::MAX).filter(|&vendor| tcf.vendor(vendor)).collect();
        assert_eq!(consents, [3, 5, 6, 7, 8]);
    }

    #[test]
    fn ranges_must_rise_from_one() {
        let (zero, one, two) = ("0000000000000000", "0000000000000001", "0000000000000010");
        for range in [format!("0 {zero}"), format!("1 {zero} {one}"), format!("1 {two} {one}")] {
            assert!(read(&v2(&format!("{two} 1 000000000001 {range}"))).is_err(), "{range}");
        }
    }

    #[test]
    fn only_version_two_is_read() {
        for version in ["000000", "000001", "000011", "100010"] {
            assert!(read(&core(version, NO_VENDORS, NO_RESTRICTIONS)).is_err(), "{version}");
        }
    }

    #[test]
    fn all_of_the_core_must_be_there() {
        let restriction = "000000000001 000010 00 000000000001 0 0000000000000011";
        let whole = core("000010", NO_VENDORS, restriction);
        assert!(read(&whole).is_ok());
        assert!((0..whole.len()).all(|length| read(whole.get(..length).unwrap()).is_err()));
    }

    #[test]
    fn later_segments_are_base64url_of_a_known_kind() {
        let core = v2(NO_VENDORS);
        for segments in [".IAAA", ".QAAA", ".YAAA", ".IAAA.YAAA"] {
            assert!(read(&format!("{core}{segments}")).is_ok(), "{segments}");
        }
        for segments in [".", "..IAAA", ".CAAA", ".gAAA", ".I=", "=", "~", " ", ".IAAA.IAAA", ".IA"] {
            assert!(read(&format!("{core}{segments}")).is_err(), "{segments}");
        }
        assert!(read("").is_err() && read(".").is_err());
    }

    /// The vendors from 1 to 5, of which 1 and 5 are in the set.
    const TWO_VENDORS: &str = "0000000000000101 0 10001";

    #[test]
    fn consent_for_a_vendor_that_was_not_shown_is_none() {
        let core = v2(TWO_VENDORS);
        for (disclosed, expected) in [
            ("001 0000000000000001 0 1", [true, false]),
            ("001 0000000000000101 1 000000000001 0 0000000000000101", [false, true]),
            ("001 0000000000000000 0", [false, false]),
            ("011 000", [true, true]),
        ] {
            let string = format!("{core}.{}", text(disclosed));
            let tcf = read(&string).unwrap();
            assert_eq!([1, 5].map(|vendor| tcf.vendor(vendor)), expected, "{disclosed}");
        }
    }

    #[test]
    fn since_march_2026_a_string_tells_which_vendors_were_shown() {
        let updated = |moment: u64| {
            let (created, before, after) = ("0".repeat(36), "0".repeat(74), "0".repeat(37));
            let head = format!("000010 {created} {moment:036b} {before} {}", "0".repeat(24));
            text(&[&head, &after, NO_VENDORS, NO_VENDORS, NO_RESTRICTIONS].map(str::to_owned).concat())
        };
        assert!(read(&updated(DISCLOSING - 1)).unwrap().is_valid());
        assert!(!read(&updated(DISCLOSING)).unwrap().is_valid());
        assert!(!read(&format!("{}.YAAA", updated(DISCLOSING))).unwrap().is_valid());
        assert!(read(&format!("{}.IAAA", updated(DISCLOSING))).unwrap().is_valid());
        assert!(!read(&updated((1 << 36) - 1)).unwrap().is_valid());
    }
}
