//! `track`: the promise is made here, kept by a thread of ours, and settled from there.

use std::fmt;

use napi::bindgen_prelude::{Env, Object};
use napi::{Either, JsDeferred, Result};
use napi_derive::napi;
use tiktok_capi::{Cancel, Client};

use crate::client::NativeClient;
use crate::failure::{Done, Failure};
use crate::flat::Flat;
use crate::guard::{Answer, guarded};
use crate::pool;

/// Ends a send early.
#[napi]
pub struct Cancellation(Cancel);

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[napi]
impl Cancellation {
    /// One that nobody has used yet.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self(Cancel::new())
    }

    /// Ends the sends that it was given to.
    #[napi]
    pub fn cancel(&self) {
        // What it could tell is told by the send.
        let _: Answer<()> = guarded(|| {
            self.0.cancel();
            Ok(())
        });
    }
}

impl Default for Cancellation {
    fn default() -> Self {
        Self::new()
    }
}

#[napi]
impl NativeClient {
    /// Events → a promise of the receipt as JSON. One alone, when it is refused, is a failure instead.
    ///
    /// # Errors
    /// Node-API has no room for a promise.
    #[napi]
    pub fn track<'env>(
        &self,
        env: &'env Env,
        flat: String,
        is_one: bool,
        cancellation: Option<&Cancellation>,
    ) -> Result<Either<Object<'env>, Failure>> {
        let cancel = cancellation.map(|cancellation| cancellation.0.clone()).unwrap_or_default();
        let client = self.client().cloned();
        promised(env, move || {
            let client = client?;
            if is_one { one(&client, &flat, &cancel) } else { many(&client, &flat, &cancel) }
        })
    }
}

/// A promise that is kept by the pool.
pub(crate) fn promised(
    env: &Env,
    body: impl FnOnce() -> Done<String> + Send + 'static,
) -> Result<Either<Object<'_>, Failure>> {
    type Settle = Box<dyn FnOnce(Env) -> Result<Answer<String>>>;
    let (deferred, promise): (JsDeferred<_, Settle>, _) = env.create_deferred()?;
    let kept = pool::run(move || {
        let answer = guarded(body);
        deferred.resolve(Box::new(|_| Ok(answer)));
    });
    Ok(match kept {
        Ok(()) => Either::A(promise),
        Err(pool::NoThread) => Either::B(Failure::internal()),
    })
}

fn one(client: &Client, flat: &str, cancel: &Cancel) -> Done<String> {
    let receipt = client.track_one_until(&Flat::new(flat).event()?, cancel)?;
    Ok(receipt.to_json_with_api_messages())
}

fn many(client: &Client, flat: &str, cancel: &Cancel) -> Done<String> {
    Ok(client.track_until(&Flat::new(flat).values()?, cancel)?.to_json_with_api_messages())
}
