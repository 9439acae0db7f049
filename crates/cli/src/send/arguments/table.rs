//! How a table is to be read. What is not said here, the table tells itself.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use tiktok_capi_table::{Fields, Plan, preset};

use crate::end::Stop;

/// What the caller says about a table.
#[derive(Debug, Args)]
pub(crate) struct Table {
    /// Map the columns of an export whose header is public; what other flags say counts first
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(preset::names()))]
    pub(in crate::send) preset: Option<String>,
    /// Map the columns as this file says, which --save-mapping wrote; what other flags say counts first
    #[arg(long, value_name = "FILE", conflicts_with = "preset")]
    pub(in crate::send) mapping: Option<PathBuf>,
    /// Write down how the table is read and mapped, for --mapping
    #[arg(long, value_name = "FILE")]
    pub(in crate::send) save_mapping: Option<PathBuf>,
    /// Send rows, too, that the preset passes over for this reason, as `point_of_sale`; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(in crate::send) keep: Vec<String>,
    /// Put a column into a field, as email=user.email; may be repeated, and a blank field leaves the column out
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    maps: Vec<String>,
    /// Give a field the same value in every row, as properties.currency=EUR; may be repeated
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    sets: Vec<String>,
    /// Fold the rows that have the same in this column, or in that of this field, into one event
    #[arg(long, value_name = "COLUMN")]
    group_by: Option<String>,
    /// Character between the columns of CSV [default: found by itself]
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<char>,
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
    /// All that the flags say.
    pub(in crate::send) fn said(&self) -> Result<Plan, Stop> {
        let mut plan = Plan {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter.map(String::from),
            sheet: self.sheet.clone(),
            decimal: self.decimal.clone(),
            thousands: self.thousands.clone(),
            date_format: self.date_format.clone(),
            time_zone: self.time_zone.clone(),
            group_by: self.group_by.clone(),
            trust_quotes: self.trust_quotes,
            ..Plan::default()
        };
        for map in &self.maps {
            let (column, field) = divided(map)?;
            let fields = plan.map.entry(column).or_insert_with(|| Fields::Many(Vec::new()));
            fields.push(field);
        }
        for set in &self.sets {
            let (field, value) = constant(set)?;
            if plan.set.insert(field, value).is_some() {
                return Err(Stop::usage("--set gives a field two values"));
            }
        }
        Ok(plan)
    }
}

/// `email=user.email`. The last `=` divides, since no field has one in its name.
fn divided(map: &str) -> Result<(String, String), Stop> {
    let wrong = || Stop::usage("--map takes COLUMN=FIELD, as email=user.email");
    let (column, field) = map.rsplit_once('=').ok_or_else(wrong)?;
    Ok((column.trim().to_owned(), field.trim().to_owned()))
}

/// `page.url=https://shop.example/?a=b`. The first `=` divides, since a value may have one.
fn constant(set: &str) -> Result<(String, String), Stop> {
    let wrong = || Stop::usage("--set takes FIELD=VALUE, as properties.currency=EUR");
    let (field, value) = set.split_once('=').ok_or_else(wrong)?;
    Ok((field.trim().to_owned(), value.trim().to_owned()))
}
