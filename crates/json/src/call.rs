//! A verb by its name, for a program that calls another: everything in one text.

use std::borrow::Cow;

use tiktok_capi::Input;
use tiktok_capi::core::visitor_given;

use crate::{Answer, Failure, client, outbox, read, verbs};

/// Names of the verbs that [`call`] knows.
pub const VERBS: [&str; 21] = [
    "open",
    "about",
    "visitor",
    "build",
    "explain",
    "pixel",
    "track",
    "deliver",
    "enqueue",
    "flush",
    "close",
    "stats",
    "normalize",
    "hash",
    "event_id",
    "context",
    "under",
    "base_code",
    "describe",
    "verify_shopify",
    "verify_woocommerce",
];

/// Calls a verb. The first line of the text is an object, `{"options": {…}, "nonce": …, "closed": …, "visitor": {…}}`, of
/// which verbs without a client use nothing; what follows it is what the verb takes. The visitor is laid under its events;
/// `under` does nothing else, and gives them back. `open` only looks at the options and answers with nothing. `enqueue` only
/// writes, and `closed` says that the outbox was closed before.
///
/// # Errors
/// Those of the verb; also when there is no such verb, or the first line is no such object.
pub fn call(verb: &str, text: &[u8]) -> Answer<Vec<u8>> {
    let (head, document) = text.iter().position(|&byte| byte == b'\n').map_or((text, &[][..]), |end| {
        let (head, rest) = text.split_at(end);
        (head, rest.get(1..).unwrap_or_default())
    });
    match verb {
        "normalize" => verbs::normalize(document).map(String::into_bytes),
        "hash" => verbs::hash(document).map(String::into_bytes),
        "event_id" => verbs::event_id(document).map(String::into_bytes),
        "context" => verbs::context(document).map(String::into_bytes),
        "base_code" => verbs::base_code(document).map(String::into_bytes),
        "describe" => verbs::describe(document).map(String::into_bytes),
        "verify_shopify" => verbs::verify_shopify(document).map(String::into_bytes),
        "verify_woocommerce" => verbs::verify_woocommerce(document).map(String::into_bytes),
        _ => of_client(verb, head, document),
    }
}

/// The verbs that take described events, under which a visitor is laid.
const DESCRIBING: [&str; 6] = ["build", "explain", "pixel", "track", "enqueue", "under"];

fn of_client(verb: &str, head: &[u8], document: &[u8]) -> Answer<Vec<u8>> {
    let head = read::arguments(head, &["options", "nonce", "closed", "visitor"])?;
    let options = head.get("options").unwrap_or(&Input::Null);
    let visitor = visitor_given(head.get("visitor").unwrap_or(&Input::Null))?;
    let is_laid = !visitor.is_absent() && DESCRIBING.contains(&verb);
    let document = if is_laid { read::under(visitor, document).into() } else { Cow::Borrowed(document) };
    if verb == "under" {
        return Ok(document.into_owned());
    }
    let document = document.as_ref();
    if matches!(verb, "enqueue" | "flush" | "close" | "stats") {
        let is_closed = head.get("closed") == Some(&Input::Bool(true));
        return outbox::of_a_program(verb, options, is_closed, document).map(String::into_bytes);
    }
    let client = client::of(options)?;
    let nonce = head.get("nonce").and_then(Input::as_text);
    match verb {
        "open" => Ok(Vec::new()),
        "about" => Ok(client::about(&client).into_bytes()),
        "visitor" => client::visitor(&client, document).map(String::into_bytes),
        "build" => client::build(&client, document),
        "explain" => client::explain(&client, document).map(String::into_bytes),
        "pixel" => client::pixel(&client, document, nonce).map(String::into_bytes),
        "track" => client::track(&client, document).map(String::into_bytes),
        "deliver" => client::deliver(&client, document).map(String::into_bytes),
        _ => Err(Failure::config("unknown_verb", "verb", &format!("Give one of {}.", VERBS.join(", ")))),
    }
}
