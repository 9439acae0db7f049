//! Custom parameters: they pass as they are, except for personal data and what JSON cannot carry.

use std::borrow::Cow;

use super::reader::Reader;
use crate::catalog::{Rule, is_same_name, user};
use crate::input::Input;
use crate::normalize::{addresses::holds_address, number};
use crate::path::Path;
use crate::problem::Code;
use crate::value::{Members, Value};

/// Names under which shops keep identifiers and secrets, besides those that the catalogue hashes.
const PERSONAL: &[&str] = &[
    "mail",
    "emails",
    "tel",
    "phone_number",
    "phone_numbers",
    "phones",
    "password",
    "token",
    "access_token",
];

/// Whether a custom parameter of that name, in any spelling, would carry personal data in the clear, or whether the name
/// holds an address.
pub(super) fn is_personal(key: &str) -> bool {
    let hashed = user::GROUP.fields.iter().filter(|row| matches!(row.rule, Rule::Hashed(_)));
    let mut names = hashed.map(|row| row.name).chain(PERSONAL.iter().copied());
    names.any(|name| is_same_name(name, key)) || holds_address(key)
}

impl Reader<'_> {
    /// The value as it is, without whatever is absent in it.
    pub(super) fn custom<'a>(&mut self, value: &'a Input<'_>, path: &Path<'_>) -> Option<Value<'a>> {
        match value {
            _ if value.is_absent() => None,
            Input::Bool(flag) => Some(Value::Bool(*flag)),
            Input::Text(text) if holds_address(text) => self.left_out(path, Code::PersonalData),
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
            if is_personal(key) {
                self.report(&path, Code::PersonalData);
                continue;
            }
            read.extend(self.custom(value, &path).map(|value| (Cow::Borrowed(key.as_ref()), value)));
        }
        (!read.is_empty()).then(|| Value::Map(Members::from_unsorted(read)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::GROUPS;

    #[test]
    fn names_are_personal_in_any_spelling() {
        for name in ["phoneNumber", "firstName", "ZIP-Code", "externalId", "accessToken", "E-Mail", "e_mail"]
        {
            assert!(is_personal(name), "{name}");
        }
    }

    #[test]
    fn no_parameter_of_tiktok_is_personal() {
        for group in GROUPS.iter().filter(|group| group.name != "user") {
            for row in group.fields {
                assert!(!is_personal(row.name), "{}.{}", group.name, row.name);
            }
        }
    }
}
