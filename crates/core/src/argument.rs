//! The arguments of `normalize`, `hash`, `event_id` and `describe` as other languages hand them in. They are read here
//! once, so that every language takes the same ones and tells the same codes.

use std::borrow::Cow;
use std::fmt;

use crate::describe::{Format, Handling, UnknownFormat, Unvisited};
use crate::event_id::{event_id, event_name_doubt};
use crate::input::Input;
use crate::normalize::trim;
use crate::problem::Problem;
use crate::region::Region;
use crate::rules::Rules;
use crate::verbs::{Normalized, UnknownField, hash, normalize};

/// An argument of a verb cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidArgument {
    code: &'static str,
    argument: &'static str,
    hint: Cow<'static, str>,
}

impl InvalidArgument {
    /// The one that is not what it should be.
    pub(crate) const fn new(argument: &'static str, hint: &'static str) -> Self {
        Self { code: "invalid_argument", argument, hint: Cow::Borrowed(hint) }
    }

    /// The stable code: `invalid_argument`, `unknown_field` or `unknown_format`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Which argument it is; `arguments` for one of a name that is not known.
    #[must_use]
    pub fn argument(&self) -> &'static str {
        self.argument
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.argument, self.code, self.hint)
    }
}

impl std::error::Error for InvalidArgument {}

/// [`event_id()`] of texts or integers of 64 bits, and what is doubtful about the name.
///
/// # Errors
/// An argument is of another kind, or the key is blank.
pub fn event_id_of(event: &Input<'_>, key: &Input<'_>) -> Result<(String, Option<Problem>), InvalidArgument> {
    let (event, key) = (text("event", event)?, text("key", key)?);
    let id = event_id(&event, &key).map_err(|blank| InvalidArgument::new("key", blank.hint()))?;
    Ok((id, event_name_doubt(&event)))
}

fn text(argument: &'static str, value: &Input<'_>) -> Result<String, InvalidArgument> {
    match value {
        Input::Text(text) => Ok(text.clone().into_owned()),
        // The largest stands for all that are larger.
        Input::Integer(number) if *number < i64::MAX => Ok(number.to_string()),
        _ => Err(InvalidArgument::new(argument, "Give text, or an integer of 64 bits.")),
    }
}

/// [`normalize()`] of a field and a region by their names; no region when it is absent.
///
/// # Errors
/// There is no such field or region.
pub fn normalize_of(
    field: &Input<'_>,
    value: &Input<'_>,
    region: &Input<'_>,
    rules: &Rules,
) -> Result<Normalized, InvalidArgument> {
    by_rule(normalize, field, value, region, rules)
}

/// [`hash()`] of a field and a region by their names; no region when it is absent.
///
/// # Errors
/// There is no such region, or no such field that is hashed.
pub fn hash_of(
    field: &Input<'_>,
    value: &Input<'_>,
    region: &Input<'_>,
    rules: &Rules,
) -> Result<Normalized, InvalidArgument> {
    by_rule(hash, field, value, region, rules)
}

