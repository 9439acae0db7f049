//! The visitor as every other language asks for it: one tree in, one JSON text out.

use super::{Visitor, under};
use crate::argument::InvalidArgument;
use crate::consent::Banner;
use crate::context::{Cookie, with_request};
use crate::input::Input;
use crate::rules::Rules;

/// `{"url", "headers", "remote_addr", "trusted_proxies", "consent", "consent_cookie", "event"}` gives `{"allowed", "cookies",
/// "event", "limited_data_use", "unreadable", "visitor"}`.
///
/// The parts of the request are those of [`context_of`](crate::context_of). `consent` is what the shop itself knows,
/// `consent_cookie` a cookie that holds it, in place of the banner's. `event`, where there is one, comes back with the visitor
/// laid under it, `visitor` is what was laid there, fit to be kept.
///
/// # Errors
/// A member of another name or kind, or one that is given twice: the consent in it would be lost in silence. What the visitor's
/// browser wrote is never an error.
pub fn visitor_of(arguments: &Input<'_>, banner: &Banner, rules: &Rules) -> Result<String, InvalidArgument> {
    check_names(arguments)?;
    check_kinds(arguments)?;
    let given = |name: &str| arguments.get(name).filter(|value| !value.is_absent());
    let mut banner = banner.clone();
    if let Some(name) = given("consent_cookie") {
        banner.set("consent_cookie", name).ok_or(CONSENT_COOKIE)?;
    }
    let consent = given("consent").unwrap_or(&Input::Null);
    let visitor = with_request(arguments, |request| Visitor::read(request, consent, &banner, rules));
    Ok(told(&visitor, arguments.get("event")))
}

fn told(visitor: &Visitor, event: Option<&Input<'_>>) -> String {
    let event = event.map(|event| ("event", under(visitor.told(), event.clone())));
    let parts = [
        ("allowed", Input::Bool(visitor.allowed())),
        ("cookies", Input::List(visitor.cookies().iter().map(Cookie::described).collect())),
        ("limited_data_use", Input::Bool(visitor.limited_data_use())),
        ("unreadable", visitor.unreadable().map_or(Input::Null, Input::text)),
        ("visitor", visitor.told().clone()),
    ];
    let mut parts: Vec<_> = parts.into_iter().chain(event).collect();
    parts.sort_unstable_by_key(|(name, _)| *name);
    Input::map(parts).to_json()
}

const NAMES: [&str; 7] =
    ["url", "headers", "remote_addr", "trusted_proxies", "consent", "consent_cookie", "event"];

fn check_names(arguments: &Input<'_>) -> Result<(), InvalidArgument> {
    let Input::Map(members) = arguments else { return Err(ARGUMENTS) };
    let names = || members.iter().map(|(name, _)| name.as_ref());
    let is_once = |name| names().filter(|known| *known == name).count() == 1;
    if names().all(|name| NAMES.contains(&name) && is_once(name)) { Ok(()) } else { Err(ARGUMENTS) }
}

/// The parts of the request are what the shop's own code hands over.
fn check_kinds(arguments: &Input<'_>) -> Result<(), InvalidArgument> {
    let check = |wrong: InvalidArgument, is_kind: fn(&Input<'_>) -> bool| {
        let given = arguments.get(wrong.argument()).filter(|value| !value.is_absent());
        given.is_none_or(is_kind).then_some(()).ok_or(wrong)
    };
    check(URL, is_text)?;
    check(HEADERS, |headers| matches!(headers, Input::Map(_)))?;
    check(REMOTE_ADDR, is_text)?;
    check(TRUSTED_PROXIES, |count| matches!(count, Input::Integer(0..)))
}

fn is_text(value: &Input<'_>) -> bool {
    matches!(value, Input::Text(_) | Input::NotUnicode)
}

const ARGUMENTS: InvalidArgument = InvalidArgument::new(
    "arguments",
    "Give url, headers, remote_addr, trusted_proxies, consent, consent_cookie, event, each once.",
);
const URL: InvalidArgument = InvalidArgument::new("url", "Give the full address of the request, as text.");
const HEADERS: InvalidArgument =
    InvalidArgument::new("headers", "Give an object: names of headers, each with a text or a list of texts.");
const REMOTE_ADDR: InvalidArgument =
    InvalidArgument::new("remote_addr", "Give the address of the connection's other end, as text.");
const TRUSTED_PROXIES: InvalidArgument =
    InvalidArgument::new("trusted_proxies", "Give the number of your own proxies: 0, 1, 2 …");
const CONSENT_COOKIE: InvalidArgument =
    InvalidArgument::new("consent_cookie", "Give the name of a cookie, as text.");
