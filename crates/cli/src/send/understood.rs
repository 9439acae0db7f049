//! How a table is read and mapped: what was said, and what all of its rows decide.

use tiktok_capi_table::mapping::{Mapping, Survey, Target};
use tiktok_capi_table::{Opened, Plan, Row};

use crate::end::Stop;

use super::plan::{Planned, keep_in};

/// Columns that are listed of a known export.
const FEW: usize = 5;

/// How a table is read and mapped.
pub(super) struct Understood {
    pub(super) header: Vec<String>,
    pub(super) mapping: Mapping,
    /// What was said, fitted to the header.
    pub(super) plan: Plan,
    /// A line with the same id as the one before.
    repeated: Option<u64>,
    /// Whether the export is a known one.
    is_preset: bool,
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
        Ok(Self { header, mapping, plan, repeated, is_preset: planned.is_preset() })
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

    /// What is good to know beforehand.
    pub(super) fn notices(&self) -> impl Iterator<Item = String> {
        let now = "no column goes into event_time, so every event happens now";
        let now = (!self.mapping.has("event_time")).then(|| now.to_owned());
        let repeated = "rows that follow each other have the same event_id, and TikTok counts one of them";
        let repeated = self
            .repeated
            .map(|line| format!("{repeated} (line {line}); --group-by event_id makes one event of them"));
        [self.known(), self.unmapped(), now, repeated].into_iter().flatten()
    }

    /// Which columns were known by their names. One that is named as its field needs no word, nor does one that was chosen.
    fn known(&self) -> Option<String> {
        let all = self.mapping.understood(&self.header).into_iter().zip(self.mapping.columns());
        let is_own = |index: usize| self.header.get(index).is_none_or(|name| Target::of(name).is_some());
        let known = all.filter(|(_, column)| !is_own(column.index));
        let known: Vec<_> =
            known.map(|(told, _)| format!("{} goes into {}", told.column, told.field)).collect();
        (self.plan.is_by_custom() && !known.is_empty()).then(|| known.join(", "))
    }

    /// Which columns are left out. A known export has dozens that say nothing to TikTok.
    fn unmapped(&self) -> Option<String> {
        let others: Vec<_> = self.mapping.unmapped(&self.header).iter().map(ToString::to_string).collect();
        match others.len() {
            0 => None,
            count if self.is_preset && count > FEW => {
                Some(format!("{count} columns go into no field; --preview lists them"))
            }
            _ => Some(format!("columns that go into no field: {}", others.join(", "))),
        }
    }
}
