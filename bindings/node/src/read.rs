//! What would be handed over, for `tiktok-capi/testing`, which keeps it in place of sending it.

use napi_derive::napi;
use tiktok_capi::{Built, Client, Events, Failure, Unsent};

use crate::client::NativeClient;
use crate::events;
use crate::failure::{Done, ProblemParts};
use crate::guard::{Answer, guarded};

/// An event that was read.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Read {
    /// Its canonical JSON.
    pub canonical: Option<String>,
    /// Why there is none.
    pub outcome: Option<&'static str>,
    /// What is wrong or worth knowing.
    pub problems: Vec<ProblemParts>,
}

#[napi]
impl NativeClient {
    /// Events and their visitor → what `track` and `enqueue` hand over. One alone, when it is refused, is a failure instead.
    #[napi]
    #[must_use]
    pub fn read(&self, flat: String, visitor: String, is_one: bool) -> Answer<Vec<Read>> {
        self.told(|client| events::described(client, &flat, &visitor, is_one))
    }

    /// Canonical events → what `deliver` hands over, in the same way.
    #[napi]
    #[must_use]
    pub fn read_canonical(&self, flat: String, is_one: bool) -> Answer<Vec<Read>> {
        self.told(|_| events::canonical(&flat, is_one))
    }

    fn told(&self, read: impl FnOnce(&Client) -> Done<Events>) -> Answer<Vec<Read>> {
        guarded(|| {
            let events = read(self.client())?;
            events.refused().map_or(Ok(()), |refused| Err(Failure::from(refused)))?;
            events.built().iter().map(Read::of).collect()
        })
    }
}

impl Read {
    fn of(built: &Built) -> Done<Self> {
        let problems = built.problems.iter().map(ProblemParts::of).collect();
        let (canonical, outcome) = match &built.event {
            Ok(event) => (Some(text(event.bytes())?), None),
            Err(Unsent::Refused) => (None, Some("refused")),
            Err(Unsent::Withheld) => (None, Some("withheld")),
        };
        Ok(Self { canonical, outcome, problems })
    }
}

fn text(bytes: &[u8]) -> Done<String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Failure::internal())
}
