//! The string of the IAB Global Privacy Platform: has a person in the United States opted out?
//!
//! Read are the US sections, the TC string inside and the older US Privacy text inside. A section that is not known
//! here is passed over; one that is known and cannot be read spoils the string, because consent is not to be guessed.
//! Source: github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, commit b27beb4 (December 2025).

use super::bits::{Bits, Malformed};
use super::tcf::{self, Tcf};

/// What one GPP string says.
#[derive(Clone, Copy, Default)]
pub(crate) struct Gpp<'t> {
    /// Opt-out of sale, sharing or targeted advertising, or Global Privacy Control, in any section from 7 to 27.
    pub(crate) us_opted_out: bool,
    /// Section 6 (`uspv1`), when it is there: opted out of sale?
    pub(crate) us_privacy: Option<bool>,
    /// Section 2 (`tcfeuv2`), when it is there.
    pub(crate) tcf: Option<Tcf<'t>>,
}

/// Reads a GPP string: a header that names the sections, then the sections (Consent String Specification 1.0).
pub(crate) fn read(text: &str) -> Result<Gpp<'_>, Malformed> {
    let mut parts = text.split('~');
    let mut ids = SectionIds::of(parts.next().unwrap_or_default())?;
    let mut gpp = Gpp::default();
    for section in parts {
        let id = ids.next()?.ok_or(Malformed)?;
        gpp.add(id, section)?;
    }
    if ids.next()?.is_some() { Err(Malformed) } else { Ok(gpp) }
}

/// Reads a US Privacy string and tells whether it is an opt-out of sale (IAB CCPA U.S. Privacy String 1.0).
pub(crate) fn us_privacy(text: &str) -> Result<bool, Malformed> {
    let [b'1', answers @ ..] = text.as_bytes() else { return Err(Malformed) };
    let [notice, opted_out, covered] = answers else { return Err(Malformed) };
    let is_answer = |answer: &u8| matches!(answer.to_ascii_uppercase(), b'Y' | b'N' | b'-');
    if !(is_answer(notice) && is_answer(opted_out) && is_answer(covered)) {
        return Err(Malformed);
    }
    Ok(opted_out.eq_ignore_ascii_case(&b'Y'))
}

impl<'t> Gpp<'t> {
    fn add(&mut self, id: u16, section: &'t str) -> Result<(), Malformed> {
        match (id, Layout::of(id)) {
            (2, _) => self.tcf = Some(tcf::read(section)?),
            (6, _) => self.us_privacy = Some(us_privacy(section)?),
            (_, Some(layout)) => self.us_opted_out |= layout.opted_out(section)?,
            (_, None) if section.is_empty() => return Err(Malformed),
            (_, None) => {}
        }
        Ok(())
    }
}

/// The ids of the header, rising, one at a time: a group of sixty thousand ids ends where the sections end.
struct SectionIds<'t> {
    header: Bits<'t>,
    ranges: u16,
    last: u16,
    left_in_group: u16,
}

impl<'t> SectionIds<'t> {
    /// Type 3, version 1, then a range of Fibonacci-coded numbers.
    fn of(header: &'t str) -> Result<Self, Malformed> {
        let mut header = Bits::of(header)?;
        if (header.number(6)?, header.number(6)?) != (3, 1) {
            return Err(Malformed);
        }
        let ranges = header.number(12)?;
        Ok(Self { header, ranges, last: 0, left_in_group: 0 })
    }

    fn next(&mut self) -> Result<Option<u16>, Malformed> {
        if self.left_in_group > 0 {
            self.left_in_group -= 1;
            return self.step(1);
        }
        if self.ranges == 0 {
            return Ok(None);
        }
        self.ranges -= 1;
        self.next_range()
    }

    /// A range is one id or a group; it tells how far its first id is from the last one and how many more follow.
    fn next_range(&mut self) -> Result<Option<u16>, Malformed> {
        let is_group = self.header.flag()?;
        let gap = self.header.fibonacci()?;
        self.left_in_group = if is_group { self.header.fibonacci()? } else { 0 };
        self.step(gap)
    }

    fn step(&mut self, gap: u16) -> Result<Option<u16>, Malformed> {
        self.last = self.last.checked_add(gap).ok_or(Malformed)?;
        Ok(Some(self.last))
    }
}

/// Where a US section says what is asked here. Places are bits from the start of the core subsection.
struct Layout {
    id: u16,
    /// The highest version that is laid out so; the first is 1.
    versions: u16,
    /// Bits of the core subsection.
    core: u64,
    /// `SaleOptOut`
    sale: u64,
    /// `SharingOptOut`
    sharing: Option<u64>,
    /// `TargetedAdvertisingOptOut`
    targeted: Option<u64>,
    /// Whether the other subsections of the section are Global Privacy Control.
    gpc: bool,
}

