//! Which column of CSV goes into which field.

use tiktok_capi::Input;
use tiktok_capi::core::catalog::{Group, Rule, Unknown, event};

use crate::end::Stop;

/// The columns that go into fields, in the order of the header.
#[derive(Debug)]
pub(super) struct Mapping(Vec<(usize, Target)>);

/// A field and the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    steps: Vec<Step>,
    is_flag: bool,
    takes_many: bool,
}

/// A name on the way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    name: String,
    /// Whether a list of one object stands here.
    is_lines: bool,
}

impl Mapping {
    /// Reads `COLUMN=FIELD` texts and the header, and checks that they fit together.
    pub(super) fn of(maps: &[String], header: &[String]) -> Result<Self, Stop> {
        let maps = maps.iter().map(|map| explicit(map)).collect::<Result<Vec<_>, _>>()?;
        for (column, _) in &maps {
            match header.iter().filter(|name| *name == column).count() {
                1 => {}
                0 => return Err(Stop::usage(format_args!("--map: the header has no column {column}"))),
                _ => return Err(Stop::usage(format_args!("--map: the header has several columns {column}"))),
            }
        }
        let mapped = header.iter().enumerate().flat_map(|(index, name)| {
            let mut own =
                maps.iter().filter(|(column, _)| column == name).map(|(_, target)| target.clone()).peekable();
            let itself = if own.peek().is_none() { Target::of(name) } else { None };
            own.chain(itself).map(move |target| (index, target)).collect::<Vec<_>>()
        });
        let mapping = Self(mapped.collect());
        mapping.check()?;
        Ok(mapping)
    }

    fn check(&self) -> Result<(), Stop> {
        if self.0.is_empty() {
            return Err(Stop::usage("no column of the header is a field; say with --map which goes where"));
        }
        let mut seen: Vec<&Target> = Vec::new();
        for (_, target) in &self.0 {
            if seen.iter().any(|other| other.steps == target.steps) && !target.takes_many {
                return Err(Stop::usage(format_args!(
                    "{} takes one column, and several go there",
                    target.path()
                )));
            }
            seen.push(target);
        }
        Ok(())
    }

    /// Whether some column goes into that field of the event.
    pub(super) fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(_, target)| target.path() == field)
    }

    /// Which columns are left out, and that nothing says when it happened.
    pub(super) fn notices(&self, header: &[String]) -> Vec<String> {
        let is_mapped = |index: usize| self.0.iter().any(|(mapped, _)| *mapped == index);
        let others = header.iter().enumerate().filter(|(index, _)| !is_mapped(*index));
        let others: Vec<_> = others.map(|(index, name)| shown(index, name)).collect();
        let unmapped =
            (!others.is_empty()).then(|| format!("columns that go into no field: {}", others.join(", ")));
        let now = (!self.has("event_time"))
            .then(|| "no column goes into event_time, so every event happens now".to_owned());
        unmapped.into_iter().chain(now).collect()
    }

    /// The event of a row. Blank cells say nothing.
    pub(super) fn event<'r>(&self, cell: impl Fn(usize) -> Input<'r>) -> Input<'r> {
        let mut members = Vec::new();
        for (index, target) in &self.0 {
            let value = cell(*index);
            if !value.is_absent() {
                put(&mut members, &target.steps, target.value(value));
            }
        }
        Input::Map(members)
    }
}

/// The name of a column, or its number from 1 when that looks like no name: a file may lack its header.
fn shown(index: usize, name: &str) -> String {
    let is_name = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " _-.".contains(c));
    if is_name { name.to_owned() } else { format!("number {}", index + 1) }
}

