//! `hash` and `normalize`: one field's rule for single values.

use std::io::{self, BufRead as _, Write as _};
use std::slice;

use clap::Args;
use tiktok_capi_core::{Input, Normalized, Problem, Region, Rules, UnknownField, hash, normalize};

use crate::end::{End, Stop};
use crate::options::{Describing, Flags, Reader};
use crate::streams::{Streams, Writer};
use crate::told::Told;

const VALUE_MORE: &str = "\
Arguments can be seen by every user of this machine while the program runs, and stay in the history of the shell. Give \
personal data on standard input instead: `-` reads one value a line and writes exactly one line for each, which is \
empty when the value has no result.

Examples:
  tiktok-capi hash phone \"020 7946 0958\" --region GB
  tiktok-capi hash email - < emails.txt > digests.txt
  tiktok-capi normalize properties.currency eur

`tiktok-capi catalog` lists the fields.
Exit codes: 0 all is well, 2 called wrongly, 3 a value was refused.";

/// Arguments of `hash` and `normalize`.
#[derive(Debug, Args)]
#[command(after_help = "`--help` tells more, and how to keep personal data out of the command line.", after_long_help = VALUE_MORE)]
pub(crate) struct Value {
    /// Field of the catalogue, as `email` or `properties.currency`
    field: String,
    /// The value; `-` reads one a line from standard input
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    given: String,
    /// Region of a phone number without country code; country of a postal code or state
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Values are JSON: a number, a list's item, or {"sha256": "…"}
    #[arg(long)]
    json_values: bool,
    /// Print one JSON object a value, its problems included
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    describing: Flags<Describing>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The digest as it is sent.
    Digest,
    /// The canonical text.
    Text,
}

pub(crate) fn run(arguments: &Value, wanted: Wanted, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let field = Field::of(arguments, wanted)?;
    if arguments.given == "-" { lines(&field, streams) } else { single(&field, streams) }
}

fn single(field: &Field<'_>, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let answer = field.read(field.arguments.given.as_bytes());
    if field.arguments.json {
        answer.write_json(&mut streams.out)?;
        return Ok(answer.end());
    }
    for problem in answer.problems() {
        writeln!(streams.err, "{}", Told::from(problem).of_value())?;
    }
    if let Some(text) = answer.shown() {
        writeln!(streams.out, "{text}")?;
    }
    Ok(answer.end())
}

/// One value a line in, one line out.
fn lines(field: &Field<'_>, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let mut end = End::Fine;
    let mut input = io::BufReader::new(&mut *streams.input);
    let mut line = Vec::new();
    let mut number = 0;
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        let answer = field.read(line.strip_suffix(b"\n").unwrap_or(&line));
        if field.arguments.json {
            answer.write_json(&mut streams.out)?;
        } else {
            let mut problems = answer.problems().iter().map(Told::from);
            problems.try_for_each(|told| told.write_line(&mut streams.err, number))?;
            writeln!(streams.out, "{}", answer.shown().unwrap_or_default())?;
        }
        end = End::of(end == End::Refused || answer.end() == End::Refused);
        line.clear();
        if !input.buffer().contains(&b'\n') {
            streams.out.flush()?;
        }
    }
    Ok(end)
}

/// The field that values are read for.
struct Field<'a> {
    arguments: &'a Value,
    wanted: Wanted,
    region: Option<Region>,
    rules: Rules,
}

impl<'a> Field<'a> {
    fn of(arguments: &'a Value, wanted: Wanted) -> Result<Self, Stop> {
        let code = arguments.region.as_deref();
        let region = code
            .map(|code| Region::from_code(code).ok_or("--region takes an ISO 3166-1 code of two letters"));
        let region = region.transpose().map_err(Stop::usage)?;
        let field = Self { arguments, wanted, region, rules: Reader::of(&arguments.describing)?.rules(1) };
        let known = field.apply(&Input::Null).map(|_| ());
        known.map_err(|unknown| {
            Stop::usage(format_args!("{} `tiktok-capi catalog` lists all fields.", unknown.hint()))
        })?;
        Ok(field)
    }

    fn apply(&self, value: &Input<'_>) -> Result<Normalized, UnknownField> {
        let verb = match self.wanted {
            Wanted::Digest => hash,
            Wanted::Text => normalize,
        };
        verb(&self.arguments.field, value, self.region, &self.rules)
    }

    fn read(&self, given: &[u8]) -> Answer {
        let text = || str::from_utf8(given).map_or(Input::NotUnicode, Input::text);
        let value = if self.arguments.json_values { Input::from_json(given) } else { Ok(text()) };
        let normalized = value.map(|value| self.apply(&value).ok());
        Answer { wanted: self.wanted, normalized }
    }
}

/// What became of one value. An unreadable one has its problem.
struct Answer {
    wanted: Wanted,
    normalized: Result<Option<Normalized>, Problem>,
}

impl Answer {
    fn normalized(&self) -> Option<&Normalized> {
        self.normalized.as_ref().ok()?.as_ref()
    }

    fn problems(&self) -> &[Problem] {
        match &self.normalized {
            Ok(normalized) => normalized.as_ref().map_or(&[], Normalized::problems),
            Err(problem) => slice::from_ref(problem),
        }
    }

    fn text(&self) -> Option<&str> {
        self.normalized()?.text()
    }

    fn digest(&self) -> Option<String> {
        self.normalized()?.digest().map(|digest| digest.to_hex())
    }

    fn shown(&self) -> Option<String> {
        match self.wanted {
            Wanted::Digest => self.digest(),
            Wanted::Text => self.text().map(str::to_owned),
        }
    }

    /// A value is refused when nothing is left of it. A digest that was given has no text, and that is fine.
    fn end(&self) -> End {
        End::of(self.text().is_none() && self.digest().is_none())
    }

    fn write_json(&self, out: &mut Writer<'_>) -> io::Result<()> {
        out.write_all(b"{\"digest\":")?;
        serde_json::to_writer(&mut *out, &self.digest())?;
        out.write_all(b",\"problems\":[")?;
        for (index, problem) in self.problems().iter().enumerate() {
            out.write_all(if index == 0 { b"" } else { b"," })?;
            Told::from(problem).write_json(out)?;
        }
        out.write_all(b"]")?;
        if self.wanted == Wanted::Text {
            out.write_all(b",\"text\":")?;
            serde_json::to_writer(&mut *out, &self.text())?;
        }
        out.write_all(b"}\n")
    }
}
