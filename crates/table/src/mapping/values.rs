//! How the cells of a column become values of an event.

use std::borrow::Cow;

use jiff::Timestamp;
use tiktok_capi_core::Input;

use crate::cell::Cell;
use crate::column::{Change, Decimals, Moment, TimeForm, Zone};

use super::names::letters;
use super::target::Kind;

/// How a column is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// As its cells stand.
    Text,
    /// As names of events, of which some are called otherwise there.
    Names(Vec<(String, String)>),
    /// As yes or no.
    Flag,
    /// As JSON.
    Lines,
    /// As numbers.
    Numbers(Decimals),
    /// As moments.
    Times {
        /// How they are written.
        form: TimeForm,
        /// Where the clocks are that they were read from.
        zone: Option<Zone>,
    },
}

/// What a cell gives, and what is to be told about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Value<'r> {
    /// The value of the event.
    pub input: Input<'r>,
    /// What was noticed.
    pub noticed: Option<Noticed>,
}

/// What is worth a word about a value that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noticed {
    /// What stands beside the number, which may be the sign of another currency than the event's.
    Currency(String),
    /// The clocks were changed at that time.
    Clock(Change),
    /// A day without a time: noon was taken.
    Day,
    /// A time that no time zone belongs to.
    NoZone,
    /// A text that should be a list of lines as JSON.
    Json,
}

impl Values {
    /// How a column is read that nothing was found out about.
    #[must_use]
    pub fn plain(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::Number => Self::Text,
            Kind::Flag => Self::Flag,
            Kind::Lines => Self::Lines,
            Kind::Time => Self::Times { form: TimeForm::Plain, zone: None },
        }
    }

    /// The value of a cell. What cannot be read in the way of its column stays as it is, for the rules to tell.
    #[must_use]
    pub fn read<'r>(&self, cell: Cell<'r>) -> Value<'r> {
        match (self, cell) {
            (Self::Times { zone, .. }, Cell::Time(local)) => {
                placed(Moment::Local(local), zone.as_ref(), local.to_string().into())
            }
            (_, Cell::Text(text)) => self.text(text),
            (_, cell) => Value::of(typed(cell)),
        }
    }

    fn text<'r>(&self, text: Cow<'r, str>) -> Value<'r> {
        match self {
            Self::Text => Value::of(Input::Text(unmarked(text))),
            Self::Names(names) => Value::of(named(names, text)),
            Self::Flag => Value::of(flag(&text).map_or(Input::Text(text), Input::Bool)),
            Self::Lines => match lines(&text) {
                Some(lines) => Value::of(lines),
                None => Value { input: Input::Text(text), noticed: Some(Noticed::Json) },
            },
            Self::Numbers(decimals) => number(*decimals, text),
            Self::Times { form, zone } => match form.read(&text) {
                Some(moment) => placed(moment, zone.as_ref(), text),
                None => Value::of(Input::Text(text)),
            },
        }
    }
}

impl<'r> Value<'r> {
    fn of(input: Input<'r>) -> Self {
        Self { input, noticed: None }
    }
}

/// Without the apostrophe by which spreadsheets and exports mark digits as a text: `'01067`, `'+49 …`.
fn unmarked(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_mark = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '+');
    match text {
        Cow::Borrowed(text) => text.strip_prefix('\'').filter(|rest| is_mark(rest)).unwrap_or(text).into(),
        Cow::Owned(text) => match text.strip_prefix('\'').filter(|rest| is_mark(rest)) {
            Some(rest) => rest.to_owned().into(),
            None => text.into(),
        },
    }
}

/// The name of an event, however its words are written.
fn named<'r>(names: &[(String, String)], text: Cow<'r, str>) -> Input<'r> {
    let own = names.iter().find(|(told, _)| letters(told) == letters(&text));
    own.map_or(Input::Text(text), |(_, name)| Input::text(name.clone()))
}

/// A typed cell of a workbook.
fn typed(cell: Cell<'_>) -> Input<'_> {
    match cell {
        Cell::Blank => Input::Null,
        Cell::Text(text) => Input::Text(text),
        Cell::NotText => Input::NotUnicode,
        Cell::Integer(number) => Input::Integer(number),
        Cell::Number(number) => Input::Number(number),
        Cell::Flag(flag) => Input::Bool(flag),
        Cell::Time(local) => Input::text(local.to_string()),
    }
}

/// Booleans have no text of their own in JSON; in CSV they have nothing else.
fn flag(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "true" | "TRUE" | "True" => Some(true),
        "0" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// A list of lines, or one line, as JSON.
fn lines(text: &str) -> Option<Input<'static>> {
    match Input::from_json(text.trim().as_bytes()).ok()?.into_owned() {
        list @ Input::List(_) => Some(list),
        line @ Input::Map(_) => Some(Input::List(vec![line])),
        _ => None,
    }
}

fn number(decimals: Decimals, text: Cow<'_, str>) -> Value<'_> {
    let Some(amount) = decimals.read(&text) else { return Value::of(Input::Text(text)) };
    let noticed = (!amount.currency.is_empty()).then(|| Noticed::Currency(amount.currency.to_owned()));
    Value { input: Input::text(amount.number), noticed }
}

/// Without a time zone the text stays, and the rules say that it is no moment.
fn placed<'r>(moment: Moment, zone: Option<&Zone>, text: Cow<'r, str>) -> Value<'r> {
    let local = match moment {
        Moment::At(at) => return Value::of(written(at)),
        moment => moment.local(),
    };
    let Some(zone) = zone else { return Value { input: Input::Text(text), noticed: Some(Noticed::NoZone) } };
    let Some(placed) = local.and_then(|local| zone.place(local)) else { return Value::of(Input::Text(text)) };
    let clock = placed.change.map(Noticed::Clock);
    let day = matches!(moment, Moment::Day(_)).then_some(Noticed::Day);
    Value { input: written(placed.at), noticed: clock.or(day) }
}

/// As the rules read it.
fn written(at: Timestamp) -> Input<'static> {
    Input::text(at.to_string())
}
