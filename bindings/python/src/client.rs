//! `Client`: the verbs of one set of options.

use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tiktok_capi::{Failure, Host, Options, OutboxError, Place, Stats, Unsent};

use crate::errors::Done;
use crate::events;
use crate::guard::{caught, guarded};
use crate::sending::Sending;
use crate::waiting;
use crate::walk::{self, Kept};

/// A client. It never changes, and any number of threads may use it at once.
#[pyclass(frozen, module = "tiktok_capi._native")]
#[derive(Debug)]
pub(crate) struct Client(tiktok_capi::Client);

/// The argument of `ttq.identify`, the three of `ttq.track`, the body of a `<script>`, and the whole element.
type PixelParts = (Option<String>, (String, String, String), String, String);

#[pymethods]
impl Client {
    /// Reads options by their names; what is not given comes from the environment.
    ///
    /// The dictionary is emptied: it is a local variable of the caller's, and reports of an error would show the token.
    #[new]
    fn new(py: Python<'_>, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        guarded(py, || {
            let kept = Kept::default();
            let read = walk::value(options, &kept).map(|input| Options::from_input(&input));
            options.clear();
            let options = read?.and_then(|options| options.in_host(Host::Python).with_environment());
            let client = options.and_then(tiktok_capi::Client::new);
            Ok(Self(client.map_err(Failure::from)?))
        })
    }

    fn __repr__(&self) -> String {
        let options = self.0.options();
        match options.event_source_id() {
            Some(id) => format!("<tiktok_capi.Client of event source {id:?}>"),
            None => "<tiktok_capi.Client>".to_owned(),
        }
    }

    /// The id of the event source where that is a pixel.
    #[getter]
    fn pixel_code(&self) -> Option<&str> {
        self.0.options().pixel_code()
    }

    /// The file of the outbox; `None` when it ends with the process.
    #[getter]
    fn outbox(&self) -> Option<&str> {
        match self.0.options().outbox() {
            Place::Memory => None,
            Place::File(path) => Some(path),
        }
    }

    /// Who is visiting, as JSON.
    fn visitor(&self, arguments: &Bound<'_, PyAny>) -> PyResult<String> {
        guarded(arguments.py(), || {
            let kept = Kept::default();
            Ok(self.0.visitor_of(&walk::value(arguments, &kept)?)?)
        })
    }

    /// The canonical bytes; `None` when consent withholds the event.
    #[pyo3(signature = (event, visitor=None))]
    fn build<'py>(
        &self,
        event: &Bound<'py, PyAny>,
        visitor: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let py = event.py();
        guarded(py, || {
            let kept = Kept::default();
            let built = self.0.build(&events::event(event, visitor, &kept)?);
            match built.event {
                Ok(event) => Ok(Some(PyBytes::new(py, event.bytes()))),
                Err(Unsent::Withheld) => Ok(None),
                Err(Unsent::Refused) => Err(Failure::invalid_event(built.problems).into()),
            }
        })
    }

    /// The explanation as JSON and as text for people.
    #[pyo3(signature = (event, visitor=None))]
    fn explain(
        &self,
        event: &Bound<'_, PyAny>,
        visitor: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(String, String)> {
        guarded(event.py(), || {
            let kept = Kept::default();
            let explanation = self.0.explain(&events::event(event, visitor, &kept)?);
            Ok((explanation.to_json(), explanation.to_string()))
        })
    }

    /// The page's half; `None` when consent withholds the event.
    #[pyo3(signature = (event, nonce=None, visitor=None))]
    fn pixel(
        &self,
        event: &Bound<'_, PyAny>,
        nonce: Option<&str>,
        visitor: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Option<PixelParts>> {
        guarded(event.py(), || {
            let kept = Kept::default();
            let pixel = self.0.pixel(&events::event(event, visitor, &kept)?);
            Ok(pixel.map_err(Failure::from)?.map(|pixel| {
                let (script, html) = (pixel.script(), pixel.html(nonce));
                (pixel.identify, pixel.track.into(), script, html)
            }))
        })
    }

    /// Reads one event or an iterable of events, to be delivered by [`Sending`].
    #[pyo3(signature = (events, visitor=None))]
    fn sending(&self, events: &Bound<'_, PyAny>, visitor: Option<&Bound<'_, PyAny>>) -> PyResult<Sending> {
        guarded(events.py(), || {
            Ok(Sending::new(self.0.clone(), events::described(&self.0, events, visitor)?))
        })
    }

    /// Takes one canonical event or an iterable of them, to be delivered by [`Sending`].
    fn delivering(&self, canonical: &Bound<'_, PyAny>) -> PyResult<Sending> {
        guarded(canonical.py(), || Ok(Sending::new(self.0.clone(), events::canonical(canonical)?)))
    }

    /// Waits for the outbox, and gives its counters as JSON. What `look` raises ends the wait.
    #[pyo3(signature = (timeout, look=None))]
    fn flush(&self, timeout: &Bound<'_, PyAny>, look: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        self.settled(timeout, look, tiktok_capi::Client::flush)
    }

    /// Waits for the outbox and ends, and gives its counters as JSON. What `look` raises ends the wait.
    #[pyo3(signature = (timeout, look=None))]
    fn close(&self, timeout: &Bound<'_, PyAny>, look: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        self.settled(timeout, look, tiktok_capi::Client::close)
    }

    /// The outbox's counters as JSON.
    fn stats(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || told(py.detach(|| caught(|| self.0.stats()))?))
    }
}

/// The program ends: what all its outboxes are still delivering gets so many seconds together. Ctrl-C ends that.
#[pyfunction]
pub(crate) fn end(timeout: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = timeout.py();
    guarded(py, || {
        let timeout = tiktok_capi::Client::timeout(&walk::value(timeout, &Kept::default())?)?;
        Ok(waiting::interruptible(py, move || tiktok_capi::end(timeout), None, || ())??)
    })
}

type Settled = Result<Stats, OutboxError>;

impl Client {
    fn settled(
        &self,
        timeout: &Bound<'_, PyAny>,
        look: Option<&Bound<'_, PyAny>>,
        wait: fn(&tiktok_capi::Client, Duration) -> Settled,
    ) -> PyResult<String> {
        let py = timeout.py();
        guarded(py, || {
            let timeout = tiktok_capi::Client::timeout(&walk::value(timeout, &Kept::default())?)?;
            let client = self.0.clone();
            told(waiting::interruptible(py, move || wait(&client, timeout), look, || ())??)
        })
    }
}

fn told(settled: Settled) -> Done<String> {
    Ok(settled.map_err(Failure::from)?.to_json())
}
