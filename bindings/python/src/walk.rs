//! From a Python object to the core's [`Input`]. It knows kinds of value and never a field.
//!
//! Plain values are read here. Whatever else Python has (`Decimal`, `datetime`, dataclasses …) is first made plain by
//! `tiktok_capi._values`, which is Python because only Python knows these.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use tiktok_capi::Failure;
use tiktok_capi::core::{Input, MAX_DEPTH, MAX_VALUES, Problem};
use typed_arena::Arena;

use crate::errors::Done;

/// Python objects that an [`Input`] borrows its texts from: they live as long as this, and nothing changes a `str`.
#[derive(Default)]
pub(crate) struct Kept<'py> {
    members: Arena<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    values: Arena<Bound<'py, PyAny>>,
}

/// An event: a described one, or its JSON text as `bytes`.
///
/// # Errors
/// What a property or a method of the caller's own object raises. The inner error is that of a JSON text.
pub(crate) fn event<'a, 'py>(
    event: &'a Bound<'py, PyAny>,
    kept: &'a Kept<'py>,
) -> PyResult<Result<Input<'a>, Problem>> {
    match event.cast::<PyBytes>() {
        Ok(json) => Ok(Input::from_json(json.as_bytes())),
        Err(_) => value(event, kept).map(Ok),
    }
}

/// As [`event`], where a JSON text that cannot be read is a failure.
///
/// # Errors
/// Those of [`event`], and that of a JSON text.
pub(crate) fn described<'a, 'py>(described: &'a Bound<'py, PyAny>, kept: &'a Kept<'py>) -> Done<Input<'a>> {
    event(described, kept)?.map_err(|problem| Failure::invalid_event(vec![problem]).into())
}

/// Any value, as it stands inside an event or as an argument.
///
/// # Errors
/// What a property or a method of the caller's own object raises.
pub(crate) fn value<'a, 'py>(value: &'a Bound<'py, PyAny>, kept: &'a Kept<'py>) -> PyResult<Input<'a>> {
    let mut walk = Walk { kept, left: MAX_VALUES + 1, make_plain: None, raised: None };
    let input = walk.value(value, 0);
    walk.raised.map_or(Ok(input), Err)
}

struct Walk<'a, 'py> {
    kept: &'a Kept<'py>,
    /// How many more values are looked at: one more than the core takes, so that it says `event_too_large`.
    left: usize,
    make_plain: Option<Bound<'py, PyAny>>,
    /// What the caller's own object raised; the walk has ended then.
    raised: Option<PyErr>,
}

impl<'a, 'py> Walk<'a, 'py> {
    fn value(&mut self, value: &'a Bound<'py, PyAny>, depth: usize) -> Input<'a> {
        self.left = self.left.saturating_sub(1);
        self.exact(value, depth).unwrap_or_else(|| self.other(value, depth))
    }

    /// The types that nearly every value has, told by one comparison each.
    fn exact(&mut self, value: &'a Bound<'py, PyAny>, depth: usize) -> Option<Input<'a>> {
        Some(if let Ok(text) = value.cast_exact::<PyString>() {
            read(text)
        } else if let Ok(dict) = value.cast_exact::<PyDict>() {
            self.members(dict, depth)
        } else if let Ok(list) = value.cast_exact::<PyList>() {
            self.items(list.iter(), depth)
        } else if let Ok(integer) = value.cast_exact::<PyInt>() {
            whole(integer)
        } else if let Ok(number) = value.cast_exact::<PyFloat>() {
            Input::Number(number.value())
        } else if value.is_none() {
            Input::Null
        } else if let Ok(flag) = value.cast_exact::<PyBool>() {
            Input::Bool(flag.is_true())
        } else if let Ok(tuple) = value.cast_exact::<PyTuple>() {
            self.items(tuple.iter(), depth)
        } else {
            return None;
        })
    }

    /// Their subclasses hold the same (`OrderedDict`, a named tuple); anything else is made plain first.
    #[cold]
    fn other(&mut self, value: &'a Bound<'py, PyAny>, depth: usize) -> Input<'a> {
        if let Some(input) = self.subclass(value, depth) {
            return input;
        }
        match self.made_plain(value) {
            Ok(made) if made.is(value.py().NotImplemented()) => Input::Unfit,
            Ok(made) => {
                self.exact(made, depth).or_else(|| self.subclass(made, depth)).unwrap_or(Input::Unfit)
            }
            Err(raised) => {
                self.raised = Some(raised);
                self.left = 0;
                Input::Null
            }
        }
    }

    /// Not those of text and integers: an enum may be one, and its value counts.
    fn subclass(&mut self, value: &'a Bound<'py, PyAny>, depth: usize) -> Option<Input<'a>> {
        Some(if let Ok(dict) = value.cast::<PyDict>() {
            self.members(dict, depth)
        } else if let Ok(list) = value.cast::<PyList>() {
            self.items(list.iter(), depth)
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.items(tuple.iter(), depth)
        } else {
            return None;
        })
    }

    /// The members are taken before any is looked at: looking at one may run the caller's code, which may change the
    /// dictionary. No more are taken than are looked at.
    fn members(&mut self, dict: &Bound<'py, PyDict>, depth: usize) -> Input<'a> {
        if depth >= MAX_DEPTH {
            return too_deep();
        }
        let taken = self.kept.members.alloc_extend(dict.iter().take(self.left));
        let mut members = Vec::with_capacity(taken.len().min(self.left));
        for (key, value) in taken.iter() {
            if self.left == 0 {
                break;
            }
            let value = self.value(value, depth + 1);
            members.push(member(key, value));
        }
        Input::Map(members)
    }

    fn items(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>, depth: usize) -> Input<'a> {
        if depth >= MAX_DEPTH {
            return too_deep();
        }
        let taken = self.kept.values.alloc_extend(items.take(self.left));
        let mut items = Vec::with_capacity(taken.len().min(self.left));
        for item in taken.iter() {
            if self.left == 0 {
                break;
            }
            items.push(self.value(item, depth + 1));
        }
        Input::List(items)
    }

    fn made_plain(&mut self, value: &Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyAny>> {
        let make_plain = match self.make_plain.take() {
            Some(known) => known,
            None => value.py().import("tiktok_capi._values")?.getattr("plain")?,
        };
        let plain = make_plain.call1((value, self.left))?;
        self.make_plain = Some(make_plain);
        Ok(self.kept.values.alloc(plain))
    }
}

/// A lone surrogate has no UTF-8, and the core says so at its path.
fn read<'a>(text: &'a Bound<'_, PyString>) -> Input<'a> {
    text.to_str().map_or(Input::NotUnicode, Input::text)
}

/// Beyond 64 bits every integer is too large, and the largest stands for all of them.
fn whole<'a>(integer: &Bound<'_, PyInt>) -> Input<'a> {
    Input::Integer(integer.extract().unwrap_or(i64::MAX))
}

/// A member, whose value nobody will use when its key is no text.
fn member<'a>(key: &'a Bound<'_, PyAny>, value: Input<'a>) -> (Cow<'a, str>, Input<'a>) {
    match key.cast::<PyString>().map(read) {
        Ok(Input::Text(key)) => (key, value),
        Ok(_) => (NO_KEY.into(), Input::NotUnicode),
        Err(_) => (NO_KEY.into(), Input::Unfit),
    }
}

/// Shown as `*` in the path of a problem.
const NO_KEY: &str = "\u{fffd}";

/// A list where the core takes none any more. A cycle ends here too.
fn too_deep<'a>() -> Input<'a> {
    Input::List(Vec::new())
}
