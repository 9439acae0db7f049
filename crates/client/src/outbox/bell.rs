//! What those who put events in and the thread that delivers them tell each other.

use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::error::{OutboxError, OutboxFault};
use super::stats::Stats;
use crate::machine::cancel::Cancel;

/// How often whoever waits looks for what other processes have done.
const LOOK: Duration = Duration::from_millis(50);

/// Wakes the thread, and those who wait for it.
#[derive(Default)]
pub(super) struct Bell {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// How many use it. The last one that closes it counts on.
    clients: usize,
    run: Run,
    thread: Option<JoinHandle<()>>,
    /// Nothing more is to be started.
    is_ending: bool,
    /// Whether anything came since the thread last looked.
    has_news: bool,
    /// How many wait for it.
    hurrying: u32,
    /// Ends its waits for more events, as long as somebody waits for it.
    hurry: Cancel,
    /// Sources that cannot be sent to now, so that events for them wake nobody.
    paused: Vec<i64>,
    /// Ends the wait of the thread.
    wake: Cancel,
    /// Ends its request.
    sending: Cancel,
    /// What the file last said no to.
    failed: Option<OutboxError>,
    /// What whoever closed it was told.
    last: Option<Result<Stats, OutboxError>>,
}

/// The state of a thread that could not be started, as [`Stats`] have it.
pub(super) const FAILED: &str = "failed";

/// What is known of the thread.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Run {
    /// It was not needed, or found nothing to do.
    #[default]
    Rests,
    Running,
    /// The last time that it was needed it could not be started.
    Failed,
}

impl State {
    fn is_running(&self) -> bool {
        self.run == Run::Running
    }
}

impl Bell {
    /// One client more uses it, unless it is to end.
    pub(super) fn join(&self) -> bool {
        let mut state = self.state();
        state.clients += usize::from(!state.is_ending);
        !state.is_ending
    }

    /// A client was dropped. After the last of them the thread ends when nothing waits. True where there is no thread: then
    /// whoever asks closes what is open.
    pub(super) fn leave(&self) -> bool {
        let mut state = self.state();
        state.clients = state.clients.saturating_sub(1);
        if state.clients > 0 {
            return false;
        }
        if state.is_running() {
            state.has_news = true;
            state.wake.cancel();
        } else {
            state.is_ending = true;
        }
        state.is_ending
    }

    /// A client is closed. True for the last of them: then whoever asks ends the thread and closes what is open.
    pub(super) fn part(&self) -> bool {
        let mut state = self.state();
        if state.clients > 1 {
            state.clients -= 1;
        } else {
            state.is_ending = true;
        }
        state.is_ending
    }

    /// Whether the thread runs.
    pub(super) fn is_running(&self) -> bool {
        self.state().is_running()
    }

    /// An event came for a source: the thread is woken if it can do something about it.
    pub(super) fn notice(&self, source: i64) {
        let mut state = self.state();
        if !state.has_news && !state.paused.contains(&source) {
            state.has_news = true;
            state.wake.cancel();
        }
    }

    /// Something came for any source: the thread is woken to look.
    pub(super) fn rouse(&self) {
        let mut state = self.state();
        state.has_news = true;
        state.wake.cancel();
    }

    /// Starts the thread, unless it runs or is to end. True where that fails, and did not the last time.
    pub(super) fn start(&self, thread: impl FnOnce() -> io::Result<JoinHandle<()>>) -> bool {
        let mut state = self.state();
        if state.is_running() || state.is_ending {
            return false;
        }
        let started = thread();
        let run = if started.is_ok() { Run::Running } else { Run::Failed };
        let before = std::mem::replace(&mut state.run, run);
        state.thread = started.ok();
        run == Run::Failed && before != Run::Failed
    }

