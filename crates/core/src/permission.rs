//! What becomes of the events of somebody with that consent, and so of the Pixel on their pages (`rules.md` §8).

use crate::consent::{Consent, OptOutMode};
use crate::problem::Code;
use crate::rules::Rules;
use crate::source::EventSource;

/// What consent allows. It knows nothing of an event but its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permission {
    /// Whether events are sent at all.
    pub(crate) is_sent: bool,
    /// Whether they go with `limited_data_use`.
    pub(crate) is_limited: bool,
    /// Whether they go without any identifier.
    pub(crate) is_stripped: bool,
    /// What is told about it.
    pub(crate) code: Option<Code>,
}

impl Permission {
    /// By what an event says of consent. One that cannot be read refuses the event, so it is not withheld for lack of consent:
    /// that would hide the mistake.
    pub(crate) fn of_event(said: Result<Option<Consent>, Code>, rules: &Rules) -> Self {
        said.map_or(FULL, |said| Self::of(said, rules))
    }

    /// By what the visitor said, else by the option `consent`.
    pub(crate) fn of(said: Option<Consent>, rules: &Rules) -> Self {
        match said.or(rules.consent) {
            Some(Consent::Granted) => FULL,
            Some(Consent::Denied) => withheld(Code::ConsentDenied),
            Some(Consent::OptedOut) => opted_out(rules),
            None if rules.require_consent => withheld(Code::ConsentMissing),
            None => FULL,
        }
    }
}

const FULL: Permission = Permission { is_sent: true, is_limited: false, is_stripped: false, code: None };

fn withheld(code: Code) -> Permission {
    Permission { is_sent: false, code: Some(code), ..FULL }
}

/// Offline and CRM events live by their identifiers alone, so a stripped one is withheld.
fn opted_out(rules: &Rules) -> Permission {
    let needs_identifiers = matches!(rules.event_source, EventSource::Offline | EventSource::Crm);
    let (is_sent, is_stripped) = match rules.opt_out_mode {
        OptOutMode::Withhold => return withheld(Code::OptedOut),
        OptOutMode::LimitedDataUse => (true, false),
        OptOutMode::Strip => (!needs_identifiers, true),
    };
    Permission { is_sent, is_limited: true, is_stripped, code: Some(Code::OptedOut) }
}
