//! `docs/catalog.md`: every field, event name and currency, for people.

use std::fmt::Write as _;

use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::{CURRENCIES, Field, GROUPS, Group, Rule, Standing, Unknown, event_names};

use super::{NOTE, head, list, need, row, sources};

const ABOUT: &str = "\
What a described event may hold. Names are TikTok's own and the same in every language; values are raw, the library
brings them to their canonical form and hashes what is sent as a SHA-256 digest.

- **Rule**: how a value is read. A *hashed* field takes the raw value, its SHA-256 digest in hexadecimal, or
  `{\"sha256\": \"…\"}`.
- **Sources**: the event sources for which TikTok's reference lists the field. Elsewhere it is sent all the same, with
  the warning `not_for_this_source`.
- **Need**: *optional*: a bad value is left out with a warning, and the event goes. *Decisive*: it may be absent, but a
  bad value refuses the event. *Required*: absence refuses the event too.

Missing, `null`, blank text, an empty list and an empty object all mean that the field is absent.
What can be wrong with a value is listed in [codes.md](codes.md).
";

/// Renders the whole file.
pub(crate) fn catalog() -> String {
    let mut text = format!("<!-- {NOTE} -->\n# Catalogue\n\n{ABOUT}");
    for group in GROUPS {
        text += &object(group);
    }
    text + &standard() + &legacy() + &reserved() + &currencies()
}

fn object(group: &Group) -> String {
    let mut text = String::new();
    let _ = write!(text, "\n## {}\n\n{} {}\n\n", group.name, group.doc, unknown(group.unknown));
    text += &head(["Field", "Rule", "Sources", "Need", "Meaning"]);
    for field in group.fields {
        let name = format!("`{}`", field.name);
        text += &row([&name, &rule(field), &sources(field.sources), &need(field.need), field.doc]);
    }
    text
}

fn unknown(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::LeftOut => "Other keys are left out with a warning.",
        Unknown::Reported => "Other keys are sent as they are, with a warning.",
        Unknown::Custom => {
            "Other keys are custom parameters; a warning comes only when one is nearly a name below."
        }
    }
}

fn rule(field: &Field) -> String {
    match field.rule {
        Rule::Object(group) => format!("[{0}](#{0})", group.name),
        Rule::Lines(group) => format!("list of [{0}](#{0})", group.name),
        Rule::Choice(names) => format!("one of {}", list(names.iter().copied())),
        Rule::Hashed(identifier) if identifier.takes_many() => {
            format!("{}, one or several", field.rule.name())
        }
        rule => rule.name().to_owned(),
    }
}

fn standard() -> String {
    let mut text =
        "\n## Standard events\n\nNames are case-sensitive. Any other name of 1 to 50 letters, digits, `_` \
                    and `-` that starts with a letter is a custom event.\n\n"
            .to_owned();
    text += &head(["Event", "web", "app", "offline", "crm"]);
    for name in event_names() {
        let marks = EventSource::ALL.map(|source| if name.standard.has(source) { "yes" } else { "" });
        if marks.iter().any(|mark| !mark.is_empty()) {
            let [web, app, offline, crm] = marks;
            text += &row([&format!("`{}`", name.name), web, app, offline, crm]);
        }
    }
    text
}

fn legacy() -> String {
    let mut text = "\n## Legacy events\n\nReplaced by TikTok and accepted until 2027. They pass with the warning \
                    `legacy_event_name`; the option `modern_event_names` renames those that have a new name.\n\n"
        .to_owned();
    text += &head(["Old name", "New name"]);
    for name in event_names() {
        if let Standing::Legacy(new) = name.standing {
            text += &row([&format!("`{}`", name.name), &new.map_or("none".to_owned(), |new| list([new]))]);
        }
    }
    text
}

fn reserved() -> String {
    let mut text =
        "\n## Reserved events\n\nTikTok maps them to another event by itself, except where they are \
                    standard events.\n\n"
            .to_owned();
    text += &head(["Name", "Becomes"]);
    for name in event_names() {
        if let Standing::Reserved(standard) = name.standing {
            text += &row([&list([name.name]), &list([standard])]);
        }
    }
    text
}

fn currencies() -> String {
    let lines: Vec<_> = CURRENCIES.chunks(16).map(|line| line.join(" ")).collect();
    format!(
        "\n## Currencies\n\nThe {} that TikTok lists. Another code of ISO 4217 is sent with the warning \
         `unlisted_currency`.\n\n{}\n",
        CURRENCIES.len(),
        lines.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_row_in_its_object() {
        let text = catalog();
        for group in GROUPS {
            let object = text.split(&format!("\n## {}\n", group.name)).nth(1).unwrap();
            let object = object.split("\n## ").next().unwrap();
            for field in group.fields {
                assert!(
                    object.contains(&format!("\n| `{}` | ", field.name)),
                    "{}.{}",
                    group.name,
                    field.name
                );
            }
        }
    }

    #[test]
    fn every_event_name_is_listed() {
        let text = catalog();
        for name in event_names() {
            assert!(text.contains(&format!("\n| `{}` |", name.name)), "{}", name.name);
        }
    }
}
