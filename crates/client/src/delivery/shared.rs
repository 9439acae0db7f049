//! What a client and the thread of its outbox share: options, transport, clock, and how much may be tried again. Clients of
//! the same outbox share it with each other where it is the same.

use std::sync::atomic::{AtomicBool, Ordering};

use tiktok_capi_core::Envelope;

use super::current::Current;
use super::retry::{Budget, Policy};
use crate::machine::clock::{Clock, SystemClock};
use crate::options::Options;
use crate::options::error::ConfigError;
use crate::options::token::Token;
use crate::wire::http::Http;
use crate::wire::roots::root_certs;
use crate::wire::transport::Transport;

pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) budget: Budget,
    pub(crate) current: Current,
    /// Whether it is all ours: another transport or clock is told from none.
    is_plain: bool,
    /// Whether what TLS trusts could be read.
    is_trusting: AtomicBool,
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
    /// Over HTTPS, by the clock of the machine.
    pub(crate) fn plain(options: Options) -> Self {
        let http = Http::new(&options);
        Self { is_plain: true, ..Self::new(options, http, SystemClock::default()) }
    }

    pub(crate) fn new(
        options: Options,
        transport: impl Transport + 'static,
        clock: impl Clock + 'static,
    ) -> Self {
        let (transport, clock) = (Box::new(transport), Box::new(clock));
        let (budget, current) = (Budget::default(), Current::default());
        Self {
            options,
            transport,
            clock,
            budget,
            current,
            is_plain: false,
            is_trusting: AtomicBool::default(),
        }
    }

    /// Whether one of them may deliver for the other.
    pub(crate) fn delivers_like(&self, other: &Self) -> bool {
        self.is_plain && other.is_plain && self.options.deliver_alike(&other.options)
    }

    pub(crate) fn token(&self) -> Option<Token> {
        self.current.token(&self.options)
    }

    /// Tells before anything is sent that the certificates which TLS is to trust cannot be read. Once they could, each connection
    /// reads them for itself: they may be replaced.
    pub(crate) fn check_roots(&self) -> Result<(), ConfigError> {
        let roots = self.options.settings.roots().filter(|_| self.is_plain);
        let Some(roots) = roots.filter(|_| !self.is_trusting.load(Ordering::Relaxed)) else { return Ok(()) };
        root_certs(roots)?;
        self.is_trusting.store(true, Ordering::Relaxed);
        Ok(())
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
