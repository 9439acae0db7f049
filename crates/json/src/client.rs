//! A client of options, and its verbs.

use serde_json::json;
use tiktok_capi::{Client, Input, Options, Unsent};

use crate::read;
use crate::{Answer, Failure};

/// An object of options → a client. What the options do not set comes from the environment. It opens nothing.
///
/// # Errors
/// An option is unknown, given twice or wrong.
pub fn open(options: &[u8]) -> Answer<Client> {
    of(&read::object("options", options)?)
}

/// Whether two texts of options say the same but for the token.
#[must_use]
pub fn differ_in_token_alone(one: &[u8], other: &[u8]) -> bool {
    let rest = |text: &[u8]| {
        let mut options: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(text).ok()?;
        options.remove("access_token");
        Some(options)
    };
    rest(one).is_some_and(|one| Some(one) == rest(other))
}

/// As [`open`], of options that are read already.
pub(crate) fn of(options: &Input<'_>) -> Answer<Client> {
    Ok(Client::new(Options::from_input(options)?.with_environment()?)?)
}

/// An event → its canonical bytes, which are UTF-8 JSON by RFC 8785.
///
/// # Errors
/// The event is refused or withheld.
pub fn build(client: &Client, event: &[u8]) -> Answer<Vec<u8>> {
    let built = client.build(&read::event(event)?);
    match built.event {
        Ok(event) => Ok(event.into_bytes()),
        Err(Unsent::Refused) => Err(Failure::invalid_event(built.problems)),
        Err(Unsent::Withheld) => Err(Failure::withheld(built.problems)),
    }
}

/// An event → `{"coverage", "event", "outcome", "problems"}`: what would be sent and why, with identifiers masked.
///
/// # Errors
/// The text is no JSON. What is wrong with the event itself is in the answer.
pub fn explain(client: &Client, event: &[u8]) -> Answer {
    Ok(client.explain(&read::event(event)?).to_json())
}

/// An event → `{"html", "identify", "script", "track"}`: what the page needs.
///
/// `identify` is the argument of `ttq.identify` or `null`, `track` the three of `ttq.track`, each as JSON text. `script` is
/// the body of a script element, `html` the whole element with that nonce.
///
/// # Errors
/// The event is refused or withheld.
pub fn pixel(client: &Client, event: &[u8], nonce: Option<&str>) -> Answer {
    let pixel = client.pixel(&read::event(event)?)?;
    let pixel = pixel.ok_or_else(|| Failure::withheld(Vec::new()))?;
    let whole = json!({
        "html": pixel.html(nonce),
        "identify": pixel.identify,
        "script": pixel.script(),
        "track": pixel.track,
    });
    Ok(whole.to_string())
}

/// `{"url", "headers", "remote_addr", "trusted_proxies", "consent"?, "consent_cookie"?, "event"?}` → `{"allowed", "cookies",
/// "event"?, "limited_data_use", "unreadable", "visitor"}`: who is visiting, and what their consent allows.
///
/// `consent` is what the shop itself knows: a word, signals, or `null`. Consent that cannot be read counts as denied, and
/// `unreadable` names its cookie. An `event` comes back with the visitor laid under it.
///
/// # Errors
/// The text is no JSON, or an argument is unknown or given twice.
pub fn visitor(client: &Client, arguments: &[u8]) -> Answer {
    client.visitor_of(&read::object("arguments", arguments)?)
}

/// Canonical events, one or a list → the receipt as `Receipt::to_json_with_api_messages` writes it.
///
/// # Errors
/// The one event is not canonical, or an option that sending needs is missing.
pub fn deliver(client: &Client, events: &[u8]) -> Answer {
    Ok(client.deliver(read::canonical(events))?.to_json_with_api_messages())
}

/// `{"event_source", "event_source_id", "is_outbox_in_memory", "pixel_code"}`: what a page and a server have to know of a
/// client. `pixel_code` is `null` where the event source is no web page.
#[must_use]
pub fn about(client: &Client) -> String {
    let options = client.options();
    let whole = json!({
        "event_source": client.rules().event_source.as_str(),
        "event_source_id": options.event_source_id(),
        "is_outbox_in_memory": options.is_outbox_in_memory(),
        "pixel_code": options.pixel_code(),
    });
    whole.to_string()
}

/// An event, or a list of events → the receipt as `Receipt::to_json_with_api_messages` writes it.
///
/// # Errors
/// The one event is refused, the text is no JSON, or an option that sending needs is missing. What becomes of the events
/// of a list is in the receipt.
pub fn track(client: &Client, events: &[u8]) -> Answer {
    Ok(client.track(read::events(client, events))?.to_json_with_api_messages())
}