impl Layout {
    fn of(id: u16) -> Option<&'static Self> {
        LAYOUTS.iter().find(|layout| layout.id == id)
    }

    fn opted_out(&self, section: &str) -> Result<bool, Malformed> {
        let mut subsections = section.split('.');
        let core = self.core_opted_out(Bits::of(subsections.next().unwrap_or_default())?)?;
        subsections.try_fold(core, |out, next| Ok(self.gpc_opted_out(Bits::of(next)?)? || out))
    }

    fn core_opted_out(&self, core: Bits<'_>) -> Result<bool, Malformed> {
        let version = core.clone().number(6)?;
        if version == 0 || version > self.versions {
            return Err(Malformed);
        }
        core.after(self.core)?;
        let fields = [Some(self.sale), self.sharing, self.targeted].into_iter().flatten();
        fields.map(|field| core.after(field)).try_fold(false, |out, field| Ok(is_opt_out(field?)? || out))
    }

    /// Subsection type 1, then one bit; the sections without it have nothing here that is asked.
    fn gpc_opted_out(&self, mut subsection: Bits<'_>) -> Result<bool, Malformed> {
        if !self.gpc {
            return Ok(false);
        }
        if subsection.number(2)? == 1 { subsection.flag() } else { Err(Malformed) }
    }
}

/// 0 not applicable, 1 opted out, 2 did not opt out; 3 has no meaning.
fn is_opt_out(mut field: Bits<'_>) -> Result<bool, Malformed> {
    match field.number(2)? {
        3 => Err(Malformed),
        answer => Ok(answer == 1),
    }
}

