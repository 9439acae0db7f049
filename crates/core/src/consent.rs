//! Consent: what the visitor allowed, from our own words or from the signals that consent tools leave behind.
//!
//! TikTok's endpoint has no field for consent, so withholding is the sender's duty (`rules.md` §8). A signal that
//! cannot be read refuses the event: consent is never guessed.

mod banner;
mod bits;
mod google;
mod gpp;
mod tcf;
mod tool;

use crate::input::Input;
use crate::normalize::trim;
use crate::problem::Code;

pub use banner::Banner;
pub use tool::ConsentTool;

/// What the visitor allowed. The greater of two is the more restrictive one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consent {
    /// Yes.
    Granted,
    /// No sale or sharing of data for advertising (US state privacy laws).
    OptedOut,
    /// No.
    Denied,
}

impl Consent {
    /// Reads `granted`, `opted_out` or `denied`, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let known = [Self::Granted, Self::OptedOut, Self::Denied];
        known.into_iter().find(|consent| consent.as_str().eq_ignore_ascii_case(trim(name)))
    }

    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::OptedOut => "opted_out",
            Self::Denied => "denied",
        }
    }

    /// Reads a word of ours, or an object of signals of which the most restrictive one counts:
    /// `{"word": text, "tcf": text, "gpp": text, "us_privacy": text, "gpc": flag, "google": {"ad_storage": …}}`.
    ///
    /// `None` where nobody was asked: a signal of objection alone, as `Sec-GPC`, allows nothing by its absence.
    ///
    /// # Errors
    /// `invalid_consent`, `wrong_type`, `not_unicode`.
    pub fn read(value: &Input<'_>, tcf: TcfPolicy) -> Result<Option<Self>, Code> {
        match value {
            Input::Text(name) => Self::from_name(name).ok_or(Code::InvalidConsent).map(Some),
            Input::Map(signals) => {
                let mut given = signals.iter().filter(|(_, value)| !value.is_absent());
                given
                    .try_fold(None, |most, (name, value)| signal(name, value, tcf).map(|said| most.max(said)))
                    .map_err(|Unreadable| Code::InvalidConsent)
            }
            Input::NotUnicode => Err(Code::NotUnicode),
            _ => Err(Code::WrongType),
        }
    }
}

/// What one signal says; `None` when it neither allows nor forbids.
type Said = Result<Option<Consent>, Unreadable>;

struct Unreadable;

fn signal(name: &str, value: &Input<'_>, tcf: TcfPolicy) -> Said {
    match name {
        "word" => Consent::from_name(text(value)?).ok_or(Unreadable).map(Some),
        "tcf" => tcf.read(text(value)?).ok_or(Unreadable).map(Some),
        "gpp" => from_gpp(text(value)?, tcf),
        "us_privacy" => gpp::us_privacy(text(value)?).map(opted_out).or(Err(Unreadable)),
        "gpc" => flag(value).map(opted_out).ok_or(Unreadable),
        "google" => google::read(value).map(from_google).or(Err(Unreadable)),
        _ => Err(Unreadable),
    }
}

fn text<'v>(value: &'v Input<'_>) -> Result<&'v str, Unreadable> {
    value.as_text().map(trim).ok_or(Unreadable)
}

/// Not to have objected is no permission.
fn opted_out(yes: bool) -> Option<Consent> {
    yes.then_some(Consent::OptedOut)
}

/// The header `Sec-GPC: 1`, or a boolean. The header has no other value (Global Privacy Control §3.1).
fn flag(value: &Input<'_>) -> Option<bool> {
    match value {
        Input::Bool(flag) => Some(*flag),
        Input::Integer(1) => Some(true),
        Input::Integer(0) => Some(false),
        Input::Text(text) if trim(text) == "1" => Some(true),
        Input::Text(text) if trim(text) == "0" => Some(false),
        _ => None,
    }
}

fn from_google(ads: Option<google::Ads>) -> Option<Consent> {
    ads.map(|ads| match ads {
        google::Ads::Granted => Consent::Granted,
        google::Ads::Impersonal => Consent::OptedOut,
        google::Ads::Denied => Consent::Denied,
    })
}

fn from_gpp(text: &str, policy: TcfPolicy) -> Said {
    let gpp = gpp::read(text).or(Err(Unreadable))?;
    let us = opted_out(gpp.us_opted_out || gpp.us_privacy == Some(true));
    let eu = gpp.tcf.as_ref().map(|tcf| policy.judge(tcf).ok_or(Unreadable)).transpose()?;
    Ok(eu.max(us))
}

/// What a TCF string must allow before an event is sent.
///
/// The default asks for what TikTok does with an event: storing on the device (1), building and using a profile for
/// advertising (3, 4), measuring advertising (7). TikTok's own vendor id is not assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TcfPolicy {
    /// Purposes that need consent: bit 0 is purpose 1.
    pub purposes: u32,
    /// Vendor that needs consent, by its id in IAB's global vendor list.
    pub vendor: Option<u16>,
}

impl Default for TcfPolicy {
    fn default() -> Self {
        Self { purposes: 0b100_1101, vendor: None }
    }
}