type Verb = fn(&str, &Input<'_>, Option<Region>, &Rules) -> Result<Normalized, UnknownField>;

fn by_rule(
    verb: Verb,
    field: &Input<'_>,
    value: &Input<'_>,
    region: &Input<'_>,
    rules: &Rules,
) -> Result<Normalized, InvalidArgument> {
    let region = region_of(region)?;
    // What is no text is no name, as a blank one is.
    let found = verb(field.as_text().unwrap_or_default(), value, region, rules);
    found.map_err(|unknown| InvalidArgument {
        code: "unknown_field",
        argument: "field",
        hint: unknown.hint().to_owned().into(),
    })
}

fn region_of(code: &Input<'_>) -> Result<Option<Region>, InvalidArgument> {
    if code.is_absent() {
        return Ok(None);
    }
    let hint = "Give an ISO 3166-1 code of two letters, as `GB`.";
    let known = code.as_text().and_then(Region::from_code);
    known.map(Some).ok_or(InvalidArgument::new("region", hint))
}

/// The format of that name.
///
/// # Errors
/// There is none.
pub fn format_of(name: &Input<'_>) -> Result<Format, InvalidArgument> {
    let found = name.as_text().ok_or(UnknownFormat).and_then(Format::from_name);
    found.map_err(|unknown| InvalidArgument {
        code: "unknown_format",
        argument: "format",
        hint: unknown.hint().into(),
    })
}

/// The options of `describe`: `{"renewals", "point_of_sale", "drafts"}`, each `skip` or `send`. What is absent is skipped.
///
/// # Errors
/// There is an option of another name, twice, or with another value: what was misspelt would be lost in silence.
pub fn unvisited_of(options: &Input<'_>) -> Result<Unvisited, InvalidArgument> {
    let mut unvisited = Unvisited::default();
    let members = match options {
        Input::Map(members) if options.check_shape().is_ok() => members.as_slice(),
        absent if absent.is_absent() => &[],
        _ => return Err(OPTIONS),
    };
    for (name, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
        let (option, wrong) = option_of(&mut unvisited, name).ok_or(OPTIONS)?;
        *option = value.as_text().map(trim).and_then(Handling::from_name).ok_or(wrong)?;
    }
    Ok(unvisited)
}

const OPTIONS: InvalidArgument =
    InvalidArgument::new("options", "Give renewals, point_of_sale or drafts, each once, `skip` or `send`.");

fn option_of<'u>(unvisited: &'u mut Unvisited, name: &str) -> Option<(&'u mut Handling, InvalidArgument)> {
    let (option, name) = match name {
        "renewals" => (&mut unvisited.renewals, "renewals"),
        "point_of_sale" => (&mut unvisited.point_of_sale, "point_of_sale"),
        "drafts" => (&mut unvisited.drafts, "drafts"),
        _ => return None,
    };
    Some((option, InvalidArgument::new(name, "Give `skip` or `send`.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_id::{BlankKey, Entropy};

    const NULL: Input<'_> = Input::Null;

    #[test]
    fn codes_tell_what_is_wrong() {
        let told = |wrong: InvalidArgument| (wrong.argument(), wrong.code());
        let rules = Rules::at(0, Entropy::default());
        let value = Input::text("jo@example.com");
        let wrong = |field: Input<'_>, region: Input<'_>| {
            normalize_of(&field, &value, &region, &rules).map(drop).map_err(told)
        };
        assert_eq!(wrong(NULL, NULL), Err(("field", "unknown_field")));
        assert_eq!(wrong(Input::text("email"), Input::text("Atlantis")), Err(("region", "invalid_argument")));
        assert_eq!(wrong(Input::text("email"), Input::text(" ")), Ok(()));
        let hashed = hash_of(&Input::text("city"), &value, &NULL, &rules).map_err(told);
        assert_eq!(hashed.unwrap_err(), ("field", "unknown_field"));
        for name in [NULL, Input::text("magento"), Input::Integer(1)] {
            assert_eq!(format_of(&name).map_err(told), Err(("format", "unknown_format")));
        }
        let blank = event_id_of(&Input::text("Purchase"), &Input::text(" ")).unwrap_err();
        assert_eq!(blank.hint(), BlankKey.hint());
        assert_eq!(blank.to_string(), format!("key: invalid_argument: {}", blank.hint()));
    }

    #[test]
    fn options_of_describe_are_skip_or_send() {
        let options = |json: &str| {
            let options = Input::from_json(json.as_bytes()).unwrap();
            unvisited_of(&options).map_err(|wrong| (wrong.argument(), wrong.code()))
        };
        let renewals = Unvisited { renewals: Handling::Send, ..Unvisited::default() };
        assert_eq!(options("null"), Ok(Unvisited::default()));
        assert_eq!(options(r#"{"renewals":"send","drafts":null,"point_of_sale":"skip"}"#), Ok(renewals));
        for (json, argument) in [
            (r#"{"renewals":true}"#, "renewals"),
            (r#"{"point_of_sale":"sent"}"#, "point_of_sale"),
            (r#"{"drafts":["send"]}"#, "drafts"),
            (r#"{"renewal":"send"}"#, "options"),
            (r#"{"drafts":"send","drafts":"skip"}"#, "options"),
            (r#"["send"]"#, "options"),
            (r#""send""#, "options"),
        ] {
            assert_eq!(options(json), Err((argument, "invalid_argument")), "{json}");
        }
    }

    #[test]
    fn a_key_is_text_or_an_integer() {
        let id = |key: Input<'_>| event_id_of(&Input::text("Purchase"), &key);
        assert_eq!(id(Input::Integer(4711)), id(Input::text("4711")));
        for key in [NULL, Input::Bool(true), Input::Integer(i64::MAX), Input::Number(1.5), Input::text(" ")] {
            let wrong = id(key).unwrap_err();
            assert_eq!((wrong.argument(), wrong.code()), ("key", "invalid_argument"));
        }
        let (_, doubt) = event_id_of(&Input::text("purchase"), &Input::text("1")).unwrap();
        assert_eq!(doubt.map(|problem| problem.code()), Some(crate::Code::DidYouMean));
        assert_eq!(event_id_of(&NULL, &Input::text("1")).unwrap_err().argument(), "event");
    }
}
