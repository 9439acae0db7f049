//! `track` and `deliver`: events are read and the promise is made here; a thread of ours sends them and settles it.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use napi::bindgen_prelude::{Env, Object};
use napi::{Either, JsDeferred, Result};
use napi_derive::napi;
use tiktok_capi::{Cancel, Client, Events, Failure};

use crate::client::NativeClient;
use crate::events;
use crate::failure::{Done, Thrown};
use crate::guard::{Answer, guarded};
use crate::pool::{self, Job, NoThread};

/// Ends a send early.
#[napi]
pub struct Cancellation {
    cancel: Cancel,
    /// Of the send that it was given to, which may still wait in line.
    ticket: AtomicU64,
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cancel.fmt(f)
    }
}

#[napi]
impl Cancellation {
    /// One that nobody has used yet.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self { cancel: Cancel::new(), ticket: AtomicU64::new(0) }
    }

    /// Ends the send that it was given to.
    #[napi]
    pub fn cancel(&self) {
        // What it could tell is told by the send.
        let _: Answer<()> = guarded(|| {
            self.cancel.cancel();
            pool::hurry(self.ticket.load(Ordering::Relaxed));
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
    /// Events and their visitor → a promise of the receipt as JSON. One alone, when it is refused, is a failure instead.
    ///
    /// # Errors
    /// Node-API has no room for a promise.
    #[napi]
    pub fn track<'env>(
        &self,
        env: &'env Env,
        flat: String,
        visitor: String,
        is_one: bool,
        cancellation: Option<&Cancellation>,
    ) -> Result<Either<Object<'env>, Thrown>> {
        self.sent(env, cancellation, |client| events::described(client, &flat, &visitor, is_one))
    }

    /// Canonical events → the same.
    ///
    /// # Errors
    /// Node-API has no room for a promise.
    #[napi]
    pub fn deliver<'env>(
        &self,
        env: &'env Env,
        flat: String,
        is_one: bool,
        cancellation: Option<&Cancellation>,
    ) -> Result<Either<Object<'env>, Thrown>> {
        self.sent(env, cancellation, |_| events::canonical(&flat, is_one))
    }

    /// Events are read and checked now: their time is that of the call, however long they wait in line.
    fn sent<'env>(
        &self,
        env: &'env Env,
        cancellation: Option<&Cancellation>,
        read: impl FnOnce(&Client) -> Done<Events>,
    ) -> Result<Either<Object<'env>, Thrown>> {
        let cancel = cancellation.map(|cancellation| cancellation.cancel.clone()).unwrap_or_default();
        let read = guarded(|| {
            let client = self.client().clone();
            let events = read(&client)?.until(&cancel);
            client.check(&events)?;
            Ok((client, events))
        });
        let (client, events) = match read {
            Either::A(read) => read,
            Either::B(thrown) => return Ok(Either::B(thrown)),
        };
        promised(env, in_line(cancellation), move || Ok(client.deliver(events)?.to_json_with_api_messages()))
    }
}

/// Starts a job on the pool, where its cancellation finds it.
fn in_line(cancellation: Option<&Cancellation>) -> impl FnOnce(Job) -> std::result::Result<(), NoThread> {
    move |job| {
        let ticket = pool::run(job)?;
        if let Some(cancellation) = cancellation {
            cancellation.ticket.store(ticket, Ordering::Relaxed);
        }
        Ok(())
    }
}

type Settle = Box<dyn FnOnce(Env) -> Result<Answer<String>>>;

/// A promise that is kept by the thread on which `start` runs its job.
pub(crate) fn promised(
    env: &Env,
    start: impl FnOnce(Job) -> std::result::Result<(), NoThread>,
    body: impl FnOnce() -> Done<String> + Send + 'static,
) -> Result<Either<Object<'_>, Thrown>> {
    let (deferred, promise): (JsDeferred<_, Settle>, _) = env.create_deferred()?;
    let started = start(Box::new(move || {
        let answer = guarded(body);
        deferred.resolve(Box::new(|_| Ok(answer)));
    }));
    Ok(match started {
        Ok(()) => Either::A(promise),
        Err(NoThread) => Either::B(Thrown::from(&Failure::internal())),
    })
}