/// `email=user.email`. The last `=` divides, since no field has one in its name.
fn explicit(map: &str) -> Result<(String, Target), Stop> {
    let wrong = || Stop::usage("--map takes COLUMN=FIELD, as email=user.email");
    let (column, field) = map.rsplit_once('=').ok_or_else(wrong)?;
    let target = Target::of(field.trim());
    let unknown =
        || Stop::usage(format_args!("--map: {field} is no field; `tiktok-capi catalog` lists them"));
    Ok((column.trim().to_owned(), target.ok_or_else(unknown)?))
}

impl Target {
    /// The field of that path. In `properties` every name is one.
    fn of(path: &str) -> Option<Self> {
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
            Some(rule) => !matches!(rule, Rule::Object(_) | Rule::Lines(_)),
            None => group.unknown == Unknown::Custom && !name.is_empty(),
        };
        steps.push(Step { name: name.to_owned(), is_lines: false });
        let (is_flag, takes_many) = (matches!(rule, Some(Rule::Flag)), rule.is_some_and(takes_many));
        is_field.then_some(Self { steps, is_flag, takes_many })
    }

    fn path(&self) -> String {
        self.steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(".")
    }

    /// Booleans have no text of their own in JSON; in CSV they have nothing else.
    fn value<'r>(&self, value: Input<'r>) -> Input<'r> {
        match value.as_text().map(str::trim) {
            Some("1" | "true" | "TRUE" | "True") if self.is_flag => Input::Bool(true),
            Some("0" | "false" | "FALSE" | "False") if self.is_flag => Input::Bool(false),
            _ => value,
        }
    }
}

fn takes_many(rule: Rule) -> bool {
    match rule {
        Rule::Hashed(identifier) => identifier.takes_many(),
        rule => matches!(rule, Rule::Texts | Rule::Amounts),
    }
}

type Members<'r> = Vec<(std::borrow::Cow<'r, str>, Input<'r>)>;

/// Puts a value to its place and makes the objects on the way.
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

/// The members of an object, or of the one object in a list.
fn object<'m, 'r>(member: &'m mut Input<'r>) -> Option<&'m mut Members<'r>> {
    match member {
        Input::Map(members) => Some(members),
        Input::List(items) => items.first_mut().and_then(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(maps: &[&str], header: &[&str]) -> Result<Mapping, Stop> {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        Mapping::of(&owned(maps), &owned(header))
    }

    #[test]
    fn cells_go_to_their_fields() {
        let maps = [
            "mail=user.email",
            "mail 2=user.email",
            "sku=properties.contents.content_id",
            "shop=properties.branch",
        ];
        let header = [
            "mail",
            "mail 2",
            "note",
            "event_time",
            "sku",
            "properties.contents.price",
            "shop",
            "limited_data_use",
        ];
        let cells = ["a@b.de", "c@d.de", "x", "", "s1", "9.90", "Bonn", "true"];
        let event = mapping(&maps, &header).unwrap().event(|index| Input::text(cells[index]));
        let expected = br#"{"user":{"email":["a@b.de","c@d.de"]},"properties":{"contents":[{"content_id":"s1","price":"9.90"}],
            "branch":"Bonn"},"limited_data_use":true}"#;
        assert!(event == Input::from_json(expected).unwrap());
    }

    #[test]
    fn a_mapping_that_makes_no_sense_is_refused() {
        for (maps, header) in [
            (vec!["email"], vec!["email"]),
            (vec!["email=user.emial"], vec!["email"]),
            (vec!["email=user"], vec!["email"]),
            (vec!["email=user.email.x"], vec!["email"]),
            (vec!["email=properties.contents"], vec!["email"]),
            (vec!["email=nonsense"], vec!["email"]),
            (vec!["email=properties."], vec!["email"]),
            (vec!["mail=user.email"], vec!["email"]),
            (vec!["email=user.email"], vec!["email", "email"]),
            (vec!["a=properties.value", "b=properties.value"], vec!["a", "b"]),
            (vec![], vec!["email", "user"]),
        ] {
            assert!(matches!(mapping(&maps, &header), Err(Stop::Usage(_))), "{maps:?}");
        }
    }
}
