//! A plan of a kind of export, fitted to the header of one.

use std::collections::{BTreeMap, HashSet};

use crate::error::Error;
use crate::mapping::{Kind, PassOver, Target, letters};

use super::{Fields, Plan};

impl Plan {
    /// The plan with the names as this header has them, and without what it lacks. A plan that requires no columns stays
    /// as it is.
    ///
    /// # Errors
    ///
    /// Where the header lacks what the plan requires.
    pub fn fitted(self, header: &[String]) -> Result<Self, Error> {
        if self.requires.is_empty() {
            return Ok(self);
        }
        let lacking: Vec<_> =
            self.requires.iter().filter(|name| find(header, name).is_none()).map(String::as_str).collect();
        if !lacking.is_empty() {
            return Err(Error::unfit(format_args!(
                "the header is not that of this export, for it has no column {}",
                lacking.join(", ")
            )));
        }
        let map = self.map.into_iter().filter_map(|(name, fields)| Some((find(header, &name)?, fields)));
        let map = first_of_each(map.collect());
        let pass_over = self.pass_over.into_iter().filter_map(|rule| {
            let where_blank = rule.where_blank.as_deref().and_then(|name| find(header, name));
            Some(PassOver { column: find(header, &rule.column)?, where_blank, ..rule })
        });
        let group_by = self.group_by.map(|name| find(header, &name).unwrap_or(name));
        Ok(Self { requires: Vec::new(), map, pass_over: pass_over.collect(), group_by, ..self })
    }
}

/// A field that takes one value has it from the first of the columns that an export may have for it. Two columns of a time
/// are its day and its time of the day.
fn first_of_each(map: BTreeMap<String, Fields>) -> BTreeMap<String, Fields> {
    let mut seen = HashSet::new();
    let takes_one = |field: &str| {
        Target::of(field).is_some_and(|target| !target.takes_many() && target.kind() != Kind::Time)
    };
    let first = map.into_iter().filter_map(|(column, fields)| {
        let left = fields.all().iter().filter(|field| seen.insert((*field).clone()) || !takes_one(field));
        let left: Vec<_> = left.cloned().collect();
        (!left.is_empty()).then(|| (column, Fields::of(left)))
    });
    first.collect()
}

/// The column of that name, or else the one of the same letters and digits.
fn find(header: &[String], name: &str) -> Option<String> {
    let same = |other: &&String| letters(other) == letters(name);
    header.iter().find(|other| *other == name).or_else(|| header.iter().find(same)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_columns_for_one_value_counts() {
        let plan: Plan =
            "requires = ['a']\n[map]\na = 'properties.value'\nb = ['properties.value', 'event_id']\n\
             c = 'user.email'\nd = 'user.email'\ne = 'event_time'\nf = 'event_time'"
                .parse()
                .unwrap();
        let fitted: Plan =
            "[map]\na = 'properties.value'\nb = 'event_id'\nc = 'user.email'\nd = 'user.email'\n\
             e = 'event_time'\nf = 'event_time'"
                .parse()
                .unwrap();
        let header: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).into();
        assert_eq!(plan.fitted(&header).unwrap(), fitted);
    }

    #[test]
    fn names_are_those_of_the_header_and_what_it_lacks_goes() {
        let plan: Plan = "requires = ['Order ID']\ngroup-by = 'Order ID'\n[map]\n'Order ID' = 'event_id'\nEmail = 'user.email'\nPhone = 'user.phone'\n\
                          [[pass-over]]\ncolumn = 'Status'\nis = ['void']\ncode = 'not_paid'"
            .parse()
            .unwrap();
        let header = ["order_id", "Email", "total"].map(str::to_owned);
        let fitted: Plan =
            "group-by = 'order_id'\n[map]\norder_id = 'event_id'\nEmail = 'user.email'".parse().unwrap();
        assert_eq!(plan.clone().fitted(&header).unwrap(), fitted);
        assert!(plan.fitted(&["Email".to_owned()]).is_err_and(|why| why.to_string().contains("Order ID")));
    }
}
