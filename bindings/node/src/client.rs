//! The client, as the JavaScript class `Client` holds it.

use std::ffi::OsString;
use std::fmt;

use napi::bindgen_prelude::Function;
use napi_derive::napi;
use tiktok_capi::{Client, Options, Unsent};

use crate::failure::{Done, Failure};
use crate::flat::Flat;
use crate::guard::{Answer, guarded};
use crate::pool;

/// A client. JavaScript keeps it to itself, so that nothing can print it.
#[napi]
pub struct NativeClient {
    /// There until JavaScript lets go of it.
    client: Option<Client>,
}

impl NativeClient {
    pub(crate) fn client(&self) -> Done<&Client> {
        self.client.as_ref().ok_or_else(Failure::internal)
    }
}

impl Drop for NativeClient {
    /// Nobody closed it, and closing its outbox may wait for the network: Node's own thread must not.
    fn drop(&mut self) {
        let client = self.client.take();
        // Where there is no thread, it is closed here.
        let _ = pool::run(move || drop(client));
    }
}

impl fmt::Debug for NativeClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// Options → a client. `variable` reads an environment variable: `process.env` may differ from the process's own
/// environment, and only JavaScript may read it while other threads change it.
#[napi]
#[must_use]
pub fn open(flat: String, variable: Function<'_, String, Option<String>>) -> Answer<NativeClient> {
    guarded(|| {
        let variable = |name: &str| variable.call(name.to_owned()).ok().flatten().map(OsString::from);
        let options = Options::from_input(&Flat::new(&flat).value()?)?.with_variables(variable)?;
        Ok(NativeClient { client: Some(Client::new(options)?) })
    })
}

/// The names of all options, second names included.
#[napi]
#[must_use]
pub fn options() -> Vec<&'static str> {
    Options::all().iter().flat_map(|row| row.alias.into_iter().chain([row.name])).collect()
}

/// What the page needs, each part JSON but for the last two.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Page {
    /// The argument of `ttq.identify`.
    pub identify: Option<String>,
    /// The arguments of `ttq.track`.
    pub track: Vec<String>,
    /// The body of a script element.
    pub script: String,
    /// The whole script element.
    pub html: String,
}

#[napi]
impl NativeClient {
    /// Event → canonical JSON; nothing when consent does not allow it.
    #[napi]
    #[must_use]
    pub fn build(&self, flat: String) -> Answer<Option<String>> {
        guarded(|| {
            let built = self.client()?.build(&Flat::new(&flat).event()?);
            match built.event {
                Ok(event) => String::from_utf8(event.into_bytes()).map(Some).map_err(|_| Failure::internal()),
                Err(Unsent::Withheld) => Ok(None),
                Err(Unsent::Refused) => Err(Failure::invalid_event(&built.problems)),
            }
        })
    }

    /// Event → JSON of what would be sent and why.
    #[napi]
    #[must_use]
    pub fn explain(&self, flat: String) -> Answer<String> {
        guarded(|| Ok(self.client()?.explain(&Flat::new(&flat).event()?).to_json()))
    }

    /// Event → what the page needs; nothing when consent does not allow it.
    #[napi]
    #[must_use]
    pub fn pixel(&self, flat: String, nonce: Option<String>) -> Answer<Option<Page>> {
        guarded(|| {
            let pixel = self.client()?.pixel(&Flat::new(&flat).event()?)?;
            Ok(pixel.map(|pixel| Page {
                script: pixel.script(),
                html: pixel.html(nonce.as_deref()),
                identify: pixel.identify,
                track: pixel.track.into(),
            }))
        })
    }
}
