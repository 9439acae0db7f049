//! What has to be true of every row, whatever went wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tiktok_capi::{EventResult, Outcome};
use tiktok_capi_sandbox::{Counts, Recorded, RequestSeen, Standing};

use super::{Fate, Ran, Row};

/// Generous: the machine may be busy. What is measured with care is the client's own clock.
const LONGEST_ROW: Duration = Duration::from_secs(45);

/// Everything that is not as it has to be.
pub(crate) fn check(row: &Row, ran: &Ran) -> Vec<String> {
    let checks: [(&str, Result<(), String>); 9] = [
        ("fates", fates(row, ran)),
        ("truth", truth(ran)),
        ("counted once", counted_once(ran)),
        ("counts", counts(row, ran)),
        ("requests", requests(row, ran)),
        ("faults", faults(row, ran)),
        ("token", token(ran)),
        ("waits", waits(row, ran)),
        ("time", time(row, ran)),
    ];
    checks.into_iter().filter_map(|(name, result)| Some(format!("{name}: {}", result.err()?))).collect()
}

fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}

/// Every event has one result, in the caller's order, and the one that it has to have.
fn fates(row: &Row, ran: &Ran) -> Result<(), String> {
    let sent = row.events * row.calls * row.threads;
    ensure(ran.results().count() == sent, || format!("{} results of {sent} events", ran.results().count()))?;
    ran.results().enumerate().try_for_each(|(index, result)| {
        let (fate, outcome) = (row.expected.fate_of(index), &result.outcome);
        ensure(result.event_id.as_deref() == Some(index.to_string().as_str()), || {
            format!("order at {index}")
        })?;
        ensure(is(fate, outcome), || format!("event {index}: {outcome:?} instead of {fate:?}"))?;
        let is_open = row.expected.is_open.or(match fate {
            Fate::Undelivered(reason) => Some(reason.may_have_arrived()),
            _ => None,
        });
        let is_right = is_open.is_none_or(|is_open| outcome.may_have_arrived() == is_open);
        ensure(is_right, || format!("event {index}: {outcome:?} may have arrived?"))
    })
}

fn is(fate: Fate, outcome: &Outcome) -> bool {
    match (fate, outcome) {
        (Fate::Accepted | Fate::AcceptedOr(_), Outcome::Accepted) | (Fate::Partly, Outcome::Partly) => true,
        (Fate::Rejected(expected), Outcome::Rejected { code, .. }) => expected == *code,
        (Fate::Undelivered(expected), Outcome::Undelivered { reason, .. }) => expected == *reason,
        (Fate::AcceptedOr(reasons), Outcome::Undelivered { reason, .. }) => reasons.contains(reason),
        _ => false,
    }
}

/// What the service holds of an event.
fn held(ran: &Ran) -> BTreeMap<&str, Vec<&Recorded>> {
    let mut held = BTreeMap::<&str, Vec<&Recorded>>::new();
    for event in ran.recorded.iter().filter(|event| event.is_accepted()) {
        held.entry(event.event_id.as_deref().unwrap_or_default()).or_default().push(event);
    }
    held
}

/// The service holds what is called accepted, and nothing of what is said not to have arrived. The request that is named
/// is one that the service answered.
fn truth(ran: &Ran) -> Result<(), String> {
    let held = held(ran);
    let answered: BTreeSet<&str> = ran.seen.iter().filter_map(|seen| seen.request_id.as_deref()).collect();
    ran.results().try_for_each(|result| {
        let is_held = result.event_id.as_deref().is_some_and(|id| held.contains_key(id));
        let is_true = match result.outcome {
            Outcome::Accepted => is_held && result.request_id().is_some_and(|id| answered.contains(id)),
            Outcome::Rejected { .. } | Outcome::Undelivered { .. } => {
                result.outcome.may_have_arrived() || !is_held
            }
            _ => true,
        };
        ensure(is_true, || format!("{:?} and held is {is_held}", result.outcome))
    })
}

/// An event counts once, and every repeat of it is the same to the byte.
fn counted_once(ran: &Ran) -> Result<(), String> {
    held(ran).into_iter().try_for_each(|(id, events)| {
        let counted = events.iter().filter(|event| event.standing == Standing::Counted).count();
        ensure(counted == 1, || format!("event {id} counts {counted} times"))?;
        let bytes: BTreeSet<&str> = events.iter().map(|event| event.data.get()).collect();
        ensure(bytes.len() == 1, || format!("event {id} was sent in {} forms", bytes.len()))
    })
}

fn counts(row: &Row, ran: &Ran) -> Result<(), String> {
    let Counts { counted, duplicates, forgotten, .. } = ran.counts;
    let is_accepted = |result: &&EventResult| result.outcome == Outcome::Accepted;
    let accepted = u64::try_from(ran.results().filter(is_accepted).count()).unwrap();
    let expected = row.expected.counted.unwrap_or_else(|| accepted.max(counted));
    ensure(counted == expected && forgotten == 0, || format!("{counted} count instead of {expected}"))?;
    let repeats = row.expected.repeats.unwrap_or(duplicates);
    ensure(duplicates == repeats, || format!("{duplicates} repeats instead of {repeats}"))
}

/// The receipts tell every request, and there are no more of them than needed.
fn requests(row: &Row, ran: &Ran) -> Result<(), String> {
    let (told, expected) = (ran.requests(), &row.expected.requests);
    ensure(expected.contains(&told), || format!("{told} instead of {expected:?}"))?;
    let seen = if row.is_deserted { told } else { u32::try_from(ran.seen.len()).unwrap() };
    ensure(told == seen, || format!("{told} are told, {seen} were made"))?;
    let connections = ran.seen.iter().map(|seen| seen.connection).max().unwrap_or_default();
    let most = row.expected.connections.unwrap_or(connections);
    ensure(connections == most, || format!("{connections} connections instead of {most}"))
}

/// A row that plays no fault proves nothing.
fn faults(row: &Row, ran: &Ran) -> Result<(), String> {
    let was_played = |seen: &RequestSeen| seen.fault.is_some();
    ensure(row.rules.is_empty() || ran.seen.iter().any(was_played), || "none was played".to_owned())
}

/// The token went to the endpoint, with every request that could be read, and nowhere else.
fn token(ran: &Ran) -> Result<(), String> {
    ensure(ran.elsewhere == 0, || format!("{} requests to another host", ran.elsewhere))?;
    ran.seen.iter().filter(|seen| !seen.method.is_empty()).try_for_each(|seen| {
        let is_ours = seen.method == "POST" && seen.path == "/open_api/v1.3/event/track/" && seen.had_token;
        ensure(is_ours, || format!("{seen:?}"))
    })
}

fn waits(row: &Row, ran: &Ran) -> Result<(), String> {
    let Some(expected) = &row.expected.wait else { return Ok(()) };
    let first = ran.waits.first().map(Duration::as_secs_f64);
    // A row that is given up at once has no wait.
    ensure(first.is_some_and(|first| expected.contains(&first)), || {
        format!("{first:?} instead of {expected:?}")
    })
}

/// Every call ends within its bound, counted with the waits that were skipped.
fn time(row: &Row, ran: &Ran) -> Result<(), String> {
    ensure(ran.took < LONGEST_ROW, || format!("{:?}", ran.took))?;
    ran.calls.iter().try_for_each(|call| {
        // One request with all of its tries, or as many as there were.
        let bodies = if row.events == 1 { 1 } else { call.requests };
        let bound = ran.longest_request * bodies + Duration::from_secs(1);
        ensure(call.took < bound, || format!("{:?} is more than {bound:?}", call.took))
    })
}
