//! What the forms of all consent tools are read with: the cookies of a request, decoded, and taken apart.

use std::borrow::Cow;

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

use crate::consent::{Consent, Said, TcfPolicy, Unreadable};
use crate::input::Input;

/// What a tool's cookies say, or the name of the one that cannot be read.
pub(super) type Answer = Result<Option<Consent>, &'static str>;

pub(super) type Reader = fn(&Seen<'_>) -> Answer;

/// What a tool is read from.
pub(super) struct Seen<'s> {
    pub(super) cookies: &'s [(&'s str, &'s str)],
    pub(super) category: Option<&'s str>,
    pub(super) tcf: TcfPolicy,
}

impl<'s> Seen<'s> {
    pub(super) fn cookie(&self, wanted: &str) -> Option<&'s str> {
        self.cookies.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
    }

    /// Reads one cookie by its decoded text and the category.
    pub(super) fn read(&self, name: &'static str, form: impl Fn(&str, &str) -> Said) -> Answer {
        let Some(value) = self.cookie(name) else { return Ok(None) };
        let category = self.category.ok_or(name)?;
        decoded(value, |text| form(text, category)).map_err(|Unreadable| name)
    }

    /// Reads one cookie that holds an object of JSON.
    pub(super) fn json(&self, name: &'static str, form: impl Fn(&Input<'_>, &str) -> Said) -> Answer {
        self.read(name, |text, category| form(&json(text)?, category))
    }

    /// Reads one cookie that holds a TC string.
    pub(super) fn tc_string(&self, name: &'static str) -> Answer {
        let Some(value) = self.cookie(name) else { return Ok(None) };
        decoded(value, |text| self.tcf.read(text).ok_or(Unreadable).map(Some)).map_err(|Unreadable| name)
    }
}

/// Browsers have to keep 4 kB of a cookie (RFC 6265 §6.1), and keep no more; twice that is no honest one.
pub(super) const LONGEST: usize = 8192;

/// Reads a value by its form. Real ones are percent-encoded once; where a framework wrote the cookie anew, twice.
pub(super) fn decoded(value: &str, form: impl Fn(&str) -> Said) -> Said {
    let once = percent_decoded(value)?;
    form(&once).or_else(|Unreadable| match percent_decoded(&once)? {
        Cow::Borrowed(_) => Err(Unreadable),
        Cow::Owned(twice) => form(&twice),
    })
}

pub(super) fn percent_decoded(value: &str) -> Result<Cow<'_, str>, Unreadable> {
    if value.len() > LONGEST {
        return Err(Unreadable);
    }
    percent_decode_str(value).decode_utf8().or(Err(Unreadable))
}

/// An object of JSON, none of whose keys stands twice.
pub(super) fn json(text: &str) -> Result<Input<'_>, Unreadable> {
    let json = Input::from_json(text.as_bytes()).or(Err(Unreadable))?;
    match json {
        Input::Map(_) => json.check_shape().map(|()| json).or(Err(Unreadable)),
        _ => Err(Unreadable),
    }
}

/// Base64 with or without padding, as the text of JSON it holds.
pub(super) fn base64_text(text: &str) -> Result<String, Unreadable> {
    const ANY_PADDING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let mut bytes = vec![0; text.len()];
    let written = GeneralPurpose::new(&STANDARD, ANY_PADDING).decode_slice(text, &mut bytes);
    bytes.truncate(written.or(Err(Unreadable))?);
    String::from_utf8(bytes).or(Err(Unreadable))
}

/// The value of a key that may stand there once.
pub(super) fn only<'t>(
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
    key: &str,
) -> Result<Option<&'t str>, Unreadable> {
    let mut values = pairs.filter(|(name, _)| *name == key).map(|(_, value)| value);
    let first = values.next();
    if values.next().is_some() { Err(Unreadable) } else { Ok(first) }
}

/// A member that must be `true` or `false`.
pub(super) fn flag(object: &Input<'_>, key: &str) -> Result<bool, Unreadable> {
    match object.get(key) {
        Some(Input::Bool(yes)) => Ok(*yes),
        _ => Err(Unreadable),
    }
}

/// Whether a list, which must be one, holds that text.
pub(super) fn lists(list: Option<&Input<'_>>, wanted: &str) -> Result<bool, Unreadable> {
    let Some(Input::List(items)) = list else { return Err(Unreadable) };
    Ok(items.iter().any(|item| item.as_text() == Some(wanted)))
}

pub(super) fn choice(yes: bool) -> Consent {
    if yes { Consent::Granted } else { Consent::Denied }
}
