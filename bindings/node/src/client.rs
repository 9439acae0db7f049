//! The client, as the JavaScript class `Client` holds it.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use napi::bindgen_prelude::Function;
use napi_derive::napi;
use tiktok_capi::{Client, Failure, Host, Options, Token, Unsent};

use crate::events;
use crate::flat::Flat;
use crate::guard::{Answer, guarded};
use crate::token::{self, Renewed};

const TOKEN: &str = "TIKTOK_ACCESS_TOKEN";

/// A client. JavaScript keeps it to itself, so that nothing can print it.
#[napi]
pub struct NativeClient {
    client: Client,
    /// There when its token came from the environment.
    renewed: Option<Arc<Renewed>>,
}

impl NativeClient {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

impl fmt::Debug for NativeClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// Options → a client. `variable` reads an environment variable: `process.env` may differ from the process's own
/// environment, and only JavaScript may read it while other threads change it. A token of the environment is renewable.
#[napi]
#[must_use]
pub fn open(flat: String, variable: Function<'_, String, Option<String>>) -> Answer<NativeClient> {
    guarded(|| {
        // The token is asked for only where the options have none: what counts as none, the core decides.
        let first = RefCell::new(None);
        let read = |name: &str| {
            let value = variable.call(name.to_owned()).ok().flatten()?;
            if name == TOKEN {
                first.replace(Token::new(&value));
            }
            Some(OsString::from(value))
        };
        let options =
            Options::from_input(&Flat::new(&flat).value()?)?.in_host(Host::Node).with_variables(read)?;
        let Some((renewed, source)) = first.into_inner().map(token::renewable) else {
            return Ok(NativeClient { client: Client::new(options)?, renewed: None });
        };
        let client = Client::new(options.with_token_source(source))?;
        Ok(NativeClient { client, renewed: Some(renewed) })
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
    /// The id of the event source where that is a pixel.
    #[napi]
    #[must_use]
    pub fn pixel_code(&self) -> Answer<Option<String>> {
        guarded(|| Ok(self.client().options().pixel_code().map(str::to_owned)))
    }

    /// The environment has another token by now. One that cannot be a token changes nothing.
    #[napi]
    pub fn renew(&self, token: String) {
        let _: Answer<()> = guarded(|| {
            self.renewed.iter().for_each(|renewed| renewed.renew(&token));
            Ok(())
        });
    }

    /// Parts of a web request, and what the shop itself knows of consent → JSON of who is visiting.
    #[napi]
    #[must_use]
    pub fn visitor(&self, flat: String) -> Answer<String> {
        guarded(|| self.client().visitor_of(&Flat::new(&flat).value()?))
    }

    /// Event and visitor → canonical JSON; nothing when consent does not allow it.
    #[napi]
    #[must_use]
    pub fn build(&self, flat: String, visitor: String) -> Answer<Option<String>> {
        guarded(|| {
            let built = self.client().build(&events::event(&flat, &visitor)?);
            match built.event {
                Ok(event) => String::from_utf8(event.into_bytes()).map(Some).map_err(|_| Failure::internal()),
                Err(Unsent::Withheld) => Ok(None),
                Err(Unsent::Refused) => Err(Failure::invalid_event(built.problems)),
            }
        })
    }

    /// Event and visitor → JSON of what would be sent and why.
    #[napi]
    #[must_use]
    pub fn explain(&self, flat: String, visitor: String) -> Answer<String> {
        guarded(|| Ok(self.client().explain(&events::event(&flat, &visitor)?).to_json()))
    }

    /// Event and visitor → what the page needs; nothing when consent does not allow it.
    #[napi]
    #[must_use]
    pub fn pixel(&self, flat: String, visitor: String, nonce: Option<String>) -> Answer<Option<Page>> {
        guarded(|| {
            let pixel = self.client().pixel(&events::event(&flat, &visitor)?)?;
            Ok(pixel.map(|pixel| Page {
                script: pixel.script(),
                html: pixel.html(nonce.as_deref()),
                identify: pixel.identify,
                track: pixel.track.into(),
            }))
        })
    }
}
