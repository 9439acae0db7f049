//! Identifiers that leave as digests, and those that arrive as one.

use std::borrow::Cow;

use super::reader::{Read, Reader, text};
use crate::catalog::Identifier;
use crate::hash::Digest;
use crate::input::Input;
use crate::normalize::{apply, device_id, email, external_id, name, phone, spreadsheet, trim, zip};
use crate::path::Path;
use crate::problem::Code;
use crate::value::Value;

/// Values of one identifier that an event may carry.
const MAX_VALUES: usize = 20;

/// An identifier in its canonical form: text that is hashed when it is sent, or a digest that arrived as one.
pub(crate) enum Canonical<'a> {
    Raw(Cow<'a, str>),
    Digest(Digest),
}

impl Canonical<'_> {
    pub(crate) fn digest(&self) -> Digest {
        match self {
            Self::Raw(text) => Digest::of(text),
            Self::Digest(digest) => *digest,
        }
    }
}

impl Reader<'_> {
    /// One distinct result becomes a digest, several a list in the given order without repeats.
    pub(super) fn identifier<'a>(
        &mut self,
        identifier: Identifier,
        value: &Input<'_>,
        path: &Path<'_>,
    ) -> Read<'a> {
        match value {
            Input::List(values) if identifier.takes_many() => Ok(self.several(identifier, values, path)),
            _ => self
                .canonical(identifier, value, path)
                .map(|canonical| Some(Value::Digest(canonical.digest()))),
        }
    }

    fn several<'a>(
        &mut self,
        identifier: Identifier,
        values: &[Input<'_>],
        path: &Path<'_>,
    ) -> Option<Value<'a>> {
        if values.len() > MAX_VALUES {
            self.report(path, Code::TooManyValues);
        }
        let mut digests = Vec::new();
        for (index, value) in
            values.iter().take(MAX_VALUES).enumerate().filter(|(_, value)| !value.is_absent())
        {
            let path = path.index(index);
            match self.canonical(identifier, value, &path).map(|canonical| canonical.digest()) {
                Ok(digest) if digests.contains(&digest) => {}
                Ok(digest) => digests.push(digest),
                Err(code) => self.report(&path, code),
            }
        }
        match digests.as_slice() {
            [] => None,
            [one] => Some(Value::Digest(*one)),
            _ => Some(Value::List(digests.into_iter().map(Value::Digest).collect())),
        }
    }

    /// The canonical form of one value.
    pub(crate) fn canonical<'a>(
        &mut self,
        identifier: Identifier,
        value: &'a Input<'_>,
        path: &Path<'_>,
    ) -> Result<Canonical<'a>, Code> {
        if let Input::Map(_) = value {
            return self.given_digest(value, path).map(Canonical::Digest);
        }
        let text = text(value)?;
        if let Some(digest) = Digest::from_hex(&text) {
            return self.prehashed(digest, path).map(Canonical::Digest);
        }
        let reaches_out = matches!(identifier, Identifier::Email | Identifier::Phone);
        if reaches_out && is_weak_hash(&text) {
            return Err(Code::WeakHash);
        }
        self.raw(identifier, text, path).map(Canonical::Raw)
    }

    fn raw<'a>(
        &mut self,
        identifier: Identifier,
        text: Cow<'a, str>,
        path: &Path<'_>,
    ) -> Result<Cow<'a, str>, Code> {
        match identifier {
            Identifier::Email => apply(text, email::canonical),
            Identifier::Phone => self.phone(&text, path).map(Cow::Owned),
            Identifier::ExternalId => self.external_id(text, path),
            Identifier::Name => apply(text, name::canonical),
            Identifier::ZipCode => apply(text, |raw| zip::canonical(raw, self.country)),
            Identifier::Idfa => apply(text, device_id::idfa),
            Identifier::Gaid => apply(text, device_id::gaid),
        }
    }

    /// Nobody can tell whether the id is called so everywhere else, so it goes as it is.
    fn external_id<'a>(&mut self, text: Cow<'a, str>, path: &Path<'_>) -> Result<Cow<'a, str>, Code> {
        let id = apply(text, external_id::canonical)?;
        if spreadsheet::without_fraction(&id).is_some() || spreadsheet::has_exponent(&id) {
            self.report(path, Code::SpreadsheetId);
        }
        Ok(id)
    }

    fn phone(&mut self, text: &str, path: &Path<'_>) -> Result<String, Code> {
        let phone = phone::canonical(text, self.region)?;
        if let Some(doubt) = phone.doubt {
            self.report(path, doubt);
        }
        Ok(phone.e164)
    }

    /// `{"sha256": "…"}`.
    fn given_digest(&mut self, value: &Input<'_>, path: &Path<'_>) -> Result<Digest, Code> {
        let hex = match value.get("sha256") {
            Some(Input::Text(hex)) => trim(hex),
            Some(_) => return Err(Code::InvalidDigest),
            None => return Err(Code::WrongType),
        };
        let digest = Digest::from_hex(hex).ok_or(Code::InvalidDigest)?;
        self.prehashed(digest, path)
    }

    fn prehashed(&mut self, digest: Digest, path: &Path<'_>) -> Result<Digest, Code> {
        if digest.is_of_nothing() {
            return Err(Code::HashOfNothing);
        }
        self.report(path, Code::Prehashed);
        Ok(digest)
    }
}

/// MD5 or SHA-1 in hexadecimal.
fn is_weak_hash(text: &str) -> bool {
    matches!(text.len(), 32 | 40) && text.bytes().all(|b| b.is_ascii_hexdigit())
}
