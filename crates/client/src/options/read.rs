//! How each option reads its value. `None` means that it does not take it.

use std::time::Duration;

use tiktok_capi_core::{Input, MAX_EVENTS, trim};

use super::endpoint::Endpoint;
use super::proxy::{self as proxies, Way};
use super::roots;
use super::settings::{LONGEST_AGE, Place, Settings};
use super::token::Token;

/// The options that the core knows by their names.
pub(super) fn rule(settings: &mut Settings, name: &'static str, value: &Input<'_>) -> Option<()> {
    settings.rules.set(name, value).ok()
}

/// The options of the shop's banner, which the core knows by their names, too.
pub(super) fn banner(settings: &mut Settings, name: &'static str, value: &Input<'_>) -> Option<()> {
    settings.banner.set(name, value)
}

pub(super) fn now(settings: &mut Settings, name: &'static str, value: &Input<'_>) -> Option<()> {
    rule(settings, name, value)?;
    set(&mut settings.now, Some(Some(settings.rules.now)))
}

pub(super) fn event_id_seed(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.event_id_seed, const_hex::decode(trim(value.as_text()?)).ok().map(Some))
}

pub(super) fn event_source_id(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.event_source_id, id(value).map(Some))
}

pub(super) fn access_token(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.access_token, value.as_text().and_then(Token::new).map(Some))
}

pub(super) fn test_event_code(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.test_event_code, id(value).map(Some))
}

pub(super) fn partner_name(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.partner_name, id(value).map(Some))
}

pub(super) fn endpoint(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.endpoint, value.as_text().and_then(Endpoint::new))
}

pub(super) fn connect_timeout(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.connect_timeout, seconds(value))
}

pub(super) fn timeout(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.timeout, seconds(value))
}

pub(super) fn max_attempts(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.max_attempts, count(value, 10).and_then(|count| u32::try_from(count).ok()))
}

pub(super) fn proxy(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    let way = match trim(value.as_text()?) {
        "none" => Some(Way::default()),
        address => proxies::from_option(address),
    };
    set(&mut settings.way, way)
}

pub(super) fn ca_roots(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.ca_roots, value.as_text().map(roots::from_option))
}

pub(super) fn max_batch(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.max_batch, count(value, MAX_EVENTS))
}

pub(super) fn outbox(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.outbox, value.as_text().map(Place::of))
}

pub(super) fn durability(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    let is_full = match trim(value.as_text()?) {
        "normal" => false,
        "full" => true,
        _ => return None,
    };
    set(&mut settings.is_durability_full, Some(is_full))
}

pub(super) fn max_events(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.max_events, limit(value, 1_000_000_000).map(Some))
}

pub(super) fn max_bytes(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    set(&mut settings.max_bytes, limit(value, 1_000_000_000_000).map(Some))
}

pub(super) fn max_age(settings: &mut Settings, _: &'static str, value: &Input<'_>) -> Option<()> {
    let seconds = number(value).filter(|seconds| (1.0..=LONGEST_AGE.as_secs_f64()).contains(seconds))?;
    set(&mut settings.max_age, Duration::try_from_secs_f64(seconds).ok())
}

fn set<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// Text without control characters, or an integer: ids of apps and event sets are often numbers.
fn id(value: &Input<'_>) -> Option<String> {
    let text = match value {
        Input::Integer(number) => number.to_string(),
        other => trim(other.as_text()?).to_owned(),
    };
    (text.len() <= 256 && !text.chars().any(char::is_control)).then_some(text)
}

fn number(value: &Input<'_>) -> Option<f64> {
    match value {
        Input::Integer(number) => i32::try_from(*number).ok().map(f64::from),
        Input::Number(number) => Some(*number),
        Input::Text(text) => trim(text).parse().ok(),
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
        other => trim(other.as_text()?).parse().ok()?,
    };
    (1..=most).contains(&count).then_some(count)
}
