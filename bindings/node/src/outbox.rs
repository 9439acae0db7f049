//! `enqueue`, `flush`, `close`, `stats`. What waits for the network is a promise; a write to the local disk takes less time
//! than a promise would.

use std::time::Duration;

use napi::bindgen_prelude::{Env, Object};
use napi::{Either, Result};
use napi_derive::napi;
use tiktok_capi::{Client, Input, OutboxError, Stats};

use crate::client::NativeClient;
use crate::events;
use crate::failure::Thrown;
use crate::flat::Flat;
use crate::guard::{Answer, guarded};
use crate::pool;
use crate::track::promised;

#[napi]
impl NativeClient {
    /// Events and their visitor → the receipt as JSON. One alone, when it is refused, is a failure instead.
    #[napi]
    #[must_use]
    pub fn enqueue(&self, flat: String, visitor: String, is_one: bool) -> Answer<String> {
        guarded(|| {
            let client = self.client();
            let events = events::described(client, &flat, &visitor, is_one)?;
            Ok(client.enqueue(events)?.to_json_with_api_messages())
        })
    }

    /// Seconds, as one flat value → a promise of the outbox's state as JSON.
    ///
    /// # Errors
    /// Node-API has no room for a promise.
    #[napi]
    pub fn flush<'env>(&self, env: &'env Env, timeout: String) -> Result<Either<Object<'env>, Thrown>> {
        self.waiting(env, timeout, Client::flush)
    }

    /// Seconds, as one flat value → a promise of the outbox's state as JSON.
    ///
    /// # Errors
    /// Node-API has no room for a promise.
    #[napi]
    pub fn close<'env>(&self, env: &'env Env, timeout: String) -> Result<Either<Object<'env>, Thrown>> {
        self.waiting(env, timeout, Client::close)
    }

    /// The outbox's state as JSON.
    #[napi]
    #[must_use]
    pub fn stats(&self) -> Answer<String> {
        guarded(|| Ok(self.client().stats()?.to_json()))
    }

    fn waiting<'env>(
        &self,
        env: &'env Env,
        timeout: String,
        verb: fn(&Client, Duration) -> std::result::Result<Stats, OutboxError>,
    ) -> Result<Either<Object<'env>, Thrown>> {
        let client = self.client().clone();
        promised(env, pool::alone, move || {
            let timeout = Client::timeout(&Flat::new(&timeout).value()?)?;
            Ok(verb(&client, timeout)?.to_json())
        })
    }
}

/// Seconds, as one flat value → a promise that keeps while something waits in an outbox that this process delivers, but no longer.
///
/// # Errors
/// Node-API has no room for a promise.
#[napi]
pub fn flush_all(env: &Env, timeout: String) -> Result<Either<Object<'_>, Thrown>> {
    promised(env, pool::alone, move || {
        tiktok_capi::flush(Client::timeout(&Flat::new(&timeout).value()?)?);
        Ok(String::new())
    })
}

/// The process ends at once: what only memory holds is delivered for so many seconds at most. A file keeps it.
#[napi]
#[must_use]
pub fn flush_memory(timeout: f64) -> Answer<()> {
    guarded(|| {
        tiktok_capi::flush_memory(Client::timeout(&Input::Number(timeout))?);
        Ok(())
    })
}
