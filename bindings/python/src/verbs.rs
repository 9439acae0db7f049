//! The verbs that need no client.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tiktok_capi::core::{self, Entropy, Format, Input, Normalized, Region, Rules, UnknownField};
use tiktok_capi::{Client, Clock as _, Failure, Options, SystemClock};

use crate::errors::{self, Done};
use crate::guard::guarded;
use crate::walk::{self, Kept};

/// Canonical text, digest and problems of one value.
type Told<'py> = (Option<String>, Option<String>, Bound<'py, PyTuple>);

/// The canonical form of one value of a field.
#[pyfunction]
#[pyo3(signature = (field, value, region=None, options=None))]
pub(crate) fn normalize<'py>(
    py: Python<'py>,
    field: &str,
    value: &Bound<'py, PyAny>,
    region: Option<&str>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<Told<'py>> {
    guarded(py, || by_rule(core::normalize, field, value, region, &rules(options)?))
}

/// The digest of one value of a hashed field.
#[pyfunction]
#[pyo3(signature = (field, value, region=None, options=None))]
pub(crate) fn hash<'py>(
    py: Python<'py>,
    field: &str,
    value: &Bound<'py, PyAny>,
    region: Option<&str>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<Told<'py>> {
    guarded(py, || by_rule(core::hash, field, value, region, &rules(options)?))
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

type Verb = fn(&str, &Input<'_>, Option<Region>, &Rules) -> Result<Normalized, UnknownField>;

fn by_rule<'py>(
    verb: Verb,
    field: &str,
    value: &Bound<'py, PyAny>,
    region: Option<&str>,
    rules: &Rules,
) -> Done<Told<'py>> {
    let region = region.map(known_region).transpose()?;
    let kept = Kept::default();
    let told = verb(field, &walk::value(value, &kept)?, region, rules);
    let told = told.map_err(|unknown| Failure::config("unknown_field", "field", &unknown.to_string()))?;
    let digest = told.digest().map(|digest| digest.to_hex());
    if told.text().is_none() && digest.is_none() && !told.problems().is_empty() {
        return Err(Failure::invalid_event(told.problems().to_vec()).into());
    }
    Ok((told.text().map(str::to_owned), digest, errors::told(value.py(), told.problems())?))
}

fn known_region(code: &str) -> Result<Region, Failure> {
    let hint = "Give an ISO 3166-1 code of two letters, as `GB`.";
    Region::from_code(code).ok_or_else(|| Failure::invalid_argument("region", hint))
}

/// The deterministic id that a conversion shares with the Pixel (UUIDv5).
///
/// A key that is `None` or blank would give all conversions one id, so only texts and integers are taken.
#[pyfunction]
pub(crate) fn event_id(py: Python<'_>, event: &str, key: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(py, || {
        let kept = Kept::default();
        let made = match walk::value(key, &kept)? {
            Input::Text(key) => core::event_id(event, &key).ok(),
            Input::Integer(key) if key < i64::MAX => core::event_id(event, &key.to_string()).ok(),
            _ => None,
        };
        let hint = "Give what makes the conversion unique, as text or as an integer of 64 bits.";
        Ok(made.ok_or_else(|| Failure::invalid_argument("key", hint))?)
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
pub(crate) fn describe(py: Python<'_>, format: &str, payload: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(py, || {
        let format = Format::from_name(format)
            .map_err(|unknown| Failure::config("unknown_format", "format", &unknown.to_string()))?;
        let kept = Kept::default();
        let payload = walk::described(payload, &kept)?;
        let described = core::describe(format, &payload);
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

/// Panics inside the guard, so that a test can see what becomes of it.
#[cfg(feature = "test-hooks")]
#[pyfunction(name = "_panic_for_test")]
#[expect(clippy::panic, reason = "that is what it is for")]
pub(crate) fn panic_for_test(py: Python<'_>, personal: &str) -> PyResult<()> {
    guarded(py, || panic!("{personal}"))
}
