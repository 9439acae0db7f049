//! The thread that delivers: lease, send, settle, and rest while there is nothing to do.

use std::time::Duration;

use super::batch::Batches;
use super::circuit::milliseconds;
use super::error::OutboxError;
use super::fate::Fate;
use super::lease::{Lease, Leased, Next, Terms};
use super::process::Process;
use super::settle::{CHUNK, Verdict};
use crate::cancel::Cancel;
use crate::delivery;
use crate::reason::Reason;
use crate::receipt::{EventResult, Outcome, Receipt};
use crate::service::Service;

/// How long the first event waits for others to share its request, unless somebody waits for the thread.
const LINGER: Duration = Duration::from_millis(100);

/// How often it looks for events that other processes put in and left.
const LOOK: Duration = Duration::from_secs(10);

/// The wait after the file said no.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What a lease lasts longer than the last try under it may take.
const SPARE: Duration = Duration::from_secs(2);

/// Delivers until the process ends its outbox.
pub(super) fn run(process: &Process, service: &Service, max_age: i64) {
    let mut served = 0;
    let mut batches = Batches::of_at_most(service.options.max_batch);
    while let Some(sending) = process.sending() {
        let terms = Terms {
            length: lease_length(service),
            batches: &batches,
            max_age,
            served,
            linger: if process.hurry().is_cancelled() { 0 } else { milliseconds(LINGER) },
        };
        let now = service.clock.unix_milliseconds();
        match process.back(|store| store.lease(now, terms)) {
            Ok(Next::Send(lease)) => {
                served = lease.source_id;
                let reason = deliver(process, service, &lease, &sending);
                batches.learn(lease.source_id, lease.events.len(), reason);
            }
            Ok(Next::Later { due: Some(due), paused }) => pause(process, service, due, paused),
            Ok(Next::Later { due: None, .. }) => idle(process, service),
            Err(error) => fail(process, service, error),
        }
    }
}

/// Sends the events of a lease and writes down what became of them. Gives the reason why nothing was settled.
fn deliver(process: &Process, service: &Service, lease: &Lease, sending: &Cancel) -> Option<Reason> {
    let receipt = send(service, lease, sending);
    let verdict = verdict(&receipt);
    let lost = lease.lost.iter().map(|(row, death)| (row, Fate::Dead(*death), death.reason.to_owned()));
    let answered = lease.rows.iter().zip(&receipt.results).map(|(row, result)| {
        let fate = Fate::of(&result.outcome);
        (row, fate, fate.count(&result.outcome))
    });
    let fates: Vec<(&Leased, Fate, String)> = lost.chain(answered).collect();
    for chunk in fates.chunks(CHUNK) {
        let now = service.clock.unix_milliseconds();
        if !insist(process, service, || process.back(|store| store.settle(lease, chunk, now))) {
            // The lease has to run out: it is what says that these may have arrived.
            return verdict.reason;
        }
    }
    let now = service.clock.unix_milliseconds();
    insist(process, service, || process.back(|store| store.end(lease, verdict, now)));
    process.tell(None);
    verdict.reason
}

fn send(service: &Service, lease: &Lease, sending: &Cancel) -> Receipt {
    let Some(token) = service.token() else { return without_token(lease) };
    let mut sender = service.sender(&token, lease.source.envelope());
    sender.until = Some(lease.started_at.saturating_add(milliseconds(sender.policy.longest())));
    if lease.circuit.is_probing() {
        sender.policy.max_attempts = 1;
    }
    delivery::deliver(&sender, &lease.events, sending)
}

/// A source of tokens has none at the moment: that is waited for like a better one.
fn without_token(lease: &Lease) -> Receipt {
    let outcome = Outcome::Undelivered { reason: Reason::Unauthorized, code: None, may_have_arrived: false };
    let results = lease.events.iter().map(|event| EventResult { outcome, ..EventResult::queued(event) });
    Receipt { results: results.collect(), ..Receipt::default() }
}

/// Longer than the requests under it: their tries begin within the policy's time, and each takes at most its own.
fn lease_length(service: &Service) -> i64 {
    let policy = service.policy();
    milliseconds(policy.longest().saturating_add(policy.timeout).saturating_add(SPARE))
}

/// One event that is settled shows that the service is there.
fn verdict(receipt: &Receipt) -> Verdict {
    let is_settled = receipt.results.iter().any(|result| result.outcome.reason().is_none());
    let last = receipt.results.last().map_or(Some(Reason::Cancelled), |result| result.outcome.reason());
    Verdict {
        reason: last.filter(|_| !is_settled),
        retry_after: receipt.retry_after,
        chance: delivery::chance(),
    }
}

/// What was answered is written down as soon as there is room for it. Whoever ends the outbox does not wait for that: the
/// lease runs out, and the events are sent once more. False where it was not written.
fn insist(process: &Process, service: &Service, work: impl Fn() -> Result<(), OutboxError>) -> bool {
    while let Err(error) = work() {
        fail(process, service, error);
        if process.sending().is_none() {
            return false;
        }
    }
    true
}

/// Waits until a source may be tried again or another one gets an event.
fn pause(process: &Process, service: &Service, due: i64, paused: Vec<i64>) {
    let wait = due.saturating_sub(service.clock.unix_milliseconds()).max(1);
    let wait = Duration::from_millis(u64::try_from(wait).unwrap_or_default());
    process.tell(None);
    let Some(wake) = process.rest(paused) else { return };
    service.clock.wait(wait.min(LOOK), &wake);
    linger(process, service, &wake);
}

/// Waits for an event.
fn idle(process: &Process, service: &Service) {
    process.tell(None);
    let Some(wake) = process.rest(Vec::new()) else { return };
    wake.wait(LOOK);
    linger(process, service, &wake);
}

/// After the first event a little for more of them.
fn linger(process: &Process, service: &Service, wake: &Cancel) {
    if wake.is_cancelled() {
        service.clock.wait(LINGER, &process.hurry());
    }
}

fn fail(process: &Process, service: &Service, error: OutboxError) {
    tracing::warn!(target: "tiktok_capi", code = error.code(), "the outbox cannot be used");
    process.tell(Some(error));
    if let Some(wake) = process.rest(Vec::new()) {
        service.clock.wait(AFTER_FAILURE, &wake);
    }
}
