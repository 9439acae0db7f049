//! The outbox of a client.

use std::time::Duration;

use tiktok_capi::{Client, Input, Options};

use crate::read;
use crate::{Answer, Failure};

/// An event, or a list of events, into the outbox → the receipt as `Receipt::to_json` writes it. No network.
///
/// # Errors
/// The one event is refused, the text is no JSON, an option is missing, or the outbox is full or cannot be used.
pub fn enqueue(client: &Client, events: &[u8]) -> Answer {
    Ok(client.enqueue(read::events(client, events))?.to_json_with_api_messages())
}

/// Waits until nothing waits in the outbox any more, but no longer than that → the counts, as [`stats`] gives them.
///
/// # Errors
/// The outbox cannot be used.
pub fn flush(client: &Client, timeout: Duration) -> Answer {
    Ok(client.flush(timeout)?.to_json())
}

/// Flushes and ends the outbox of this process, within that time and a tenth of a second → the counts.
///
/// # Errors
/// The outbox cannot be used.
pub fn close(client: &Client, timeout: Duration) -> Answer {
    Ok(client.close(timeout)?.to_json())
}

/// What the outbox holds, and what became of what it held, as `Stats::to_json` writes it.
///
/// # Errors
/// The outbox cannot be used.
pub fn stats(client: &Client) -> Answer {
    Ok(client.stats()?.to_json())
}

/// The same verbs for a program that ends with its answer: what is put in has to outlive it, so there must be a file. Only
/// `flush` and `close` deliver.
pub(crate) fn of_a_program(verb: &str, options: &Input<'_>, is_closed: bool, document: &[u8]) -> Answer {
    let is_delivering = matches!(verb, "flush" | "close");
    let client = if is_delivering { crate::client::of(options)? } else { writing(options)? };
    if client.options().is_outbox_in_memory() {
        const HINT: &str = "Give the path of a file: a program that is started for each call forgets what is in memory. \
                            Or let PHP load the library (`ffi.enable`).";
        return Err(Failure::config("invalid_option", "outbox", HINT));
    }
    if is_closed {
        client.close(Duration::ZERO)?;
    }
    match verb {
        "enqueue" => enqueue(&client, document),
        "stats" => stats(&client),
        "close" if is_closed => close(&client, timeout(document)?),
        _ => delivered(&client, timeout(document)?),
    }
}

/// The counts when the time is over or nothing waits any more; the program has no more to do then.
fn delivered(client: &Client, timeout: Duration) -> Answer {
    let told = flush(client, timeout)?;
    client.close(Duration::ZERO)?;
    Ok(told)
}

/// A client without a token: it writes, and others deliver.
fn writing(options: &Input<'_>) -> Answer<Client> {
    let is_token = |name: &str| name == "access_token";
    let given = Options::from_input(options)?; // what is wrong with the token is told all the same
    let options = match options {
        Input::Map(members) => {
            let others = members.iter().filter(|(name, _)| !is_token(name)).cloned();
            Options::from_input(&Input::Map(others.collect()))?
        }
        _ => given,
    };
    let variables = Options::all().iter().filter(|row| !is_token(row.name)).filter_map(|row| row.variable);
    let variables: Vec<&str> = variables.collect();
    let options =
        options.with_variables(|name| variables.contains(&name).then(|| std::env::var_os(name)).flatten())?;
    Ok(Client::new(options)?)
}

/// `{"timeout": seconds}`.
fn timeout(arguments: &[u8]) -> Answer<Duration> {
    let arguments = read::arguments(arguments, &["timeout"])?;
    Client::timeout(arguments.get("timeout").unwrap_or(&Input::Null))
}
