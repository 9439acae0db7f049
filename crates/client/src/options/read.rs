//! How each option reads its value. `None` means that it does not take it.

use std::time::Duration;

use tiktok_capi_core::{Input, MAX_EVENTS};

use super::{CaRoots, LONGEST_AGE, Options};
use crate::endpoint::Endpoint;
use crate::proxy as proxies;
use crate::token::Token;

/// The options that the core knows by their names.
pub(super) fn rule(options: &mut Options, name: &'static str, value: &Input<'_>) -> Option<()> {
    options.rules.set(name, value).ok()
}

/// The options of the shop's banner, which the core knows by their names, too.
pub(super) fn banner(options: &mut Options, name: &'static str, value: &Input<'_>) -> Option<()> {
    options.banner.set(name, value)
}

pub(super) fn now(options: &mut Options, name: &'static str, value: &Input<'_>) -> Option<()> {
    rule(options, name, value)?;
    set(&mut options.now, Some(Some(options.rules.now)))
}

pub(super) fn event_id_seed(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.event_id_seed, const_hex::decode(value.as_text()?.trim()).ok().map(Some))
}

pub(super) fn event_source_id(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.event_source_id, id(value).map(Some))
}

pub(super) fn access_token(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.access_token, value.as_text().and_then(Token::new).map(Some))
}

pub(super) fn test_event_code(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.test_event_code, id(value).map(Some))
}

pub(super) fn partner_name(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.partner_name, id(value).map(Some))
}

pub(super) fn endpoint(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.endpoint, value.as_text().and_then(Endpoint::new))
}

pub(super) fn connect_timeout(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.connect_timeout, seconds(value))
}

pub(super) fn timeout(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.timeout, seconds(value))
}

pub(super) fn max_attempts(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.max_attempts, count(value, 10).and_then(|count| u32::try_from(count).ok()))
}

pub(super) fn proxy(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    let proxy = match value.as_text()?.trim() {
        "none" => None,
        address => Some(proxies::from_option(address)?),
    };
    set(&mut options.proxy, Some(proxy))
}

pub(super) fn ca_roots(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    let roots = match value.as_text()?.trim() {
        "bundled" => CaRoots::Bundled,
        "system" => CaRoots::System,
        path => CaRoots::File(path.to_owned()),
    };
    set(&mut options.ca_roots, Some(roots))
}

pub(super) fn max_batch(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.max_batch, count(value, MAX_EVENTS))
}

pub(super) fn outbox(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.outbox, value.as_text().map(|path| Some(path.to_owned())))
}

pub(super) fn durability(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    let is_full = match value.as_text()?.trim() {
        "normal" => false,
        "full" => true,
        _ => return None,
    };
    set(&mut options.is_durability_full, Some(is_full))
}

pub(super) fn max_events(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.max_events, limit(value, 1_000_000_000).map(Some))
}

pub(super) fn max_bytes(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut options.max_bytes, limit(value, 1_000_000_000_000).map(Some))
}

pub(super) fn max_age(options: &mut Options, _: &'static str, value: &Input<'_>) -> Option<()> {
    let seconds = number(value).filter(|seconds| (1.0..=LONGEST_AGE.as_secs_f64()).contains(seconds))?;
    set(&mut options.max_age, Duration::try_from_secs_f64(seconds).ok())
}

fn set<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// Text without control characters, or an integer: ids of apps and event sets are often numbers.
fn id(value: &Input<'_>) -> Option<String> {
    let text = match value {
        Input::Integer(number) => number.to_string(),
        other => other.as_text()?.trim().to_owned(),
    };
    (text.len() <= 256 && !text.chars().any(char::is_control)).then_some(text)
}

fn number(value: &Input<'_>) -> Option<f64> {
    match value {
        Input::Integer(number) => i32::try_from(*number).ok().map(f64::from),
        Input::Number(number) => Some(*number),
        Input::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn limit(value: &Input<'_>, most: usize) -> Option<u64> {
    count(value, most).and_then(|count| u64::try_from(count).ok())
}

fn seconds(value: &Input<'_>) -> Option<Duration> {
    let seconds = number(value).filter(|seconds| (0.001..=300.0).contains(seconds))?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// An integer from 1 to `most`.
fn count(value: &Input<'_>, most: usize) -> Option<usize> {
    let count = match value {
        Input::Integer(number) => usize::try_from(*number).ok()?,
        // JavaScript has no other numbers, and prints a whole one without a fraction.
        Input::Number(number) => number.to_string().parse().ok()?,
        other => other.as_text()?.trim().parse().ok()?,
    };
    (1..=most).contains(&count).then_some(count)
}
