//! `Sending`: events that were read and wait to be delivered, or are being delivered.
//!
//! No Python object is held meanwhile, so other threads of Python run.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use tiktok_capi::{Built, Cancel, Client, Events, Failure, Unsent};

use crate::errors;
use crate::events::Read;
use crate::guard::{caught, guarded};
use crate::waiting;

/// Events on their way.
#[pyclass(frozen, module = "tiktok_capi._native")]
#[derive(Debug)]
pub(crate) struct Sending(Arc<Work>);

struct Work {
    client: Client,
    events: Events,
    event_id: Option<String>,
    cancel: Cancel,
}

/// Why an event is not sent, else its canonical bytes; and its problems.
type Captured<'py> = (Option<&'static str>, Option<Bound<'py, PyBytes>>, Bound<'py, PyTuple>);

impl Sending {
    pub(crate) fn new(client: Client, (events, event_id): Read) -> Self {
        let cancel = Cancel::new();
        Self(Arc::new(Work { client, events: events.until(&cancel), event_id, cancel }))
    }
}

#[pymethods]
impl Sending {
    /// The id of the one event; of one that is not sent the one that was described, if any. `None` for a list.
    #[getter]
    fn event_id(&self) -> Option<&str> {
        self.0.event_id.as_deref()
    }

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

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("client", &self.client).finish_non_exhaustive()
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
