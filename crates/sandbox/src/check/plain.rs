//! Fields that are sent in plain, and the time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use tiktok_capi_core::catalog::{CURRENCIES, Rule};
use tiktok_capi_core::{EventSource, holds_address, is_encoded, is_nobody};

use super::{Check, is_integer};
use crate::answer::PARAM_ERROR;
use crate::finding::FindingCode;
use crate::json::Node;
use crate::place::Place;
use crate::privacy::{MASK, is_personal, redacted_url, without_phones};

/// The years 2001 to 2100 in seconds; in milliseconds they are a thousand times that (`rules.md` §4).
const SECONDS: Range<i64> = 1_000_000_000..4_133_980_800;

impl Check {
    /// A field that must be text.
    pub(super) fn text(&mut self, rule: Rule, node: &mut Node<'_>, place: &Place<'_>) {
        let Node::Text(text) = &*node else { return self.refused_value(node, place, "Not a valid string.") };
        if is_id_or_place(rule) && is_nobody(text) {
            self.find(place, FindingCode::Placeholder);
        }
        let fault = match rule {
            Rule::Url => return self.url(node, place),
            Rule::Choice(names) => (!names.contains(&text.as_ref())).then_some(FindingCode::UnknownValue),
            Rule::EventName => return self.name(node, place),
            Rule::EventId => longer_than(256, text).then_some(FindingCode::LongEventId),
            Rule::Currency => currency_fault(text),
            Rule::Locale => (!is_tag(text)).then_some(FindingCode::InvalidLocale),
            Rule::Ip => ip_fault(text),
            Rule::ClickId => click_id_fault(text),
            Rule::City | Rule::State => place_fault(text),
            Rule::Country => country_fault(text),
            _ => None,
        };
        if let Some(code) = fault {
            self.find(place, code);
        }
        self.free_text(node, place, holds_address);
    }

    fn url(&mut self, node: &mut Node<'_>, place: &Place<'_>) {
        let Some(text) = node.as_text() else { return };
        let is_absolute = text.split_once("://").is_some_and(|(scheme, rest)| {
            let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
            is_web && rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        });
        let is_bare = !is_absolute && is_personal(text);
        let redacted = redacted_url(text).or_else(|| is_bare.then(|| MASK.to_owned()));
        let kept = without_phones(redacted.as_deref().unwrap_or(text));
        if !is_absolute {
            self.find(place, FindingCode::InvalidUrl);
        }
        if redacted.is_some() {
            self.find(place, FindingCode::PersonalData);
        }
        if let Some(kept) = kept.or(redacted) {
            *node = Node::text(kept);
            self.checked.is_masked = true;
        }
    }

    /// That other units are refused is our choice: no source says what TikTok does with the years 1970 or 57000.
    pub(super) fn time(&mut self, node: &mut Node<'_>, place: &Place<'_>) {
        let seconds = match &*node {
            Node::Number(number) if is_integer(node) => number.as_i64().unwrap_or(i64::MAX),
            _ => return self.refused_value(node, place, "Not a valid integer."),
        };
        if !SECONDS.contains(&seconds) {
            let is_milliseconds = SECONDS.contains(&(seconds / 1_000));
            let unit =
                if is_milliseconds { FindingCode::TimeInMilliseconds } else { FindingCode::InvalidTime };
            self.find(place, unit);
            self.refuse(place, PARAM_ERROR, "Not a valid time in seconds.");
        } else if seconds > self.now + 300 {
            self.find(place, FindingCode::FutureEvent);
        } else if seconds < self.now - most_days(self.source) * 86_400 {
            self.find(place, FindingCode::LateEvent);
        }
    }
}

/// Whether the field may not hold what stands for nobody (`rules.md` §3.4).
fn is_id_or_place(rule: Rule) -> bool {
    matches!(rule, Rule::Id | Rule::EventId | Rule::ClickId | Rule::City | Rule::State)
}

/// Days after which an event comes too late to be attributed.
pub(crate) fn most_days(source: EventSource) -> i64 {
    match source {
        EventSource::Web | EventSource::App => 7,
        EventSource::Offline | EventSource::Crm => 28,
    }
}

pub(super) fn longer_than(most: usize, text: &str) -> bool {
    text.len() > most && text.chars().count() > most
}

fn currency_fault(text: &str) -> Option<FindingCode> {
    if CURRENCIES.contains(&text) {
        return None;
    }
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    Some(if is_code { FindingCode::UnlistedCurrency } else { FindingCode::InvalidCurrency })
}

/// Whether it has the outline of a BCP 47 tag: letters first, then parts of letters and digits between hyphens.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts
        .next()
        .is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    language
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn click_id_fault(text: &str) -> Option<FindingCode> {
    if longer_than(1_000, text) {
        return Some(FindingCode::LongTtclid);
    }
    is_encoded(text).then_some(FindingCode::EncodedTtclid)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// City and state are letters and digits in lower case.
fn place_fault(text: &str) -> Option<FindingCode> {
    if is_digest(text) {
        return Some(FindingCode::HashedInPlainField);
    }
    text.contains(|c: char| c.is_uppercase() || c.is_whitespace()).then_some(FindingCode::WrongCase)
}

fn country_fault(text: &str) -> Option<FindingCode> {
    if is_digest(text) {
        return Some(FindingCode::HashedInPlainField);
    }
    let is_code = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_code {
        return Some(FindingCode::InvalidCountry);
    }
    text.contains(|c: char| c.is_ascii_uppercase()).then_some(FindingCode::WrongCase)
}

pub(super) fn ip_fault(text: &str) -> Option<FindingCode> {
    match text.parse() {
        Ok(ip) if is_public(ip) => None,
        Ok(_) => Some(FindingCode::NotPublicIp),
        Err(_) if is_digest(text) => Some(FindingCode::HashedInPlainField),
        Err(_) => Some(FindingCode::InvalidIp),
    }
}

/// Whether the address is none of the IANA special-purpose registries (RFC 6890).
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !SPECIAL_V4
            .iter()
            .any(|(net, bits)| u32::from(ip) >> (32 - bits) == u32::from(*net) >> (32 - bits)),
        IpAddr::V6(ip) => !SPECIAL_V6
            .iter()
            .any(|(net, bits)| u128::from(ip) >> (128 - bits) == u128::from(*net) >> (128 - bits)),
    }
}

const SPECIAL_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

const SPECIAL_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::UNSPECIFIED, 127), // ::1 too
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64),
    (Ipv6Addr::new(0x2001, 2, 0, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8),
];
