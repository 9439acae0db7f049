//! The normal form of one value: stable, and for e-mail addresses the same as a plain reading of the rules.

use proptest::prelude::*;
use tiktok_capi_core::catalog::{Field, GROUPS, Rule};
use tiktok_capi_core::{Input, Normalized, Rules, normalize};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

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
    let [only] = at[..] else { return None };
    let (local, domain) = (email.get(..only)?, email.get(only + 1..)?);
    let text: String = email.iter().collect();
    (text.len() <= 254 && is_local_part(local, is_space) && is_domain(domain)).then_some(text)
}

/// Without a width, or turning the direction of writing: the characters of Unicode's `Default_Ignorable_Code_Point`, and
/// the annotations.
fn is_invisible(c: char) -> bool {
    let ranges = [
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x61c, 0x61c),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x202a, 0x202e),
        (0x2060, 0x206f),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfffb),
        (0x1_bca0, 0x1_bca3),
        (0x1_d173, 0x1_d17a),
        (0xe_0000, 0xe_0fff),
    ];
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

fn is_local_part(local: &[char], is_space: impl Fn(char) -> bool) -> bool {
    let text: String = local.iter().collect();
    let quotes = "'`\u{b4}\u{2018}\u{2019}";
    let of_words = "\u{2018}\u{2019}\u{b7}\u{375}\u{5f3}\u{5f4}\u{30fb}";
    let is_punctuation = |c: char| c.general_category_group() == GeneralCategoryGroup::Punctuation;
    let is_sign = |c: char| !c.is_ascii() && is_punctuation(c) && !of_words.contains(c);
    let is_bad = |&c: &char| {
        is_space(c) || c.is_control() || is_invisible(c) || is_sign(c) || "<>()[]{}\";:\\,*%".contains(c)
    };
    let name = text.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")).unwrap_or_default();
    let is_macro = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() != 32
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    let first = local.first().copied();
    first.is_some_and(|c| !quotes.contains(c)) && !local.iter().any(is_bad) && !is_macro
}

fn is_domain(domain: &[char]) -> bool {
    use GeneralCategoryGroup::{Letter, Mark};
    let is_of_word = |c: char| {
        matches!(c.general_category_group(), Letter | Mark)
            || c.general_category() == GeneralCategory::DecimalNumber
    };
    let is_part =
        |&c: &char| is_of_word(c) && !is_invisible(c) || "-_\u{b7}\u{375}\u{5f3}\u{5f4}\u{30fb}".contains(c);
    domain.split(|&c| c == '.').all(|label| {
        !label.is_empty()
            && label.first() != Some(&'-')
            && label.last() != Some(&'-')
            && label.iter().all(is_part)
    })
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
