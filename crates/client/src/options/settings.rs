//! The values of the options, and their defaults.

use std::sync::Arc;
use std::time::Duration;

use tiktok_capi_core::{Banner, Entropy, MAX_EVENTS, Rules, trim};
use ureq::Proxy;

use super::endpoint::Endpoint;
use super::proxy::Way;
use super::roots::CaRoots;
use super::token::Token;

/// TikTok knows a second copy for 48 hours; one of them is for its delivery, and for clocks that differ.
pub(crate) const LONGEST_AGE: Duration = Duration::from_secs(47 * 3_600);

/// What the options say, however they were given.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) rules: Rules,
    pub(crate) banner: Banner,
    pub(crate) now: Option<i64>,
    pub(crate) event_id_seed: Option<Vec<u8>>,
    pub(crate) event_source_id: Option<String>,
    pub(crate) access_token: Option<Token>,
    pub(crate) test_event_code: Option<String>,
    pub(crate) partner_name: Option<String>,
    pub(crate) endpoint: Endpoint,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) max_attempts: u32,
    pub(crate) way: Way,
    pub(crate) ca_roots: CaRoots,
    pub(crate) max_batch: usize,
    pub(crate) outbox: Place,
    pub(crate) is_durability_full: bool,
    pub(crate) max_events: Option<u64>,
    pub(crate) max_bytes: Option<u64>,
    pub(crate) max_age: Duration,
}

impl Settings {
    /// The proxy that leads to the endpoint, if any does.
    pub(crate) fn proxy(&self) -> Option<&Proxy> {
        self.way.to(&self.endpoint)
    }

    /// Whom TLS trusts, where there is any on the way to the endpoint.
    pub(crate) fn roots(&self) -> Option<&CaRoots> {
        Some(&self.ca_roots).filter(|_| self.endpoint.is_https())
    }

    /// Whether both deliver alike: to the same place, by the same token, as patiently. What they say of events does not matter.
    pub(super) fn deliver_alike(&self, other: &Self) -> bool {
        let way = self.endpoint == other.endpoint
            && self.proxy() == other.proxy()
            && self.ca_roots == other.ca_roots;
        let patience =
            |given: &Self| (given.connect_timeout, given.timeout, given.max_attempts, given.max_batch);
        way && self.access_token == other.access_token && patience(self) == patience(other)
    }
}

/// Where the outbox keeps its events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// In the memory of the process, with whose end it ends.
    #[default]
    Memory,
    /// In the file of that path, which all share who name it.
    File(Arc<str>),
}

impl Place {
    /// By the text of the option.
    pub(super) fn of(text: &str) -> Self {
        match trim(text) {
            MEMORY => Self::Memory,
            path => Self::File(path.into()),
        }
    }

    /// The path of the file, or `:memory:`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Memory => MEMORY,
            Self::File(path) => path,
        }
    }
}

/// The text that means memory.
const MEMORY: &str = ":memory:";

impl Default for Settings {
    fn default() -> Self {
        Self {
            rules: Rules::at(0, Entropy::default()),
            banner: Banner::default(),
            now: None,
            event_id_seed: None,
            event_source_id: None,
            access_token: None,
            test_event_code: None,
            partner_name: None,
            endpoint: Endpoint::default(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            max_attempts: 4,
            way: Way::default(),
            ca_roots: CaRoots::Bundled(Vec::new()),
            max_batch: MAX_EVENTS,
            outbox: Place::default(),
            is_durability_full: false,
            max_events: None,
            max_bytes: None,
            max_age: Duration::from_secs(24 * 3_600),
        }
    }
}
