//! What a table tells about the values that it gives.

use tiktok_capi::Input;
use tiktok_capi_core::Severity;
use tiktok_capi_table::Apart;
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
        Noticed::Json => (
            "invalid_json",
            Severity::Warning,
            "The cell is no JSON list of lines, as [{\"content_id\":\"s1\"}], so the event goes without it.",
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

/// Why a row is part of no order.
pub(super) fn apart(why: Apart) -> Told<'static> {
    let (code, hint) = match why {
        Apart::Uneven(uneven) => return Told::uneven_row(uneven),
        Apart::Nameless => (
            "nameless_order",
            "The cell of --group-by is blank, so that nothing says which order the row is of; give each row its order.",
        ),
        Apart::Late => (
            "late_row",
            "The order was sent without this row, for its others stand more than 10,000 rows above; sort the table by \
             the column of --group-by.",
        ),
    };
    Told::of_table(String::new(), code, Severity::Error, hint)
}

/// Rows of an order that say different things. An amount is never chosen among several.
pub(super) fn differing(path: String, line: u64) -> Told<'static> {
    let (severity, done) = match path.as_str() {
        "properties.value" | "properties.currency" => (Severity::Error, "nothing is sent"),
        _ => (Severity::Warning, "the first was taken"),
    };
    let hint = format!(
        "Rows of the order say different things, as that on line {line}, so {done}. Correct them, or leave the column out \
         with a blank --map where each row means its own line."
    );
    Told::of_table(path, "differing_rows", severity, hint)
}

/// A row that is no conversion, as that column tells.
pub(super) fn passed_over(column: String, code: &str) -> Told<'static> {
    let (code, hint) = match code {
        "point_of_sale" => {
            ("point_of_sale", "Sold over a counter; --keep point_of_sale sends it, as to an offline set.")
        }
        "draft_order" => {
            ("draft_order", "The shop's staff wrote the order down; --keep draft_order sends it.")
        }
        "renewal" => ("renewal", "The order only goes on with a subscription; --keep renewal sends it."),
        "test_order" => ("test_order", "The order is a test; --keep test_order sends it."),
        "not_paid" => (
            "not_paid",
            "Not paid, cancelled, or the money went back. Send it when it is paid; --keep not_paid sends it now.",
        ),
        _ => ("no_conversion", "The mapping passes it over; take its pass-over out to send it."),
    };
    Told::of_table(column, code, Severity::Info, hint)
}
