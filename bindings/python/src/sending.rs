//! `Sending`: events that were read and wait to be delivered, or are being delivered.
//!
//! No Python object is held meanwhile, so other threads of Python run.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping, PyString, PyTuple};
use tiktok_capi::{Built, Cancel, Client, Events, Failure, Input, Problem, Unsent};

use crate::errors::{self, Done};
use crate::guard::{caught, guarded};
use crate::waiting;
use crate::walk::{self, Kept};

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

/// Why an event is not sent, else its canonical bytes; and its problems.
type Captured<'py> = (Option<&'static str>, Option<Bound<'py, PyBytes>>, Bound<'py, PyTuple>);

impl Sending {
    /// Reads everything now, so that the caller may change or drop what it handed over, and that its time is that of the
    /// call, however long it waits for a thread.
    pub(crate) fn new(client: Client, events: &Bound<'_, PyAny>) -> Done<Self> {
        let events = if one(events)? {
            client.read(walk::event(events, &Kept::default())?)
        } else {
            let read: Vec<_> = events.try_iter()?.map(|event| owned(&event?)).collect::<PyResult<_>>()?;
            events.py().detach(|| caught(|| client.read(read)))?
        };
        let cancel = Cancel::new();
        Ok(Self(Arc::new(Work { client, events: events.until(&cancel), cancel })))
    }
}

#[pymethods]
impl Sending {
    /// Delivers, and gives the receipt as JSON.
    fn run(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || {
            let work = Arc::clone(&self.0);
            let deliver = move || work.client.deliver(work.events.clone());
            let receipt = waiting::interruptible(py, deliver, None, || self.0.cancel.cancel())??;
            Ok(receipt?.to_json_with_api_messages())
        })
    }

    /// Writes to the outbox, and gives the receipt as JSON.
    fn enqueue(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || {
            let receipt = py.detach(|| caught(|| self.0.client.enqueue(self.0.events.clone())))?;
            Ok(receipt?.to_json_with_api_messages())
        })
    }

    /// What would be sent, for `tiktok_capi.testing`. It fails where `run` and `enqueue` fail.
    fn built<'py>(&self, py: Python<'py>) -> PyResult<Vec<Captured<'py>>> {
        guarded(py, || match self.0.events.refused() {
            Some(refused) => Err(Failure::from(refused).into()),
            None => {
                Ok(self.0.events.built().iter().map(|built| captured(py, built)).collect::<PyResult<_>>()?)
            }
        })
    }

    /// Ends a `run` from another thread.
    fn cancel(&self, py: Python<'_>) {
        py.detach(|| self.0.cancel.cancel());
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
    guarded(py, || Ok(one(events)?))
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

/// An event of a list, which outlives its Python object.
fn owned(event: &Bound<'_, PyAny>) -> PyResult<Result<Input<'static>, Problem>> {
    Ok(walk::event(event, &Kept::default())?.map(walk::owned))
}
