//! One call's way to the service: requests, their tries, and what is left when nothing more can succeed.

mod body;
mod current;
pub(crate) mod error;
pub(crate) mod prepared;
pub(crate) mod reason;
pub(crate) mod receipt;
mod reply;
pub(crate) mod retry;
pub(crate) mod shared;
mod split;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use tiktok_capi_core::requests;
use tracing::{debug, warn};

use crate::machine::cancel::Cancel;
use crate::machine::clock::milliseconds;
use crate::wire::transport::Request;
use prepared::Prepared;
use reason::Reason;
use receipt::{EventResult, Outcome, Receipt};
use reply::{ApiMessage, INVALID_BATCH_SIZE, Reply, Verdict};
use retry::{Next, Policy};
use shared::Sender;
use split::Part;

/// Delivers events and tells what became of each, in their order.
pub(crate) fn deliver(sender: &Sender<'_>, events: &[Prepared], cancel: &Cancel) -> Receipt {
    let mut delivery = Delivery {
        sender,
        events,
        cancel,
        answers: vec![Answer::of(Reason::Cancelled); events.len()],
        receipt: Receipt::default(),
        is_down: false,
        stopped: None,
    };
    let sizes: Vec<usize> = events.iter().map(|event| event.bytes().len()).collect();
    for batch in requests(&sizes, sender.max_batch) {
        split::deliver(batch, &mut |part| delivery.send(part));
    }
    delivery.into_receipt()
}

struct Delivery<'a> {
    sender: &'a Sender<'a>,
    events: &'a [Prepared],
    cancel: &'a Cancel,
    answers: Vec<Answer>,
    receipt: Receipt,
    /// Whether the last request was given up: then the next ones get one try each, until one is answered.
    is_down: bool,
    /// Why nothing more is sent.
    stopped: Option<Reason>,
}

/// What is known about an event.
#[derive(Debug, Clone)]
struct Answer {
    outcome: Outcome,
    request_id: Option<Arc<str>>,
    message: Option<ApiMessage>,
}

impl Answer {
    fn of(reason: Reason) -> Self {
        Self::undelivered(reason, None, false)
    }

    fn undelivered(reason: Reason, reply: Option<&Reply>, may_have_arrived: bool) -> Self {
        let code = reply.and_then(|reply| reply.code);
        Self::with(Outcome::Undelivered { reason, code, may_have_arrived }, reply)
    }

    fn with(outcome: Outcome, reply: Option<&Reply>) -> Self {
        let message = reply.and_then(|reply| reply.message.clone());
        Self { outcome, request_id: reply.and_then(|reply| reply.request_id.clone()), message }
    }
}

