//! The client: describes events by its options and delivers them.

use std::fmt;
use std::sync::Arc;

use tiktok_capi_core::{
    Entropy, Envelope, Event, Explanation, Input, Outcome as ReadOutcome, Pixel, Rules, explain, pixel,
};

use crate::cancel::Cancel;
use crate::clock::{Clock, SystemClock};
use crate::delivery;
use crate::error::{ConfigError, ConfigFault, InvalidEvent, TrackError};
use crate::http::Http;
use crate::options::Options;
use crate::prepared::{Built, Prepared, Unsent};
use crate::receipt::{EventResult, Outcome, Receipt};
use crate::retry::{Budget, LONGEST_WAIT, Policy};
use crate::token::Token;
use crate::transport::Transport;

/// Sends conversions to TikTok.
///
/// Making one opens nothing: no socket, no file, no thread. A clone is the same client, and any number of threads may
/// use it at once. After a `fork` the child opens connections of its own.
///
/// `build`, `explain` and `pixel` need no token and no event source id; only what sends does.
///
/// ```no_run
/// use tiktok_capi::{Client, Input, Options};
///
/// let options = Options::default().with("pixel_code", &Input::text("C4A"))?.with_environment()?;
/// let client = Client::new(options)?;
/// let json = br#"{"event": "Contact", "user": {"email": "jo@example.com"}, "page": {"url": "https://shop.example/"}}"#;
/// let receipt = client.track(&[Input::from_json(json)?])?;
/// assert!(receipt.ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A request is tried up to `max_attempts` times, each for at most `timeout`, with waits of at most 30 seconds between
/// them: by default it ends within 130 seconds, and within 44 when TikTok does not ask for a longer wait. A call that
/// makes several requests makes them one after the other.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    options: Options,
    transport: Box<dyn Transport>,
    clock: Box<dyn Clock>,
    budget: Budget,
}

/// What delivering needs of a client, checked.
pub(crate) struct Sender<'a> {
    pub(crate) token: &'a Token,
    pub(crate) envelope: Envelope<'a>,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) budget: &'a Budget,
    pub(crate) policy: Policy,
    pub(crate) max_batch: usize,
}

impl Client {
    /// A client that sends over HTTPS.
    ///
    /// # Errors
    /// Options that do not go together. A missing token or event source id is told by the verbs that send.
    pub fn new(options: Options) -> Result<Self, ConfigError> {
        let http = Http::new(&options);
        Self::with_transport(options, http, SystemClock::default())
    }

