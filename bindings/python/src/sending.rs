//! `Sending`: events that were read and wait to be delivered, or are being delivered.
//!
//! No Python object is held meanwhile: other threads of Python run, and on the main thread Ctrl-C ends the wait.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping, PyString};
use tiktok_capi::core::Input;
use tiktok_capi::{Cancel, Client, Receipt, TrackError};

use crate::client::described;
use crate::errors;
use crate::guard::{Panicked, caught, guarded};
use crate::walk::{self, Kept};

/// How often the main thread looks for a signal: Ctrl-C is to end a send within half a second.
const LOOK_FOR_SIGNALS: Duration = Duration::from_millis(50);

/// Events on their way.
#[pyclass(frozen, module = "tiktok_capi._native")]
#[derive(Debug)]
pub(crate) struct Sending(Arc<Work>);

#[derive(Debug)]
struct Work {
    client: Client,
    events: Events,
    cancel: Cancel,
}

#[derive(Debug)]
enum Events {
    One(Input<'static>),
    Many(Vec<Input<'static>>),
}

type Sent = Result<Result<Receipt, TrackError>, Panicked>;

impl Sending {
    /// Reads everything now, so that the caller may change or drop what it handed over.
    pub(crate) fn new(client: Client, events: &Bound<'_, PyAny>) -> PyResult<Self> {
        let events = if is_one(events)? {
            Events::One(walk::owned(described(events, &Kept::default())?))
        } else {
            let read = |event: PyResult<Bound<'_, PyAny>>| one_of_many(&event?);
            Events::Many(events.try_iter()?.map(read).collect::<PyResult<_>>()?)
        };
        Ok(Self(Arc::new(Work { client, events, cancel: Cancel::new() })))
    }
}

#[pymethods]
impl Sending {
    /// Delivers, and gives the receipt as JSON.
    fn run(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || {
            let work = &self.0;
            let sent = if is_main_thread(py)? { interruptible(py, work)? } else { py.detach(|| work.send()) };
            match sent {
                Ok(Ok(receipt)) => Ok(receipt.to_json_with_api_messages()),
                Ok(Err(TrackError::InvalidEvent(refused))) => {
                    Err(errors::invalid_event(py, refused.problems()))
                }
                Ok(Err(TrackError::Config(error))) => Err(errors::config(py, &error)),
                Err(Panicked) => Err(errors::internal(py)),
            }
        })
    }

    /// Ends it from another thread.
    fn cancel(&self, py: Python<'_>) {
        py.detach(|| self.0.cancel.cancel());
    }
}

impl Work {
    fn send(&self) -> Sent {
        caught(|| match &self.events {
            Events::One(event) => self.client.track_one_until(event, &self.cancel),
            Events::Many(events) => Ok(self.client.track_until(events, &self.cancel)?),
        })
    }
}

/// Sends from a thread of its own, while this one looks for signals.
fn interruptible(py: Python<'_>, work: &Arc<Work>) -> PyResult<Sent> {
    let (tell, mut told) = mpsc::sync_channel(1);
    let sender = Arc::clone(work);
    let thread = thread::Builder::new().name("tiktok-capi".to_owned());
    if thread.spawn(move || drop(tell.send(sender.send()))).is_err() {
        return Ok(py.detach(|| work.send()));
    }
    loop {
        let received;
        (received, told) = py.detach(move || (told.recv_timeout(LOOK_FOR_SIGNALS), told));
        match received {
            Ok(sent) => return Ok(sent),
            Err(RecvTimeoutError::Disconnected) => return Ok(Err(Panicked)),
            // The thread ends by itself: waiting for it would keep the signal waiting too.
            Err(RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| work.cancel.cancel())?,
        }
    }
}

/// Only the main thread is told of signals.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    let threading = py.import("threading")?;
    Ok(threading.call_method0("current_thread")?.is(&threading.call_method0("main_thread")?))
}

/// Whether it is one event: a mapping, a record, a JSON text, or nothing that could be walked through.
fn is_one(events: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(events.is_instance_of::<PyDict>()
        || events.is_instance_of::<PyString>()
        || events.is_instance_of::<PyBytes>()
        || events.cast::<PyMapping>().is_ok()
        || events.hasattr("__dataclass_fields__")?
        || !events.hasattr("__iter__")?)
}

/// An event of a list. A text that is not JSON is no event, and the core says so in the receipt.
fn one_of_many(event: &Bound<'_, PyAny>) -> PyResult<Input<'static>> {
    let kept = Kept::default();
    let read = walk::event(event, &kept)?.map(walk::owned);
    Ok(read.unwrap_or(Input::Null))
}
