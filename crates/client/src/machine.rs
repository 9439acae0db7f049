//! What the machine gives: time, randomness, threads and processes. It knows nothing of events.

pub(crate) mod cancel;
pub(crate) mod clock;
pub(crate) mod entropy;
pub mod fork;
#[cfg(unix)]
pub(crate) mod process;
pub(crate) mod signals;
