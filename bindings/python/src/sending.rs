//! `Sending`: events that were read and wait to be delivered, or are being delivered.
//!
//! No Python object is held meanwhile, so other threads of Python run.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping, PyString, PyTuple};
use tiktok_capi::core::{Input, Problem};
use tiktok_capi::{Built, Cancel, Client, EnqueueError, InvalidEvent, Receipt, TrackError, Unsent};

use crate::client::described;
use crate::errors;
use crate::guard::{Panicked, caught, guarded};
use crate::waiting;
use crate::walk::{self, Kept};

/// Events on their way.
#[pyclass(frozen, module = "tiktok_capi._native")]
#[derive(Debug)]
pub(crate) struct Sending(Arc<Work>);

#[derive(Debug)]
struct Work {
    client: Client,
    events: Vec<Built>,
    /// One event alone that is refused is a failure.
    is_one: bool,
    cancel: Cancel,
}

/// Why an event is not sent, else its canonical bytes; and its problems.
type Captured<'py> = (Option<&'static str>, Option<Bound<'py, PyBytes>>, Bound<'py, PyTuple>);

impl Sending {
    /// Reads everything now, so that the caller may change or drop what it handed over, and that its time is that of the
    /// call, however long it waits for a thread.
    pub(crate) fn new(client: Client, events: &Bound<'_, PyAny>) -> PyResult<Self> {
        let is_one = one(events)?;
        let events = if is_one {
            vec![client.build(&described(events, &Kept::default())?)]
        } else {
            let read = |event: PyResult<Bound<'_, PyAny>>| one_of_many(&event?);
            let read: Vec<_> = events.try_iter()?.map(read).collect::<PyResult<_>>()?;
            let py = events.py();
            py.detach(|| caught(|| client.build_all(&read))).map_err(|Panicked| errors::internal(py))?
        };
        Ok(Self(Arc::new(Work { client, events, is_one, cancel: Cancel::new() })))
    }
}

#[pymethods]
impl Sending {
    /// Delivers, and gives the receipt as JSON.
    fn run(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || {
            let (work, cancel) = (Arc::clone(&self.0), &self.0.cancel);
            match waiting::interruptible(py, move || work.track(), None, || cancel.cancel())? {
                Ok(Ok(receipt)) => Ok(receipt.to_json_with_api_messages()),
                Ok(Err(TrackError::InvalidEvent(refused))) => {
                    Err(errors::invalid_event(py, refused.problems()))
                }
                Ok(Err(TrackError::Config(error))) => Err(errors::config(py, &error)),
                Err(Panicked) => Err(errors::internal(py)),
            }
        })
    }

    /// Writes to the outbox, and gives the receipt as JSON.
    fn enqueue(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || match py.detach(|| caught(|| self.0.enqueue())) {
            Ok(Ok(receipt)) => Ok(receipt.to_json_with_api_messages()),
            Ok(Err(EnqueueError::InvalidEvent(refused))) => {
                Err(errors::invalid_event(py, refused.problems()))
            }
            Ok(Err(EnqueueError::Config(error))) => Err(errors::config(py, &error)),
            Ok(Err(EnqueueError::Outbox(error))) => Err(errors::outbox(py, &error)),
            Err(Panicked) => Err(errors::internal(py)),
        })
    }

    /// What would be sent, for `tiktok_capi.testing`. It fails where `run` and `enqueue` fail.
    fn built<'py>(&self, py: Python<'py>) -> PyResult<Vec<Captured<'py>>> {
        guarded(py, || match self.0.refused() {
            Some(problems) => Err(errors::invalid_event(py, problems)),
            None => self.0.events.iter().map(|built| captured(py, built)).collect(),
        })
    }

    /// Ends a `run` from another thread.
    fn cancel(&self, py: Python<'_>) {
        py.detach(|| self.0.cancel.cancel());
    }
}

impl Work {
    /// What is wrong with the one event.
    fn refused(&self) -> Option<&[Problem]> {
        match self.events.as_slice() {
            [Built { event: Err(Unsent::Refused), problems }] if self.is_one => Some(problems),
            _ => None,
        }
    }

    fn track(&self) -> Result<Receipt, TrackError> {
        // An option that is missing is told before what is wrong with the event.
        let events = if self.refused().is_some() { Vec::new() } else { self.events.clone() };
        let receipt = self.client.track_built(events, &self.cancel)?;
        self.refused().map_or(Ok(receipt), |problems| Err(InvalidEvent::new(problems.to_vec()).into()))
    }

    fn enqueue(&self) -> Result<Receipt, EnqueueError> {
        let receipt = self.client.enqueue_built(self.events.clone());
        self.refused().map_or(receipt, |problems| Err(InvalidEvent::new(problems.to_vec()).into()))
    }
}

fn captured<'py>(py: Python<'py>, built: &Built) -> PyResult<Captured<'py>> {
    let (unsent, bytes) = match &built.event {
        Ok(event) => (None, Some(PyBytes::new(py, event.bytes()))),
        Err(Unsent::Refused) => (Some("refused"), None),
        Err(Unsent::Withheld) => (Some("withheld"), None),
    };
    Ok((unsent, bytes, errors::told(py, &built.problems)?))
}

/// Whether it is one event and no iterable of events.
#[pyfunction]
pub(crate) fn is_one(py: Python<'_>, events: &Bound<'_, PyAny>) -> PyResult<bool> {
    guarded(py, || one(events))
}

/// A mapping, a record, a JSON text, or nothing that could be walked through.
fn one(events: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(events.is_instance_of::<PyDict>()
        || events.is_instance_of::<PyString>()
        || events.is_instance_of::<PyBytes>()
        || events.cast::<PyMapping>().is_ok()
        || events.hasattr("__dataclass_fields__")?
        || events.get_type().hasattr("model_dump")? // pydantic's, which can be walked through as well
        || !events.hasattr("__iter__")?)
}

/// An event of a list. A text that is not JSON is no event, and the core says so in the receipt.
fn one_of_many(event: &Bound<'_, PyAny>) -> PyResult<Input<'static>> {
    let kept = Kept::default();
    let read = walk::event(event, &kept)?.map(walk::owned);
    Ok(read.unwrap_or(Input::Null))
}
