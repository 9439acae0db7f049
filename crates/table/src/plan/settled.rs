//! A plan with everything that was found out about a table, so that it is read the same way again.

use crate::column::{Mark, TimeForm};
use crate::error::Error;
use crate::mapping::{Mapping, index_of};
use crate::opened::Opened;

use super::{Fields, Plan};

impl Plan {
    /// The plan with what the table told: its columns and how they are written, as far as something decided that.
    ///
    /// # Errors
    ///
    /// Where a column that goes into a field shares its name with another, so that nothing can name it.
    pub fn settled(self, opened: &Opened<'_>, mapping: &Mapping, header: &[String]) -> Result<Self, Error> {
        let found = opened.found();
        let mut map = self.map;
        // What is left out stays left out; all others are said anew.
        map.retain(|column, fields| header.contains(column) && fields.all().iter().all(String::is_empty));
        for column in mapping.columns() {
            for index in [Some(column.index), column.second].into_iter().flatten() {
                let name = header.get(index).map_or("", String::as_str);
                index_of(name, header)?;
                let field = column.target.path();
                map.entry(name.to_owned())
                    .and_modify(|fields: &mut Fields| fields.push(field.clone()))
                    .or_insert(Fields::One(field));
            }
        }
        let decimal = mapping.decimal().map(|mark| if mark == Mark::Comma { "," } else { "." }.to_owned());
        let form = mapping.time_form().filter(|form| **form != TimeForm::Plain).map(ToString::to_string);
        Ok(Self {
            encoding: self.encoding.or(found.encoding),
            delimiter: self.delimiter.or(found.delimiter),
            sheet: self.sheet.or(found.sheet),
            decimal: self.decimal.or(decimal.filter(|_| self.thousands.is_none())),
            date_format: self.date_format.filter(|form| form != "auto").or(form),
            map,
            ..self
        })
    }
}
