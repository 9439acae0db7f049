//! Events out of a table: one a row, by the columns of its header.

use tiktok_capi::Input;
use tiktok_capi_table::mapping::{Folded, Mapping, Noticed, Survey, Target, shown};
use tiktok_capi_table::{Gathered, Opened, Orders, Plan, Row, Rows};

use crate::end::Stop;
use crate::told::Told;

use super::described::Described;
use super::noticed;
use super::plan::{Planned, keep_in};

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
        let mut notices = opened.understood();
        let Understood { header, mapping, plan, repeated } = understood;
        let rows = opened.rows()?;
        notices.extend(known(&mapping, rows.header(), &plan));
        notices.extend(told(&mapping, rows.header()));
        notices.extend(
            repeated.map(|line| format!("{REPEATED} (line {line}); --group-by event_id makes one of them")),
        );
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

const REPEATED: &str = "rows that follow each other have the same event_id, and TikTok counts one of them";

/// How a table is read and mapped.
pub(super) struct Understood {
    pub(super) header: Vec<String>,
    pub(super) mapping: Mapping,
    /// What was said, fitted to the header.
    pub(super) plan: Plan,
    /// A line with the same id as the one before.
    repeated: Option<u64>,
}

impl Understood {
    /// Looks all rows through, as somebody else may do along with it.
    pub(super) fn looked(
        opened: &mut Opened<'_>,
        planned: &Planned,
        mut along: impl FnMut(&Row<'_>, &Mapping, &[String]),
    ) -> Result<Self, Stop> {
        let mut rows = opened.look()?;
        let header = rows.header().to_vec();
        let plan = planned.fitted(&header)?;
        let given = plan.given()?;
        let mut mapping = Mapping::of(&plan.choices(), &header)?;
        if !mapping.has("event") {
            return Err(Stop::usage("no column is the event's name; give the name with --event"));
        }
        let mut survey = Survey::of(&mapping);
        while let Some(row) = rows.next()? {
            survey.see(&row, &mapping);
            along(&row, &mapping, &header);
        }
        let repeated = survey.repeated();
        survey.decide(&mut mapping, &given, &header)?;
        Ok(Self { header, mapping, plan, repeated })
    }

    /// Keeps it where the caller wants it.
    pub(super) fn keep(&self, opened: &Opened<'_>, planned: &Planned) -> Result<(), Stop> {
        let Some(path) = planned.kept_in() else { return Ok(()) };
        keep_in(path, &self.settled(opened)?)
    }

    /// What was said, and what was found out.
    pub(super) fn settled(&self, opened: &Opened<'_>) -> Result<Plan, Stop> {
        Ok(self.plan.clone().settled(opened, &self.mapping, &self.header)?)
    }
}

/// Which columns were known by their names. One that is named as its field needs no word, nor does one that was chosen.
fn known(mapping: &Mapping, header: &[String], plan: &Plan) -> Option<String> {
    let all = mapping.understood(header).into_iter().zip(mapping.columns());
    let known =
        all.filter(|(_, column)| header.get(column.index).is_some_and(|name| Target::of(name).is_none()));
    let known: Vec<_> = known.map(|(told, _)| format!("{} goes into {}", told.column, told.field)).collect();
    (plan.is_by_custom() && !known.is_empty()).then(|| known.join(", "))
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
