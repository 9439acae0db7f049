//! Checks that need the whole event: recommended parameters, identifiers, limited data use, 1.0's spellings.

use std::borrow::Cow;

use crate::catalog;
use crate::normalize::{minor_units, number::decimals as decimals_of};
use crate::problem::{Code, Problem, Severity};
use crate::source::EventSource;
use crate::value::{Members, Value};

/// Moves what Events API 1.0 kept elsewhere: `query`, and `content_type` of every line.
pub(crate) fn migrate(properties: &mut Members<'_>) {
    if !properties.has("search_string")
        && let Some(query) = properties.remove("query")
    {
        properties.set("search_string", query);
    }
    let lifted = common_content_type(properties).filter(|common| match properties.get("content_type") {
        Some(own) => own.as_text() == Some(common),
        None => true,
    });
    let (Some(common), Some(Value::List(lines))) = (lifted, properties.get_mut("contents")) else { return };
    for line in lines.iter_mut() {
        if let Value::Map(line) = line {
            line.remove("content_type");
        }
    }
    lines.retain(|line| line.as_map().is_none_or(|line| !line.is_empty()));
    if lines.is_empty() {
        properties.remove("contents");
    }
    properties.set("content_type", Value::Text(common));
}

/// The `content_type` that all lines have.
fn common_content_type(properties: &Members<'_>) -> Option<Cow<'static, str>> {
    let lines = properties.get("contents")?.as_list();
    let types = || lines.iter().map(|line| line.as_map()?.get("content_type")?.as_text());
    let first = types().next()??;
    types().all(|own| own == Some(first)).then(|| Cow::Owned(first.to_owned()))
}

/// What TikTok recommends for an event (`events-api.md` §3.4), as far as it is absent from what is sent.
pub(crate) fn recommended(event: &Members<'_>, problems: &mut Vec<Problem>) {
    let nothing = Members::default();
    let properties = event.object("properties").unwrap_or(&nothing);
    let name = event.get("event").and_then(Value::as_text).unwrap_or_default();
    let wanted = catalog::recommended(name);
    let needs_currency = catalog::needs_currency(name);
    for name in wanted {
        let is_there = properties.has(name) || *name == "contents" && properties.has("content_ids");
        let is_unusable_value = *name == "currency" && needs_currency && properties.has("value");
        let code = if is_unusable_value { Code::MissingCurrency } else { Code::MissingRecommended };
        // TikTok lists it, and hardly anybody sends it.
        let severity = if *name == "description" { Severity::Info } else { code.severity() };
        if !is_there {
            problems.push(Problem::new(format!("properties.{name}"), code).at_severity(severity));
        }
    }
    if wanted.contains(&"contents") {
        recommended_in_lines(properties, problems);
    }
}

/// A value with more decimals than its currency has: a mark that was misread, or a sum of binary numbers. The price of one
/// piece may be finer, as that of fuel is.
pub(crate) fn decimals(event: &Members<'_>, problems: &mut Vec<Problem>) {
    let Some(properties) = event.object("properties") else { return };
    let (Some(Value::Number(value)), Some(currency)) = (properties.get("value"), properties.get("currency"))
    else {
        return;
    };
    let own = currency.as_text().and_then(minor_units);
    if own.is_some_and(|own| decimals_of(*value) > own) {
        problems.push(Problem::new("properties.value", Code::ExcessDecimals));
    }
}

/// The first line without an id, without a price, and without a quantity.
fn recommended_in_lines(properties: &Members<'_>, problems: &mut Vec<Problem>) {
    let lines = properties.get("contents").map(Value::as_list).unwrap_or_default();
    for name in catalog::RECOMMENDED_IN_LINES {
        let lacks = |line: &Value<'_>| line.as_map().is_some_and(|line| !line.has(name));
        if let Some(index) = lines.iter().position(lacks) {
            problems
                .push(Problem::new(format!("properties.contents[{index}].{name}"), Code::MissingRecommended));
        }
    }
}

/// An offline event without any identifier means nothing; another one loses its match.
pub(crate) fn identifiers(event: &Members<'_>, source: EventSource, problems: &mut Vec<Problem>) {
    let user = event.object("user");
    let has_lead = event.object("lead").is_some_and(|lead| lead.has("lead_id"));
    let is_known = catalog::identifiers(source).iter().any(|name| user.is_some_and(|user| user.has(name)));
    if is_known || has_lead && source == EventSource::Crm {
        return;
    }
    let severity = if source == EventSource::Offline { Severity::Error } else { Severity::Warning };
    problems.push(Problem::new("user", Code::NoIdentifier).at_severity(severity));
}

/// TikTok tells from the address whether limited data use applies, where the source has an address.
pub(crate) fn limited_data_use(event: &Members<'_>, source: EventSource, problems: &mut Vec<Problem>) {
    let is_limited = event.get("limited_data_use") == Some(&Value::Bool(true));
    let has_ip = event.object("user").is_some_and(|user| user.has("ip"));
    if is_limited && !has_ip && catalog::user::ip.sources.has(source) {
        problems.push(Problem::new("limited_data_use", Code::LduWithoutIp));
    }
}
