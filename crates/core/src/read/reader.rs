//! The state of one reading, and what every field does first: take the text of its value.

use std::borrow::Cow;

use crate::consent::Consent;
use crate::input::Input;
use crate::normalize::{number, trim};
use crate::path::Path;
use crate::problem::{Advice, Code, Problem};
use crate::region::Region;
use crate::rules::Rules;
use crate::value::Value;

/// The state of one reading.
pub(crate) struct Reader<'r> {
    pub(crate) rules: &'r Rules,
    pub(crate) problems: Vec<Problem>,
    /// What the event says about consent; a code when that cannot be read.
    pub(crate) consent: Result<Option<Consent>, Code>,
    /// Where phone numbers without country code are read.
    pub(super) region: Option<Region>,
    /// The person's country: it decides over postal codes and states.
    pub(super) country: Option<Region>,
}

/// The values of one field: nothing when it is absent, a code when it cannot be used.
pub(super) type Read<'a> = Result<Option<Value<'a>>, Code>;

impl<'r> Reader<'r> {
    pub(crate) fn new(rules: &'r Rules, event: &Input<'_>) -> Self {
        let of_user = |name| event.get("user").and_then(|user| user.get(name)).and_then(Input::as_text);
        let country = of_user("country").and_then(Region::of_country);
        let phone_region = of_user("phone_region").and_then(Region::from_code);
        let region = phone_region.or(country).or(rules.default_region);
        Self { rules, problems: Vec::new(), consent: Ok(None), region, country }
    }

    /// For one value alone, which has no event around it.
    pub(crate) fn alone(rules: &'r Rules, region: Option<Region>) -> Self {
        Self {
            rules,
            problems: Vec::new(),
            consent: Ok(None),
            region: region.or(rules.default_region),
            country: region,
        }
    }

    pub(crate) fn report(&mut self, path: &Path<'_>, code: Code) {
        self.problems.push(Problem::new(path.to_string(), code));
    }

    pub(super) fn advise(&mut self, path: &Path<'_>, code: Code, advice: Advice) {
        self.problems.push(Problem::new(path.to_string(), code).with(advice));
    }
}

/// A text value, trimmed. Integers become text; a fraction, a boolean or anything larger does not.
pub(crate) fn text<'a>(value: &'a Input<'_>) -> Result<Cow<'a, str>, Code> {
    match value {
        Input::Text(text) => Ok(Cow::Borrowed(trim(text))),
        Input::Integer(_) | Input::Number(_) => match number::any(value)? {
            Value::Integer(n) => Ok(Cow::Owned(itoa::Buffer::new().format(n).to_owned())),
            _ => Err(Code::WrongType),
        },
        Input::NotUnicode => Err(Code::NotUnicode),
        _ => Err(Code::WrongType),
    }
}
