//! Which JSON values a rule of the catalogue uses: patterns and bounds, as far as a schema can tell.
//!
//! The core is more lenient in two ways that would make each field hard to read here: absent values may also be
//! written as `""`, `[]` or `{}`, and the words of a list in any case. `tests/schema` holds the rest against the vectors.

use serde_json::{Map, Value, json};
use tiktok_capi_core::catalog::{CURRENCIES, Identifier, Rule, event_names};

/// 2^53: beyond, integers come as text (`rules.md` §1).
const MAX_INTEGER: i64 = 1 << 53;

/// Values of one identifier that an event may carry.
const MAX_VALUES: usize = 20;

/// Lines of `contents` that an event may have.
const MAX_LINES: usize = 1_000;

/// The schema of a field with that rule: its own, or a reference to a shared one.
pub(super) fn of(rule: Rule) -> Map<String, Value> {
    let schema = match rule {
        Rule::Object(group) => or_null(&reference(group.name)),
        Rule::Lines(group) => lines(&reference(group.name)),
        Rule::Choice(names) => choice(names),
        rule => shared(rule).map_or(json!({}), |(name, _)| reference(name)),
    };
    schema.as_object().cloned().unwrap_or_default()
}

/// A rule that several fields may have: its name in `$defs`, and its schema.
pub(super) fn shared(rule: Rule) -> Option<(&'static str, Value)> {
    Some(match rule {
        Rule::Object(_) | Rule::Lines(_) | Rule::Choice(_) | Rule::Any => return None,
        Rule::Text | Rule::Id | Rule::EventId | Rule::ClickId | Rule::City | Rule::State => ("text", text()),
        Rule::Texts => ("texts", texts()),
        Rule::Count => ("count", count()),
        Rule::Amount | Rule::Total => ("amount", amount()),
        Rule::Amounts => ("amounts", json!({ "type": ["array", "null"], "items": reference("amount") })),
        Rule::Flag => ("flag", json!({ "type": ["boolean", "null"] })),
        Rule::EventName => ("event_name", event_name()),
        Rule::Time => ("time", time()),
        Rule::Currency => ("currency", currency()),
        Rule::Url => ("url", pattern("[Hh][Tt][Tt][Pp][Ss]?://.+")),
        Rule::Locale => ("locale", pattern("[A-Za-z0-9]+([-_][A-Za-z0-9]+)*")),
        Rule::Ip => ("ip", pattern("[0-9A-Fa-f:.]+")),
        Rule::Country => ("country", json!({ "type": ["string", "null"] })),
        Rule::Hashed(Identifier::Email) => ("email", one_or_many(&email())),
        Rule::Hashed(Identifier::Phone | Identifier::ExternalId) => {
            ("identifiers", one_or_many(&reference("identifier")))
        }
        Rule::Hashed(_) => ("identifier", identifier()),
        Rule::Consent => ("consent", consent()),
        Rule::PhoneRegion => ("region", pattern("[A-Za-z]{2}")),
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// Text that the pattern fits once it is trimmed.
fn pattern(pattern: &str) -> Value {
    json!({ "type": ["string", "null"], "pattern": format!(r"^\s*(?:{pattern})?\s*$") })
}

/// Text, or an integer that becomes text.
fn text() -> Value {
    json!({ "type": ["string", "integer", "null"], "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER })
}

fn texts() -> Value {
    json!({ "anyOf": [reference("text"), { "type": "array", "items": reference("text") }] })
}

fn count() -> Value {
    json!({
        "type": ["integer", "string", "null"], "minimum": 0, "maximum": MAX_INTEGER, "pattern": r"^\s*[0-9]*\s*$",
    })
}

fn amount() -> Value {
    json!({
        "type": ["number", "string", "null"], "minimum": 0, "maximum": MAX_INTEGER,
        "pattern": r"^\s*(?:[0-9]+(?:\.[0-9]+)?)?\s*$",
    })
}

fn choice(names: &[&str]) -> Value {
    let names = names.iter().map(|name| json!(name));
    json!({ "enum": names.chain([Value::Null]).collect::<Vec<_>>() })
}

fn event_name() -> Value {
    let known: Vec<_> = event_names().iter().map(|name| name.name).collect();
    let custom = r"^\s*[A-Za-z][A-Za-z0-9_-]{0,49}\s*$";
    json!({ "anyOf": [{ "enum": known }, { "type": "string", "pattern": custom }] })
}

/// Unix seconds of the years 2001 to 2100, or text that ends in an offset or a zone.
fn time() -> Value {
    let offset = r"[+-]\d{2}(?::?\d{2}){0,2}";
    let zone = r"\[!?[^\]=]+\]";
    let behind =
        format!(r"(?: ?(?:[Zz]|[Uu][Tt][Cc]?|[Gg][Mm][Tt])| *{offset}(?: [A-Z]+)?| \w+/[\w/+-]+|{zone})");
    let date_time = format!(r"\d{{4}}-?\d{{2}}-?\d{{2}}[Tt ]\d{{2}}.*{behind}(?:\[[^\]]*\])*");
    let words = format!(r"[\w, -]*\d{{2}}:\d{{2}}.* (?:UTC?|GMT(?:{offset})?|Z|{offset})(?: \(.*\))?");
    let year_last = r"\w{3} \w{3} [ \d]\d \d{2}:\d{2}:\d{2} (?:(?:UTC|GMT|Z) )?\d{4}";
    json!({
        "anyOf": [
            { "type": "number", "minimum": 1_000_000_000, "exclusiveMaximum": 4_133_980_800_i64 },
            pattern(&format!(r"0*[1-4]\d{{9}}(?:\.\d+)?|{date_time}|{words}|{year_last}")),
        ],
    })
}

fn currency() -> Value {
    json!({ "anyOf": [{ "enum": CURRENCIES }, pattern("[A-Za-z]{3}")] })
}

fn digest() -> Value {
    json!({
        "type": "object",
        "properties": { "sha256": { "type": "string", "pattern": r"^\s*[0-9A-Fa-f]{64}\s*$" } },
        "required": ["sha256"],
    })
}

fn identifier() -> Value {
    json!({ "anyOf": [text(), digest()] })
}

fn email() -> Value {
    json!({ "anyOf": [pattern(r"[^@\s]+@[^@\s]+|[0-9A-Fa-f]{64}"), digest()] })
}

fn one_or_many(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one, "maxItems": MAX_VALUES }] })
}

fn lines(line: &Value) -> Value {
    let many = json!({ "type": "array", "items": or_null(line), "maxItems": MAX_LINES });
    json!({ "anyOf": [line, many, { "type": "null" }] })
}

/// A word of ours, or an object of signals.
fn consent() -> Value {
    json!({ "anyOf": [{ "enum": ["granted", "opted_out", "denied", null] }, { "type": "object" }] })
}
