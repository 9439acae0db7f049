//! The client: describes events by its options and delivers them.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use tiktok_capi_core::{
    Entropy, Envelope, Event, Explanation, Input, Outcome as ReadOutcome, Pixel, Request, Rules, Visitor,
    explain, pixel, visitor_of,
};

use crate::delivery;
use crate::delivery::prepared::{Built, InvalidEvent};
use crate::delivery::receipt::Receipt;
use crate::delivery::retry::LONGEST_WAIT;
use crate::delivery::shared::{Sender, Shared};
use crate::events::{Describes, Events};
use crate::failure::Failure;
use crate::machine::clock::Clock;
use crate::machine::entropy;
use crate::options::Options;
use crate::options::error::{ConfigError, ConfigFault};
use crate::options::token::Token;
use crate::outbox::Outbox;
use crate::wire::transport::Transport;

/// Sends conversions to TikTok.
///
/// Making one opens nothing: no socket, no file, no thread. A clone is the same client, and any number of threads may
/// use it at once. After a `fork` the child opens connections of its own.
///
/// Clients that name the same file as their outbox and deliver alike share what they open of it, so a program may make one for
/// each request. Dropping one waits for nothing and loses nothing: what it put in is delivered as long as the process lives. A
/// program that ends calls [`end`](crate::end) before, or [`Client::close`].
///
/// `build`, `explain` and `pixel` need no token and no event source id; only what sends does.
///
/// ```no_run
/// use tiktok_capi::{Client, Input, Options};
///
/// let options = Options::default().with("pixel_code", &Input::text("C4A"))?.with_environment()?;
/// let client = Client::new(options)?;
/// let json = br#"{"event": "Contact", "user": {"email": "jo@example.com"}, "page": {"url": "https://shop.example/"}}"#;
/// let receipt = client.track(&Input::from_json(json)?)?;
/// assert!(receipt.ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A request is tried up to `max_attempts` times, each for at most `timeout`, with waits of at most 30 seconds between
/// them: by default it ends within 130 seconds, and within 44 when TikTok does not ask for a longer wait. A call that
/// makes several requests makes them one after the other.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) shared: Arc<Shared>,
    pub(crate) outbox: Outbox,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.outbox.leave();
    }
}

impl Client {
    /// A client that sends over HTTPS.
    ///
    /// # Errors
    /// Options that do not go together. A missing token or event source id is told by the verbs that send.
    pub fn new(options: Options) -> Result<Self, ConfigError> {
        options.check()?;
        Ok(Self::over(Shared::plain(options)))
    }

