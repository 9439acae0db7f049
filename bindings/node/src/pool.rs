//! A few threads of our own for sends that wait.
//!
//! libuv's four threads also read files and resolve names for the whole program; a send that waits there makes all of
//! that wait too.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Sends that run at once; more of them wait in line.
const MOST_THREADS: usize = 16;

/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(10);

pub(crate) type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    state: Mutex<State>,
    has_work: Condvar,
}

struct State {
    /// In their order, each with its ticket.
    jobs: VecDeque<(u64, Job)>,
    tickets: u64,
    threads: usize,
    idle: usize,
}

static POOL: Pool = Pool {
    state: Mutex::new(State { jobs: VecDeque::new(), tickets: 0, threads: 0, idle: 0 }),
    has_work: Condvar::new(),
};

/// No thread could be started.
#[derive(Debug)]
pub(crate) struct NoThread;

/// Runs a job on a thread of the pool, and gives its ticket. The job does not panic.
pub(crate) fn run(job: impl FnOnce() + Send + 'static) -> Result<u64, NoThread> {
    let mut state = POOL.state();
    state.tickets += 1;
    let ticket = state.tickets;
    state.jobs.push_back((ticket, Box::new(job)));
    if state.jobs.len() > state.idle && state.threads < MOST_THREADS {
        let started = thread::Builder::new().name("tiktok-capi".to_owned()).spawn(|| POOL.work());
        match started {
            Ok(_) => state.threads += 1,
            // The threads that there are get to it in time.
            Err(_) if state.threads > 0 => {}
            Err(_) => {
                state.jobs.pop_back();
                return Err(NoThread);
            }
        }
    }
    drop(state);
    POOL.has_work.notify_one();
    Ok(ticket)
}

/// Runs a job here and now if it still waits in line: it was cancelled, and so does nothing but say so.
pub(crate) fn hurry(ticket: u64) {
    let mut state = POOL.state();
    let place = state.jobs.binary_search_by_key(&ticket, |(ticket, _)| *ticket).ok();
    let job = place.and_then(|place| state.jobs.remove(place));
    drop(state);
    if let Some((_, job)) = job {
        job();
    }
}

/// Runs a job on a thread of its own: it is rare, and must not wait for sends.
pub(crate) fn alone(job: impl FnOnce() + Send + 'static) -> Result<(), NoThread> {
    let started = thread::Builder::new().name("tiktok-capi".to_owned()).spawn(job);
    started.map(drop).map_err(|_| NoThread)
}

impl Pool {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        while let Some(job) = self.next() {
            job();
        }
    }

    /// The next job, or nothing when there was none for a while.
    fn next(&self) -> Option<Job> {
        let mut state = self.state();
        if state.jobs.is_empty() {
            state.idle += 1;
            let waited = self.has_work.wait_timeout_while(state, IDLE, |state| state.jobs.is_empty());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.idle -= 1;
        }
        let job = state.jobs.pop_front();
        if job.is_none() {
            state.threads -= 1;
        }
        job.map(|(_, job)| job)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn sixteen_jobs_run_at_once_and_all_of_many_are_done() {
        static TOGETHER: Barrier = Barrier::new(MOST_THREADS);
        static DONE: AtomicUsize = AtomicUsize::new(0);
        let (ended, ends) = channel();
        for _ in 0..MOST_THREADS * 10 {
            let ended = ended.clone();
            run(move || {
                // Nobody gets past it unless as many jobs run at once.
                TOGETHER.wait();
                DONE.fetch_add(1, Ordering::Relaxed);
                ended.send(()).unwrap();
            })
            .unwrap();
        }
        drop(ended);
        assert_eq!(ends.iter().count(), MOST_THREADS * 10);
        assert_eq!(DONE.load(Ordering::Relaxed), MOST_THREADS * 10);
        assert!(POOL.state().threads <= MOST_THREADS);
    }
}
