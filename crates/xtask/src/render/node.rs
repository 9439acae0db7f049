//! `node/catalog.d.ts`: the catalogue as TypeScript types.

use std::fmt::Write as _;

use tiktok_capi::{OptionKind, OptionRow, Options};
use tiktok_capi_core::Code;
use tiktok_capi_core::catalog::{CURRENCIES, Field, GROUPS, Group, Rule, Unknown, event_names};

use super::{NOTE, type_name};

const ABOUT: &str = "\
/** Absent. */
type None = null | undefined

/** What says itself how it is written in JSON, as a `URL`, a `Decimal` or a database's id does. */
export interface Written {
  toJSON(): unknown
}

export type Text = string | number | bigint | Written | None
export type Texts = Text | readonly Text[]
export type Count = number | bigint | string | Written | None
export type Amount = number | bigint | string | Written | None
export type Amounts = readonly Amount[] | None
export type Flag = boolean | None
/** Unix seconds, a `Date`, or text with an offset or a zone. */
export type Moment = number | string | Date | None

/** The digest of an identifier that was hashed already, as 64 hexadecimal digits. */
export interface Sha256 {
  sha256: string
}

export type Identifier = Text | Sha256
export type Identifiers = Identifier | readonly Identifier[]

/** What consent tools leave behind; the most restrictive signal counts. `word` is the shop's own word beside them. */
export interface ConsentSignals {
  word?: 'granted' | 'denied' | 'opted_out' | None
  tcf?: string | None
  gpp?: string | None
  us_privacy?: string | None
  gpc?: boolean | number | string | None
  google?: { readonly [signal: string]: string | None } | None
}

export type Consent = 'granted' | 'denied' | 'opted_out' | ConsentSignals | None

export type Severity = 'info' | 'warning' | 'error'
";

/// Renders the whole file.
pub(crate) fn node() -> String {
    let mut text = format!("// {NOTE}\n\n{ABOUT}");
    text += &literal("EventName", event_names().iter().map(|known| known.name));
    text += &literal("Currency", CURRENCIES.iter().copied());
    text += &literal("Code", Code::all().iter().map(|code| code.as_str()));
    let fields = || GROUPS.iter().flat_map(|group| group.fields.iter().map(|row| (*group, *row)));
    let hashed = fields().filter(|(_, row)| matches!(row.rule, Rule::Hashed(_)));
    text += &literal("HashedField", hashed.map(|(_, row)| row.name));
    let values =
        fields().filter(|(_, row)| is_value(row)).map(|(group, row)| path(group, row)).collect::<Vec<_>>();
    text += &literal("Field", values.iter().map(String::as_str));
    for group in GROUPS {
        text += &interface(group);
    }
    text + &options()
}

/// Whether `normalize` takes the field.
fn is_value(row: &Field) -> bool {
    !matches!(row.rule, Rule::Object(_) | Rule::Lines(_)) && !row.rule.is_input_only()
}

/// The name that `normalize` takes: bare in `user`, with the object elsewhere.
fn path(group: &Group, row: &Field) -> String {
    if group.name == "user" { row.name.to_owned() } else { format!("{}.{}", group.name, row.name) }
}

fn literal<'a>(name: &str, words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.map(|word| format!("\n  | '{word}'")).collect();
    format!("\nexport type {name} ={}\n", words.concat())
}

fn interface(group: &Group) -> String {
    let mut text = format!("\n/** {} */\nexport interface {} {{\n", group.doc, type_name(group));
    for row in group.fields {
        let is_required = row.sources.iter().all(|source| row.is_required(source));
        let mark = if is_required { "" } else { "?" };
        let _ = writeln!(text, "  /** {} */\n  {}{mark}: {}", row.doc, row.name, kind(row.rule));
    }
    if group.unknown == Unknown::Custom {
        text += "  /** Custom parameters. */\n  [custom: string]: unknown\n";
    }
    text + "}\n"
}

fn kind(rule: Rule) -> String {
    match rule {
        Rule::Object(group) => format!("{} | None", type_name(group)),
        Rule::Lines(group) => format!("readonly {0}[] | {0} | None", type_name(group)),
        Rule::Choice(names) => {
            let names: Vec<_> = names.iter().map(|name| format!("'{name}' | ")).collect();
            names.concat() + "None"
        }
        rule => named(rule).to_owned(),
    }
}

/// `string & {}` takes any text, and an editor still offers the known names.
fn named(rule: Rule) -> &'static str {
    match rule {
        Rule::EventName => "EventName | (string & {})",
        Rule::Currency => "Currency | (string & {}) | None",
        Rule::Texts => "Texts",
        Rule::Count => "Count",
        Rule::Amount | Rule::Total => "Amount",
        Rule::Amounts => "Amounts",
        Rule::Flag => "Flag",
        Rule::Time => "Moment",
        Rule::Consent => "Consent",
        Rule::Hashed(identifier) if identifier.takes_many() => "Identifiers",
        Rule::Hashed(_) => "Identifier",
        Rule::Locale | Rule::Ip | Rule::Country | Rule::PhoneRegion => "string | None",
        Rule::Object(_) | Rule::Lines(_) | Rule::Choice(_) | Rule::Any => "unknown",
        Rule::Text | Rule::Id | Rule::EventId | Rule::ClickId | Rule::City | Rule::State | Rule::Url => {
            "Text"
        }
    }
}

fn options() -> String {
    let mut text = "\n/** The options of a client. */\nexport interface ClientOptions {\n".to_owned();
    for row in Options::all() {
        for name in [Some(row.name), row.alias].into_iter().flatten() {
            let _ = writeln!(
                text,
                "  /** {} */\n  {}?: {} | None",
                about(row),
                in_camel_case(name),
                option(row.kind)
            );
        }
    }
    text + "}\n"
}

fn about(row: &OptionRow) -> String {
    let variable = row.variable.map_or(String::new(), |name| format!(" Environment: `{name}`."));
    format!("{} {}{variable}", row.doc, row.takes)
}

fn option(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Text => "string | number",
        OptionKind::Secret => "string",
        OptionKind::Flag => "boolean",
        OptionKind::Number => "number",
        OptionKind::Integers => "readonly number[]",
    }
}

fn in_camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        name + &initial.to_uppercase() + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_in_its_interface() {
        let text = node();
        for group in GROUPS {
            let interface =
                text.split(&format!("\nexport interface {} {{", type_name(group))).nth(1).unwrap();
            let interface = interface.split("\n}").next().unwrap();
            for row in group.fields {
                let is_there =
                    ["", "?"].iter().any(|mark| interface.contains(&format!("\n  {}{mark}: ", row.name)));
                assert!(is_there, "{}.{}", group.name, row.name);
            }
        }
    }

    #[test]
    fn options_are_in_camel_case() {
        assert_eq!(in_camel_case("event_id_seed"), "eventIdSeed");
        assert!(node().contains("\n  pixelCode?: string | number | None\n"));
    }
}
