//! What a table tells about the values that it gives.

use tiktok_capi::Input;
use tiktok_capi_core::Severity;
use tiktok_capi_table::column::{Amount, Change};
use tiktok_capi_table::mapping::Noticed;

use crate::told::Told;

/// What is to be told of a value of that field. Days without a time are told once, for all.
pub(super) fn told(path: String, noticed: &Noticed, event: &Input<'_>) -> Option<Told<'static>> {
    let (code, severity, hint) = match noticed {
        Noticed::Currency(sign) if is_other(sign, event) => (
            "other_currency",
            Severity::Error,
            "The sign beside the amount is that of another currency than the event's; correct the one or the other.",
        ),
        Noticed::Clock(Change::Skipped) => (
            "skipped_time",
            Severity::Warning,
            "Clocks went forward there, so that no clock showed this time; it was taken by the offset before. \
             Export times with their offset.",
        ),
        Noticed::Clock(Change::Repeated) => (
            "repeated_time",
            Severity::Warning,
            "Clocks went back there, so that they showed this time twice; the first was taken. Export times with their offset.",
        ),
        Noticed::Currency(_) | Noticed::Day | Noticed::NoZone => return None,
    };
    Some(Told::of_table(path, code, severity, hint))
}

fn is_other(sign: &str, event: &Input<'_>) -> bool {
    let currency = event.get("properties").and_then(|all| all.get("currency")).and_then(Input::as_text);
    let amount = Amount { number: String::new(), currency: sign };
    // What is no code is told by the rules.
    let is_code = |currency: &&str| currency.trim().len() == 3;
    currency.filter(is_code).is_some_and(|currency| !amount.may_be_in(currency))
}

/// A row whose time is blank, where a moment is wanted: an upload is about the past.
pub(super) fn blank_time(severity: Severity) -> Told<'static> {
    let hint = match severity {
        Severity::Error => "Give the time of the conversion; what is uploaded did not happen now.",
        _ => "The time is blank, so the event happens now; give the time of the conversion.",
    };
    Told::of_table("event_time".to_owned(), "blank_time", severity, hint)
}
