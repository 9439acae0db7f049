//! `Client`: the verbs of one set of options.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tiktok_capi::core::Input;
use tiktok_capi::{InvalidEvent, Options, Unsent};

use crate::errors;
use crate::guard::guarded;
use crate::sending::Sending;
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
            let options = read?.and_then(Options::with_environment);
            let client = options.and_then(tiktok_capi::Client::new);
            client.map(Self).map_err(|error| errors::config(py, &error))
        })
    }

    fn __repr__(&self) -> String {
        let options = self.0.options();
        match options.event_source_id() {
            Some(id) => format!("<tiktok_capi.Client of event source {id:?}>"),
            None => "<tiktok_capi.Client>".to_owned(),
        }
    }

    /// The canonical bytes; `None` when consent withholds the event.
    fn build<'py>(&self, event: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let py = event.py();
        guarded(py, || {
            let kept = Kept::default();
            let built = self.0.build(&described(event, &kept)?);
            match built.event {
                Ok(event) => Ok(Some(PyBytes::new(py, event.bytes()))),
                Err(Unsent::Withheld) => Ok(None),
                Err(Unsent::Refused) => Err(errors::invalid_event(py, &built.problems)),
            }
        })
    }

    /// The explanation as JSON and as text for people.
    fn explain(&self, event: &Bound<'_, PyAny>) -> PyResult<(String, String)> {
        guarded(event.py(), || {
            let kept = Kept::default();
            let explanation = self.0.explain(&described(event, &kept)?);
            Ok((explanation.to_json(), explanation.to_string()))
        })
    }

    /// The page's half; `None` when consent withholds the event.
    fn pixel(&self, event: &Bound<'_, PyAny>, nonce: Option<&str>) -> PyResult<Option<PixelParts>> {
        let py = event.py();
        guarded(py, || {
            let kept = Kept::default();
            let pixel = self.0.pixel(&described(event, &kept)?);
            let pixel =
                pixel.map_err(|refused: InvalidEvent| errors::invalid_event(py, refused.problems()))?;
            Ok(pixel.map(|pixel| {
                let (script, html) = (pixel.script(), pixel.html(nonce));
                (pixel.identify, pixel.track.into(), script, html)
            }))
        })
    }

    /// Reads one event or an iterable of events, to be delivered by [`Sending::run`].
    fn sending(&self, events: &Bound<'_, PyAny>) -> PyResult<Sending> {
        guarded(events.py(), || Sending::new(self.0.clone(), events))
    }
}

/// One event, whose JSON text may be bad.
pub(crate) fn described<'a, 'py>(event: &'a Bound<'py, PyAny>, kept: &'a Kept<'py>) -> PyResult<Input<'a>> {
    walk::event(event, kept)?.map_err(|problem| errors::invalid_event(event.py(), &[problem]))
}
