//! How a table is to be read. What is not said here, the table tells itself.

use clap::Args;
use tiktok_capi_table::column::{Mark, TimeForm, Zone};
use tiktok_capi_table::mapping::{Choices, Given};
use tiktok_capi_table::{Encoding, Reading, Sheet};

use crate::end::Stop;

/// What the caller says about a table.
#[derive(Debug, Args)]
pub(crate) struct Table {
    /// Put a column into a field, as email=user.email; may be repeated, and a blank field leaves the column out
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub(in crate::send) maps: Vec<String>,
    /// Give a field the same value in every row, as properties.currency=EUR; may be repeated
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    sets: Vec<String>,
    /// Character between the columns of CSV [default: found by itself]
    #[arg(long, value_name = "CHAR")]
    pub(in crate::send) delimiter: Option<char>,
    /// Encoding of a text, as windows-1252 or utf-16le [default: found by itself]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Sheet of a workbook, by its name or number [default: the first that holds something]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What stands before the fraction of a number: . or , [default: found by itself, for each column]
    #[arg(long, value_name = "MARK")]
    decimal: Option<String>,
    /// What stands between thousands: . or , or ' or a blank [default: found by itself]
    #[arg(long, value_name = "MARK")]
    thousands: Option<String>,
    /// How times are written: dd.mm.yyyy hh:mm, a pattern of strftime, or excel for its days [default: found by itself]
    #[arg(long, value_name = "FORM")]
    date_format: Option<String>,
    /// Where the clocks are that times without an offset were read from, as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Take quotation marks as they stand, also where they take in lines that look like rows
    #[arg(long)]
    trust_quotes: bool,
}

impl Table {
    /// Whether something was said that makes sense for a table alone.
    pub(in crate::send) fn is_given(&self) -> bool {
        self.delimiter.is_some() || self.sheet.is_some() || !self.maps.is_empty() || !self.sets.is_empty()
    }

    /// Everything that decides how the table is read.
    pub(in crate::send) fn all(&self) -> String {
        format!("{self:?}")
    }

    pub(in crate::send) fn reading(&self) -> Result<Reading, Stop> {
        let named = |name: &String| {
            Encoding::named(name)
                .ok_or_else(|| Stop::usage("--encoding takes a name as utf-8 or windows-1252"))
        };
        let encoding =
            self.encoding.as_ref().filter(|name| name.as_str() != "auto").map(named).transpose()?;
        let byte = |delimiter: char| {
            u8::try_from(delimiter)
                .ok()
                .filter(u8::is_ascii)
                .ok_or_else(|| Stop::usage("--delimiter takes an ASCII character"))
        };
        let delimiter = self.delimiter.map(byte).transpose()?;
        let sheet = self
            .sheet
            .as_ref()
            .map(|sheet| sheet.parse().map_or(Sheet::Named(sheet.clone()), Sheet::Numbered));
        Ok(Reading { encoding, delimiter, sheet, trusts_quotes: self.trust_quotes })
    }

    pub(in crate::send) fn given(&self) -> Result<Given, Stop> {
        let form = |form: &String| {
            TimeForm::named(form).ok_or_else(|| {
                Stop::usage(
                    "--date-format takes a form as dd.mm.yyyy hh:mm, %d.%m.%Y %H:%M, excel or excel-1904",
                )
            })
        };
        let zone = |zone: &String| {
            Zone::named(zone)
                .ok_or_else(|| Stop::usage("--time-zone takes a zone's name, as Europe/Berlin or UTC"))
        };
        let time = self.date_format.as_ref().filter(|form| form.as_str() != "auto").map(form).transpose()?;
        Ok(Given { decimal: self.mark()?, time, zone: self.time_zone.as_ref().map(zone).transpose()? })
    }

    /// What divides thousands begins no fraction.
    fn mark(&self) -> Result<Option<Mark>, Stop> {
        let decimal = match self.decimal.as_deref() {
            None | Some("auto") => None,
            Some(".") => Some(Mark::Point),
            Some(",") => Some(Mark::Comma),
            Some(_) => return Err(Stop::usage("--decimal takes . or ,")),
        };
        let other = match self.thousands.as_deref() {
            None | Some("auto" | "'" | "’" | " " | "") => None,
            Some(".") => Some(Mark::Comma),
            Some(",") => Some(Mark::Point),
            Some(_) => return Err(Stop::usage("--thousands takes . or , or ' or a blank")),
        };
        match (decimal, other) {
            (Some(decimal), Some(other)) if decimal != other => {
                Err(Stop::usage("--decimal and --thousands are the same mark"))
            }
            (decimal, other) => Ok(decimal.or(other)),
        }
    }

    /// Whether columns are known by customary names. Who says which column goes where says it of all of them.
    pub(in crate::send) fn is_by_custom(&self) -> bool {
        self.maps.is_empty()
    }

    pub(in crate::send) fn choices(&self) -> Result<Choices, Stop> {
        let columns =
            self.maps.iter().map(|map| divided(map, "--map takes COLUMN=FIELD, as email=user.email"));
        let constants =
            self.sets.iter().map(|set| constant(set, "--set takes FIELD=VALUE, as properties.currency=EUR"));
        Ok(Choices {
            columns: columns.collect::<Result<_, _>>()?,
            constants: constants.collect::<Result<_, _>>()?,
            by_custom: self.is_by_custom(),
        })
    }
}

/// `email=user.email`. The last `=` divides, since no field has one in its name.
fn divided(map: &str, wrong: &str) -> Result<(String, String), Stop> {
    let (column, field) = map.rsplit_once('=').ok_or_else(|| Stop::usage(wrong))?;
    Ok((column.trim().to_owned(), field.trim().to_owned()))
}

/// `page.url=https://shop.example/?a=b`. The first `=` divides, since a value may have one.
fn constant(set: &str, wrong: &str) -> Result<(String, String), Stop> {
    let (field, value) = set.split_once('=').ok_or_else(|| Stop::usage(wrong))?;
    Ok((field.trim().to_owned(), value.trim().to_owned()))
}
