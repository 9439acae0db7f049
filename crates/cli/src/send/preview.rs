//! `--preview`: what was understood, what each column becomes, a few rows before and after, and the command that repeats
//! it. Nothing is sent, and no identifier is shown.

use std::io::{self, Write};

use tiktok_capi_core::explain;
use tiktok_capi_table::mapping::{Mapped, Mapping, shown};
use tiktok_capi_table::{Cells, Opened, Plan};

use super::batch::Reading;
use super::command::command;
use super::described::Described;
use super::plan::Planned;
use super::table::TableEvents;
use super::understood::Understood;
use crate::end::{End, Stop};
use crate::explain::for_people;

/// Rows and events that are shown.
const SHOWN: usize = 3;

const ROWS: &str = "rows, with identifiers masked";

const MASK: &str = "***";

/// Shows what would become of a table.
pub(super) fn run(
    opened: &mut Opened<'_>,
    planned: &Planned,
    reading: &Reading<'_>,
    out: &mut impl Write,
) -> Result<End, Stop> {
    let mut before = Vec::new();
    let understood = Understood::looked(opened, planned, |row, mapping, header| {
        if let (true, Ok(cells)) = (before.len() < SHOWN, row.cells) {
            before.push(format!("line {}: {}", row.line, masked(cells, mapping, header)));
        }
    });
    if understood.is_err() {
        // What a column leaves open is seen there.
        part(out, ROWS, &before)?;
    }
    let understood = understood?;
    understood.keep(opened, planned)?;
    let plan = understood.settled(opened)?;
    part(out, "understood", &facts(&plan))?;
    part(out, "columns", &columns(&understood, planned))?;
    part(out, "the same in every row", &constants(&plan))?;
    part(out, ROWS, &before)?;
    let repeat = command(reading.arguments, planned, &plan, &understood.header)?;
    let mut events = TableEvents::following(understood, opened)?;
    let mut after = Vec::new();
    while let (true, Some(event)) = (after.len() < SHOWN, events.next()?) {
        after.push(become_of(event, reading));
    }
    part(out, "events, with identifiers masked", &after)?;
    part(out, "the command that repeats it; nothing was sent", &[repeat])?;
    Ok(End::Fine)
}

fn part(out: &mut impl Write, title: &str, lines: &[String]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}")?;
    lines.iter().flat_map(|line| line.lines()).try_for_each(|line| writeln!(out, "  {line}"))
}

/// How it is read, by the names of the flags.
fn facts(plan: &Plan) -> Vec<String> {
    let encoding = plan.encoding.clone().or_else(|| plan.sheet.is_none().then(|| "utf-8".to_owned()));
    let facts = [
        ("encoding", encoding.as_ref()),
        ("delimiter", plan.delimiter.as_ref()),
        ("sheet", plan.sheet.as_ref()),
        ("decimal", plan.decimal.as_ref()),
        ("date-format", plan.date_format.as_ref()),
        ("time-zone", plan.time_zone.as_ref()),
        ("group-by", plan.group_by.as_ref()),
        ("source", plan.event_source.as_ref()),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some(format!("{name}: {}", visible(fact?)))).collect()
}

fn visible(fact: &str) -> &str {
    match fact {
        "\t" => "a tab",
        " " => "a blank",
        fact => fact,
    }
}

/// What each column becomes, and why.
fn columns(understood: &Understood, planned: &Planned) -> Vec<String> {
    let Understood { header, mapping, plan, .. } = understood;
    let one = |(index, name): (usize, &String)| {
        let all =
            mapping.columns().iter().filter(|column| column.index == index || column.second == Some(index));
        let fields: Vec<_> = all.map(|column| column.target.path()).collect();
        let why = planned.why(name, plan);
        let becomes = match (fields.is_empty(), mapping.uses(index)) {
            (false, _) => format!("goes into {} ({why})", fields.join(" and ")),
            (true, true) if mapping.group() == Some(index) => "says which rows are of one order".to_owned(),
            (true, true) => "says which rows are passed over".to_owned(),
            (true, false) => "is left out".to_owned(),
        };
        format!("{} {becomes}", shown(index, name))
    };
    header.iter().enumerate().map(one).collect()
}

fn constants(plan: &Plan) -> Vec<String> {
    let event = plan.event.iter().map(|name| format!("event is {name}"));
    let set = plan.set.iter().map(|(field, value)| {
        let value = if is_personal(field) { MASK } else { value };
        format!("{field} is {value}")
    });
    event.chain(set).collect()
}

/// The cells that go into fields, each once.
fn masked(cells: Cells<'_>, mapping: &Mapping, header: &[String]) -> String {
    let mut columns: Vec<&Mapped> = mapping.columns().iter().collect();
    columns.dedup_by_key(|column| column.index);
    let one = |column: &Mapped| {
        let name = shown(column.index, header.get(column.index).map_or("", String::as_str));
        let cell = column.cell(cells).name().filter(|cell| !cell.is_empty())?;
        let cell = if is_personal(&column.target.path()) { MASK.to_owned() } else { cell };
        Some(format!("{name}={}", cell.escape_debug()))
    };
    columns.into_iter().filter_map(one).collect::<Vec<_>>().join(" | ")
}

/// As `explain` masks: all of a person and a device, and where the person came from.
fn is_personal(field: &str) -> bool {
    ["user.", "device.", "lead.", "ad.", "page."].iter().any(|group| field.starts_with(group))
}

/// What is sent of it, with the id that it gets.
fn become_of(described: Described<'_>, reading: &Reading<'_>) -> String {
    let Described { number, line, event, told, passed_over, .. } = described;
    let outcome = match (passed_over, event) {
        (Some(why), _) => format!("passed over: {why}"),
        (None, Err(why)) => format!("refused: {why}"),
        (None, Ok(mut event)) => {
            reading.complete(&mut event, number);
            for_people(&explain(&event, &reading.reader.rules(number)))
        }
    };
    let told = told.iter().map(ToString::to_string);
    let lines = [format!("line {line}:"), outcome.trim_end().to_owned()].into_iter().chain(told);
    lines.collect::<Vec<_>>().join("\n")
}
