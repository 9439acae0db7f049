//! The thread that delivers: lease, send, settle, and rest while there is nothing to do.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use super::batch::Batches;
use super::bell::Bell;
use super::connections::Connections;
use super::error::OutboxError;
use super::fate::Fate;
use super::lease::{Lease, Leased, Next, Terms};
use super::settle::{CHUNK, Lesson};
use super::waits::Waits;
use crate::delivery;
use crate::delivery::reason::Reason;
use crate::delivery::receipt::{EventResult, Outcome, Receipt};
use crate::delivery::shared::Shared;
use crate::machine::cancel::Cancel;
use crate::machine::clock::milliseconds;

/// How long the first event waits for others to share its request, unless somebody waits for the thread.
const LINGER: Duration = Duration::from_millis(100);

/// How often it looks for events that other processes put in and left.
const LOOK: Duration = Duration::from_secs(10);

/// The wait after the file said no.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What a lease lasts longer than the last try under it may take.
const SPARE: Duration = Duration::from_secs(2);

/// What the thread works with.
pub(super) struct Worker<'a> {
    pub(super) connections: &'a Connections,
    pub(super) bell: &'a Bell,
    pub(super) shared: &'a Shared,
}

impl Worker<'_> {
    /// Delivers until somebody ends it, or until nothing waits and no client is left. It survives any panic: what it had leased
    /// then is taken over when its time is up.
    pub(super) fn run(&self, max_age: i64) {
        while std::panic::catch_unwind(AssertUnwindSafe(|| self.deliver_all(max_age))).is_err() {
            tracing::error!(target: "tiktok_capi", "the outbox's thread panicked and begins anew");
            if let Some(wake) = self.bell.rest(Vec::new()) {
                self.shared.clock.wait(AFTER_FAILURE, &wake);
            }
        }
    }

    fn deliver_all(&self, max_age: i64) {
        let (mut served, mut waits) = (0, Waits::default());
        let mut batches = Batches::of_at_most(self.shared.options.settings.max_batch);
        while let Some(sending) = self.bell.sending() {
            let terms = Terms {
                length: lease_length(self.shared),
                monotonic: self.shared.clock.monotonic(),
                batches: &batches,
                max_age,
                served,
                linger: if self.bell.hurry().is_cancelled() { 0 } else { milliseconds(LINGER) },
            };
            let now = self.now();
            match self.connections.back(|store| store.lease(now, terms, &mut waits)) {
                Ok(Next::Send(lease)) => {
                    served = lease.source_id;
                    let reason = self.deliver(&lease, &sending);
                    batches.learn(lease.source_id, lease.events.len(), reason);
                }
                Ok(Next::Later { due: Some(due), paused }) => self.pause(due, paused),
                Ok(Next::Later { due: None, .. }) if self.bell.is_over() => return,
                Ok(Next::Later { due: None, .. }) => self.idle(),
                Err(error) => self.fail(error),
            }
        }
    }

    /// Sends the events of a lease and writes down what became of them. Gives the reason why nothing was settled.
    fn deliver(&self, lease: &Lease, sending: &Cancel) -> Option<Reason> {
        let receipt = send(self.shared, lease, sending);
        let lesson = lesson(&receipt);
        let lost = lease.lost.iter().map(|(row, death)| (row, Fate::Dead(*death), death.reason.to_owned()));
        let answered = lease.rows.iter().zip(&receipt.results).map(|(row, result)| {
            let fate = Fate::of(&result.outcome);
            (row, fate, fate.count(&result.outcome))
        });
        let fates: Vec<(&Leased, Fate, String)> = lost.chain(answered).collect();
        for chunk in fates.chunks(CHUNK) {
            let now = self.now();
            if !self.insist(|| self.connections.finish(|store| store.settle(lease, chunk, now))) {
                // The lease has to run out: it is what says that these may have arrived.
                return lesson.reason;
            }
        }
        let now = self.now();
        self.insist(|| self.connections.finish(|store| store.end(lease, lesson, now)));
        self.bell.tell(None);
        lesson.reason
    }

    /// What was answered is written down as soon as there is room for it. Whoever ends the outbox does not wait for that:
    /// the lease runs out, and the events are sent once more. False where it was not written.
    fn insist(&self, work: impl Fn() -> Result<(), OutboxError>) -> bool {
        while let Err(error) = work() {
            self.fail(error);
            if self.bell.sending().is_none() {
                return false;
            }
        }
        true
    }

    /// Waits until a source may be tried again or another one gets an event.
    fn pause(&self, due: i64, paused: Vec<i64>) {
        let wait = due.saturating_sub(self.now()).max(1);
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or_default());
        self.bell.tell(None);
        let Some(wake) = self.bell.rest(paused) else { return };
        self.shared.clock.wait(wait.min(LOOK), &wake);
        self.linger(&wake);
    }

    /// Waits for an event.
    fn idle(&self) {
        self.bell.tell(None);
        let Some(wake) = self.bell.rest(Vec::new()) else { return };
        wake.wait(LOOK);
        self.linger(&wake);
    }

    /// After the first event a little for more of them.
    fn linger(&self, wake: &Cancel) {
        if wake.is_cancelled() {
            self.shared.clock.wait(LINGER, &self.bell.hurry());
        }
    }

    fn fail(&self, error: OutboxError) {
        tracing::warn!(target: "tiktok_capi", code = error.code(), "the outbox cannot be used");
        self.bell.tell(Some(error));
        if let Some(wake) = self.bell.rest(Vec::new()) {
            self.shared.clock.wait(AFTER_FAILURE, &wake);
        }
    }

    fn now(&self) -> i64 {
        self.shared.clock.unix_milliseconds()
    }
}

