//! From a described event to a canonical one: the reading, the checks over the whole event, consent, and the bytes.

use std::borrow::Cow;
use std::fmt;

use crate::catalog::{self, IDENTIFIERS, app, event, lead};
use crate::checks;
use crate::event_id;
use crate::input::Input;
use crate::normalize::url;
use crate::path::Path;
use crate::payload::{self, MAX_EVENT_BYTES};
use crate::permission::Permission;
use crate::problem::{Code, Problem, Severity};
use crate::quality::MatchKeys;
use crate::read::Reader;
use crate::rules::Rules;
use crate::source::EventSource;
use crate::value::{Members, Value};

/// A canonical event: every rule is applied and every identifier is hashed. Nothing in it is raw.
#[derive(Clone, PartialEq)]
pub struct Event<'a> {
    pub(crate) members: Members<'a>,
    pub(crate) source: EventSource,
}

/// What reading a described event came to.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Whether the event can be sent.
    pub outcome: Outcome<'a>,
    /// Everything that is wrong or worth knowing, sorted by path and code.
    pub problems: Vec<Problem>,
}

/// Whether an event can be sent.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// It can.
    Ready(Event<'a>),
    /// At least one problem is an error.
    Refused,
    /// The visitor's consent does not allow it, whatever else is wrong with it.
    Withheld,
}

impl<'a> Outcome<'a> {
    /// The event, when it can be sent.
    #[must_use]
    pub fn ready(&self) -> Option<&Event<'a>> {
        match self {
            Self::Ready(event) => Some(event),
            _ => None,
        }
    }

    /// The name used in every language: `ready`, `refused` or `withheld`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Ready(_) => "ready",
            Self::Refused => "refused",
            Self::Withheld => "withheld",
        }
    }
}

impl<'a> Event<'a> {
    /// Applies every rule to a described event. Never fails: what is wrong is in [`Reading::problems`].
    ///
    /// ```
    /// use tiktok_capi_core::{Entropy, Event, Input, Rules};
    ///
    /// let json = br#"{"event": "Contact", "event_id": "1", "user": {"email": " Jo@Example.com "}, "page": {"url": "https://shop.example/"}}"#;
    /// let input = Input::from_json(json)?;
    /// let reading = Event::read(&input, &Rules::at(1_767_225_600_000, Entropy::default()));
    /// let event = reading.outcome.ready().expect("nothing is wrong with it");
    /// assert!(event.to_json().starts_with(r#"{"event":"Contact","event_id":"1","event_time":1767225600,"#));
    /// # Ok::<(), tiktok_capi_core::Problem>(())
    /// ```
    #[must_use]
    pub fn read(input: &'a Input<'_>, rules: &Rules) -> Reading<'a> {
        if let Err(problem) = input.check_shape() {
            return Reading::refused(problem);
        }
        let Input::Map(members) = input else {
            return Reading::refused(Problem::new("", Code::WrongType).at_severity(Severity::Error));
        };
        let mut reader = Reader::new(rules, input);
        let members = reader.object(&event::GROUP, members, &Path::Root, true);
        let mut event = Self { members, source: rules.event_source };
        event.complete(input, &mut reader);
        let is_sent = event.judge(&mut reader);
        Reading::of(event, is_sent, reader.problems, rules)
    }

    /// Adds what the caller left to us, and says what only the whole event can tell.
    fn complete(&mut self, input: &Input<'_>, reader: &mut Reader<'_>) {
        let rules = reader.rules;
        self.require(input, reader);
        if input.get("event_time").is_none_or(Input::is_absent) {
            self.members.set("event_time", Value::Integer(rules.now.div_euclid(1_000)));
        }
        if !self.members.has("event_id") {
            self.members.set("event_id", Value::text(event_id::generated(rules.now, rules.entropy)));
            if self.source == EventSource::Web {
                reader.problems.push(Problem::new("event_id", Code::EventIdGenerated));
            }
        }
        if let Some(Value::Map(properties)) = self.members.get_mut("properties") {
            checks::migrate(properties);
        }
    }

    /// Reports required fields that are not given at all.
    fn require(&self, input: &Input<'_>, reader: &mut Reader<'_>) {
        let of = |object: &str, name: &str| input.get(object).and_then(|object| object.get(name));
        let required = [
            ("event", &event::event, input.get("event")),
            ("app.app_id", &app::app_id, of("app", "app_id")),
            ("lead.lead_id", &lead::lead_id, of("lead", "lead_id")),
        ];
        for (path, row, given) in required {
            if row.is_required(self.source) && given.is_none_or(Input::is_absent) {
                reader.problems.push(Problem::new(path, Code::MissingField));
            }
        }
        if self.source == EventSource::Web && of("page", "url").is_none_or(Input::is_absent) {
            reader.problems.push(Problem::new("page.url", Code::MissingPageUrl));
        }
    }

    /// Applies consent and runs the checks that depend on it. Tells whether the event may be sent.
    fn judge(&mut self, reader: &mut Reader<'_>) -> bool {
        let permission = Permission::of_event(reader.consent, reader.rules);
        checks::recommended(&self.members, &mut reader.problems);
        checks::decimals(&self.members, &mut reader.problems);
        reader.problems.extend(permission.code.map(|code| Problem::new("consent", code)));
        if permission.is_limited {
            self.members.set("limited_data_use", Value::Bool(true));
        }
        if permission.is_stripped {
            self.strip();
        } else {
            checks::identifiers(&self.members, self.source, &mut reader.problems);
            checks::limited_data_use(&self.members, self.source, &mut reader.problems);
        }
        permission.is_sent
    }

    /// Removes everything that TikTok could know a person by, wherever it stands.
    fn strip(&mut self) {
        for object in ["user", "lead", "device"] {
            self.members.remove(object);
        }
        if let Some(Value::Map(ad)) = self.members.get_mut("ad") {
            ad.remove("callback");
        }
        strip_members(&mut self.members);
    }

    /// The canonical bytes (RFC 8785) as they stand in a request's `data`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(2_048);
        self.write(&mut out);
        out
    }

    /// Appends the canonical bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        payload::write_members(out, &self.members);
    }

    /// The canonical bytes as text.
    #[must_use]
    pub fn to_json(&self) -> String {
        String::from_utf8(self.to_bytes()).unwrap_or_default()
    }

    /// The event's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text("event")
    }

    /// The deduplication id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.text("event_id")
    }

    /// When it happened, in Unix seconds.
    #[must_use]
    pub fn time(&self) -> i64 {
        match self.members.get("event_time") {
            Some(Value::Integer(seconds)) => *seconds,
            _ => 0,
        }
    }

    /// What it is worth, as it is sent, in plain digits; a number of its currency.
    #[must_use]
    pub fn value(&self) -> Option<String> {
        match self.object("properties")?.get("value")? {
            Value::Integer(number) => Some(number.to_string()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The currency of its value, by its code of ISO 4217.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.object("properties")?.get("currency")?.as_text()
    }

    /// Which match keys it has.
    #[must_use]
    pub fn match_keys(&self) -> MatchKeys {
        MatchKeys::of(&self.members)
    }

    pub(crate) fn object(&self, name: &str) -> Option<&Members<'a>> {
        self.members.object(name)
    }

    fn text(&self, name: &str) -> &str {
        self.members.get(name).and_then(Value::as_text).unwrap_or_default()
    }
}

