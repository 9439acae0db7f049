//! What all requests share: the store behind its lock, and what wakes those who wait for an event.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::answer::ROUTE_NOT_FOUND;
use crate::config::{Access, Config};
use crate::fault::{Chooser, Plan};
use crate::file::File;
use crate::notice::Notice;
use crate::password::Password;
use crate::record::{Recorded, RequestSeen};
use crate::store::Store;

pub(crate) struct App {
    pub(crate) access: Access,
    pub(crate) max_hang: Duration,
    /// How long a connection may keep us waiting.
    pub(crate) patience: Duration,
    pub(crate) most_connections: usize,
    /// Whether only this machine reaches it.
    pub(crate) is_local: bool,
    first_faults: Plan,
    store: Mutex<Store>,
    arrived: Condvar,
    arrived_async: Notify,
    /// Told once, with the first event that is dropped.
    full: Notify,
    /// Told once, with the first request to a path that takes no events.
    astray: Notify,
    is_astray: AtomicBool,
    /// What opens the page, when it is not open to everybody on this machine.
    pub(crate) password: Option<Password>,
    bodies: RandomState,
}

impl App {
    pub(crate) fn new(config: Config) -> io::Result<Self> {
        let faults = config.faults.checked();
        let faults = faults.map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let file = config.file.as_deref().map(File::open).transpose()?;
        let store = Store::new(config.capacity, faults.clone(), file).map_err(io::Error::other)?;
        Ok(Self {
            access: Access(config.tokens),
            max_hang: config.max_hang,
            patience: config.patience,
            most_connections: config.most_connections.max(1),
            is_local: config.bind.ip().is_loopback(),
            first_faults: faults,
            store: Mutex::new(store),
            arrived: Condvar::new(),
            arrived_async: Notify::new(),
            full: Notify::new(),
            astray: Notify::new(),
            is_astray: AtomicBool::new(false),
            password: config.password.as_deref().map(Password::of),
            bodies: RandomState::new(),
        })
    }

    /// The store. A test that panicked while it held the lock has not harmed it.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request, records what it brought, and wakes those who wait.
    pub(crate) fn note(&self, request: RequestSeen, events: Option<(Vec<Recorded>, bool)>) {
        let mut store = self.store();
        let was_full = store.counts().forgotten > 0;
        let is_astray = request.code == Some(ROUTE_NOT_FOUND) && request.method == "POST";
        if let Some((events, is_accepted)) = events {
            store.record(events, is_accepted);
        }
        store.note(request);
        if !was_full && store.counts().forgotten > 0 {
            self.full.notify_one();
        }
        if is_astray && !self.is_astray.swap(true, Ordering::Relaxed) {
            self.astray.notify_one();
        }
        drop(store);
        self.arrived.notify_all();
        self.arrived_async.notify_waiters();
    }

    pub(crate) fn reset(&self) {
        self.store().reset(self.first_faults.clone());
        self.arrived_async.notify_waiters();
    }

    pub(crate) fn set_faults(&self, plan: Plan) {
        self.store().faults = Chooser::new(plan);
        self.arrived_async.notify_waiters();
    }

    /// Ends with the next news: a request, other faults, or that everything was forgotten. Enable it before the look.
    pub(crate) fn news(&self) -> Notified<'_> {
        self.arrived_async.notified()
    }

    /// Ends with the first event that is dropped, and with the first request to a path that takes none.
    pub(crate) async fn notice(&self) -> Notice {
        tokio::select! {
            () = self.full.notified() => Notice::Full { events: self.store().events().len() },
            () = self.astray.notified() => Notice::Astray,
        }
    }

    /// What stands for a body, in this process only.
    pub(crate) fn body_key(&self, body: &[u8]) -> Option<u64> {
        (!body.is_empty()).then(|| self.bodies.hash_one(body))
    }

    /// Waits for an accepted event with that id, and blocks the thread.
    pub(crate) fn wait(&self, event_id: &str, most: Duration) -> Option<Recorded> {
        let end = Instant::now() + most;
        let mut store = self.store();
        loop {
            if let Some(event) = store.accepted(event_id) {
                return Some(event.clone());
            }
            let left = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
            let woken = self.arrived.wait_timeout(store, left);
            store = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for an accepted event with that id.
    pub(crate) async fn wait_async(&self, event_id: &str, most: Duration) -> Option<Recorded> {
        let arrived = async {
            loop {
                // Registered before the look, so that nothing is missed in between.
                let mut next = std::pin::pin!(self.arrived_async.notified());
                next.as_mut().enable();
                if let Some(event) = self.store().accepted(event_id).cloned() {
                    return event;
                }
                next.await;
            }
        };
        tokio::time::timeout(most, arrived).await.ok()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("counts", &self.store().counts()).finish_non_exhaustive()
    }
}
