//! `python/tiktok_capi/_catalog.py`: the catalogue as Python types, for type checkers and editors.

use std::fmt::Write as _;

use tiktok_capi::{OptionKind, Options};
use tiktok_capi_core::Code;
use tiktok_capi_core::catalog::{CURRENCIES, Field, GROUPS, Group, Rule, Unknown, event_names};

use super::{NOTE, type_name};

const ABOUT: &str = "\
What an event and a client's options may hold. Every value may also be `None`, which means that it is absent, and an
event may as well be a dataclass or any other mapping of the same names.
\"\"\"

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Literal, TypedDict
from uuid import UUID


class Sha256(TypedDict):
    \"\"\"The digest of an identifier that was hashed already, as 64 hexadecimal digits.\"\"\"

    sha256: str


class ConsentSignals(TypedDict, total=False):
    \"\"\"What consent tools leave behind; the most restrictive signal counts. `word` is the shop's own word beside them.\"\"\"

    word: Literal[\"granted\", \"denied\", \"opted_out\"]
    tcf: str
    gpp: str
    us_privacy: str
    gpc: bool | int | str
    google: Mapping[str, str]


Text = str | int | UUID | Enum | None
Texts = Text | Sequence[Text]
Count = int | str | None
Amount = int | float | Decimal | str | None
Amounts = Sequence[Amount] | None
Flag = bool | None
Moment = int | float | str | datetime | None
Identifier = Text | Sha256
Identifiers = Identifier | Sequence[Identifier]
Consent = Literal[\"granted\", \"denied\", \"opted_out\"] | ConsentSignals | None
Severity = Literal[\"info\", \"warning\", \"error\"]
";

/// Renders the whole file.
pub(crate) fn python() -> String {
    let mut text = format!("\"\"\"{NOTE}\n\n{ABOUT}");
    text += &literal("EventName", event_names().iter().map(|known| known.name));
    text += &literal("Currency", CURRENCIES.iter().copied());
    text += &literal("Code", Code::all().iter().map(|code| code.as_str()));
    text += &literal("HashedField", user_fields().filter(|row| is_hashed(row)).map(|row| row.name));
    text += &fields();
    for group in GROUPS {
        text += &class(group);
    }
    text + &options()
}

fn user_fields() -> impl Iterator<Item = &'static Field> {
    let user = GROUPS.iter().filter(|group| group.name == "user");
    user.flat_map(|group| group.fields.iter().copied())
}

fn is_hashed(row: &Field) -> bool {
    matches!(row.rule, Rule::Hashed(_))
}

/// The names that `normalize` takes: those of `user` bare, the others with their object.
fn fields() -> String {
    let is_value =
        |row: &&&Field| !matches!(row.rule, Rule::Object(_) | Rule::Lines(_)) && !row.rule.is_input_only();
    let names = GROUPS.iter().flat_map(|group| {
        let rows = group.fields.iter().filter(is_value);
        rows.map(|row| {
            if group.name == "user" { row.name.to_owned() } else { format!("{}.{}", group.name, row.name) }
        })
    });
    let names: Vec<_> = names.collect();
    literal("Field", names.iter().map(String::as_str))
}

fn literal<'a>(name: &str, words: impl Iterator<Item = &'a str>) -> String {
    let words: String = words.fold(String::new(), |mut lines, word| {
        let _ = writeln!(lines, "    \"{word}\",");
        lines
    });
    format!("\n{name} = Literal[\n{words}]\n")
}

/// A required field stands in a class of its own, as Python before 3.11 has no other way to say it.
fn class(group: &Group) -> String {
    let name = type_name(group);
    let (required, optional): (Vec<_>, Vec<_>) =
        group.fields.iter().partition(|row| row.sources.iter().all(|source| row.is_required(source)));
    let mut text = String::new();
    let mut base = "TypedDict".to_owned();
    if !required.is_empty() {
        base = format!("_Required{name}");
        let _ = write!(text, "\n\nclass {base}(TypedDict):\n{}", members(&required));
    }
    let _ = write!(text, "\n\nclass {name}({base}, total=False):\n    \"\"\"{}\"\"\"\n\n", group.doc);
    text + &members(&optional)
}

fn members(rows: &[&&'static Field]) -> String {
    rows.iter().fold(String::new(), |mut text, row| {
        let _ = write!(text, "    {}: {}\n    \"\"\"{}\"\"\"\n", row.name, kind(row.rule), row.doc);
        text
    })
}

/// An object, which may be any mapping where custom parameters stand beside the known ones.
fn object(group: &Group) -> String {
    let custom = if group.unknown == Unknown::Custom { " | Mapping[str, object]" } else { "" };
    type_name(group) + custom
}

fn kind(rule: Rule) -> String {
    match rule {
        Rule::Object(group) => format!("{} | None", object(group)),
        Rule::Lines(group) => format!("Sequence[{0}] | {0} | None", object(group)),
        Rule::Choice(names) => {
            let names: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
            format!("Literal[{}] | None", names.join(", "))
        }
        rule => named(rule).to_owned(),
    }
}

fn named(rule: Rule) -> &'static str {
    match rule {
        Rule::EventName => "EventName | str",
        Rule::Currency => "Currency | str | None",
        Rule::Texts => "Texts",
        Rule::Count => "Count",
        Rule::Amount | Rule::Total => "Amount",
        Rule::Amounts => "Amounts",
        Rule::Flag => "Flag",
        Rule::Time => "Moment",
        Rule::Consent => "Consent",
        Rule::Hashed(identifier) if identifier.takes_many() => "Identifiers",
        Rule::Hashed(_) => "Identifier",
        Rule::Url | Rule::Locale | Rule::Ip | Rule::Country | Rule::PhoneRegion => "str | None",
        Rule::Object(_) | Rule::Lines(_) | Rule::Choice(_) | Rule::Any => "object",
        Rule::Text | Rule::Id | Rule::EventId | Rule::ClickId | Rule::City | Rule::State => "Text",
    }
}

fn options() -> String {
    let mut text =
        "\n\nclass Options(TypedDict, total=False):\n    \"\"\"The options of a client.\"\"\"\n\n".to_owned();
    for row in Options::all() {
        let kind = match row.kind {
            OptionKind::Text => "str | int | None",
            OptionKind::Secret => "str | None",
            OptionKind::Flag => "bool | None",
            OptionKind::Number => "int | float | None",
            OptionKind::Integers => "Sequence[int] | None",
        };
        let variable = row.variable.map_or(String::new(), |name| format!(" Environment: `{name}`."));
        for name in [Some(row.name), row.alias].into_iter().flatten() {
            let _ = write!(
                text,
                "    {name}: {kind}\n    \"\"\"{}\n\n    {}{variable}\n    \"\"\"\n",
                row.doc, row.takes
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_in_its_class() {
        let text = python();
        for group in GROUPS {
            let class = text.split(&format!("\nclass {}(", type_name(group))).nth(1).unwrap();
            let class = class.split("\nclass ").next().unwrap();
            let required =
                text.split(&format!("\nclass _Required{}(", type_name(group))).nth(1).unwrap_or("");
            for row in group.fields {
                let line = format!("\n    {}: ", row.name);
                assert!(class.contains(&line) || required.contains(&line), "{}.{}", group.name, row.name);
            }
        }
    }

    #[test]
    fn a_line_of_contents_is_one_content() {
        assert!(python().contains("    contents: Sequence[Content | Mapping[str, object]] | Content"));
    }
}
