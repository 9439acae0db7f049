//! `explain`: what would be sent and why, with every identifier masked, so that it can be pasted into a ticket.

use std::fmt;

use crate::event::{Event, Reading};
use crate::input::Input;
use crate::normalize::url;
use crate::payload::Json;
use crate::problem::{self, Problem};
use crate::quality::MatchKeys;
use crate::rules::Rules;
use crate::value::{Members, Value};

/// Hexadecimal digits of a digest that are shown: enough to compare by eye, too few to look a person up.
const SHOWN_DIGITS: usize = 8;

const MASK: &str = "***";

/// What would be sent, every problem, the match keys and our estimate of their coverage. Nothing in it is personal.
#[derive(Debug)]
pub struct Explanation {
    /// `ready`, `refused` or `withheld`.
    pub outcome: &'static str,
    /// The canonical event with masked identifiers, as JSON; `None` unless it is ready.
    pub event: Option<String>,
    /// Everything that is wrong or worth knowing.
    pub problems: Vec<Problem>,
    /// The match keys of a ready event.
    pub match_keys: Option<MatchKeys>,
}

/// Explains what becomes of a described event.
#[must_use]
pub fn explain(input: &Input<'_>, rules: &Rules) -> Explanation {
    let Reading { outcome, problems } = Event::read(input, rules);
    let event = outcome.ready();
    Explanation {
        outcome: outcome.as_str(),
        event: event.map(|event| Json(&Value::Map(masked(event))).to_string()),
        match_keys: event.map(Event::match_keys),
        problems,
    }
}

/// The event without anything personal: digests shortened, plain identifiers and click ids hidden.
fn masked<'a>(event: &'a Event<'_>) -> Members<'a> {
    let members = event.members.iter().map(|(name, value)| {
        let shown = match (name, value) {
            ("user" | "device", value) => hidden(value),
            ("lead", Value::Map(lead)) => Value::Map(with_hidden(lead, &["lead_id"])),
            ("ad", Value::Map(ad)) => Value::Map(with_hidden(ad, &["callback", "touchpoint_url"])),
            ("page", Value::Map(page)) => Value::Map(page_without_click_id(page)),
            (_, value) => value.clone(),
        };
        (name.into(), shown)
    });
    Members::from_unsorted(members.collect())
}

fn hidden<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Digest(digest) => {
            let hex = digest.to_hex();
            Value::text(format!("{}…", hex.get(..SHOWN_DIGITS).unwrap_or_default()))
        }
        Value::List(items) => Value::List(items.iter().map(hidden).collect()),
        Value::Map(members) => {
            let members = members.iter().map(|(name, value)| (name.to_owned().into(), hidden(value)));
            Value::Map(Members::from_unsorted(members.collect()))
        }
        _ => Value::text(MASK),
    }
}

fn with_hidden<'a>(members: &Members<'a>, names: &[&'static str]) -> Members<'a> {
    let mut masked = members.clone();
    for name in names {
        if masked.has(name) {
            masked.set(*name, Value::text(MASK));
        }
    }
    masked
}

fn page_without_click_id<'a>(page: &'a Members<'_>) -> Members<'a> {
    let members = page.iter().map(|(name, value)| match value {
        Value::Text(address) => (name.into(), Value::Text(url::without_click_id(address))),
        other => (name.into(), other.clone()),
    });
    Members::from_unsorted(members.collect())
}

impl Explanation {
    /// The whole as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_json_with(Problem::to_json)
    }

    /// The same, with each problem as `told` writes it: hints name options, which languages spell in their own ways.
    #[must_use]
    pub fn to_json_with(&self, told: impl Fn(&Problem) -> String) -> String {
        let mut out = Vec::from(&b"{"[..]);
        if let Some(keys) = self.match_keys {
            out.extend_from_slice(b"\"coverage\":");
            out.extend_from_slice(Json(&coverage(keys)).to_string().as_bytes());
            out.push(b',');
        }
        let event = self.event.as_deref().unwrap_or("null");
        let problems: Vec<_> = self.problems.iter().map(told).collect();
        let problems = problems.join(",");
        let rest = format!("\"event\":{event},\"outcome\":\"{}\",\"problems\":[{problems}]}}", self.outcome);
        out.extend_from_slice(rest.as_bytes());
        String::from_utf8(out).unwrap_or_default()
    }
}

