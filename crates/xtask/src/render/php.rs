//! `php/src/Catalog.php`: the catalogue as PHP constants and array shapes, for editors and static analysers.

use std::fmt::Write as _;

use tiktok_capi::{OptionKind, OptionRow, Options};
use tiktok_capi_core::catalog::{CURRENCIES, GROUPS, Group, Rule, Unknown, event_names};
use tiktok_capi_core::{Code, MAX_DEPTH, MAX_ITERATED, MAX_VALUES, Severity};

use super::{NOTE, type_name};

/// Renders the whole file.
pub(crate) fn php() -> String {
    let shapes: String = GROUPS.iter().rev().map(|group| shape(group)).collect();
    format!(
        "<?php\n// {NOTE}\n\ndeclare(strict_types=1);\n\nnamespace TikTokCapi;\n\n/**\n * What an event and a client's \
         options may hold. Every value may also be null, which means that it is absent.\n{ALIASES}{shapes}{} */\n\
         final class Catalog\n{{\n{}{}{}{}{}{}}}\n",
        options_shape(),
        limits(),
        list("EVENTS", "Names of events.", event_names().iter().map(|known| known.name)),
        list("CURRENCIES", "Currencies that TikTok lists.", CURRENCIES.iter().copied()),
        codes(),
        list("OPTIONS", "Options of a client.", Options::all().iter().flat_map(names)),
        variables(),
    )
}

const ALIASES: &str = " *
 * @phpstan-type Text string|int|\\Stringable|\\BackedEnum|null
 * @phpstan-type Texts Text|list<Text>
 * @phpstan-type Count int|string|null
 * @phpstan-type Amount int|float|string|\\Stringable|null
 * @phpstan-type Amounts list<Amount>|null
 * @phpstan-type Flag bool|null
 * @phpstan-type Moment int|string|\\DateTimeInterface|null
 * @phpstan-type Identifier Text|array{sha256: string}
 * @phpstan-type Identifiers Identifier|list<Identifier>
 * @phpstan-type Consent 'granted'|'denied'|'opted_out'|array<string, mixed>|null
";

fn shape(group: &Group) -> String {
    let rows = group.fields.iter().map(|row| {
        let is_required = row.sources.iter().all(|source| row.is_required(source));
        format!(" *   {}{}: {},\n", row.name, if is_required { "" } else { "?" }, kind(row.rule))
    });
    let custom = if group.unknown == Unknown::Custom { " *   ...\n" } else { "" };
    format!(" * @phpstan-type {} array{{\n{}{custom} * }}\n", type_name(group), rows.collect::<String>())
}

fn kind(rule: Rule) -> String {
    match rule {
        Rule::Object(group) => format!("{}|null", type_name(group)),
        Rule::Lines(group) => format!("list<{0}>|{0}|null", type_name(group)),
        Rule::Choice(names) => {
            let names: Vec<_> = names.iter().map(|name| format!("'{name}'|")).collect();
            names.concat() + "null"
        }
        rule => named(rule).to_owned(),
    }
}

fn named(rule: Rule) -> &'static str {
    match rule {
        Rule::Texts => "Texts",
        Rule::Count => "Count",
        Rule::Amount | Rule::Total => "Amount",
        Rule::Amounts => "Amounts",
        Rule::Flag => "Flag",
        Rule::Time => "Moment",
        Rule::Consent => "Consent",
        Rule::Hashed(identifier) if identifier.takes_many() => "Identifiers",
        Rule::Hashed(_) => "Identifier",
        Rule::EventName => "string",
        Rule::Currency | Rule::Locale | Rule::Ip | Rule::Country | Rule::PhoneRegion => "string|null",
        Rule::Object(_) | Rule::Lines(_) | Rule::Choice(_) | Rule::Any => "mixed",
        Rule::Text | Rule::Id | Rule::EventId | Rule::ClickId | Rule::City | Rule::State | Rule::Url => {
            "Text"
        }
    }
}

fn names(row: &OptionRow) -> impl Iterator<Item = &'static str> + use<> {
    [Some(row.name), row.alias].into_iter().flatten()
}

fn options_shape() -> String {
    let rows = Options::all().iter().flat_map(|row| {
        let kind = match row.kind {
            OptionKind::Text => "string|int|null",
            OptionKind::Secret => "string|null",
            OptionKind::Flag => "bool|null",
            OptionKind::Number => "int|float|null",
            OptionKind::Integers => "list<int>|null",
        };
        names(row).map(move |name| format!(" *   {name}?: {kind}, // {} {}\n", row.doc, row.takes))
    });
    format!(" * @phpstan-type Options array{{\n{} * }}\n", rows.collect::<String>())
}

fn limits() -> String {
    format!(
        "    /** Objects and lists inside each other, the event itself being the first. */\n    public const MAX_DEPTH = \
         {MAX_DEPTH};\n\n    /** Values in one event, counted at every level. */\n    public const MAX_VALUES = \
         {MAX_VALUES};\n\n    /** Events that one call takes of an iterable that does not say how many it has. */\n    public const \
         MAX_ITERATED = {MAX_ITERATED};\n\n"
    )
}

fn list<'a>(name: &str, about: &str, words: impl Iterator<Item = &'a str>) -> String {
    let words = words.map(|word| format!("        '{word}',\n"));
    format!("    /** {about} */\n    public const {name} = [\n{}    ];\n\n", words.collect::<String>())
}

/// Code → severity.
fn codes() -> String {
    let severity = |code: &Code| match code.severity() {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let rows = Code::all().iter().map(|code| format!("        '{code}' => '{}',\n", severity(code)));
    format!(
        "    /** Codes of problems, with their usual severity. */\n    public const CODES = [\n{}    ];\n\n",
        rows.collect::<String>()
    )
}

/// Option → environment variable.
fn variables() -> String {
    let mut text =
        "    /** Environment variables that stand in for options. */\n    public const VARIABLES = [\n"
            .to_owned();
    for row in Options::all() {
        if let Some(variable) = row.variable {
            let _ = writeln!(text, "        '{}' => '{variable}',", row.name);
        }
    }
    text + "    ];\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_in_its_shape() {
        let text = php();
        for group in GROUPS {
            let start = format!("@phpstan-type {} array{{\n", type_name(group));
            let shape = text.split(&start).nth(1).unwrap().split(" * }\n").next().unwrap();
            for row in group.fields {
                let is_there =
                    ["", "?"].iter().any(|mark| shape.contains(&format!(" *   {}{mark}: ", row.name)));
                assert!(is_there, "{}.{}", group.name, row.name);
            }
        }
    }

    #[test]
    fn every_option_and_code_is_there() {
        let text = php();
        for row in Options::all() {
            assert!(text.contains(&format!("        '{}',\n", row.name)), "{}", row.name);
        }
        for code in Code::all() {
            assert!(text.contains(&format!("        '{code}' => ")), "{code}");
        }
    }
}