    /// A client with another transport and clock, for tests. It shares its outbox with no other of this process.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn with_transport(
        options: Options,
        transport: impl Transport + 'static,
        clock: impl Clock + 'static,
    ) -> Result<Self, ConfigError> {
        options.check()?;
        Ok(Self::over(Shared::new(options, transport, clock)))
    }

    fn over(shared: Shared) -> Self {
        let shared = Arc::new(shared);
        let outbox = Outbox::new(Arc::clone(&shared));
        Self(Arc::new(Inner { shared, outbox }))
    }

    /// The options it was made with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.shared.options
    }

    /// The rules for one event described now.
    #[must_use]
    pub fn rules(&self) -> Rules {
        self.rules_of(0)
    }

    /// The rules for the event at `index` of a list, described now. The index tells ids of the option `event_id_seed`
    /// apart.
    #[must_use]
    pub fn rules_of(&self, index: u64) -> Rules {
        let settings = &self.options().settings;
        let now = settings.now.unwrap_or_else(|| self.0.shared.clock.unix_milliseconds());
        let seed = settings.event_id_seed.as_deref();
        let entropy = seed.map_or(entropy::MACHINE, |seed| Entropy::from_seed(seed, index));
        Rules { now, entropy, ..settings.rules }
    }

    /// Reads one event: its canonical bytes, or why there are none. No network.
    #[must_use]
    pub fn build(&self, event: &Input<'_>) -> Built {
        Event::read(event, &self.rules()).into()
    }

    /// Reads one event, or a list of them, to be handed over later. No network.
    #[must_use]
    pub fn read(&self, described: impl Describes) -> Events {
        described.read(|index| self.rules_of(index))
    }

    /// What would be sent and why, with identifiers masked. No network.
    #[must_use]
    pub fn explain(&self, event: &Input<'_>) -> Explanation {
        explain(event, &self.rules())
    }

    /// The page's half of the event. `None` when consent does not allow it. No network.
    ///
    /// Give the event an `event_id`, and `track` the same one: a generated id differs from call to call.
    ///
    /// # Errors
    /// The event is refused.
    pub fn pixel(&self, event: &Input<'_>) -> Result<Option<Pixel>, InvalidEvent> {
        let reading = Event::read(event, &self.rules());
        match &reading.outcome {
            ReadOutcome::Ready(event) => Ok(Some(pixel(event))),
            ReadOutcome::Withheld => Ok(None),
            ReadOutcome::Refused => Err(InvalidEvent::new(reading.problems)),
        }
    }

    /// The visitor of a request, by what the shop itself knows of its consent (`Input::Null` where it knows nothing) and by
    /// the options `consent_tool`, `consent_category` and `consent_cookie`. No network.
    #[must_use]
    pub fn visitor(&self, request: &Request<'_>, consent: &Input<'_>) -> Visitor {
        Visitor::read(request, consent, &self.options().settings.banner, &self.rules())
    }

    /// The same for other languages: arguments by their names, an answer of JSON; see [`visitor_of`].
    ///
    /// # Errors
    /// An argument is unknown or given twice.
    pub fn visitor_of(&self, arguments: &Input<'_>) -> Result<String, Failure> {
        Ok(visitor_of(arguments, &self.options().settings.banner, &self.rules())?)
    }

    /// Delivers one described event, or a list of them, now, and tells what became of each.
    ///
    /// What TikTok says is in the receipt, and of a list so is what is wrong with an event: there it never fails for one.
    ///
    /// # Errors
    /// `access_token` or `event_source_id` is missing, else the certificates that TLS is to trust cannot be read, else the one
    /// event is refused. Nothing was sent then.
    pub fn track(&self, described: impl Describes) -> Result<Receipt, Failure> {
        self.deliver(self.read(described))
    }

    /// Delivers events that are canonical already ([`Events::canonical`]), byte for byte: they are not read by the rules once
    /// more. The receipt has one result for each.
    ///
    /// # Errors
    /// Those of [`Client::track`].
    pub fn deliver(&self, events: impl Into<Events>) -> Result<Receipt, Failure> {
        let token = self.token()?;
        let sender = self.sender(&token)?;
        let deliver = |events: &[_], cancel: &_| Ok(delivery::deliver(&sender, events, cancel));
        events.into().hand_over::<Failure>(deliver)
    }

    /// Tells what [`Client::deliver`] would fail for, before anything is sent: for those who send later.
    ///
    /// # Errors
    /// Those of [`Client::track`].
    pub fn check(&self, events: &Events) -> Result<(), Failure> {
        self.token()?;
        self.envelope()?;
        self.0.shared.check_roots()?;
        events.refused().map_or(Ok(()), |refused| Err(refused.into()))
    }

    /// The longest that one request takes, tries and waits included.
    #[must_use]
    pub fn longest_request(&self) -> std::time::Duration {
        self.0.shared.policy().longest()
    }

    /// The longest wait before a try: 30 seconds.
    pub const LONGEST_WAIT: std::time::Duration = LONGEST_WAIT;

    /// What a request of this client says beside its events.
    ///
    /// # Errors
    /// `event_source_id` is missing.
    pub fn envelope(&self) -> Result<Envelope<'_>, ConfigError> {
        const HINT: &str = "Set `event_source_id` (`pixel_code` for web), or the environment variable TIKTOK_EVENT_SOURCE_ID.";
        let settings = &self.options().settings;
        let missing = || ConfigError::new(ConfigFault::Missing, "event_source_id", HINT);
        Ok(Envelope {
            event_source: settings.rules.event_source.as_str(),
            event_source_id: settings.event_source_id.as_deref().ok_or_else(missing)?,
            test_event_code: settings.test_event_code.as_deref(),
            partner_name: settings.partner_name.as_deref(),
        })
    }

    fn sender<'a>(&'a self, token: &'a Token) -> Result<Sender<'a>, ConfigError> {
        let envelope = self.envelope()?;
        self.0.shared.check_roots()?;
        Ok(self.0.shared.sender(token, envelope))
    }

    pub(crate) fn token(&self) -> Result<Token, ConfigError> {
        const HINT: &str = "Set `access_token`, or the environment variable TIKTOK_ACCESS_TOKEN.";
        let missing = || ConfigError::new(ConfigFault::Missing, "access_token", HINT);
        self.0.shared.token().ok_or_else(missing)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.0.shared.options).finish_non_exhaustive()
    }
}