    /// A client with another transport and clock, for tests.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn with_transport(
        options: Options,
        transport: impl Transport + 'static,
        clock: impl Clock + 'static,
    ) -> Result<Self, ConfigError> {
        options.check()?;
        let (transport, clock) = (Box::new(transport), Box::new(clock));
        Ok(Self(Arc::new(Inner { options, transport, clock, budget: Budget::default() })))
    }

    /// The options it was made with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// The rules for one event described now, with random bytes of its own.
    #[must_use]
    pub fn rules(&self) -> Rules {
        self.rules_of(0, &self.seed())
    }

    /// Reads one event: its canonical bytes, or why there are none. No network.
    #[must_use]
    pub fn build(&self, event: &Input<'_>) -> Built {
        Event::read(event, &self.rules()).into()
    }

    /// Reads events as one call of [`Client::track`] would. No network.
    #[must_use]
    pub fn build_all(&self, events: &[Input<'_>]) -> Vec<Built> {
        let seed = self.seed();
        let read = |(index, event)| Event::read(event, &self.rules_of(index, &seed)).into();
        (0..).zip(events).map(read).collect()
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

    /// Delivers events now, and tells what became of each. It never fails for one event.
    ///
    /// # Errors
    /// `access_token` or `event_source_id` is missing; nothing was sent.
    pub fn track(&self, events: &[Input<'_>]) -> Result<Receipt, ConfigError> {
        self.track_until(events, &Cancel::new())
    }

    /// As [`Client::track`], to be ended early from another thread.
    ///
    /// # Errors
    /// Those of [`Client::track`].
    pub fn track_until(&self, events: &[Input<'_>], cancel: &Cancel) -> Result<Receipt, ConfigError> {
        let sender = self.sender()?;
        Ok(send_built(&sender, self.build_all(events), cancel))
    }

    /// Delivers one event now.
    ///
    /// # Errors
    /// The event is refused, or an option that sending needs is missing. What TikTok says is in the receipt.
    pub fn track_one(&self, event: &Input<'_>) -> Result<Receipt, TrackError> {
        self.track_one_until(event, &Cancel::new())
    }

    /// As [`Client::track_one`], to be ended early from another thread.
    ///
    /// # Errors
    /// Those of [`Client::track_one`].
    pub fn track_one_until(&self, event: &Input<'_>, cancel: &Cancel) -> Result<Receipt, TrackError> {
        let sender = self.sender()?;
        let built = self.build(event);
        if built.event == Err(Unsent::Refused) {
            return Err(InvalidEvent::new(built.problems).into());
        }
        Ok(send_built(&sender, vec![built], cancel))
    }

    /// Delivers events that are canonical already. The receipt has one result for each.
    ///
    /// # Errors
    /// `access_token` or `event_source_id` is missing; nothing was sent.
    pub fn deliver(&self, events: &[Prepared], cancel: &Cancel) -> Result<Receipt, ConfigError> {
        Ok(delivery::deliver(&self.sender()?, events, cancel))
    }

    /// The longest that one request takes, tries and waits included.
    #[must_use]
    pub fn longest_request(&self) -> std::time::Duration {
        self.policy().longest()
    }

    /// The longest wait before a try: 30 seconds.
    pub const LONGEST_WAIT: std::time::Duration = LONGEST_WAIT;

    fn policy(&self) -> Policy {
        Policy { max_attempts: self.0.options.max_attempts, timeout: self.0.options.timeout }
    }

    fn sender(&self) -> Result<Sender<'_>, ConfigError> {
        let Inner { options, transport, clock, budget } = &*self.0;
        let missing =
            |option: &'static str, hint: &'static str| ConfigError::new(ConfigFault::Missing, option, hint);
        let source_id = options.event_source_id.as_deref();
        Ok(Sender {
            token: options.access_token.as_ref().ok_or_else(|| {
                missing("access_token", "Set it, or the environment variable TIKTOK_ACCESS_TOKEN.")
            })?,
            envelope: Envelope {
                event_source: options.rules.event_source.as_str(),
                event_source_id: source_id.ok_or_else(|| {
                    missing(
                        "event_source_id",
                        "Set it (`pixel_code` for web), or the environment variable TIKTOK_EVENT_SOURCE_ID.",
                    )
                })?,
                test_event_code: options.test_event_code.as_deref(),
                partner_name: options.partner_name.as_deref(),
            },
            transport: transport.as_ref(),
            clock: clock.as_ref(),
            budget,
            policy: self.policy(),
            max_batch: options.max_batch,
        })
    }

    fn rules_of(&self, index: u64, seed: &[u8]) -> Rules {
        let options = &self.0.options;
        let now = options.now.unwrap_or_else(|| self.0.clock.unix_milliseconds());
        Rules { now, entropy: Entropy::from_seed(seed, index), ..options.rules }
    }

    /// What the generated ids of a call are made from.
    fn seed(&self) -> Vec<u8> {
        if let Some(seed) = &self.0.options.event_id_seed {
            return seed.clone();
        }
        let mut seed = [0; 32];
        if getrandom::fill(&mut seed).is_ok() {
            return seed.to_vec();
        }
        // No machine we know gets here. If one does, ids of two processes must still differ, or TikTok would take their
        // events for the same.
        let clock = &self.0.clock;
        format!("{}:{}:{:?}", std::process::id(), clock.unix_milliseconds(), clock.monotonic()).into()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.0.options).finish_non_exhaustive()
    }
}

/// Sends what can be sent and puts the results back into the caller's order.
fn send_built(sender: &Sender<'_>, built: Vec<Built>, cancel: &Cancel) -> Receipt {
    let mut events = Vec::with_capacity(built.len());
    let described: Vec<_> = built
        .into_iter()
        .map(|built| (built.event.map(|event| events.push(event)), built.problems))
        .collect();
    let receipt = delivery::deliver(sender, &events, cancel);
    let mut sent = receipt.results.into_iter();
    let results = described.into_iter().filter_map(|(event, problems)| match event {
        Ok(()) => sent.next().map(|result| EventResult { problems, ..result }),
        Err(Unsent::Refused) => Some(EventResult::unsent(Outcome::Refused, problems)),
        Err(Unsent::Withheld) => Some(EventResult::unsent(Outcome::Withheld, problems)),
    });
    Receipt { results: results.collect(), ..receipt }
}
