//! A plan as a file keeps it: TOML, whose keys are checked one by one.

use std::str::FromStr;

use strsim::osa_distance;
use toml::Table;

use crate::error::Error;

use super::Plan;

const KEYS: [&str; 16] = [
    "event",
    "event-source",
    "encoding",
    "delimiter",
    "sheet",
    "decimal",
    "thousands",
    "date-format",
    "time-zone",
    "group-by",
    "trust-quotes",
    "requires",
    "map",
    "set",
    "events",
    "pass-over",
];

const RULE_KEYS: [&str; 5] = ["column", "is", "unless", "where-blank", "code"];

impl FromStr for Plan {
    type Err = Error;

    /// Reads what a file keeps. An unknown key is an error that names the nearest one.
    fn from_str(text: &str) -> Result<Self, Error> {
        let table = text.parse::<Table>().map_err(|error| wrong(text, &error))?;
        table.keys().try_for_each(|key| known(key, &KEYS))?;
        let rules = table.get("pass-over").and_then(|rules| rules.as_array()).into_iter().flatten();
        let mut keys = rules.filter_map(|rule| rule.as_table()).flat_map(Table::keys);
        keys.try_for_each(|key| known(key, &RULE_KEYS))?;
        toml::from_str(text).map_err(|error| wrong(text, &error))
    }
}

impl Plan {
    /// As a file keeps it.
    ///
    /// # Errors
    ///
    /// Where it cannot be written as TOML, which no plan of ours is.
    pub fn to_text(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|_| Error::unfit("the mapping cannot be written as TOML"))
    }
}

fn known(key: &str, keys: &[&str]) -> Result<(), Error> {
    if keys.contains(&key) {
        return Ok(());
    }
    let near = keys.iter().min_by_key(|known| osa_distance(key, known)).copied().unwrap_or_default();
    Err(Error::unfit(format_args!("there is no key {key}; did you mean {near}?")))
}

/// The line, and what should stand there; never what does.
fn wrong(text: &str, error: &toml::de::Error) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let what = error.message().rsplit_once("expected ").map_or("TOML", |(_, what)| what);
    Error::unfit(format_args!("line {line}: expected {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        text.parse::<Plan>().map_or_else(|error| error.to_string(), |_| "read".to_owned())
    }

    #[test]
    fn a_key_that_is_not_known_has_a_neighbour() {
        assert_eq!(said("dateformat = 'excel'"), "there is no key dateformat; did you mean date-format?");
        assert_eq!(said("[maps]\nA = 'event'"), "there is no key maps; did you mean map?");
        let rule = "[[pass-over]]\ncolumn = 'Status'\nonly = ['paid']\ncode = 'not_paid'";
        assert!(said(rule).starts_with("there is no key only;"));
    }

    #[test]
    fn what_is_wrong_has_a_line_and_no_value() {
        for (text, line) in [("event = 5", 1), ("\n[map]\nA = 7", 3), ("event =", 1), ("a", 1), ("[map", 1)] {
            let said = said(text);
            assert!(said.starts_with(&format!("line {line}: expected ")), "{text}: {said}");
            assert!(!said.contains(['5', '7']), "{said}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = "event = 'Purchase'\ntrust-quotes = true\nrequires = ['Name']\n[map]\n'E-Mail \"x\"' = 'user.email'\nName = ['event_id', 'properties.order_id']\n\
                    [set]\n'properties.currency' = 'EUR'\n[events]\n'Complete Payment' = 'CompletePayment'\n\
                    [[pass-over]]\ncolumn = 'Status'\nunless = ['paid']\nwhere-blank = 'Paid at'\ncode = 'not_paid'";
        let plan: Plan = text.parse().unwrap();
        assert_eq!(plan.to_text().unwrap().parse::<Plan>().unwrap(), plan);
        assert_eq!(Plan::default().to_text().unwrap(), "");
    }
}
