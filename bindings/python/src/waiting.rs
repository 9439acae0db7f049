//! Waiting for what takes long: without the interpreter lock, and on the main thread Ctrl-C ends it.
//! On another thread a function that is called now and then may.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;

use crate::guard::{Panicked, caught};

/// How often is looked for a signal: Ctrl-C is to end a wait within half a second.
const LOOK: Duration = Duration::from_millis(50);

/// Does something long. When a signal's handler or `look` raises meanwhile, `ended` is called and the work is left to
/// itself: waiting for its end would keep the signal waiting too.
///
/// # Errors
/// What the handler of a signal, or `look`, raised.
pub(crate) fn interruptible<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + Clone + 'static,
    look: Option<&Bound<'_, PyAny>>,
    ended: impl FnOnce(),
) -> PyResult<Result<T, Panicked>> {
    let guarded = move || caught(work);
    // At the end of the interpreter nothing can be imported any more, and no signal is handled.
    if look.is_none() && !is_main_thread(py).unwrap_or(false) {
        return Ok(py.detach(guarded));
    }
    let (tell, mut told) = mpsc::sync_channel(1);
    let other = guarded.clone();
    let thread = thread::Builder::new().name("tiktok-capi".to_owned());
    let Ok(thread) = thread.spawn(move || drop(tell.send(other()))) else {
        return Ok(py.detach(guarded));
    };
    loop {
        let received;
        (received, told) = py.detach(move || (told.recv_timeout(LOOK), told));
        match received {
            Ok(done) => {
                // A fork right after this is one of a process without it, and Python does not warn of threads.
                let _ = py.detach(|| thread.join());
                return Ok(done);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(Err(Panicked)),
            Err(RecvTimeoutError::Timeout) => {
                let looked =
                    py.check_signals().and_then(|()| look.map_or(Ok(()), |look| look.call0().map(drop)));
                if let Err(raised) = looked {
                    ended();
                    return Err(raised);
                }
            }
        }
    }
}

/// Only the main thread is told of signals.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    let threading = py.import("threading")?;
    Ok(threading.call_method0("current_thread")?.is(&threading.call_method0("main_thread")?))
}
