//! Events out of a table: one a row, or one of the rows that share an order.

use tiktok_capi::Input;
use tiktok_capi::core::{EventSource, catalog};
use tiktok_capi_table::mapping::{Folded, Mapping, Noticed, shown};
use tiktok_capi_table::{Gathered, Opened, Orders, Rows};

use crate::end::Stop;
use crate::told::Told;

use super::arguments::Send;
use super::described::Described;
use super::lost::Lost;
use super::original::Original;
use super::plan::Planned;
use super::rejects::Form;
use super::understood::Understood;
use super::{noticed, now};

/// Reads events one after the other.
pub(super) struct TableEvents<'s> {
    rows: Rows<'s>,
    header: Vec<String>,
    mapping: Mapping,
    orders: Orders,
    /// Orders so far.
    number: u64,
    notices: Vec<String>,
    lost: Option<Lost>,
    delimiter: u8,
    /// Whether somebody wants back what does not arrive.
    keeps: bool,
}

impl<'s> TableEvents<'s> {
    /// Looks the rows through before the first of them is taken.
    pub(super) fn of(
        opened: &'s mut Opened<'_>,
        arguments: &Send,
        planned: &Planned,
        source: EventSource,
    ) -> Result<Self, Stop> {
        let understood = Understood::looked(opened, planned, |_, _, _| {})?;
        now::check(&understood.mapping, arguments, source)?;
        let lost = if arguments.allow_missing_value { None } else { lost(&understood, opened)? };
        understood.keep(opened, planned)?;
        let delimiter = opened.delimiter();
        let mut events = Self::following(understood, opened)?;
        if arguments.rejects.is_some() {
            (events.keeps, events.orders) = (true, Orders::keeping());
        }
        Ok(Self { lost, delimiter, ..events })
    }

    pub(super) fn following(understood: Understood, opened: &'s mut Opened<'_>) -> Result<Self, Stop> {
        let notices = opened.understood().into_iter().chain(understood.notices()).collect();
        let Understood { header, mapping, .. } = understood;
        let rows = opened.rows()?;
        Ok(Self { notices, ..Self::reading(rows, header, mapping) })
    }

    fn reading(rows: Rows<'s>, header: Vec<String>, mapping: Mapping) -> Self {
        let (orders, notices) = (Orders::default(), Vec::new());
        Self { rows, header, mapping, orders, number: 0, notices, lost: None, delimiter: b',', keeps: false }
    }

    /// How its rows are written down again. A column that is named as the ids are, and is none, is left alone.
    pub(super) fn form(&self) -> Form {
        let header = self.header.clone();
        let named = header.iter().position(|name| name == "event_id");
        let ids = self.mapping.column("event_id").map(|column| column.index).or(named);
        Form::Table { header, delimiter: self.delimiter, ids }
    }

    /// What purchases would lose, where nobody allowed it.
    pub(super) fn lost(&self) -> Option<&Lost> {
        self.lost.as_ref()
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
        if self.mapping.group().is_some() {
            return self.next_order();
        }
        let Some(row) = self.rows.next()? else { return Ok(None) };
        let (number, line) = (row.number, row.line);
        let original = self.keeps.then(|| Original::row(&row));
        let cells = match row.cells {
            Ok(cells) => cells,
            Err(uneven) => {
                let unread = Described::unreadable(number, line, Told::uneven_row(uneven));
                return Ok(Some(Described { original, ..unread }));
            }
        };
        let lacks_time = self.mapping.column("event_time").is_some_and(|time| time.cell(cells).is_blank());
        let passed_over = self.mapping.passed_over(cells);
        let passed_over =
            passed_over.map(|(code, index)| noticed::passed_over(named(&self.header, index), code));
        let given = self.mapping.event(cells);
        let told = told_of(given.noticed, &given.event);
        Ok(Some(Described { number, line, event: Ok(given.event), told, lacks_time, passed_over, original }))
    }

    /// The next event of several rows. Its number is that of the orders before it, the same in every run.
    fn next_order(&mut self) -> Result<Option<Described<'_>>, Stop> {
        let Gathered { line, what, rows, .. } = loop {
            if let Some(gathered) = self.orders.next(&self.mapping) {
                break gathered;
            }
            if self.orders.is_over() {
                return Ok(None);
            }
            match self.rows.next()? {
                Some(row) => self.orders.take(&row, &self.mapping),
                None => self.orders.end(),
            }
        };
        self.number += 1;
        let number = self.number;
        let original = self.keeps.then(|| Original::rows(&rows));
        let Folded { event, noticed, differing, passed_over, lacks_time } = match what {
            Ok(folded) => folded,
            Err(why) => {
                let unread = Described::unreadable(number, line, noticed::apart(why));
                return Ok(Some(Described { original, ..unread }));
            }
        };
        let differing = differing.into_iter().map(|(path, line)| noticed::differing(path, line));
        let told = told_of(noticed, &event).into_iter().chain(differing).collect();
        let passed_over =
            passed_over.map(|(code, index)| noticed::passed_over(named(&self.header, index), &code));
        Ok(Some(Described { number, line, event: Ok(event), told, lacks_time, passed_over, original }))
    }
}

fn told_of(noticed: Vec<(usize, String, Noticed)>, event: &Input<'_>) -> Vec<Told<'static>> {
    noticed.into_iter().filter_map(|(_, path, what)| noticed::told(path, &what, event)).collect()
}

/// The name of a column, where it looks like one.
fn named(header: &[String], index: usize) -> String {
    shown(index, header.get(index).map_or("", String::as_str))
}

/// Looks at all events a second time, now that it is known how the columns are read, where some count by their value.
fn lost(understood: &Understood, opened: &mut Opened<'_>) -> Result<Option<Lost>, Stop> {
    let is_one = understood.plan.event.as_deref().is_some_and(|name| catalog::needs_currency(name.trim()));
    if !is_one && understood.mapping.column("event").is_none() {
        return Ok(None);
    }
    let mapping = understood.mapping.clone().only(&["event", "properties.value", "properties.currency"]);
    let mut events = TableEvents::reading(opened.look()?, understood.header.clone(), mapping);
    let mut lost = Lost::default();
    while let Some(event) = events.next()? {
        lost.see(&event);
    }
    Ok(lost.found())
}
