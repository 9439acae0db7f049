//! Events out of a table: one a row, or one of the rows that share an order.

use tiktok_capi::Input;
use tiktok_capi_table::mapping::{Folded, Mapping, Noticed, shown};
use tiktok_capi_table::{Gathered, Opened, Orders, Rows};

use crate::end::Stop;
use crate::told::Told;

use super::described::Described;
use super::noticed;
use super::plan::Planned;
use super::understood::Understood;

/// Reads events one after the other.
pub(super) struct TableEvents<'s> {
    rows: Rows<'s>,
    header: Vec<String>,
    mapping: Mapping,
    orders: Orders,
    /// Orders so far.
    number: u64,
    notices: Vec<String>,
}

impl<'s> TableEvents<'s> {
    /// Looks the rows through before the first of them is taken.
    pub(super) fn of(opened: &'s mut Opened<'_>, planned: &Planned) -> Result<Self, Stop> {
        let understood = Understood::looked(opened, planned, |_, _, _| {})?;
        understood.keep(opened, planned)?;
        Self::following(understood, opened)
    }

    pub(super) fn following(understood: Understood, opened: &'s mut Opened<'_>) -> Result<Self, Stop> {
        let notices = opened.understood().into_iter().chain(understood.notices()).collect();
        let Understood { header, mapping, .. } = understood;
        let rows = opened.rows()?;
        Ok(Self { rows, header, mapping, orders: Orders::default(), number: 0, notices })
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
        let cells = match row.cells {
            Ok(cells) => cells,
            Err(uneven) => return Ok(Some(Described::unreadable(number, line, Told::uneven_row(uneven)))),
        };
        let lacks_time = self.mapping.column("event_time").is_some_and(|time| time.cell(cells).is_blank());
        let passed_over = self.mapping.passed_over(cells);
        let passed_over =
            passed_over.map(|(code, index)| noticed::passed_over(named(&self.header, index), code));
        let given = self.mapping.event(cells);
        let told = told_of(given.noticed, &given.event);
        Ok(Some(Described { number, line, event: Ok(given.event), told, lacks_time, passed_over }))
    }

    /// The next event of several rows. Its number is that of the orders before it, the same in every run.
    fn next_order(&mut self) -> Result<Option<Described<'_>>, Stop> {
        let Gathered { line, what, .. } = loop {
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
        let Folded { event, noticed, differing, passed_over, lacks_time } = match what {
            Ok(folded) => folded,
            Err(why) => return Ok(Some(Described::unreadable(number, line, noticed::apart(why)))),
        };
        let differing = differing.into_iter().map(|(path, line)| noticed::differing(path, line));
        let told = told_of(noticed, &event).into_iter().chain(differing).collect();
        let passed_over =
            passed_over.map(|(code, index)| noticed::passed_over(named(&self.header, index), &code));
        Ok(Some(Described { number, line, event: Ok(event), told, lacks_time, passed_over }))
    }
}

fn told_of(noticed: Vec<(usize, String, Noticed)>, event: &Input<'_>) -> Vec<Told<'static>> {
    noticed.into_iter().filter_map(|(_, path, what)| noticed::told(path, &what, event)).collect()
}

/// The name of a column, where it looks like one.
fn named(header: &[String], index: usize) -> String {
    shown(index, header.get(index).map_or("", String::as_str))
}
