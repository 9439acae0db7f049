//! A field of an event, and the way to it.

use std::borrow::Cow;

use tiktok_capi_core::Input;
use tiktok_capi_core::catalog::{Group, Rule, Unknown, event};

/// A field and the way to it, as `properties.contents.price`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    steps: Vec<Step>,
    kind: Kind,
    takes_many: bool,
}

/// What the text of a cell has to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It stays as it is.
    Text,
    /// A number, by the decimal mark of its column.
    Number,
    /// A moment, by the form of its column.
    Time,
    /// A yes or no.
    Flag,
    /// Lines of contents, as JSON.
    Lines,
}

/// A name on the way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    name: String,
    /// Whether a list of one object stands here.
    is_lines: bool,
}

impl Target {
    /// The field of that path. In `properties` every name is one.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let (way, name) = path.rsplit_once('.').map_or((None, path), |(way, name)| (Some(way), name));
        let mut group: &Group = &event::GROUP;
        let mut steps = Vec::new();
        for name in way.into_iter().flat_map(|way| way.split('.')) {
            let (inner, is_lines) = match group.field(name)?.rule {
                Rule::Object(inner) => (inner, false),
                Rule::Lines(inner) => (inner, true),
                _ => return None,
            };
            group = inner;
            steps.push(Step { name: name.to_owned(), is_lines });
        }
        let rule = group.field(name).map(|row| row.rule);
        let is_field = match rule {
            Some(rule) => !matches!(rule, Rule::Object(_)),
            None => group.unknown == Unknown::Custom && !name.is_empty(),
        };
        steps.push(Step { name: name.to_owned(), is_lines: false });
        is_field.then(|| Self { steps, kind: Kind::of(rule), takes_many: rule.is_some_and(takes_many) })
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        self.steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(".")
    }

    /// What the text of a cell has to become there.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether several values may go there.
    #[must_use]
    pub fn takes_many(&self) -> bool {
        self.takes_many
    }

    /// Whether it is part of a line of contents.
    #[must_use]
    pub fn is_of_line(&self) -> bool {
        self.steps.iter().any(|step| step.is_lines)
    }

    /// Whether something stands there in an event.
    pub(super) fn is_in(&self, event: &Members<'_>) -> bool {
        self.steps.split_first().is_some_and(|(first, rest)| {
            let member = event.iter().find(|(name, _)| *name == first.name).map(|(_, member)| member);
            rest.iter().try_fold(member, |value, step| Some(one(value?).get(&step.name))).flatten().is_some()
        })
    }

    /// Puts a value to its place in an event, and makes the objects on the way.
    pub fn put<'r>(&self, event: &mut Vec<(Cow<'r, str>, Input<'r>)>, value: Input<'r>) {
        put(event, &self.steps, value);
    }
}

impl Kind {
    fn of(rule: Option<Rule>) -> Self {
        match rule {
            Some(Rule::Flag) => Self::Flag,
            Some(Rule::Count | Rule::Amount | Rule::Total | Rule::Amounts) => Self::Number,
            Some(Rule::Time) => Self::Time,
            Some(Rule::Lines(_)) => Self::Lines,
            _ => Self::Text,
        }
    }
}

fn takes_many(rule: Rule) -> bool {
    match rule {
        Rule::Hashed(identifier) => identifier.takes_many(),
        rule => matches!(rule, Rule::Texts | Rule::Amounts),
    }
}

type Members<'r> = Vec<(Cow<'r, str>, Input<'r>)>;

fn put<'r>(members: &mut Members<'r>, steps: &[Step], value: Input<'r>) {
    let Some((step, rest)) = steps.split_first() else { return };
    let existing = members.iter_mut().find(|(name, _)| *name == step.name).map(|(_, member)| member);
    match (existing, rest.is_empty()) {
        (Some(Input::List(values)), true) => values.push(value),
        (Some(member), true) => {
            let first = std::mem::replace(member, Input::Null);
            *member = Input::List(vec![first, value]);
        }
        (Some(member), false) => {
            if let Some(inner) = object(member) {
                put(inner, rest, value);
            }
        }
        (None, true) => members.push((step.name.clone().into(), value)),
        (None, false) => {
            let mut inner = Vec::new();
            put(&mut inner, rest, value);
            let object = Input::Map(inner);
            let object = if step.is_lines { Input::List(vec![object]) } else { object };
            members.push((step.name.clone().into(), object));
        }
    }
}

/// The value, or the one object of a list.
fn one<'i, 'r>(value: &'i Input<'r>) -> &'i Input<'r> {
    match value {
        Input::List(items) => items.first().unwrap_or(value),
        _ => value,
    }
}

/// The members of an object, or of the one object in a list.
fn object<'m, 'r>(member: &'m mut Input<'r>) -> Option<&'m mut Members<'r>> {
    match member {
        Input::Map(members) => Some(members),
        Input::List(items) => items.first_mut().and_then(object),
        _ => None,
    }
}
