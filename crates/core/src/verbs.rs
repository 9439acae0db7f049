//! `normalize` and `hash`: the rule of one field for one value, as people use it by hand and in data pipelines.

use std::borrow::Cow;
use std::fmt;

use crate::catalog::{self, Field, GROUPS, Rule, nearest, user};
use crate::hash::Digest;
use crate::input::Input;
use crate::path::Path;
use crate::payload::Json;
use crate::problem::{Code, Problem};
use crate::read::{Canonical, Reader, advice};
use crate::region::Region;
use crate::rules::Rules;
use crate::value::Value;

/// What a field's rule makes of one value.
#[derive(Clone, PartialEq)]
pub struct Normalized {
    text: Option<String>,
    digest: Option<Digest>,
    problems: Vec<Problem>,
}

impl Normalized {
    /// The canonical text; for a hashed field what is hashed. `None` for a bad value and for one hashed already.
    ///
    /// This is personal data in the clear: show it to nobody but the person who typed it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The digest as it is sent, for a hashed field.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Whether nothing is left of a value that was given.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.text.is_none() && self.digest.is_none() && !self.problems.is_empty()
    }

    /// What is wrong or worth knowing; their path is empty.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Debug for Normalized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Normalized").field("problems", &self.problems).finish_non_exhaustive()
    }
}

/// Brings one value to the canonical form of a field, as `email` or `properties.currency`.
///
/// `region` says where a phone number without country code is read, and which country's rule a postal code or state
/// follows; without it the `default_region` of the rules counts for phones.
///
/// # Errors
/// [`UnknownField`] when the catalogue has no such field, or it is an object.
///
/// ```
/// use tiktok_capi_core::{Entropy, Input, Region, Rules, normalize};
///
/// let rules = Rules::at(0, Entropy::default());
/// let phone = normalize("phone", &Input::text("020 7946 0958"), Region::from_code("GB"), &rules)?;
/// assert_eq!(phone.text(), Some("+442079460958"));
/// # Ok::<(), tiktok_capi_core::UnknownField>(())
/// ```
pub fn normalize(
    field: &str,
    value: &Input<'_>,
    region: Option<Region>,
    rules: &Rules,
) -> Result<Normalized, UnknownField> {
    let row = catalog::field(field).filter(|row| has_a_form(row));
    let row = row.ok_or_else(|| UnknownField::new(field, has_a_form))?;
    let mut reader = Reader::alone(rules, region);
    let read = canonical(&mut reader, row.rule, value);
    let mut problems = reader.problems;
    let (text, digest) = read.unwrap_or_else(|code| {
        problems.push(Problem::new("", code).with(advice(row.rule, value, code)));
        (None, None)
    });
    problems.sort_by_key(|problem| problem.code().as_str());
    Ok(Normalized { text, digest, problems })
}

/// The digest that is sent for one value of a hashed field; see [`normalize()`].
///
/// # Errors
/// [`UnknownField`] when the field is not one that is hashed.
pub fn hash(
    field: &str,
    value: &Input<'_>,
    region: Option<Region>,
    rules: &Rules,
) -> Result<Normalized, UnknownField> {
    match catalog::field(field) {
        Some(row) if is_hashed(row) => normalize(field, value, region, rules),
        Some(row) if has_a_form(row) => Err(UnknownField::plain()),
        _ => Err(UnknownField::new(field, is_hashed)),
    }
}

fn has_a_form(row: &Field) -> bool {
    !matches!(row.rule, Rule::Object(_) | Rule::Lines(_)) && !row.rule.is_input_only()
}

fn is_hashed(row: &Field) -> bool {
    matches!(row.rule, Rule::Hashed(_))
}

fn canonical(
    reader: &mut Reader<'_>,
    rule: Rule,
    value: &Input<'_>,
) -> Result<(Option<String>, Option<Digest>), Code> {
    if value.is_absent() {
        return Ok((None, None));
    }
    let Rule::Hashed(identifier) = rule else {
        return Ok((reader.value(rule, value, &Path::Root, true)?.map(in_words), None));
    };
    Ok(match reader.canonical(identifier, value, &Path::Root)? {
        Canonical::Raw(text) => {
            let digest = Digest::of(&text);
            (Some(text.into_owned()), Some(digest))
        }
        Canonical::Digest(digest) => (None, Some(digest)),
    })
}

fn in_words(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.into_owned(),
        other => Json(&other).to_string(),
    }
}

/// The catalogue has no such field for this verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownField {
    hint: Cow<'static, str>,
}