fn send(shared: &Shared, lease: &Lease, sending: &Cancel) -> Receipt {
    let Some(token) = shared.token() else { return without_token(lease) };
    let mut sender = shared.sender(&token, lease.source.envelope());
    sender.until = Some(lease.started_at.saturating_add(milliseconds(sender.policy.longest())));
    if lease.circuit.is_probing() {
        sender.policy.max_attempts = 1;
    }
    let deliver = || delivery::deliver(&sender, &lease.events, sending);
    std::panic::catch_unwind(AssertUnwindSafe(deliver)).unwrap_or_else(|_| panicked(lease))
}

/// Nobody knows how far it came. It is as if the connection had broken: a batch is halved, and in the end an event that brings
/// it about stands alone.
fn panicked(lease: &Lease) -> Receipt {
    tracing::error!(target: "tiktok_capi", "a delivery panicked");
    let reason = Reason::ConnectionLost;
    undelivered(lease, Outcome::Undelivered { reason, code: None, may_have_arrived: true })
}

/// A source of tokens has none at the moment: that is waited for like a better one.
fn without_token(lease: &Lease) -> Receipt {
    let reason = Reason::Unauthorized;
    undelivered(lease, Outcome::Undelivered { reason, code: None, may_have_arrived: false })
}

fn undelivered(lease: &Lease, outcome: Outcome) -> Receipt {
    let results = lease.events.iter().map(|event| EventResult { outcome, ..EventResult::queued(event) });
    Receipt { results: results.collect(), ..Receipt::default() }
}

/// Longer than the requests under it: their tries begin within the policy's time, and each takes at most its own.
fn lease_length(shared: &Shared) -> i64 {
    let policy = shared.policy();
    milliseconds(policy.longest().saturating_add(policy.timeout).saturating_add(SPARE))
}

/// One event that is settled shows that the service is there.
fn lesson(receipt: &Receipt) -> Lesson {
    let is_settled = receipt.results.iter().any(|result| result.outcome.reason().is_none());
    let last = receipt.results.last().map_or(Some(Reason::Cancelled), |result| result.outcome.reason());
    Lesson {
        reason: last.filter(|_| !is_settled),
        retry_after: receipt.retry_after,
        chance: delivery::chance(),
    }
}
