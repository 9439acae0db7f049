//! The verbs that need no client. Their arguments are an object by names.

use serde_json::json;
use tiktok_capi::core::{self, Format, InvalidArgument, Unvisited, visitor_given};
use tiktok_capi::{Input, Normalized, Rules};

use crate::read;
use crate::{Answer, Failure};

/// `{"field", "value", "region"?, "options"?}` → `{"digest", "problems", "text"}`: the canonical form of one value.
///
/// An absent value has neither text nor digest; one that is hashed already has no text.
///
/// # Errors
/// The field is unknown, an argument is wrong, or nothing is left of the value.
pub fn normalize(arguments: &[u8]) -> Answer {
    let value = by_rule(arguments, core::normalize_of)?;
    let whole = json!({ "digest": digest(&value), "problems": value.problems(), "text": value.text() });
    Ok(whole.to_string())
}

/// `{"field", "value", "region"?, "options"?}` → `{"digest", "problems"}`: the SHA-256 as it is sent.
///
/// # Errors
/// Those of [`normalize`]; also when the field is not one that is hashed.
pub fn hash(arguments: &[u8]) -> Answer {
    let value = by_rule(arguments, core::hash_of)?;
    Ok(json!({ "digest": digest(&value), "problems": value.problems() }).to_string())
}

type Verb = fn(&Input<'_>, &Input<'_>, &Input<'_>, &Rules) -> Result<Normalized, InvalidArgument>;

fn by_rule(arguments: &[u8], verb: Verb) -> Answer<Normalized> {
    let arguments = read::arguments(arguments, &["field", "value", "region", "options"])?;
    let [field, value, region] = ["field", "value", "region"].map(|name| given(&arguments, name));
    let value = verb(field, value, region, &read::rules(&arguments)?)?;
    if value.is_refused() { Err(Failure::invalid_event(value.problems().to_vec())) } else { Ok(value) }
}

fn given<'a>(arguments: &'a Input<'a>, name: &str) -> &'a Input<'a> {
    arguments.get(name).unwrap_or(&Input::Null)
}

fn digest(value: &Normalized) -> Option<String> {
    value.digest().map(|digest| digest.to_hex())
}

/// `{"event", "key"}` → `{"event_id", "problems"}`: the deterministic id that a conversion shares with the Pixel (UUIDv5), and
/// what is doubtful about the event's name.
///
/// # Errors
/// An argument is missing, or the key is blank: all conversions would have one id.
pub fn event_id(arguments: &[u8]) -> Answer {
    let arguments = read::arguments(arguments, &["event", "key"])?;
    let (id, doubt) = core::event_id_of(given(&arguments, "event"), given(&arguments, "key"))?;
    Ok(json!({ "event_id": id, "problems": Vec::from_iter(doubt) }).to_string())
}

/// `{"url", "headers", "remote_addr", "trusted_proxies"}` → `{"consent", "cookies", "page", "user"}`: what a web request
/// tells about its visitor. Parts of the answer that would be empty are not there.
///
/// # Errors
/// The text is no JSON. Parts of a wrong kind are as absent ones.
pub fn context(request: &[u8]) -> Answer {
    let request = Input::from_json(request)
        .map_err(|problem| Failure::config(problem.code().as_str(), "request", &problem.hint()))?;
    Ok(core::context_of(&request).to_json())
}

/// A visitor, as the verb `visitor` told it, its whole answer or the `visitor` in it, and an event or a list of events → the same with the visitor laid under each:
/// what an event says itself wins. Text that is no JSON comes back as it is, for the next verb to tell of it.
///
/// # Errors
/// The visitor is none.
pub fn under(visitor: &[u8], events: &[u8]) -> Answer<Vec<u8>> {
    Ok(read::under(visitor_given(&read::object("visitor", visitor)?)?, events))
}

/// `{"pixel_code", "source"?, "limited_data_use"?, "hold_consent"?, "nonce"?}` → `{"html", "script"}`: what a page has in its
/// head to load the Pixel.
///
/// # Errors
/// An argument is unknown, given twice, or not what it should be.
pub fn base_code(arguments: &[u8]) -> Answer {
    let arguments = read::object("arguments", arguments)?;
    Ok(core::base_code_of(&arguments)?)
}

/// `{"format", "payload", "options"?}` → `{"events", "problems"}`: what a shop has already, as events for the verbs of a client.
///
/// `payload` is an object, or the JSON text of one; `options` are `renewals`, `point_of_sale` and `drafts`, each `skip` or
/// `send`. Without events the problems say why there is nothing to send.
///
/// # Errors
/// The format or an option is unknown, or the payload is not one of the format.
pub fn describe(arguments: &[u8]) -> Answer {
    let arguments = read::arguments(arguments, &["format", "payload", "options"])?;
    let format = core::format_of(given(&arguments, "format"))?;
    let unvisited = core::unvisited_of(given(&arguments, "options"))?;
    match given(&arguments, "payload") {
        Input::Text(json) => described(format, &read::event(json.as_bytes())?, unvisited),
        payload => described(format, payload, unvisited),
    }
}

fn described(format: Format, payload: &Input<'_>, unvisited: Unvisited) -> Answer {
    let described = core::describe_with(format, payload, unvisited);
    if described.is_refused() {
        Err(Failure::invalid_event(described.problems))
    } else {
        Ok(described.to_json())
    }
}

/// `{"secret", "body", "header"}` → `{"valid"}`: whether Shopify signed a webhook's body.
///
/// `body` is the text as it arrived, `header` that of `X-Shopify-Hmac-Sha256`; without it nothing is valid.
///
/// # Errors
/// An argument is missing or no text.
pub fn verify_shopify(arguments: &[u8]) -> Answer {
    verified(arguments, core::verify_shopify)
}

/// `{"secret", "body", "header"}` → `{"valid"}`: whether WooCommerce signed a webhook's body.
///
/// `header` is that of `X-WC-Webhook-Signature`; the rest is as for [`verify_shopify`].
///
/// # Errors
/// An argument is missing or no text.
pub fn verify_woocommerce(arguments: &[u8]) -> Answer {
    verified(arguments, core::verify_woocommerce)
}

fn verified(arguments: &[u8], verify: fn(&str, &[u8], &str) -> bool) -> Answer {
    let arguments = read::arguments(arguments, &["secret", "body", "header"])?;
    let hint = "Give text.";
    let given = |name: &str| match arguments.get(name) {
        Some(Input::Text(text)) => Ok(Some(text.as_ref())),
        Some(Input::NotUnicode) => Ok(None),
        _ => Err(Failure::invalid_argument(name, hint)),
    };
    let header = arguments.get("header").and_then(Input::as_text);
    let valid = match (given("secret")?, given("body")?, header) {
        (Some(secret), Some(body), Some(header)) => verify(secret, body.as_bytes(), header),
        _ => false,
    };
    Ok(json!({ "valid": valid }).to_string())
}