impl UnknownField {
    /// The field that was probably meant is named, else those that a verb which takes few knows.
    pub(crate) fn new(name: &str, is_wanted: fn(&Field) -> bool) -> Self {
        if let Some(meant) = meant(name, is_wanted) {
            return Self { hint: format!("There is no such field. Did you mean `{meant}`?").into() };
        }
        let known: Vec<_> =
            user::GROUP.fields.iter().filter(|row| is_wanted(row)).map(|row| row.name).collect();
        let hint = format!(
            "Give a field by its name in the event, as `properties.currency`; of `user` there are {}.",
            known.join(", ")
        );
        let of_hash = || format!("Give a field that is hashed: {}.", known.join(", "));
        let takes_few = !is_wanted(&catalog::properties::currency);
        Self { hint: if takes_few { of_hash() } else { hint }.into() }
    }

    fn plain() -> Self {
        Self { hint: "TikTok takes this field in plain; `normalize` brings it to its form.".into() }
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

/// The field that was probably meant, written as the given one: alone, or behind the name of its object.
fn meant(name: &str, is_wanted: fn(&Field) -> bool) -> Option<String> {
    let (object, bare) = name.rsplit_once('.').map_or((None, name), |(object, bare)| (Some(object), bare));
    let groups = GROUPS.iter().filter(|group| object.is_none_or(|object| group.name == object));
    let near = groups.filter_map(|group| {
        let meant = nearest(bare, group)?;
        group.field(meant).is_some_and(is_wanted).then_some((group.name, meant))
    });
    // As a bare name is looked up: in `user` first.
    let (group, meant) = near.min_by_key(|(group, _)| *group != user::GROUP.name)?;
    Some(object.map_or_else(|| meant.to_owned(), |_| format!("{group}.{meant}")))
}

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hint())
    }
}

impl std::error::Error for UnknownField {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_id::Entropy;

    fn of(field: &str, value: &str) -> Normalized {
        normalize(field, &Input::text(value), None, &Rules::at(0, Entropy::default())).unwrap()
    }

    #[test]
    fn text_digest_and_problems_of_one_value() {
        let email = of("email", " ALICE_abc@gmail.com ");
        assert_eq!(email.text(), Some("alice_abc@gmail.com"));
        let golden = "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f";
        assert_eq!(email.digest().unwrap().to_hex(), golden);
        assert_eq!(of("email", golden).text(), None);
        assert_eq!(of("email", golden).digest(), email.digest());
        assert_eq!(of("email", "nope").problems()[0].code(), Code::InvalidEmail);
        assert_eq!(of("city", "New York").text(), Some("newyork"));
        assert_eq!(of("properties.value", "19.90").text(), Some("19.9"));
        assert_eq!(of("email", " ").text(), None);
    }

    #[test]
    fn refused_is_what_was_given_and_left_nothing() {
        assert!(of("email", "nope").is_refused() && of("properties.value", "x").is_refused());
        assert!(!of("email", " ").is_refused());
        let digest = of("email", &Digest::of("a").to_hex());
        assert!(!digest.problems().is_empty() && !digest.is_refused());
    }

    #[test]
    fn hints_say_what_there_is_and_what_it_looks_like() {
        let hint = |field, value| of(field, value).problems()[0].hint().into_owned();
        assert!(hint("properties.content_type", "nope").contains("product_group"));
        assert!(hint("event_time", "46023").contains("Excel"));
    }

    #[test]
    fn only_fields_of_the_catalogue() {
        let rules = Rules::at(0, Entropy::default());
        assert!(normalize("emial", &Input::text("x"), None, &rules).is_err());
        assert!(normalize("event.user", &Input::text("x"), None, &rules).is_err());
        assert!(hash("city", &Input::text("x"), None, &rules).is_err());
    }

    #[test]
    fn the_field_that_was_meant_is_named() {
        let rules = Rules::at(0, Entropy::default());
        let value = Input::text("x");
        for (field, words) in [
            ("emial", "`email`"),
            ("phone_number", "`phone`"),
            ("user.emial", "`user.email`"),
            ("city", "`normalize`"),
            ("curency", "email, phone, external_id"),
            ("consent", "email, phone, external_id"),
        ] {
            let hint = hash(field, &value, None, &rules).unwrap_err().to_string();
            assert!(hint.contains(words), "{field}: {hint}");
        }
        for (field, words) in [
            ("curency", "`currency`"),
            ("properties.curency", "`properties.currency`"),
            ("zzz", "`properties.currency`"),
            ("event.user", "`properties.currency`"),
        ] {
            let hint = normalize(field, &value, None, &rules).unwrap_err().to_string();
            assert!(hint.contains(words), "{field}: {hint}");
        }
    }

    #[test]
    fn debug_shows_nothing_personal() {
        let debug = format!("{:?}", of("email", "jo@example.com"));
        assert!(debug.starts_with("Normalized") && !debug.contains("example"), "{debug}");
    }
}