impl TcfPolicy {
    fn read(self, text: &str) -> Option<Consent> {
        tcf::read(text).ok().and_then(|tcf| self.judge(&tcf))
    }

    /// Nothing where the string is not valid any more.
    fn judge(self, tcf: &tcf::Tcf<'_>) -> Option<Consent> {
        let has_purposes = tcf.purpose_consents & self.purposes == self.purposes;
        let has_vendor = self.vendor.is_none_or(|vendor| tcf.vendor(vendor));
        let consent = if has_purposes && has_vendor { Consent::Granted } else { Consent::Denied };
        tcf.is_valid().then_some(consent)
    }

    /// A list of purposes from 1 to 11, as the option `tcf_purposes` takes it: integers, or text with commas.
    pub(crate) fn purposes(value: &Input<'_>) -> Option<u32> {
        let bit = |purpose: i64| (1..=11).contains(&purpose).then(|| 1_u32 << (purpose - 1));
        match value {
            Input::List(items) => union(items.iter().map(|item| integer(item).and_then(bit))),
            Input::Text(text) => union(text.split(',').map(|item| trim(item).parse().ok().and_then(bit))),
            _ => None,
        }
    }

    /// A vendor id, as the option `tcf_vendor` takes it.
    pub(crate) fn vendor(value: &Input<'_>) -> Option<u16> {
        integer(value).and_then(|id| u16::try_from(id).ok()).filter(|&id| id > 0)
    }
}

fn integer(value: &Input<'_>) -> Option<i64> {
    match value {
        Input::Integer(n) => Some(*n),
        Input::Text(text) => trim(text).parse().ok(),
        _ => None,
    }
}

/// All bits together, when every one could be read.
fn union(mut bits: impl Iterator<Item = Option<u32>>) -> Option<u32> {
    bits.try_fold(0, |all, bit| Some(all | bit?))
}

/// What becomes of events of people who opted out (`rules.md` §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OptOutMode {
    /// Sent with `limited_data_use` and without any identifier.
    #[default]
    Strip,
    /// Sent with `limited_data_use` and all identifiers.
    LimitedDataUse,
    /// Not sent.
    Withhold,
}

impl OptOutMode {
    /// Reads `strip`, `limited_data_use` or `withhold`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "strip" => Some(Self::Strip),
            "limited_data_use" => Some(Self::LimitedDataUse),
            "withhold" => Some(Self::Withhold),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Option<Consent>, Code> {
        Consent::read(&Input::from_json(json.as_bytes()).unwrap(), TcfPolicy::default())
    }

    #[test]
    fn our_own_words() {
        assert_eq!(read(r#"" Granted ""#), Ok(Some(Consent::Granted)));
        assert_eq!(read(r#""opted_out""#), Ok(Some(Consent::OptedOut)));
        assert_eq!(read(r#""yes""#), Err(Code::InvalidConsent));
        assert_eq!(read("true"), Err(Code::WrongType));
    }

    #[test]
    fn the_most_restrictive_signal_counts() {
        assert_eq!(read("{}"), Ok(None));
        assert_eq!(read(r#"{"gpc":true}"#), Ok(Some(Consent::OptedOut)));
        assert_eq!(read(r#"{"gpc":"1","google":{"ad_storage":"denied"}}"#), Ok(Some(Consent::Denied)));
        assert_eq!(read(r#"{"word":"granted","gpc":true}"#), Ok(Some(Consent::OptedOut)));
        assert_eq!(read(r#"{"word":" Denied","gpc":true}"#), Ok(Some(Consent::Denied)));
        assert_eq!(read(r#"{"us_privacy":"1YYN"}"#), Ok(Some(Consent::OptedOut)));
        assert_eq!(
            read(r#"{"google":{"ad_personalization":"denied","ad_storage":"granted"}}"#),
            Ok(Some(Consent::OptedOut))
        );
        assert_eq!(read(r#"{"google":{"gcs":"G101"}}"#), Ok(Some(Consent::Denied)));
        assert_eq!(read(r#"{"tcf":"nonsense"}"#), Err(Code::InvalidConsent));
        assert_eq!(read(r#"{"cookie":"yes"}"#), Err(Code::InvalidConsent));
        assert_eq!(read(r#"{"word":"yes"}"#), Err(Code::InvalidConsent));
    }

    #[test]
    fn not_to_have_objected_is_no_permission() {
        assert_eq!(read(r#"{"us_privacy":"1YNN","gpc":false,"gpp":"DBAA"}"#), Ok(None));
        assert_eq!(read(r#"{"google":{"analytics_storage":"granted"}}"#), Ok(None));
        assert_eq!(read(r#"{"us_privacy":"1YNN","google":{"gcs":"G111"}}"#), Ok(Some(Consent::Granted)));
    }

    #[test]
    fn purposes_and_vendor_are_settable() {
        let purposes = |text: &'static str| TcfPolicy::purposes(&Input::text(text));
        assert_eq!(purposes("1,3,4,7"), Some(TcfPolicy::default().purposes));
        assert_eq!(purposes("0"), None);
        assert_eq!(TcfPolicy::vendor(&Input::Integer(70_000)), None);
    }
}
