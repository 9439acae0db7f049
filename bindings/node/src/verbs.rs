//! The verbs that need no client: `normalize`, `hash`, `eventId`, `context`, `baseCode`, `describe`, `under`, `verifyShopify` and
//! `verifyWoocommerce`.

use napi_derive::napi;
use tiktok_capi::Failure;
use tiktok_capi::core::{self, Entropy, Input, InvalidArgument, Normalized, Rules};

use crate::events;
use crate::failure::{Done, ProblemParts};
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
    pub problems: Vec<ProblemParts>,
}

/// Field, value and region → the canonical text.
#[napi]
#[must_use]
pub fn normalize(flat: String) -> Answer<Canonical> {
    guarded(|| canonical(&flat, core::normalize_of))
}

/// Field, value and region → the digest.
#[napi]
#[must_use]
pub fn hash(flat: String) -> Answer<Canonical> {
    guarded(|| canonical(&flat, core::hash_of))
}

/// An id that Pixel and server share.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct EventId {
    /// The id.
    pub id: String,
    /// What is doubtful about the event's name.
    pub problems: Vec<ProblemParts>,
}

/// Event name and key → the id that Pixel and server share.
#[napi]
#[must_use]
pub fn event_id(flat: String) -> Answer<EventId> {
    guarded(|| {
        let mut flat = Flat::new(&flat);
        let (event, key) = (flat.value()?, flat.value()?);
        let (id, doubt) = core::event_id_of(&event, &key)?;
        Ok(EventId { id, problems: doubt.iter().map(ProblemParts::of).collect() })
    })
}

/// Parts of a web request → JSON.
#[napi]
#[must_use]
pub fn context(flat: String) -> Answer<String> {
    guarded(|| Ok(core::context_of(&Flat::new(&flat).value()?).to_json()))
}

/// Event and visitor → JSON of the event with the visitor laid under it.
#[napi]
#[must_use]
pub fn under(flat: String, visitor: String) -> Answer<String> {
    guarded(|| Ok(events::event(&flat, &visitor)?.to_json()))
}

/// Arguments by their names → `{"html": …, "script": …}`.
#[napi]
#[must_use]
pub fn base_code(flat: String) -> Answer<String> {
    guarded(|| Ok(core::base_code_of(&Flat::new(&flat).value()?)?))
}

/// Format, payload and options → `{"events": […], "problems": […]}`.
#[napi]
#[must_use]
pub fn describe(format: String, flat: String, options: String) -> Answer<String> {
    guarded(|| {
        let format = core::format_of(&Input::text(format))?;
        let options = Flat::new(&options).value()?;
        let unvisited = core::unvisited_of(&options)?;
        let payload = events::event(&flat, "")?;
        let described = core::describe_with(format, &payload, unvisited);
        if described.is_refused() {
            return Err(Failure::invalid_event(described.problems));
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

/// Secret, body and header → whether WooCommerce signed the body.
#[napi]
#[must_use]
pub fn verify_woocommerce(secret: String, body: &[u8], header: String) -> Answer<bool> {
    guarded(|| Ok(core::verify_woocommerce(&secret, body, &header)))
}

type Verb = fn(&Input<'_>, &Input<'_>, &Input<'_>, &Rules) -> Result<Normalized, InvalidArgument>;

fn canonical(flat: &str, verb: Verb) -> Done<Canonical> {
    let mut flat = Flat::new(flat);
    let (field, value, region) = (flat.value()?, flat.value()?, flat.value()?);
    let normalized = verb(&field, &value, &region, &Rules::at(0, Entropy::default()))?;
    if normalized.is_refused() {
        return Err(Failure::invalid_event(normalized.problems().to_vec()));
    }
    Ok(Canonical {
        text: normalized.text().map(str::to_owned),
        digest: normalized.digest().map(|digest| digest.to_hex()),
        problems: normalized.problems().iter().map(ProblemParts::of).collect(),
    })
}
