//! What the verbs of a client take, as Python hands it over: one event or any iterable of them, described or canonical, and
//! a visitor to be laid under each.

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyMapping, PyMemoryView, PyString};
use tiktok_capi::core::{self, MAX_ITERATED, visitor_given};
use tiktok_capi::{Client, Events, Failure, Input, Problem, Unsent};

use crate::errors::Done;
use crate::guard::caught;
use crate::walk::{self, Kept};

/// Events that were read, and what is known of the id of the one event.
pub(crate) type Read = (Events, Option<String>);

/// Reads described events. Everything is read now, so that the caller may change or drop what it handed over, and that its
/// time is that of the call, however long it waits for a thread or a commit.
pub(crate) fn described(
    client: &Client,
    events: &Bound<'_, PyAny>,
    visitor: Option<&Bound<'_, PyAny>>,
) -> Done<Read> {
    let kept = Kept::default();
    let visitor = visitor_of(visitor, &kept)?;
    if is_one(events)? {
        return Ok(one(client, under(&visitor, events, &kept)?));
    }
    let mut read = Vec::new();
    each(events, |event| {
        let kept = Kept::default();
        read.push(under(&visitor, &event, &kept)?.map(Input::into_owned));
        Ok(())
    })?;
    Ok((events.py().detach(|| caught(|| client.read(read)))?, None))
}

/// One described event, for the verbs that take no list.
pub(crate) fn event<'a, 'py>(
    event: &'a Bound<'py, PyAny>,
    visitor: Option<&'a Bound<'py, PyAny>>,
    kept: &'a Kept<'py>,
) -> Done<Input<'a>> {
    let visitor = visitor_of(visitor, kept)?;
    Ok(core::under(&visitor, walk::described(event, kept)?))
}

/// A visitor as the verb `visitor` told it; absent when there is none.
fn visitor_of<'a, 'py>(visitor: Option<&'a Bound<'py, PyAny>>, kept: &'a Kept<'py>) -> Done<Input<'a>> {
    let visitor = visitor.map_or(Ok(Input::Null), |visitor| walk::value(visitor, kept))?;
    visitor_given(&visitor).map_err(Failure::from)?;
    Ok(visitor)
}

/// Takes canonical events, one or an iterable of them. Of a list, what is none is told of in the receipt.
pub(crate) fn canonical(canonical: &Bound<'_, PyAny>) -> Done<Read> {
    if let Some(bytes) = bytes_of(canonical)? {
        let events = Events::canonical(&bytes);
        let id = id_sent(&events);
        return Ok((events, id));
    }
    if is_one(canonical)? {
        return Err(Failure::invalid_argument("canonical", CANONICAL).into());
    }
    let mut items = Vec::new();
    each(canonical, |item| {
        items.push(bytes_of(&item)?.unwrap_or_else(|| NO_EVENT.to_vec()));
        Ok(())
    })?;
    let read = || Events::all_canonical(items.iter().map(Vec::as_slice));
    Ok((canonical.py().detach(|| caught(read))?, None))
}

/// Stands for what is neither bytes nor text: it is refused as what is not canonical.
const NO_EVENT: &[u8] = b"null";

/// Stands for a text with a lone surrogate, which has no UTF-8: it is refused as what is not Unicode.
const NO_UTF8: &[u8] = b"\xff";

const CANONICAL: &str = "Give what `build` gave, as bytes or as text, or an iterable of such.";

/// A mapping, a record, a JSON text, or nothing that could be walked through.
fn is_one(events: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(events.is_instance_of::<PyDict>()
        || events.is_instance_of::<PyString>()
        || events.is_instance_of::<PyBytes>()
        || events.cast::<PyMapping>().is_ok()
        || events.hasattr("__dataclass_fields__")?
        || events.get_type().hasattr("model_dump")? // pydantic's, which can be walked through as well
        || !events.hasattr("__iter__")?)
}

/// Takes what an iterable has, one after another; but not for ever where it does not say how many there are.
fn each<'py>(
    events: &Bound<'py, PyAny>,
    mut take: impl FnMut(Bound<'py, PyAny>) -> PyResult<()>,
) -> Done<()> {
    let most = events.len().unwrap_or_default().max(MAX_ITERATED);
    for (index, event) in events.try_iter()?.enumerate() {
        if index == most {
            return Err(Failure::invalid_argument("events", WITHOUT_END).into());
        }
        take(event?)?;
    }
    Ok(())
}

const WITHOUT_END: &str =
    "Give a list, or at most 100,000 events at once: an iterable without a length may have no end.";

fn under<'a, 'py>(
    visitor: &Input<'_>,
    event: &'a Bound<'py, PyAny>,
    kept: &'a Kept<'py>,
) -> PyResult<Result<Input<'a>, Problem>> {
    Ok(walk::event(event, kept)?.map(|event| core::under(visitor, event)))
}

fn one(client: &Client, event: Result<Input<'_>, Problem>) -> Read {
    let event = match event {
        Ok(event) => event,
        unreadable => return (client.read(unreadable), None),
    };
    let events = client.read(&event);
    let id = id_sent(&events).or_else(|| id_described(&event, client));
    (events, id)
}

fn id_sent(events: &Events) -> Option<String> {
    let ready = |event: &Result<tiktok_capi::Prepared, Unsent>| Some(event.as_ref().ok()?.id().to_owned());
    events.built().first().and_then(|built| ready(&built.event))
}

/// The id that an event says which is not sent, in its canonical form.
fn id_described(event: &Input<'_>, client: &Client) -> Option<String> {
    const EVENT_ID: &str = "event_id";
    let read =
        core::normalize_of(&Input::text(EVENT_ID), event.get(EVENT_ID)?, &Input::Null, &client.rules());
    read.ok()?.text().map(str::to_owned)
}

fn bytes_of(value: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Some(bytes.as_bytes().to_vec()));
    }
    if let Ok(bytes) = value.cast::<PyByteArray>() {
        return Ok(Some(bytes.to_vec()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_str().map_or(NO_UTF8, str::as_bytes).to_vec()));
    }
    let Ok(view) = value.cast::<PyMemoryView>() else { return Ok(None) };
    Ok(Some(view.call_method0("tobytes")?.extract()?))
}