/// The US sections, one row each, from the documents in `Sections/US-National` and `Sections/US-States`; compared with
/// `@iabgpp/cmpapi` 3.2.0.
///
/// - 7: version 1 has 60 bits and version 2 has 70; they are alike up to `TargetedAdvertisingOptOut`.
/// - 24 to 27 begin with the version of the Multi-State Privacy Agreement instead of their own. Their documents, out for
///   comment, put a section header before it, with a Fibonacci range that holds 0, which that code cannot write; the
///   reference encoders write no header. A header would begin with the id of the section, hence versions up to 23.
/// - 25 to 27 have a second subsection, on sensitive data, without a type.
#[rustfmt::skip]
const LAYOUTS: [Layout; 21] = [
    Layout { id: 7, versions: 2, core: 60, sale: 18, sharing: Some(20), targeted: Some(22), gpc: true }, // usnat
    Layout { id: 8, versions: 1, core: 46, sale: 12, sharing: Some(14), targeted: None, gpc: true }, // usca
    Layout { id: 9, versions: 1, core: 40, sale: 12, sharing: None, targeted: Some(14), gpc: false }, // usva
    Layout { id: 10, versions: 1, core: 38, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usco
    Layout { id: 11, versions: 1, core: 42, sale: 14, sharing: None, targeted: Some(16), gpc: false }, // usut
    Layout { id: 12, versions: 1, core: 44, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usct
    Layout { id: 13, versions: 1, core: 46, sale: 12, sharing: None, targeted: Some(14), gpc: false }, // usfl
    Layout { id: 14, versions: 1, core: 46, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usmt
    Layout { id: 15, versions: 1, core: 52, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usor
    Layout { id: 16, versions: 1, core: 42, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // ustx
    Layout { id: 17, versions: 1, core: 52, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usde
    Layout { id: 18, versions: 1, core: 42, sale: 14, sharing: None, targeted: Some(16), gpc: true }, // usia
    Layout { id: 19, versions: 1, core: 42, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usne
    Layout { id: 20, versions: 1, core: 46, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usnh
    Layout { id: 21, versions: 1, core: 54, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usnj
    Layout { id: 22, versions: 1, core: 42, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // ustn
    Layout { id: 23, versions: 1, core: 42, sale: 12, sharing: None, targeted: Some(14), gpc: true }, // usmn
    Layout { id: 24, versions: 23, core: 22, sale: 16, sharing: None, targeted: Some(18), gpc: true }, // usmd
    Layout { id: 25, versions: 23, core: 24, sale: 16, sharing: None, targeted: Some(18), gpc: false }, // usin
    Layout { id: 26, versions: 23, core: 24, sale: 16, sharing: None, targeted: Some(18), gpc: false }, // usky
    Layout { id: 27, versions: 23, core: 24, sale: 16, sharing: None, targeted: Some(18), gpc: false }, // usri
];

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::bits::tests::text;
    use super::*;

    /// What @iabtcf/core 1.5.6 and @iabgpp/cmpapi 3.2.0 read in random strings; see `tests/consent/generate.mjs`.
    const STRINGS: &str = include_str!("strings.ndjson");

    #[test]
    fn agrees_with_the_reference_libraries() {
        let mut agreed = 0;
        for line in STRINGS.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let string = line["text"].as_str().unwrap();
            let compare = if line["kind"] == "tcf" { same_tcf } else { same_gpp };
            compare(&line, string);
            agreed += 1;
        }
        assert_eq!(agreed, 400);
    }

    fn same_tcf(line: &Value, string: &str) {
        let tcf = tcf::read(string).unwrap();
        assert_eq!(line["purposes"], purposes(&tcf), "{string}");
        for (vendor, consent) in line["vendors_asked"].as_object().unwrap() {
            assert_eq!(tcf.vendor(vendor.parse().unwrap()), *consent, "vendor {vendor} in {string}");
        }
    }

    fn same_gpp(line: &Value, string: &str) {
        let gpp = read(string).unwrap();
        assert_eq!(line["opted_out"], gpp.us_opted_out || gpp.us_privacy == Some(true), "{string}");
        assert_eq!(line["us_privacy"], Value::from(gpp.us_privacy), "{string}");
        assert_eq!(line["tcf_purposes"], Value::from(gpp.tcf.as_ref().map(purposes)), "{string}");
    }

    fn purposes(tcf: &Tcf<'_>) -> Value {
        tcf::tests::purposes(tcf).into()
    }

    const USCA: &str = "000011"; // 8 as a Fibonacci number
    const USVA: &str = "100011"; // 9

    /// A string with one section.
    fn only(id: &str, section: &str) -> String {
        format!("{}~{section}", text(&format!("000011 000001 000000000001 0 {id}")))
    }

    /// A California section with these two choices and subsections.
    fn usca(version: &str, choices: &str, others: &str) -> String {
        let core = text(&[version, "000000", choices, &"0".repeat(30)].concat());
        only(USCA, &format!("{core}{others}"))
    }

    fn ids(header: &str) -> Vec<Result<Option<u16>, Malformed>> {
        let header = text(header);
        let mut ids = SectionIds::of(&header).unwrap();
        (0..5).map(|_| ids.next()).collect()
    }

    #[test]
    fn header_of_the_specification() {
        // 3, then 5 to 8
        let listed = ids("000011 000001 000000000010 0 0011 1 011 0011");
        assert_eq!(listed, [3, 5, 6, 7, 8].map(|id| Ok(Some(id))));
        let both = read("DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN").unwrap();
        assert!(both.tcf.is_some());
        assert_eq!(both.us_privacy, Some(false));
    }

    #[test]
    fn header_and_sections_must_match() {
        for string in
            ["", "~", "DBAA~", "DBABTA", "DBABTA~", "DBABTA~1YNN~1YNN", "DBACNY~1YNN", "DBABTA.~1YNN"]
        {
            assert!(read(string).is_err(), "{string}");
        }
        assert!(read("DBAA").is_ok_and(|gpp| !gpp.us_opted_out));
        for header in ["CBABTA", "DCABTA", "DB", "DBAB", "DBABAAAA"] {
            assert!(read(&format!("{header}~1YNN")).is_err(), "{header}");
        }
    }

    #[test]
    fn a_group_of_sixty_thousand_ids_ends_with_the_sections() {
        let header = text("000011 000001 000000000001 1 11 00100000 01001010 00001010 11");
        assert!(read(&format!("{header}~1")).is_err());
    }

    #[test]
    fn one_opt_out_is_enough() {
        for (choices, others) in
            [("0100", ""), ("1001", ""), ("0110", ".QA"), ("1010", ".YA"), ("1010", ".QA.YA")]
        {
            assert!(read(&usca("000001", choices, others)).unwrap().us_opted_out, "{choices} {others}");
        }
        for (choices, others) in [("0000", ""), ("1010", ".QA"), ("0010", ".Q")] {
            assert!(!read(&usca("000001", choices, others)).unwrap().us_opted_out, "{choices} {others}");
        }
    }

    #[test]
    fn a_known_section_is_not_guessed() {
        for (version, choices, others) in [
            ("000000", "0000", ""),
            ("000010", "0000", ""), // a version to come
            ("000001", "1100", ""), // 3 means nothing
            ("000001", "0111", ""),
            ("000001", "0100", ".gA"), // subsection type 2
            ("000001", "0100", "."),
            ("000001", "0100", ".Y="),
        ] {
            assert!(read(&usca(version, choices, others)).is_err(), "{version} {choices} {others}");
        }
        assert!(read(&only(USCA, "BEAAAAA")).is_err()); // 42 of 46 bits
    }

    #[test]
    fn what_is_not_asked_is_passed_over() {
        let virginia = only(USVA, "BAAAAAA.YA"); // has no Global Privacy Control
        assert!(!read(&virginia).unwrap().us_opted_out);
        let unknown = only("000000011", "?"); // 34
        assert!(!read(&unknown).unwrap().us_opted_out);
        assert!(read(&only("000000011", "")).is_err());
    }

    #[test]
    fn us_privacy_strings() {
        for (string, opted_out) in [("1YYN", true), ("1nyn", true), ("1YNN", false), ("1---", false)] {
            assert_eq!(us_privacy(string), Ok(opted_out), "{string}");
        }
        for string in ["", "1", "1YN", "1YNNN", "2YNN", "1YXN", "1 NN", "1YNé", "YNN1"] {
            assert_eq!(us_privacy(string), Err(Malformed), "{string}");
        }
    }

    #[test]
    fn the_rows_are_in_order_and_hold_their_fields() {
        for (id, layout) in (7..).zip(&LAYOUTS) {
            assert_eq!(layout.id, id);
            let fields = [Some(layout.sale), layout.sharing, layout.targeted];
            assert!(fields.into_iter().flatten().all(|field| field >= 6 && field + 2 <= layout.core));
        }
    }
}
