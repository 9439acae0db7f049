//! The verbs that need no client.

use std::ffi::CString;

use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tiktok_capi::core::{self, Entropy, Input, InvalidArgument, Normalized, Rules};
use tiktok_capi::{Client, Clock as _, Failure, Options, SystemClock};

use crate::errors::{self, Done};
use crate::events;
use crate::guard::guarded;
use crate::walk::{self, Kept};

/// Canonical text, digest and problems of one value.
type CanonicalParts<'py> = (Option<String>, Option<String>, Bound<'py, PyTuple>);

/// The canonical form of one value of a field.
#[pyfunction]
#[pyo3(signature = (field, value, region=None, options=None))]
pub(crate) fn normalize<'py>(
    field: &Bound<'py, PyAny>,
    value: &Bound<'py, PyAny>,
    region: Option<&Bound<'py, PyAny>>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<CanonicalParts<'py>> {
    guarded(field.py(), || by_rule(core::normalize_of, field, value, region, &rules(options)?))
}

/// The digest of one value of a hashed field.
#[pyfunction]
#[pyo3(signature = (field, value, region=None, options=None))]
pub(crate) fn hash<'py>(
    field: &Bound<'py, PyAny>,
    value: &Bound<'py, PyAny>,
    region: Option<&Bound<'py, PyAny>>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<CanonicalParts<'py>> {
    guarded(field.py(), || by_rule(core::hash_of, field, value, region, &rules(options)?))
}

/// The rules of these options, or the defaults at this moment.
fn rules(options: Option<&Bound<'_, PyAny>>) -> Done<Rules> {
    let Some(options) = options else {
        return Ok(Rules::at(SystemClock::default().unix_milliseconds(), Entropy::default()));
    };
    let kept = Kept::default();
    let client = Options::from_input(&walk::value(options, &kept)?).and_then(Client::new);
    Ok(client.map_err(Failure::from)?.rules())
}

type Verb = fn(&Input<'_>, &Input<'_>, &Input<'_>, &Rules) -> Result<Normalized, InvalidArgument>;

fn by_rule<'py>(
    verb: Verb,
    field: &Bound<'py, PyAny>,
    value: &Bound<'py, PyAny>,
    region: Option<&Bound<'py, PyAny>>,
    rules: &Rules,
) -> Done<CanonicalParts<'py>> {
    let kept = Kept::default();
    let region = region.map_or(Ok(Input::Null), |region| walk::value(region, &kept))?;
    let told = verb(&walk::value(field, &kept)?, &walk::value(value, &kept)?, &region, rules);
    let told = told.map_err(Failure::from)?;
    if told.is_refused() {
        return Err(Failure::invalid_event(told.problems().to_vec()).into());
    }
    let digest = told.digest().map(|digest| digest.to_hex());
    Ok((told.text().map(str::to_owned), digest, errors::told(value.py(), told.problems())?))
}

/// The deterministic id that a conversion shares with the Pixel (UUIDv5). A doubtful name is a `UserWarning` of the caller.
#[pyfunction]
pub(crate) fn event_id(event: &Bound<'_, PyAny>, key: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = event.py();
    guarded(py, || {
        let kept = Kept::default();
        let made = core::event_id_of(&walk::value(event, &kept)?, &walk::value(key, &kept)?);
        let (id, doubt) = made.map_err(Failure::from)?;
        if let Some(doubt) = doubt {
            let told = CString::new(doubt.to_string()).unwrap_or_default();
            PyErr::warn(py, &py.get_type::<PyUserWarning>(), &told, 1)?;
        }
        Ok(id)
    })
}

/// What a web request tells, as JSON.
#[pyfunction]
pub(crate) fn context(py: Python<'_>, request: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(py, || {
        let kept = Kept::default();
        Ok(core::context_of(&walk::value(request, &kept)?).to_json())
    })
}

/// The cookies of such a request by their names, as JSON.
#[pyfunction]
pub(crate) fn cookies(py: Python<'_>, request: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(py, || {
        let kept = Kept::default();
        Ok(core::cookies_of(&walk::value(request, &kept)?))
    })
}

/// An event with a visitor laid under it, as JSON.
#[pyfunction]
pub(crate) fn under(visitor: &Bound<'_, PyAny>, event: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(event.py(), || {
        let kept = Kept::default();
        Ok(events::event(event, Some(visitor), &kept)?.to_json())
    })
}

/// Whether a value stands for none, as an option or inside an event.
#[pyfunction]
pub(crate) fn is_absent(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    guarded(value.py(), || Ok(walk::value(value, &Kept::default())?.is_absent()))
}

/// What a page has in its head to load the Pixel, as `{"html": …, "script": …}`.
#[pyfunction]
pub(crate) fn base_code(py: Python<'_>, arguments: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(py, || {
        let kept = Kept::default();
        Ok(core::base_code_of(&walk::value(arguments, &kept)?).map_err(Failure::from)?)
    })
}

/// What a shop has already, as `{"events": […], "problems": […]}`.
#[pyfunction]
pub(crate) fn describe(
    format: &Bound<'_, PyAny>,
    payload: &Bound<'_, PyAny>,
    options: &Bound<'_, PyAny>,
) -> PyResult<String> {
    guarded(format.py(), || {
        let kept = Kept::default();
        let format = core::format_of(&walk::value(format, &kept)?).map_err(Failure::from)?;
        let unvisited = core::unvisited_of(&walk::value(options, &kept)?).map_err(Failure::from)?;
        let payload = walk::described(payload, &kept)?;
        let described = core::describe_with(format, &payload, unvisited);
        if described.is_refused() {
            return Err(Failure::invalid_event(described.problems).into());
        }
        Ok(described.to_json())
    })
}

/// Whether Shopify signed a webhook's body.
#[pyfunction]
pub(crate) fn verify_shopify(py: Python<'_>, secret: &str, body: &[u8], header: &str) -> PyResult<bool> {
    guarded(py, || Ok(core::verify_shopify(secret, body, header)))
}

/// Whether WooCommerce signed a webhook's body.
#[pyfunction]
pub(crate) fn verify_woocommerce(py: Python<'_>, secret: &str, body: &[u8], header: &str) -> PyResult<bool> {
    guarded(py, || Ok(core::verify_woocommerce(secret, body, header)))
}

/// Panics inside the guard, so that a test can see what becomes of it.
#[cfg(feature = "test-hooks")]
#[pyfunction(name = "_panic_for_test")]
#[expect(clippy::panic, reason = "that is what it is for")]
pub(crate) fn panic_for_test(py: Python<'_>, personal: &str) -> PyResult<()> {
    guarded(py, || panic!("{personal}"))
}
