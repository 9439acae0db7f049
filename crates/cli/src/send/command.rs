//! The command that does the same again, with every decision in it, for a shell.

use std::collections::BTreeMap;

use tiktok_capi_table::{Fields, Plan};

use crate::end::Stop;

use super::arguments::Send;
use super::plan::Planned;

/// Of the plan it has what the preset or the file does not say.
pub(super) fn command(
    arguments: &Send,
    planned: &Planned,
    plan: &Plan,
    header: &[String],
) -> Result<String, Stop> {
    let base = planned.beneath(header)?;
    let mut words = vec!["tiktok-capi".to_owned(), "send".to_owned(), arguments.file.display().to_string()];
    let table = &arguments.table;
    let mapping = table.mapping.as_ref().map(|path| path.display().to_string());
    flag(&mut words, "preset", table.preset.as_ref());
    flag(&mut words, "mapping", mapping.as_ref());
    table.keep.iter().for_each(|code| flag(&mut words, "keep", Some(code)));
    for (name, own, beneath) in [
        ("event", &plan.event, &base.event),
        ("encoding", &plan.encoding, &base.encoding),
        ("delimiter", &plan.delimiter, &base.delimiter),
        ("sheet", &plan.sheet, &base.sheet),
        ("decimal", &plan.decimal, &base.decimal),
        ("thousands", &plan.thousands, &base.thousands),
        ("date-format", &plan.date_format, &base.date_format),
        ("time-zone", &plan.time_zone, &base.time_zone),
        ("group-by", &plan.group_by, &base.group_by),
    ] {
        flag(&mut words, name, own.as_ref().filter(|own| beneath.as_ref() != Some(own)));
    }
    if plan.trust_quotes && !base.trust_quotes {
        words.push("--trust-quotes".to_owned());
    }
    flag(&mut words, "event-time", arguments.event_time.as_ref());
    if arguments.allow_missing_value {
        words.push("--allow-missing-value".to_owned());
    }
    said(&mut words, &plan.map, &base.map);
    let set = plan.set.iter().filter(|(field, value)| base.set.get(*field) != Some(value));
    set.for_each(|(field, value)| flag(&mut words, "set", Some(&format!("{field}={value}"))));
    words.extend(arguments.describing.as_given().chain(arguments.addressing.as_given()));
    Ok(words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "))
}

fn flag(words: &mut Vec<String>, name: &str, value: Option<&String>) {
    words.extend(value.map(|value| format!("--{name}={value}")));
}

fn said(words: &mut Vec<String>, map: &BTreeMap<String, Fields>, beneath: &BTreeMap<String, Fields>) {
    for (column, fields) in map {
        let is_same = beneath.get(column).is_some_and(|beneath| is_same(beneath, fields));
        let fields = fields.all().iter().filter(|_| !is_same);
        fields.for_each(|field| flag(words, "map", Some(&format!("{column}={field}"))));
    }
}

fn is_same(one: &Fields, other: &Fields) -> bool {
    one.all().len() == other.all().len() && one.all().iter().all(|field| other.all().contains(field))
}

/// As a POSIX shell takes it for one word.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_each_for_one_word() {
        assert_eq!(quoted("--map=a=user.email"), "--map=a=user.email");
        assert_eq!(quoted("--map=E Mail=user.email"), "'--map=E Mail=user.email'");
        assert_eq!(quoted("--set=x=it's $5"), "'--set=x=it'\\''s $5'");
        assert_eq!(quoted("--delimiter=;"), "'--delimiter=;'");
    }
}