fn coverage(keys: MatchKeys) -> Value<'static> {
    let present = keys.present().map(Value::text).collect();
    let mut coverage = Members::from_unsorted(vec![
        ("estimate".into(), points(keys.estimate_tenths())),
        ("note".into(), Value::text("our estimate from 0 to 10, not TikTok's score")),
        ("present".into(), Value::List(present)),
    ]);
    if let Some((name, tenths)) = keys.best_missing() {
        let missing = vec![("adds".into(), points(tenths)), ("key".into(), Value::text(name))];
        coverage.set("best_missing", Value::Map(Members::from_unsorted(missing)));
    }
    Value::Map(coverage)
}

fn points(tenths: u32) -> Value<'static> {
    Value::Number(f64::from(tenths) / 10.0)
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "outcome   {}", self.outcome)?;
        if let Some(event) = &self.event {
            writeln!(f, "event     {event}")?;
        }
        if let Some(keys) = self.match_keys {
            let present: Vec<&str> = keys.present().collect();
            let tenths = keys.estimate_tenths();
            writeln!(f, "keys      {}", if present.is_empty() { "none".into() } else { present.join(", ") })?;
            writeln!(
                f,
                "coverage  {}.{} of 10 (our estimate, not TikTok's score)",
                tenths / 10,
                tenths % 10
            )?;
            if let Some((name, adds)) = keys.best_missing() {
                writeln!(f, "          {name} would add {}.{}", adds / 10, adds % 10)?;
            }
        }
        problem::gravest_first(&self.problems).into_iter().try_for_each(|problem| {
            let (severity, code) = (problem.severity().as_str(), problem.code());
            writeln!(f, "{severity:<9} {}: {code}: {}", problem.place(), problem.hint())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_id::Entropy;

    const DESCRIBED: &str = r#"{"event":"Contact","event_id":"1","user":{"email":"jo@example.com","ip":"8.8.8.8",
        "ttclid":"E.C.P.secret","phone":"nope"},"page":{"url":"https://a.de/?ttclid=E.C.P.secret"}}"#;

    fn explained(json: &str) -> Explanation {
        explain(
            &Input::from_json(json.as_bytes()).unwrap(),
            &Rules::at(1_767_225_600_000, Entropy::default()),
        )
    }

    #[test]
    fn identifiers_are_masked() {
        let explanation = explained(DESCRIBED);
        let event = explanation.event.clone().unwrap();
        let user = r#""user":{"email":"e9b4a2…","ip":"***","ttclid":"***"}"#;
        let digest = crate::Digest::of("jo@example.com").to_hex();
        let (digest, _) = digest.split_at(8);
        assert!(event.contains(&user.replace("e9b4a2", digest)), "{event}");
        for text in [explanation.to_json(), explanation.to_string(), format!("{explanation:?}")] {
            assert!(!text.contains("8.8.8.8") && !text.contains("secret") && !text.contains("jo@"), "{text}");
        }
    }

    #[test]
    fn in_words_the_gravest_problem_comes_first() {
        let words = explained(r#"{"event":"Contact","event_time":"naive","page":{"url":"https://a.de/"},"user":{"phone":"nope"}}"#).to_string();
        let lines: Vec<_> =
            words.lines().filter_map(|line| line.split_once(": ")).map(|(place, _)| place).collect();
        assert_eq!(lines.first(), Some(&"error     event_time"), "{words}");
        assert!(
            words.starts_with("outcome   refused\n") && words.contains("\nwarning   user.phone: "),
            "{words}"
        );
        assert!(explained("[]").to_string().contains("\nerror     event: wrong_type"));
    }

    #[test]
    fn keys_and_coverage_are_told() {
        let explanation = explained(DESCRIBED);
        let keys = explanation.match_keys.unwrap();
        assert_eq!(keys.present().collect::<Vec<_>>(), ["email", "ttclid"]);
        assert_eq!((keys.estimate_tenths(), keys.best_missing()), (50, Some(("phone", 25))));
        assert!(Input::from_json(explanation.to_json().as_bytes()).is_ok());
        assert!(explained("{}").to_json().contains(r#""event":null,"outcome":"refused""#));
    }
}