impl Delivery<'_> {
    /// Sends the events of a range in one request and remembers what that came to.
    fn send(&mut self, range: Range<usize>) -> Part {
        let (answer, part) = match self.stopped {
            Some(reason) => (Answer::of(reason), Part::Settled),
            None => self.request(range.clone()),
        };
        let answers = self.answers.get_mut(range).unwrap_or_default();
        answers.fill(answer);
        part
    }

    fn request(&mut self, range: Range<usize>) -> (Answer, Part) {
        let Some(events) = self.events.get(range) else { return (Answer::of(Reason::Setup), Part::Settled) };
        let body = self.sender.envelope.body(events);
        let tried = self.tries(&body, events.len());
        self.is_down = tried.is_given_up;
        self.judge(tried)
    }

    fn judge(&mut self, tried: Tried) -> (Answer, Part) {
        let reply = match tried.last {
            Ok(reply) => reply,
            Err(reason) => return (self.undelivered(reason, None, tried.may_have_arrived), Part::Settled),
        };
        let may_have_arrived = tried.may_have_arrived;
        let rejected = Outcome::Rejected { code: reply.code, status: reply.status, may_have_arrived };
        match reply.verdict {
            Verdict::Accepted => (Answer::with(Outcome::Accepted, Some(&reply)), Part::Fine),
            Verdict::Partly => (Answer::with(Outcome::Partly, Some(&reply)), Part::Settled),
            Verdict::Rejected => (Answer::with(rejected, Some(&reply)), Part::Settled),
            Verdict::Splittable => {
                let hint = reply.message.as_ref().and_then(ApiMessage::index);
                let is_certain = reply.code != Some(INVALID_BATCH_SIZE);
                (Answer::with(rejected, Some(&reply)), Part::Bad { hint, is_certain })
            }
            Verdict::Unauthorized => {
                self.sender.current.refuse();
                (self.undelivered(Reason::Unauthorized, Some(&reply), may_have_arrived), Part::Settled)
            }
            Verdict::Transient(reason) => {
                self.receipt.retry_after = reply.retry_after.or(self.receipt.retry_after);
                (self.undelivered(reason, Some(&reply), may_have_arrived), Part::Settled)
            }
        }
    }

    /// After some of the reasons nothing that follows could succeed.
    fn undelivered(&mut self, reason: Reason, reply: Option<&Reply>, may_have_arrived: bool) -> Answer {
        if !reason.is_transient() {
            self.stopped = Some(reason);
        }
        Answer::undelivered(reason, reply, may_have_arrived)
    }

    /// Tries one request until it is settled or given up. Every try sends the same bytes.
    fn tries(&mut self, body: &[u8], events: usize) -> Tried {
        let started = self.sender.clock.monotonic();
        let mut may_have_arrived = false;
        let mut made = 0;
        loop {
            if self.cancel.is_cancelled() || self.is_late() {
                return Tried { last: Err(Reason::Cancelled), may_have_arrived, is_given_up: false };
            }
            made += 1;
            let attempt = self.attempt(body);
            let Some(reason) = attempt.reason() else {
                self.sender.budget.reward();
                attempt.log(events, made, None);
                return Tried { last: attempt.result, may_have_arrived, is_given_up: false };
            };
            may_have_arrived |= attempt.may_have_arrived;
            let wait = self.wait_after(reason, &attempt, made, started);
            attempt.log(events, made, wait);
            match wait {
                Some(wait) => self.sender.clock.wait(wait, self.cancel),
                None => return Tried { last: attempt.result, may_have_arrived, is_given_up: true },
            }
        }
    }

    fn is_late(&self) -> bool {
        self.sender.until.is_some_and(|until| self.sender.clock.unix_milliseconds() >= until)
    }

    /// How long to wait before the next try; `None` when there is to be none.
    fn wait_after(
        &self,
        reason: Reason,
        attempt: &Attempt,
        made: u32,
        started: Duration,
    ) -> Option<Duration> {
        if !reason.is_transient() {
            return None;
        }
        let now = self.sender.clock.monotonic();
        let retry_after = attempt.result.as_ref().ok().and_then(|reply| reply.retry_after);
        let max_attempts = if self.is_down { 1 } else { self.sender.policy.max_attempts };
        let policy = Policy { max_attempts, ..self.sender.policy };
        match policy.next(made, now.saturating_sub(started), retry_after, chance()) {
            Next::Wait(wait) => self.sender.budget.take(now).then_some(wait),
            Next::Stop => None,
        }
    }

    fn attempt(&mut self, body: &[u8]) -> Attempt {
        let clock = self.sender.clock;
        let started = clock.monotonic();
        let request = Request { token: self.sender.token, body };
        let sent = self.sender.transport.send(&request, self.cancel);
        let elapsed = clock.monotonic().saturating_sub(started);
        self.receipt.requests = self.receipt.requests.saturating_add(1);
        let (result, may_have_arrived) = match sent {
            Ok(response) => {
                let reply = Reply::read(&response, clock.unix_milliseconds());
                let may_have_arrived =
                    matches!(reply.verdict, Verdict::Transient(reason) if reason.may_have_arrived());
                self.receipt.request_ids.extend(reply.request_id.clone());
                (Ok(reply), may_have_arrived)
            }
            Err(error) => (Err(Reason::from(error)), error.may_have_arrived()),
        };
        Attempt { result, may_have_arrived, elapsed }
    }

    fn into_receipt(self) -> Receipt {
        let results = self.events.iter().zip(self.answers).map(|(event, answer)| {
            let (name, id) = event.names();
            EventResult {
                event: Some(name),
                event_id: Some(id),
                outcome: answer.outcome,
                problems: Vec::new(),
                request_id: answer.request_id,
                message: answer.message,
            }
        });
        Receipt { results: results.collect(), ..self.receipt }
    }
}

/// What all tries of a request came to.
struct Tried {
    last: Result<Reply, Reason>,
    may_have_arrived: bool,
    is_given_up: bool,
}

/// One try.
struct Attempt {
    result: Result<Reply, Reason>,
    may_have_arrived: bool,
    elapsed: Duration,
}

impl Attempt {
    /// Why it settled nothing.
    fn reason(&self) -> Option<Reason> {
        match &self.result {
            Ok(Reply { verdict: Verdict::Transient(reason), .. }) => Some(*reason),
            Ok(_) => None,
            Err(reason) => Some(*reason),
        }
    }

    /// One structured event for each try: codes, counts and times, and nothing that anybody wrote.
    fn log(&self, events: usize, attempt: u32, wait: Option<Duration>) {
        let reply = self.result.as_ref().ok();
        let code = reply.and_then(|reply| reply.code);
        let status = reply.map(|reply| reply.status);
        let request_id = reply.and_then(|reply| reply.request_id.as_deref());
        let reason = self.reason().map(Reason::as_str);
        let (elapsed_ms, wait_ms) = (milliseconds(self.elapsed), wait.map(milliseconds));
        if matches!(reply, Some(Reply { verdict: Verdict::Accepted, .. })) {
            debug!(target: "tiktok_capi", code, status, request_id, events, attempt, elapsed_ms, "accepted");
        } else {
            warn!(target: "tiktok_capi", code, status, request_id, reason, events, attempt, elapsed_ms, wait_ms, "not accepted");
        }
    }
}

/// A random number from 0 to 1. A system without randomness waits the whole time.
pub(crate) fn chance() -> f64 {
    getrandom::u32().map_or(1.0, |random| f64::from(random) / f64::from(u32::MAX))
}
