//! Which field was probably meant by a key that the catalogue does not know.

use strsim::osa_distance;

use super::Group;

/// Names of Events API 1.0 and of the Pixel that are far from their counterparts in letters.
const OTHER_NAMES: &[(&str, &str)] = &[("phone_number", "phone"), ("timestamp", "event_time")];

/// The row of the group that was probably meant.
pub(crate) fn nearest(key: &str, group: &Group) -> Option<&'static str> {
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == key).and_then(|(_, name)| group.field(name));
    other.map(|row| row.name).or_else(|| nearest_of(key, group.fields.iter().map(|row| row.name)))
}

/// The nearest of some names: equal but for case, `_` and `-`, or by one edit in short names and two in longer ones.
pub(crate) fn nearest_of(
    key: &str,
    names: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let same = names.clone().find(|name| bare(name) == bare(key));
    let near = names.map(|name| (distance(key, name), name)).filter(|(edits, _)| *edits <= most(key)).min();
    same.or(near.map(|(_, name)| name))
}

/// Edits, as far as they matter: names of very different length are never near.
fn distance(key: &str, name: &str) -> usize {
    if key.len().abs_diff(name.len()) > 2 { usize::MAX } else { osa_distance(key, name) }
}

fn most(key: &str) -> usize {
    if key.chars().count() <= 4 { 1 } else { 2 }
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
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
