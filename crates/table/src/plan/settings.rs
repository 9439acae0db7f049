//! What a plan says, as the reader and the mapping take it. The messages name flags, whose names the keys have, too.

use crate::bytes::encoding::Encoding;
use crate::column::{Mark, TimeForm, Zone};
use crate::error::Error;
use crate::mapping::{Choices, Given};
use crate::reading::{Reading, Sheet};

use super::Plan;

impl Plan {
    /// How the input is to be read.
    ///
    /// # Errors
    ///
    /// Where a text is no encoding, or no character that could stand between columns.
    pub fn reading(&self) -> Result<Reading, Error> {
        let encoding = named(
            self.encoding.as_deref(),
            Encoding::named,
            "--encoding takes a name as utf-8 or windows-1252",
        )?;
        let delimiter = self.delimiter.as_deref().map(byte).transpose()?;
        let sheet = |sheet: &String| sheet.parse().map_or(Sheet::Named(sheet.clone()), Sheet::Numbered);
        let sheet = self.sheet.as_ref().map(sheet);
        Ok(Reading { encoding, delimiter, sheet, trusts_quotes: self.trust_quotes })
    }

    /// How columns are written.
    ///
    /// # Errors
    ///
    /// Where a text is no mark, no form of a time or no time zone.
    pub fn given(&self) -> Result<Given, Error> {
        let time = named(
            self.date_format.as_deref(),
            TimeForm::named,
            "--date-format takes a form as dd.mm.yyyy hh:mm, %d.%m.%Y %H:%M, excel or excel-1904",
        )?;
        let zone = named(
            self.time_zone.as_deref(),
            Zone::named,
            "--time-zone takes a zone's name, as Europe/Berlin or UTC",
        )?;
        Ok(Given { decimal: self.mark()?, time, zone })
    }

    /// What divides thousands begins no fraction.
    fn mark(&self) -> Result<Option<Mark>, Error> {
        let decimal = match self.decimal.as_deref() {
            None | Some("auto") => None,
            Some(".") => Some(Mark::Point),
            Some(",") => Some(Mark::Comma),
            Some(_) => return Err(Error::unfit("--decimal takes . or ,")),
        };
        let other = match self.thousands.as_deref() {
            None | Some("auto" | "'" | "’" | " " | "") => None,
            Some(".") => Some(Mark::Comma),
            Some(",") => Some(Mark::Point),
            Some(_) => return Err(Error::unfit("--thousands takes . or , or ' or a blank")),
        };
        match (decimal, other) {
            (Some(decimal), Some(other)) if decimal != other => {
                Err(Error::unfit("--decimal and --thousands are the same mark"))
            }
            (decimal, other) => Ok(decimal.or(other)),
        }
    }

    /// Whether columns are known by customary names. Who says which column goes where says it of all of them.
    #[must_use]
    pub fn is_by_custom(&self) -> bool {
        self.map.is_empty()
    }

    /// Which column goes where.
    #[must_use]
    pub fn choices(&self) -> Choices {
        let columns = self.map.iter().flat_map(|(column, fields)| {
            fields.all().iter().map(move |field| (column.clone(), field.clone()))
        });
        let event = self.event.iter().map(|name| ("event".to_owned(), name.clone()));
        let set = self.set.iter().map(|(field, value)| (field.clone(), value.clone()));
        Choices {
            columns: columns.collect(),
            constants: set.chain(event).collect(),
            by_custom: self.is_by_custom(),
            events: self.events.iter().map(|(told, name)| (told.clone(), name.clone())).collect(),
            pass_over: self.pass_over.clone(),
            group_by: self.group_by.clone(),
        }
    }
}

/// A thing by its name; nothing where none is given, or `auto`.
fn named<T>(name: Option<&str>, of: impl Fn(&str) -> Option<T>, takes: &str) -> Result<Option<T>, Error> {
    let name = name.filter(|name| *name != "auto");
    name.map(|name| of(name).ok_or_else(|| Error::unfit(takes))).transpose()
}

fn byte(delimiter: &str) -> Result<u8, Error> {
    match delimiter.as_bytes() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err(Error::unfit("--delimiter takes an ASCII character")),
    }
}
