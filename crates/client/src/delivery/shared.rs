//! What a client and the thread of its outbox share: options, transport, clock, and how much may be tried again.

use tiktok_capi_core::Envelope;

use super::current::Current;
use super::retry::{Budget, Policy};
use crate::machine::clock::Clock;
use crate::options::Options;
use crate::options::token::Token;
use crate::wire::transport::Transport;

pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) budget: Budget,
    pub(crate) current: Current,
}

/// What delivering needs, checked.
pub(crate) struct Sender<'a> {
    pub(crate) token: &'a Token,
    pub(crate) envelope: Envelope<'a>,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) budget: &'a Budget,
    pub(crate) current: &'a Current,
    pub(crate) policy: Policy,
    pub(crate) max_batch: usize,
    /// No try begins after this moment, in Unix milliseconds: a machine that sleeps stops the monotonic clock.
    pub(crate) until: Option<i64>,
}

impl Shared {
    pub(crate) fn new(
        options: Options,
        transport: impl Transport + 'static,
        clock: impl Clock + 'static,
    ) -> Self {
        let (transport, clock) = (Box::new(transport), Box::new(clock));
        Self { options, transport, clock, budget: Budget::default(), current: Current::default() }
    }

    pub(crate) fn token(&self) -> Option<Token> {
        self.current.token(&self.options)
    }

    pub(crate) fn policy(&self) -> Policy {
        let settings = &self.options.settings;
        Policy { max_attempts: settings.max_attempts, timeout: settings.timeout }
    }

    pub(crate) fn sender<'a>(&'a self, token: &'a Token, envelope: Envelope<'a>) -> Sender<'a> {
        Sender {
            token,
            envelope,
            transport: self.transport.as_ref(),
            clock: self.clock.as_ref(),
            budget: &self.budget,
            current: &self.current,
            policy: self.policy(),
            max_batch: self.options.settings.max_batch,
            until: None,
        }
    }
}
