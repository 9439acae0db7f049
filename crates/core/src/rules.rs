//! What the caller decides about all events: the describing part of the client's options.

use crate::catalog;
use crate::consent::{Consent, OptOutMode, TcfPolicy};
use crate::event_id::Entropy;
use crate::input::Input;
use crate::normalize::{time, trim};
use crate::region::Region;
use crate::source::EventSource;

/// How events are read. Every field has the client option of the same name in all languages.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Where the conversions happen.
    pub event_source: EventSource,
    /// Region for phone numbers without country code, when the event names none.
    pub default_region: Option<Region>,
    /// Whether warnings are errors.
    pub strict: bool,
    /// Consent of events that carry none of their own.
    pub consent: Option<Consent>,
    /// Whether an event without consent is withheld (GDPR).
    pub require_consent: bool,
    /// What becomes of events of people who opted out (CCPA).
    pub opt_out_mode: OptOutMode,
    /// Which purposes and vendor a TCF string must allow.
    pub tcf: TcfPolicy,
    /// Whether `CompletePayment` and `SubmitForm` are renamed to `Purchase` and `Lead`.
    pub modern_event_names: bool,
    /// The clock at the call, in Unix milliseconds.
    pub now: i64,
    /// Random bytes for the id of an event that has none.
    pub entropy: Entropy,
}

impl Rules {
    /// The defaults at a moment: web, nothing required, opted-out visitors stripped.
    #[must_use]
    pub fn at(now: i64, entropy: Entropy) -> Self {
        Self {
            event_source: EventSource::Web,
            default_region: None,
            strict: false,
            consent: None,
            require_consent: false,
            opt_out_mode: OptOutMode::Strip,
            tcf: TcfPolicy::default(),
            modern_event_names: false,
            now,
            entropy,
        }
    }

    /// Names of the options that [`Rules::set`] takes.
    pub const OPTIONS: &'static [&'static str] = &[
        "event_source",
        "default_region",
        "strict",
        "consent",
        "require_consent",
        "opt_out_mode",
        "tcf_purposes",
        "tcf_vendor",
        "modern_event_names",
        "now",
    ];

    /// Sets one option by its name. An absent value leaves it as it is. `now` is in Unix seconds.
    ///
    /// # Errors
    /// Says whether the name or the value is wrong; the value is not in the error.
    pub fn set(&mut self, name: &str, value: &Input<'_>) -> Result<(), InvalidOption> {
        if value.is_absent() {
            return if Self::OPTIONS.contains(&name) { Ok(()) } else { Err(InvalidOption::Name) };
        }
        self.set_given(name, value)
    }

    fn set_given(&mut self, name: &str, value: &Input<'_>) -> Result<(), InvalidOption> {
        match name {
            "event_source" => self.event_source = word(value, EventSource::from_name)?,
            "default_region" => self.default_region = Some(word(value, Region::from_code)?),
            "strict" => self.strict = flag(value)?,
            "consent" => self.consent = Some(word(value, Consent::from_name)?),
            "require_consent" => self.require_consent = flag(value)?,
            "opt_out_mode" => self.opt_out_mode = word(value, OptOutMode::from_name)?,
            "tcf_purposes" => self.tcf.purposes = TcfPolicy::purposes(value).ok_or(InvalidOption::Value)?,
            "tcf_vendor" => self.tcf.vendor = Some(TcfPolicy::vendor(value).ok_or(InvalidOption::Value)?),
            "modern_event_names" => self.modern_event_names = flag(value)?,
            "now" => self.now = time::moment(value).map_err(|_| InvalidOption::Value)?.seconds * 1_000,
            _ => return Err(InvalidOption::Name),
        }
        Ok(())
    }
}

/// Why an option was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidOption {
    /// There is no option of that name.
    Name,
    /// The option does not take that value.
    Value,
}

fn word<T>(value: &Input<'_>, read: impl Fn(&str) -> Option<T>) -> Result<T, InvalidOption> {
    value.as_text().and_then(|text| read(trim(text))).ok_or(InvalidOption::Value)
}

/// A boolean, also as the text that environments and command lines know.
fn flag(value: &Input<'_>) -> Result<bool, InvalidOption> {
    match value {
        Input::Bool(flag) => Ok(*flag),
        Input::Text(text) if trim(text) == "true" => Ok(true),
        Input::Text(text) if trim(text) == "false" => Ok(false),
        _ => Err(InvalidOption::Value),
    }
}

/// The option that was probably meant.
#[must_use]
pub fn nearest_option(name: &str) -> Option<&'static str> {
    catalog::nearest_of(name, Rules::OPTIONS.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_set_by_name() {
        let mut rules = Rules::at(0, Entropy::default());
        for (name, value) in [("event_source", "app"), ("default_region", "gb"), ("consent", "granted")] {
            assert_eq!(rules.set(name, &Input::text(value)), Ok(()));
        }
        assert_eq!(rules.set("now", &Input::Integer(1_767_225_600)), Ok(()));
        assert_eq!(rules.set("strict", &Input::Bool(true)), Ok(()));
        assert_eq!(
            (rules.event_source, rules.now, rules.strict),
            (EventSource::App, 1_767_225_600_000, true)
        );
        assert_eq!(rules.set("strict", &Input::Integer(1)), Err(InvalidOption::Value));
        assert_eq!(rules.set("defaultRegion", &Input::Null), Err(InvalidOption::Name));
        assert_eq!(nearest_option("defaultRegion"), Some("default_region"));
    }

    #[test]
    fn every_name_of_the_list_is_known() {
        let mut rules = Rules::at(0, Entropy::default());
        for name in Rules::OPTIONS {
            assert_eq!(rules.set(name, &Input::NotUnicode), Err(InvalidOption::Value), "{name}");
        }
    }
}
