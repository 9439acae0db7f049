//! A local stand-in for TikTok's Events API 2.0, for tests, examples and development.
//!
//! It answers as the real service does (envelope, codes, all-or-nothing batches), deduplicates as it does, takes the
//! Pixel's calls as well, breaks on demand, and says of each event what TikTok keeps to itself: that a key is misspelt,
//! an identifier not hashed, a time in milliseconds. It checks the bytes that arrive by itself and shares with the code that
//! builds them the catalogue, what it takes for a name, and what it takes for personal: so it never contradicts `explain`.
//!
//! [`Sandbox`] runs beside a test and is asked directly; [`run`] serves until it is told to end. Over HTTP it is asked at
//! `/sandbox/…`, and looked at with a browser at `/`. Nothing here was checked against the live service: where no source
//! says what TikTok answers, the README says what was chosen.

#![forbid(unsafe_code)]

mod answer;
mod app;
mod check;
mod clock;
mod config;
mod connection;
mod control;
mod dedup;
mod detail;
mod diagnose;
mod endpoint;
mod envelope;
mod fault;
mod feed;
mod file;
mod finding;
mod guard;
mod hash;
mod json;
mod judge;
mod legacy;
mod message;
mod notice;
mod page;
mod password;
mod peers;
mod place;
mod play;
mod privacy;
mod quality;
mod receive;
mod record;
mod server;
mod shares;
mod store;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

pub use answer::{CODES, Code, code};
pub use config::{Config, FORBIDDEN_TOKEN, REVOKED_TOKEN, Tokens};
pub use dedup::Standing;
pub use endpoint::{Channel, Endpoint};
pub use fault::{BadBody, Fault, InvalidPlan, Plan, Rule};
pub use finding::{Finding, FindingCode, Weight};
pub use notice::Notice;
pub use password::password;
pub use record::{Counts, MatchKeys, Recorded, RequestSeen};

use app::App;
use server::Server;

/// A running sandbox. It ends when it is dropped.
///
/// ```
/// use tiktok_capi_sandbox::{Config, Sandbox};
///
/// let sandbox = Sandbox::start(Config::default())?;
/// // … a client sends to `sandbox.endpoint()` …
/// assert_eq!(sandbox.counts().accepted, 0);
/// # std::io::Result::Ok(())
/// ```
pub struct Sandbox {
    app: Arc<App>,
    address: SocketAddr,
    /// Dropped to end the server.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on threads of its own. When this returns, it takes connections.
    ///
    /// # Errors
    /// When the address is taken or not loopback (see [`Config::password`]), the file cannot be opened, or the plan
    /// of faults is wrong.
    pub fn start(config: Config) -> io::Result<Self> {
        let server = Server::bind(config)?;
        let (app, address) = (server.app.clone(), server.address);
        let runtime = server::runtime()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("tiktok-sandbox".to_owned()).spawn(move || {
            let stopped = async { drop(stopped.await) };
            let tell = |notice| match notice {
                Notice::Ready(_) => {}
                notice => tracing::warn!("{notice}"),
            };
            if let Err(error) = runtime.block_on(server.serve(stopped, tell)) {
                tracing::error!(kind = ?error.kind(), "the sandbox ended");
            }
            runtime.shutdown_timeout(Duration::from_secs(1));
        })?;
        Ok(Self { app, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Its address, as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of `event/track/`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("{}/open_api/v1.3/event/track/", self.url())
    }

    /// The events in memory, oldest first.
    #[must_use]
    pub fn events(&self) -> Vec<Recorded> {
        self.app.store().events().iter().cloned().collect()
    }

    /// The requests in memory, oldest first; those to `/sandbox/` and the page are not among them.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestSeen> {
        self.app.store().requests().iter().cloned().collect()
    }

    /// How many events came to what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.app.store().counts()
    }

    /// The accepted event with that id, as soon as it is there; nothing after `timeout`. Blocks.
    #[must_use]
    pub fn wait_for(&self, event_id: &str, timeout: Duration) -> Option<Recorded> {
        self.app.wait(event_id, timeout)
    }

    /// Puts another plan of faults to work; its counts begin anew.
    ///
    /// # Errors
    /// When a rule could never be played as it is written.
    pub fn set_faults(&self, plan: Plan) -> Result<(), InvalidPlan> {
        self.app.set_faults(plan.checked()?);
        Ok(())
    }

    /// Unix milliseconds by the sandbox's clock.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.app.store().clock.now_ms()
    }

    /// Sets the clock, in Unix milliseconds; it goes on from there.
    pub fn set_clock(&self, now_ms: i64) {
        self.app.store().clock.set(now_ms);
    }

    /// Stops the clock, or lets it go on.
    pub fn freeze_clock(&self, is_frozen: bool) {
        self.app.store().clock.freeze(is_frozen);
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        self.app.store().clock.advance(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
    }

    /// Forgets events, requests and deduplication; clock and faults are as at the start.
    pub fn reset(&self) {
        self.app.reset();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It panics only when one of our handlers does, and the test shows that anyway.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("address", &self.address)
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}

/// Serves until Ctrl-C, SIGTERM or the end of [`Config::lifetime`], and blocks. `tell` is told the address first, when
/// connections are taken.
///
/// # Errors
/// As [`Sandbox::start`], and when accepting connections fails for good.
pub fn run(config: Config, tell: impl FnMut(Notice)) -> io::Result<()> {
    let server = Server::bind(config)?;
    let runtime = server::runtime()?;
    let ended = runtime.block_on(server.serve(server::signal(), tell));
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