/// Drops identifiers by their names, and what is empty without them.
fn strip_members(members: &mut Members<'_>) {
    members.retain(|name, value| {
        let is_identifier = IDENTIFIERS.iter().any(|identifier| catalog::is_same_name(identifier, name));
        !is_identifier && strip_value(value)
    });
}

/// Takes the click id out of every address. Tells whether something is left.
fn strip_value(value: &mut Value<'_>) -> bool {
    match value {
        Value::Map(members) => {
            strip_members(members);
            !members.is_empty()
        }
        Value::List(items) => {
            items.retain_mut(strip_value);
            !items.is_empty()
        }
        Value::Text(text) => {
            if let Cow::Owned(stripped) = url::without_click_id(text) {
                *text = stripped.into();
            }
            true
        }
        _ => true,
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({}, ***)", self.source)
    }
}

impl<'a> Reading<'a> {
    pub(crate) fn refused(problem: Problem) -> Self {
        Self { outcome: Outcome::Refused, problems: vec![problem] }
    }

    fn of(event: Event<'a>, is_sent: bool, problems: Vec<Problem>, rules: &Rules) -> Self {
        let mut problems = problems;
        if payload::exceeds(&event.members, MAX_EVENT_BYTES) {
            problems.push(Problem::new("", Code::EventTooLarge));
        }
        let problems = in_order(problems, rules.strict);
        let is_refused = problems.iter().any(|problem| problem.severity() == Severity::Error);
        let outcome = match (is_sent, is_refused) {
            (false, _) => Outcome::Withheld,
            (true, true) => Outcome::Refused,
            (true, false) => Outcome::Ready(event),
        };
        Self { outcome, problems }
    }
}

/// Sorted by path and code without repeats; `strict` makes every warning an error, but for what TikTok only recommends.
fn in_order(mut problems: Vec<Problem>, strict: bool) -> Vec<Problem> {
    problems.sort_by(Problem::by_path_and_code);
    problems.dedup_by(|a, b| (a.path(), a.code()) == (b.path(), b.code()));
    if !strict {
        return problems;
    }
    let raise = |problem: Problem| match (problem.code(), problem.severity()) {
        (code, Severity::Warning) if code != Code::MissingRecommended => problem.at_severity(Severity::Error),
        _ => problem,
    };
    problems.into_iter().map(raise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_id::Entropy;

    #[test]
    fn what_is_sent_can_be_asked_for() {
        let rules = Rules::at(1_767_225_600_000, Entropy::default());
        for (value, expected) in [("\"19.90\"", Some("19.9")), ("20", Some("20")), ("null", None)] {
            let json = format!(
                r#"{{"event":"Contact","event_time":1767225600,"page":{{"url":"https://a.de/"}},"user":{{"ttp":"t"}},
                "properties":{{"currency":"eur","value":{value}}}}}"#
            );
            let input = Input::from_json(json.as_bytes()).unwrap();
            let reading = Event::read(&input, &rules);
            let event = reading.outcome.ready().unwrap();
            assert_eq!((event.time(), event.currency()), (1_767_225_600, Some("EUR")));
            assert_eq!(event.value().as_deref(), expected);
            assert_eq!(format!("{event:?}"), "Event(web, ***)");
        }
    }
}
