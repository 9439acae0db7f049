//! How people spell the name of a country: with "the" or an accent or without, turned around, as a formal name or a short one.
//!
//! Names are compared by their letters alone, first in their order and then with the words sorted, for lists write
//! "Korea, Republic of". `tests/places/generate.mjs` makes the same of the names in the table.

use unicode_normalization::UnicodeNormalization as _;

use super::names::NAMES;
use crate::normalize::text::{folded, is_apostrophe, is_letter_mark_or_digit, is_mark};

/// The two capital letters of the one country that is called so.
pub(super) fn by_name(name: &str) -> Option<&'static str> {
    in_this_order(name).or_else(|| {
        let (name, form) = name.split_once(',')?;
        in_this_order(&format!("{form} {name}"))
    })
}

fn in_this_order(name: &str) -> Option<&'static str> {
    let words = words(name);
    by_words(words.clone()).or_else(|| by_words(informal(&words)?.to_vec()))
}

fn by_words(mut words: Vec<String>) -> Option<&'static str> {
    words.retain(|word| !matches!(word.as_str(), "and" | "of" | "the"));
    by_letters(&words.concat()).or_else(|| {
        words.sort_unstable();
        by_letters(&words.concat())
    })
}

fn by_letters(letters: &str) -> Option<&'static str> {
    let place = NAMES.binary_search_by_key(&letters, |(name, _)| name).ok()?;
    NAMES.get(place).map(|(_, code)| *code)
}

/// The words of a name in small letters without accents. Dots and apostrophes part none: `U.S.`, `d'Ivoire`.
fn words(name: &str) -> Vec<String> {
    let is_silent = |c: char| c == '.' || is_apostrophe(c) || is_mark(c);
    let letters: String = folded(name).nfd().filter(|&c| !is_silent(c)).collect();
    let words = letters.split(|c: char| !is_letter_mark_or_digit(c)).filter(|word| !word.is_empty());
    words.map(|word| whole(word).to_owned()).collect()
}

/// Words that are written in two ways.
fn whole(word: &str) -> &str {
    match word {
        "saint" => "st",
        "rep" => "republic",
        "dem" => "democratic",
        word => word,
    }
}

/// What follows "Republic of" and its like. Names that mean another country by it, as that of Taiwan, are in the table.
fn informal(words: &[String]) -> Option<&[String]> {
    let of = words.iter().position(|word| word == "of")?;
    let (form, name) = words.split_at_checked(of)?;
    form.last().filter(|form| FORMS.contains(&form.as_str())).map(|_| name)
}

/// The forms of states. "State of" is none, for Georgia's sake.
const FORMS: [&str; 9] = [
    "commonwealth",
    "duchy",
    "federation",
    "kingdom",
    "principality",
    "republic",
    "sultanate",
    "territory",
    "union",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        for (name, expected) in [
            ("United States of America", "US"),
            ("the netherlands", "NL"),
            ("Korea (Republic of)", "KR"),
            ("Korea, South", "KR"),
            ("CÔTE D'IVOIRE", "CI"),
            ("Cote d\u{2019}Ivoire", "CI"),
            ("Cote d Ivoire", "CI"),
            ("Iran", "IR"),
            ("Vietnam", "VN"),
            ("U.S.A.", "US"),
            ("U. S.", "US"),
            ("the UK", "GB"),
            ("UAE", "AE"),
            ("St. Lucia", "LC"),
            ("Saint Lucia", "LC"),
            ("St.Lucia", "LC"),
            ("Hong Kong SAR", "HK"),
            ("HongKong", "HK"),
            ("England", "GB"),
            ("Northern Ireland", "GB"),
            ("Republic of Ireland", "IE"),
            ("Ireland, Republic of", "IE"),
            ("Bahamas, Commonwealth of the", "BS"),
            ("Republic of China", "TW"),
            ("China, Republic of", "TW"),
            ("People's Republic of China", "CN"),
            ("Congo, Dem. Rep.", "CD"),
            ("Republic of the Congo", "CG"),
            ("Trinidad & Tobago", "TT"),
            ("Curacao", "CW"),
            ("Turkiye", "TR"),
        ] {
            assert_eq!(by_name(name), Some(expected), "{name}");
        }
        for name in [
            "Korea",
            "Virgin Islands",
            "the",
            "",
            "Republic of",
            "State of Georgia",
            "Georgia, State of",
            "Republic",
            "New Ireland",
            "N.A.",
            "na",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_its_codes_are_codes() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| name));
        assert!(NAMES.iter().all(|(_, code)| super::super::by_code(code) == Some(code)));
    }

    /// What `tests/places/generate.mjs` made of the names is what is made of a name here.
    #[test]
    fn every_name_of_iso_3166_is_known() {
        for country in rust_iso3166::ALL {
            assert_eq!(by_name(country.name), Some(country.alpha2), "{}", country.name);
        }
    }
}
