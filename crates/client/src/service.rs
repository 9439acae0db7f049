//! What a client and the thread of its outbox share: options, transport, clock, and how much may be tried again.

use tiktok_capi_core::Envelope;

use crate::clock::Clock;
use crate::options::Options;
use crate::reason::Reason;
use crate::retry::{Budget, Policy};
use crate::token::Token;
use crate::transport::Transport;

pub(crate) struct Service {
    pub(crate) options: Options,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) budget: Budget,
}

/// What delivering needs, checked.
pub(crate) struct Sender<'a> {
    pub(crate) token: &'a Token,
    pub(crate) envelope: Envelope<'a>,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) budget: &'a Budget,
    pub(crate) policy: Policy,
    pub(crate) max_batch: usize,
    /// No try begins after this moment, in Unix milliseconds: a machine that sleeps stops the monotonic clock.
    pub(crate) until: Option<i64>,
}

impl Service {
    pub(crate) fn token(&self) -> Option<Token> {
        self.options.token()
    }

    /// The token, looked up anew when TikTok refused the last one.
    pub(crate) fn token_for(&self, reason: Option<Reason>) -> Option<Token> {
        if reason == Some(Reason::Unauthorized) { self.options.renewed_token() } else { self.token() }
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy { max_attempts: self.options.max_attempts, timeout: self.options.timeout }
    }

    pub(crate) fn sender<'a>(&'a self, token: &'a Token, envelope: Envelope<'a>) -> Sender<'a> {
        Sender {
            token,
            envelope,
            transport: self.transport.as_ref(),
            clock: self.clock.as_ref(),
            budget: &self.budget,
            policy: self.policy(),
            max_batch: self.options.max_batch,
            until: None,
        }
    }
}
