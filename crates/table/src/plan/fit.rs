//! A plan of a kind of export, fitted to the header of one.

use crate::error::Error;
use crate::mapping::letters;

use super::Plan;

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
        let pass_over = self.pass_over.into_iter().filter_map(|rule| {
            let where_blank = rule.where_blank.as_deref().and_then(|name| find(header, name));
            Some(crate::mapping::PassOver { column: find(header, &rule.column)?, where_blank, ..rule })
        });
        Ok(Self { requires: Vec::new(), map: map.collect(), pass_over: pass_over.collect(), ..self })
    }
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
    fn names_are_those_of_the_header_and_what_it_lacks_goes() {
        let plan: Plan = "requires = ['Order ID']\n[map]\n'Order ID' = 'event_id'\nEmail = 'user.email'\nPhone = 'user.phone'\n\
                          [[pass-over]]\ncolumn = 'Status'\nis = ['void']\ncode = 'not_paid'"
            .parse()
            .unwrap();
        let header = ["order_id", "Email", "total"].map(str::to_owned);
        let fitted: Plan = "[map]\norder_id = 'event_id'\nEmail = 'user.email'".parse().unwrap();
        assert_eq!(plan.clone().fitted(&header).unwrap(), fitted);
        assert!(plan.fitted(&["Email".to_owned()]).is_err_and(|why| why.to_string().contains("Order ID")));
    }
}
