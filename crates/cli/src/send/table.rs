//! Events out of a table: one a row, by the columns of its header.

use tiktok_capi_table::mapping::{Mapping, Survey, Target};
use tiktok_capi_table::{Opened, Rows};

use crate::end::Stop;
use crate::told::Told;

use super::arguments::Send;
use super::described::Described;
use super::noticed;

/// Reads events one after the other.
pub(super) struct TableEvents<'s> {
    rows: Rows<'s>,
    mapping: Mapping,
    notices: Vec<String>,
}

impl<'s> TableEvents<'s> {
    /// Looks the rows through before the first of them is taken.
    pub(super) fn of(opened: &'s mut Opened<'_>, arguments: &Send) -> Result<Self, Stop> {
        let mut notices = opened.understood();
        let mapping = mapped(opened, arguments)?;
        let rows = opened.rows()?;
        notices.extend(known(&mapping, rows.header(), arguments));
        notices.extend(told(&mapping, rows.header()));
        Ok(Self { rows, mapping, notices })
    }

    /// What was understood, and what the columns leave open.
    pub(super) fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Rows so far in which nothing stands.
    pub(super) fn blank(&self) -> u64 {
        self.rows.blank()
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Option<Described<'_>>, Stop> {
        let Some(row) = self.rows.next()? else { return Ok(None) };
        let (number, line) = (row.number, row.line);
        let cells = match row.cells {
            Ok(cells) => cells,
            Err(uneven) => return Ok(Some(Described::unreadable(number, line, Told::uneven_row(uneven)))),
        };
        let lacks_time =
            self.mapping.column("event_time").is_some_and(|time| cells.get(time.index).is_blank());
        let given = self.mapping.event(cells);
        let noticed = given.noticed.into_iter();
        let told = noticed.filter_map(|(_, path, what)| noticed::told(path, &what, &given.event)).collect();
        Ok(Some(Described { number, line, event: Ok(given.event), told, lacks_time }))
    }
}

fn mapped(opened: &mut Opened<'_>, arguments: &Send) -> Result<Mapping, Stop> {
    let given = arguments.table.given()?;
    let mut rows = opened.look()?;
    let header = rows.header().to_vec();
    let mut mapping = Mapping::of(&arguments.table.choices()?, &header)?;
    if arguments.event.is_none() && !mapping.has("event") {
        return Err(Stop::usage("no column is the event's name; give the name with --event"));
    }
    let mut survey = Survey::of(&mapping);
    while let Some(row) = rows.next()? {
        survey.see(&row, &mapping);
    }
    survey.decide(&mut mapping, &given, &header)?;
    Ok(mapping)
}

/// Which columns were known by their names. One that is named as its field needs no word, nor does one that was chosen.
fn known(mapping: &Mapping, header: &[String], arguments: &Send) -> Option<String> {
    let all = mapping.understood(header).into_iter().zip(mapping.columns());
    let known =
        all.filter(|(_, column)| header.get(column.index).is_some_and(|name| Target::of(name).is_none()));
    let known: Vec<_> = known.map(|(told, _)| format!("{} goes into {}", told.column, told.field)).collect();
    (arguments.table.is_by_custom() && !known.is_empty()).then(|| known.join(", "))
}

/// Which columns are left out, and that nothing says when it happened.
fn told(mapping: &Mapping, header: &[String]) -> Vec<String> {
    let others: Vec<_> = mapping.unmapped(header).iter().map(ToString::to_string).collect();
    let unmapped =
        (!others.is_empty()).then(|| format!("columns that go into no field: {}", others.join(", ")));
    let now = (!mapping.has("event_time"))
        .then(|| "no column goes into event_time, so every event happens now".to_owned());
    unmapped.into_iter().chain(now).collect()
}
