//! The normal form of one value: stable, and for e-mail addresses the same as a plain reading of the rules.

use proptest::prelude::*;
use tiktok_capi_core::catalog::{Field, GROUPS, Rule};
use tiktok_capi_core::{Input, Normalized, Rules, normalize};
use unicode_normalization::UnicodeNormalization;

use crate::config;
use crate::described::{fitting, lenient};
use crate::text::{hostile, like_an_email};

/// Paths of all fields that `normalize` takes.
pub(crate) fn fields() -> impl Strategy<Value = String> {
    proptest::sample::select(rows().map(|(path, _)| path).collect::<Vec<_>>())
}

fn rows() -> impl Iterator<Item = (String, &'static Field)> {
    let of = |group: &'static tiktok_capi_core::catalog::Group| {
        group.fields.iter().map(move |row| (format!("{}.{}", group.name, row.name), *row))
    };
    GROUPS.iter().copied().flat_map(of)
}

/// Fields whose normal form is one text; `ttclid` is decoded once, and so not twice the same.
fn stable_rows() -> Vec<(String, &'static Field)> {
    let is_one_text = |rule| {
        !matches!(
            rule,
            Rule::Object(_) | Rule::Lines(_) | Rule::Texts | Rule::Amounts | Rule::Any | Rule::Flag
        )
    };
    rows()
        .filter(|(_, row)| {
            is_one_text(row.rule) && !row.rule.is_input_only() && !matches!(row.rule, Rule::ClickId)
        })
        .collect()
}

fn field_and_value() -> impl Strategy<Value = (String, Input<'static>)> {
    let row = proptest::sample::select(stable_rows());
    row.prop_flat_map(|(path, row)| {
        (Just(path), prop_oneof![3 => fitting(row.rule), 1 => hostile().prop_map(Input::text)])
    })
}

fn of(field: &str, value: &Input<'_>, rules: &Rules) -> Normalized {
    normalize(field, value, rules.default_region, rules).expect("a field of the catalogue")
}

/// The text, or the number that it is: `1e-9` is a number, but no decimal text (`rules.md` §5).
fn as_written(text: &str) -> Input<'_> {
    match Input::from_json(text.as_bytes()) {
        Ok(number @ Input::Number(_)) => number,
        _ => Input::text(text),
    }
}

/// `rules.md` §2 and §3 word by word, by the slowest means.
fn email_by_the_rules(raw: &str) -> Option<String> {
    let is_space = |c: char| {
        "\t\n\u{b}\u{c}\r \u{a0}\u{1680}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}".contains(c)
            || ('\u{2000}'..='\u{200a}').contains(&c)
    };
    let mut chars: Vec<char> = raw.chars().collect();
    while chars.first().copied().is_some_and(is_space) {
        chars.remove(0);
    }
    while chars.last().copied().is_some_and(is_space) {
        chars.pop();
    }
    let composed: String = chars.into_iter().nfc().collect();
    let email: Vec<char> = composed.to_lowercase().nfc().collect();
    let at: Vec<usize> = (0..email.len()).filter(|&index| email.get(index) == Some(&'@')).collect();
    let is_zero_width = |c: char| {
        "\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}".contains(c)
    };
    let turns = |c: char| ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    let is_forbidden = |&c: &char| is_space(c) || is_zero_width(c) || turns(c) || c.is_control() || c == ',';
    let [only] = at[..] else { return None };
    let text: String = email.iter().collect();
    let is_inside = only > 0 && only + 1 < email.len();
    (is_inside && !email.iter().any(is_forbidden) && text.len() <= 254).then_some(text)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn normalising_twice_changes_nothing((field, value) in field_and_value(), rules in lenient()) {
        let once = of(&field, &value, &rules);
        let Some(text) = once.text() else { return Ok(()) };
        let twice = of(&field, &as_written(text), &rules);
        prop_assert_eq!(twice.text(), Some(text), "{}", field);
        prop_assert_eq!(twice.digest(), once.digest());
    }

    #[test]
    fn a_digest_passes_as_it_is((field, value) in field_and_value(), rules in lenient()) {
        let Some(digest) = of(&field, &value, &rules).digest() else { return Ok(()) };
        for given in [digest.to_hex(), digest.to_hex().to_uppercase()] {
            prop_assert_eq!(of(&field, &Input::text(given), &rules).digest(), Some(digest));
        }
    }

    #[test]
    fn an_email_is_read_as_the_rules_say(raw in prop_oneof![like_an_email(), hostile()], rules in lenient()) {
        let is_hash = raw.trim().len() >= 32 && raw.trim().bytes().all(|b| b.is_ascii_hexdigit());
        prop_assume!(!is_hash);
        let read = of("email", &Input::text(raw.as_str()), &rules);
        prop_assert_eq!(read.text().map(str::to_owned), email_by_the_rules(&raw));
    }
}
