//! Custom parameters: they pass as they are, except for personal data and what JSON cannot carry.

use std::borrow::Cow;

use super::reader::Reader;
use crate::catalog::{is_order_key, is_personal_name, is_personal_within};
use crate::input::Input;
use crate::normalize::{addresses::holds_address, number};
use crate::path::Path;
use crate::problem::Code;
use crate::value::{Members, Value};

/// Whether a custom parameter would carry personal data in the clear by its name, or in it. Yes and no say nothing of who
/// somebody is, so `"mobile": true` may stay.
pub(super) fn is_personal(key: &str, value: &Input<'_>, path: &Path<'_>) -> bool {
    let is_called_so =
        || is_personal_name(key) || path.object().is_some_and(|object| is_personal_within(object, key));
    holds_address(key) || !matches!(value, Input::Bool(_)) && is_called_so()
}

fn is_personal_text(text: &str) -> bool {
    holds_address(text) || is_order_key(text)
}

impl Reader<'_> {
    /// The value as it is, without whatever is absent in it.
    pub(super) fn custom<'a>(&mut self, value: &'a Input<'_>, path: &Path<'_>) -> Option<Value<'a>> {
        match value {
            _ if value.is_absent() => None,
            Input::Bool(flag) => Some(Value::Bool(*flag)),
            Input::Text(text) if is_personal_text(text) => self.left_out(path, Code::PersonalData),
            Input::Text(text) => Some(Value::Text(Cow::Borrowed(text))),
            Input::List(items) => self.custom_list(items, path),
            Input::Map(members) => self.custom_members(members, path),
            _ => number::any(value).map_or_else(|code| self.left_out(path, code), Some),
        }
    }

    fn left_out<'a>(&mut self, path: &Path<'_>, code: Code) -> Option<Value<'a>> {
        self.report(path, code);
        None
    }

    fn custom_list<'a>(&mut self, items: &'a [Input<'_>], path: &Path<'_>) -> Option<Value<'a>> {
        let items = items.iter().enumerate();
        let items: Vec<_> = items.filter_map(|(index, item)| self.custom(item, &path.index(index))).collect();
        (!items.is_empty()).then_some(Value::List(items))
    }

    fn custom_members<'a>(
        &mut self,
        members: &'a [(Cow<'_, str>, Input<'_>)],
        path: &Path<'_>,
    ) -> Option<Value<'a>> {
        let mut read = Vec::with_capacity(members.len());
        for (key, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
            let path = path.key(key);
            if is_personal(key, value, &path) {
                self.report(&path, Code::PersonalData);
                continue;
            }
            read.extend(self.custom(value, &path).map(|value| (Cow::Borrowed(key.as_ref()), value)));
        }
        (!read.is_empty()).then(|| Value::Map(Members::from_unsorted(read)))
    }
}
