//! Which field was probably meant by a key that the catalogue does not know.

use strsim::osa_distance;

use super::row::Group;

/// Names of Events API 1.0 and of the Pixel that are far from their counterparts in letters.
const OTHER_NAMES: &[(&str, &str)] = &[("phone_number", "phone"), ("timestamp", "event_time")];

/// The row of the group that was probably meant.
#[must_use]
pub fn nearest(key: &str, group: &Group) -> Option<&'static str> {
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == key).and_then(|(_, name)| group.field(name));
    other.map(|row| row.name).or_else(|| nearest_of(key, group.fields.iter().map(|row| row.name)))
}

/// The nearest of some names: equal but for case, `_` and `-`, or by one edit in short names and two in longer ones.
#[must_use]
pub fn nearest_of(key: &str, names: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let same = names.clone().find(|name| is_same_name(name, key));
    let (most, letters_of_key) = (most(key), letters(key));
    let may_be_near = |name: &&str| {
        key.len().abs_diff(name.len()) <= 2 && (letters(name) ^ letters_of_key).count_ones() <= 2 * most
    };
    let near = names.filter(may_be_near).map(|name| (osa_distance(key, name), name));
    let near = near.filter(|(edits, _)| u32::try_from(*edits).is_ok_and(|edits| edits <= most)).min();
    same.or(near.map(|(_, name)| name))
}

fn most(key: &str) -> u32 {
    if key.chars().count() <= 4 { 1 } else { 2 }
}

/// The set of letters, as bits. One edit takes one letter out of it and puts another one in at most, so sets that differ
/// by more tell at once what a distance takes long to tell.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

/// Whether two names are one but for case, `_` and `-`.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    bare(a).eq(bare(b))
}

fn bare(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{properties, user};

    #[test]
    fn misspelt_names_are_recognised() {
        for (key, expected) in [
            ("emial", Some("email")),
            ("e_mail", Some("email")),
            ("phoneNumber", None),
            ("phone_number", Some("phone")),
            ("externalId", Some("external_id")),
            ("ip4", Some("ip")),
            ("favourite", None),
        ] {
            assert_eq!(nearest(key, &user::GROUP), expected, "{key}");
        }
        assert_eq!(nearest("Currency", &properties::GROUP), Some("currency"));
        assert_eq!(nearest(&"x".repeat(1_000_000), &properties::GROUP), None);
    }
}
