//! What a person compares with the till: the total of each currency, and when the first and the last of it happened.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};
use tiktok_capi::core::{Decimal, Event, minor_units};
use tiktok_capi_table::column::Zone;

use crate::counted::counted;

/// What one event adds.
pub(super) struct Worth {
    value: Option<String>,
    currency: String,
    time: i64,
}

/// Sums over events. Money is added as it is written, so that no cent is lost to binary numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// By currency; that of values without one is empty.
    totals: BTreeMap<String, Decimal>,
    /// Values of more digits than a total has room for.
    not_summed: u64,
    first: Option<i64>,
    last: Option<i64>,
}

impl From<&Event<'_>> for Worth {
    fn from(event: &Event<'_>) -> Self {
        let currency = event.currency().unwrap_or_default().to_owned();
        Self { value: event.value(), currency, time: event.time() }
    }
}

impl Sum {
    pub(super) fn add(&mut self, worth: &Worth) {
        self.first = Some(self.first.map_or(worth.time, |first| first.min(worth.time)));
        self.last = Some(self.last.map_or(worth.time, |last| last.max(worth.time)));
        let Some(value) = &worth.value else { return };
        let total = self.totals.get(&worth.currency).copied().unwrap_or(Decimal::ZERO);
        match Decimal::parse(value).and_then(|value| total.plus(value)) {
            Some(total) => drop(self.totals.insert(worth.currency.clone(), total)),
            None => self.not_summed += 1,
        }
    }

    /// A line for the totals and one for the times, where there are any.
    pub(super) fn write(&self, zone: &Zone, out: &mut impl Write) -> io::Result<()> {
        let totals = self.totals.iter().map(|(currency, total)| match currency.as_str() {
            "" => format!("{} without currency", shown(currency, *total)),
            currency => format!("{} {currency}", shown(currency, *total)),
        });
        let more = (self.not_summed > 0)
            .then(|| format!("{} of more digits than can be added up", counted(self.not_summed, "value")));
        let all: Vec<_> = totals.chain(more).collect();
        if !all.is_empty() {
            writeln!(out, "total: {}", all.join(", "))?;
        }
        match (at(zone, self.first), at(zone, self.last)) {
            (Some(first), Some(last)) => writeln!(out, "happened from {first} to {last}"),
            _ => Ok(()),
        }
    }

    pub(super) fn put(&self, zone: &Zone, summary: &mut Map<String, Value>) {
        let totals = self.totals.iter().map(|(currency, total)| (currency, shown(currency, *total)));
        summary.insert("totals".into(), json!(totals.collect::<BTreeMap<_, _>>()));
        summary.insert("values_not_summed".into(), self.not_summed.into());
        summary.insert("first_event_time".into(), at(zone, self.first).into());
        summary.insert("last_event_time".into(), at(zone, self.last).into());
    }

    /// As it is kept between runs.
    pub(super) fn to_value(&self) -> Value {
        let totals = self.totals.iter().map(|(currency, total)| (currency, total.with_places(0)));
        let totals: BTreeMap<_, _> = totals.collect();
        json!({"totals": totals, "not_summed": self.not_summed, "first": self.first, "last": self.last})
    }

    /// Reads what [`Sum::to_value`] wrote.
    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let totals = value.get("totals")?.as_object()?.iter();
        let totals =
            totals.map(|(currency, total)| Some((currency.clone(), Decimal::parse(total.as_str()?)?)));
        Some(Self {
            totals: totals.collect::<Option<_>>()?,
            not_summed: value.get("not_summed")?.as_u64()?,
            first: value.get("first")?.as_i64(),
            last: value.get("last")?.as_i64(),
        })
    }
}

/// With the decimals that the currency has, as a till prints it.
fn shown(currency: &str, total: Decimal) -> String {
    total.with_places(minor_units(currency).unwrap_or(0))
}

fn at(zone: &Zone, seconds: Option<i64>) -> Option<String> {
    zone.shown(seconds?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(value: &str, currency: &str, time: i64) -> Worth {
        Worth { value: Some(value.to_owned()), currency: currency.to_owned(), time }
    }

    fn sum() -> Sum {
        let mut sum = Sum::default();
        for (value, currency) in
            [("0.1", "EUR"), ("0.2", "EUR"), ("1980", "JPY"), ("5", ""), ("1e400", "EUR")]
        {
            sum.add(&worth(value, currency, 1_767_268_800));
        }
        sum.add(&Worth { value: None, currency: String::new(), time: 1_767_225_600 });
        sum
    }

    #[test]
    fn totals_are_exact_and_shown_as_a_till_prints_them() {
        let mut out = Vec::new();
        sum().write(&Zone::named("Europe/Berlin").unwrap(), &mut out).unwrap();
        let expected = "total: 5 without currency, 0.30 EUR, 1980 JPY, 1 value of more digits than can be added up\n\
                        happened from 2026-01-01T01:00:00+01:00 to 2026-01-01T13:00:00+01:00\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_is_kept_comes_back() {
        assert_eq!(Sum::from_value(&sum().to_value()), Some(sum()));
        assert_eq!(Sum::from_value(&Sum::default().to_value()), Some(Sum::default()));
        assert_eq!(Sum::from_value(&json!({"totals": {"EUR": 5}})), None);
    }
}
