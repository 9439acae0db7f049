//! The verbs that need no client: `normalize`, `hash`, `eventId`, `context`, `baseCode`, `describe`, `verifyShopify`.

use napi_derive::napi;
use tiktok_capi::core::{self, Entropy, Format, Input, Normalized, Region, Rules, UnknownField};

use crate::failure::{Done, Failure, Told};
use crate::flat::Flat;
use crate::guard::{Answer, guarded};

/// What a field's rule makes of a value.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Canonical {
    /// The canonical text.
    pub text: Option<String>,
    /// The digest, for a hashed field.
    pub digest: Option<String>,
    /// What is wrong or worth knowing.
    pub problems: Vec<Told>,
}

/// Field, value and region → the canonical text.
#[napi]
#[must_use]
pub fn normalize(flat: String) -> Answer<Canonical> {
    guarded(|| canonical(&flat, core::normalize))
}

/// Field, value and region → the digest.
#[napi]
#[must_use]
pub fn hash(flat: String) -> Answer<Canonical> {
    guarded(|| canonical(&flat, core::hash))
}

/// Event name and key → the id that Pixel and server share.
#[napi]
#[must_use]
pub fn event_id(flat: String) -> Answer<String> {
    guarded(|| {
        let mut flat = Flat::new(&flat);
        let (event, key) = (flat.value()?, flat.value()?);
        core::event_id(&text("event", &event)?, &text("key", &key)?)
            .map_err(|blank| Failure::config("invalid_option", "key", blank.hint()))
    })
}

/// Parts of a web request → JSON.
#[napi]
#[must_use]
pub fn context(flat: String) -> Answer<String> {
    guarded(|| Ok(core::context_of(&Flat::new(&flat).value()?).to_json()))
}

/// Arguments by their names → `{"html": …, "script": …}`.
#[napi]
#[must_use]
pub fn base_code(flat: String) -> Answer<String> {
    guarded(|| {
        core::base_code_of(&Flat::new(&flat).value()?)
            .map_err(|wrong| Failure::config("invalid_option", wrong.argument(), wrong.hint()))
    })
}

/// Format and payload → `{"events": […], "problems": […]}`.
#[napi]
#[must_use]
pub fn describe(format: String, flat: String) -> Answer<String> {
    guarded(|| {
        let format = Format::from_name(&format);
        let format =
            format.map_err(|unknown| Failure::config("invalid_option", "format", &unknown.to_string()))?;
        let payload = Flat::new(&flat).event()?;
        let described = core::describe(format, &payload);
        if described.is_refused() {
            return Err(Failure::invalid_event(&described.problems));
        }
        Ok(described.to_json())
    })
}

/// Secret, body and header → whether Shopify signed the body.
#[napi]
#[must_use]
pub fn verify_shopify(secret: String, body: &[u8], header: String) -> Answer<bool> {
    guarded(|| Ok(core::verify_shopify(&secret, body, &header)))
}

type Verb = fn(&str, &Input<'_>, Option<Region>, &Rules) -> Result<Normalized, UnknownField>;

fn canonical(flat: &str, verb: Verb) -> Done<Canonical> {
    let mut flat = Flat::new(flat);
    let (field, value, region) = (flat.value()?, flat.value()?, flat.value()?);
    let unknown = || {
        Failure::config("invalid_option", "field", "Give a field that docs/catalog.md lists for this verb.")
    };
    let field = field.as_text().ok_or_else(unknown)?;
    let normalized = verb(field, &value, read_region(&region)?, &Rules::at(0, Entropy::default()));
    let normalized = normalized.map_err(|UnknownField| unknown())?;
    if normalized.text().is_none() && normalized.digest().is_none() && !normalized.problems().is_empty() {
        return Err(Failure::invalid_event(normalized.problems()));
    }
    Ok(Canonical {
        text: normalized.text().map(str::to_owned),
        digest: normalized.digest().map(|digest| digest.to_hex()),
        problems: normalized.problems().iter().map(Told::of).collect(),
    })
}

fn read_region(region: &Input<'_>) -> Done<Option<Region>> {
    if region.is_absent() {
        return Ok(None);
    }
    let known = region.as_text().and_then(Region::from_code);
    let invalid =
        || Failure::config("invalid_option", "region", "Give an ISO 3166-1 code of two letters, as `GB`.");
    known.map(Some).ok_or_else(invalid)
}

fn text(argument: &str, value: &Input<'_>) -> Done<String> {
    match value {
        Input::Text(text) => Ok(text.clone().into_owned()),
        Input::Integer(number) => Ok(number.to_string()),
        _ => Err(Failure::config("invalid_option", argument, "Give text or an integer.")),
    }
}