    /// The thread, as [`Stats`] have it.
    pub(super) fn thread(&self) -> Option<&'static str> {
        match self.state().run {
            Run::Running => Some("running"),
            Run::Failed => Some(FAILED),
            Run::Rests => None,
        }
    }

    /// Waits for the thread, which does not linger meanwhile.
    pub(super) fn hurried<T>(&self, wait: impl FnOnce() -> T) -> T {
        {
            let mut state = self.state();
            state.hurrying += 1;
            state.hurry.cancel();
        }
        let waited = wait();
        let mut state = self.state();
        state.hurrying = state.hurrying.saturating_sub(1);
        if state.hurrying == 0 {
            state.hurry = Cancel::new();
        }
        waited
    }

    /// Waits for a moment. False when the time is over, or nobody delivers.
    ///
    /// # Errors
    /// The thread met a failure that time does not mend, or did not.
    pub(super) fn wait(&self, end: Option<Instant>) -> Result<bool, OutboxError> {
        let state = self.state();
        let left = left(end);
        let is_over = left.is_zero() || !state.is_running();
        if let Some(failed) = state.failed.as_ref().filter(|failed| is_over || !may_mend(failed)) {
            return Err(failed.clone());
        }
        if is_over {
            return Ok(false);
        }
        drop(self.changed.wait_timeout(state, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner));
        Ok(true)
    }

    /// Ends the thread, and waits for that.
    pub(super) fn end(&self, end: Option<Instant>) {
        let mut state = self.state();
        state.is_ending = true;
        state.hurry.cancel();
        state.wake.cancel();
        state.sending.cancel();
        while state.is_running() {
            let left = left(end);
            if left.is_zero() {
                return;
            }
            state =
                self.changed.wait_timeout(state, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner).0;
        }
        // Whoever closes before a fork wants the process to have no other thread: Python counts them, and warns.
        let thread = state.thread.take();
        drop(state);
        let _ = thread.map(JoinHandle::join);
    }

    /// What whoever closed first was told.
    pub(super) fn last(&self) -> Option<Result<Stats, OutboxError>> {
        self.state().last.clone()
    }

    /// Remembers what whoever closes is told.
    pub(super) fn remember(&self, answer: &Result<Stats, OutboxError>) {
        self.state().last = Some(answer.clone());
    }

    /// For the thread: what to do until there is news.
    pub(super) fn rest(&self, paused: Vec<i64>) -> Option<Cancel> {
        let mut state = self.state();
        if state.is_ending {
            return None;
        }
        state.paused = paused;
        state.wake = Cancel::new();
        if state.has_news {
            state.wake.cancel();
        }
        Some(state.wake.clone())
    }

    /// For the thread that is about to look: the switch that ends its next request, unless it is to end. Where the file cannot be used and no client
    /// is left to be told so, it is.
    pub(super) fn sending(&self) -> Option<Cancel> {
        let mut state = self.state();
        state.paused.clear();
        state.has_news = false;
        let is_lost = state.failed.as_ref().is_some_and(|failed| !may_mend(failed));
        state.is_ending |= is_lost && state.clients == 0;
        (!state.is_ending).then(|| state.sending.clone())
    }

    /// For the thread that finds nothing to do: whether it ends, since no client is left.
    pub(super) fn is_over(&self) -> bool {
        let mut state = self.state();
        state.is_ending |= state.clients == 0 && !state.has_news;
        state.is_ending
    }

    /// For the thread: cancelled as long as somebody waits for it.
    pub(super) fn hurry(&self) -> Cancel {
        self.state().hurry.clone()
    }

    /// For the thread: something was done, or failed.
    pub(super) fn tell(&self, failed: Option<OutboxError>) {
        self.state().failed = failed;
        self.changed.notify_all();
    }

    /// For the thread: it ends.
    pub(super) fn stopped(&self) -> Left {
        let mut state = self.state();
        state.run = Run::Rests;
        state.is_ending |= state.clients == 0;
        self.changed.notify_all();
        match state.is_ending {
            true if state.clients == 0 => Left::Nobody,
            true => Left::Closing,
            false => Left::Clients,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whom a thread that ends leaves behind.
pub(super) enum Left {
    /// Clients, which may start it anew.
    Clients,
    /// Whoever closes what is open.
    Closing,
    /// None but itself.
    Nobody,
}

/// The time until then; without an end there is always some.
fn left(end: Option<Instant>) -> Duration {
    end.map_or(LOOK, |end| end.saturating_duration_since(Instant::now()))
}

/// Whether the next try may succeed.
fn may_mend(error: &OutboxError) -> bool {
    matches!(error.fault(), OutboxFault::Full | OutboxFault::Busy)
}
