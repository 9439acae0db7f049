//! The client's options as flags of the same names. What they mean, the client's own table knows.

use std::marker::PhantomData;

use clap::{Arg, ArgMatches, Command};
use tiktok_capi::core::Banner;
use tiktok_capi::{Client, ConfigError, Failure, Input, OptionKind, OptionRow, Options, Rules, spelt};

use crate::end::Stop;

/// A part of the options, for the commands that need it.
pub(crate) trait Section {
    /// The heading in the help.
    const HEADING: &'static str;

    /// Whether the option belongs to it.
    fn has(name: &str) -> bool;
}

/// How events are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Describing;

/// What a request says beside its events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addressing;

/// How requests are sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sending;

/// What a shop asks its visitors with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking;

/// Where the conversions happened, for events that were read before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sourcing;

/// Which outbox.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeping;

/// How the requests of an outbox are sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draining;

impl Section for Describing {
    const HEADING: &'static str = "How events are read";

    fn has(name: &str) -> bool {
        Rules::OPTIONS.contains(&name) || name == SEED
    }
}

impl Section for Addressing {
    const HEADING: &'static str = "What a request says beside its events";

    fn has(name: &str) -> bool {
        ["event_source_id", "test_event_code", "partner_name"].contains(&name)
    }
}

impl Section for Sending {
    const HEADING: &'static str = "How requests are sent";

    fn has(name: &str) -> bool {
        let others = [Describing::has, Asking::has, Addressing::has, Keeping::has];
        !others.iter().any(|has| has(name)) && !NO_FLAGS.contains(&name) && name != MAX_AGE
    }
}

impl Section for Asking {
    const HEADING: &'static str = "What the shop asks its visitors with";

    fn has(name: &str) -> bool {
        Banner::OPTIONS.contains(&name)
    }
}

impl Section for Sourcing {
    const HEADING: &'static str = Addressing::HEADING;

    fn has(name: &str) -> bool {
        name == SOURCE
    }
}

impl Section for Keeping {
    const HEADING: &'static str = "Which outbox";

    fn has(name: &str) -> bool {
        name == "outbox"
    }
}

impl Section for Draining {
    const HEADING: &'static str = Sending::HEADING;

    /// `--timeout` of `drain` is the whole time, as that of `flush` in all languages.
    fn has(name: &str) -> bool {
        name == MAX_AGE || name != "timeout" && Sending::has(name)
    }
}

/// The option that only an outbox has a use for.
const MAX_AGE: &str = "max_age";

/// Options that are no flags: the token, since every user of the machine can see the arguments of a program, and those of
/// who puts events into the outbox, which the program does not.
const NO_FLAGS: [&str; 4] = ["access_token", "durability", "max_events", "max_bytes"];

/// The option that the ids of a run are made from.
pub(crate) const SEED: &str = "event_id_seed";

/// The option that says where the conversions happened.
pub(crate) const SOURCE: &str = "event_source";

/// The flags of a section that were given, by the names of their options.
#[derive(Debug, Clone)]
pub(crate) struct Flags<S> {
    given: Vec<(&'static str, String)>,
    section: PhantomData<S>,
}

impl<S: Section> Flags<S> {
    /// The text of a flag.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// Whether none was given.
    pub(crate) fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// All that were given, as flags.
    pub(crate) fn as_given(&self) -> impl Iterator<Item = String> {
        self.given.iter().map(|(name, value)| format!("--{}={value}", name.replace('_', "-")))
    }

    /// The text of an option: its flag, else its environment variable.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let variable = || Options::all().iter().find(|row| row.name == name)?.variable;
        let given = self.get(name).map(str::to_owned).or_else(|| std::env::var(variable()?).ok())?;
        Some(given.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Every option of the section that has a text, as `name=text`.
    pub(crate) fn all(&self) -> impl Iterator<Item = String> {
        Self::names().filter_map(|(name, _)| Some(format!("{name}={}", self.text(name)?)))
    }

    /// Sets the options.
    pub(crate) fn apply(&self, options: &mut Options) -> Result<(), Stop> {
        let mut given = self.given.iter();
        given.try_for_each(|(name, value)| options.set(name, &Input::text(value))).map_err(Stop::from)
    }

    fn names() -> impl Iterator<Item = (&'static str, &'static OptionRow)> {
        let rows = Options::all().iter().filter(|row| S::has(row.name));
        rows.flat_map(|row| [Some(row.name), row.alias].into_iter().flatten().map(move |name| (name, row)))
    }
}

impl From<ConfigError> for Stop {
    fn from(error: ConfigError) -> Self {
        Failure::from(error).into()
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::usage(format_args!("{}: {}", failure.place().unwrap_or("event"), in_flags(failure.hint())))
    }
}

/// A hint with the options in it as this program takes them: as flags, but for the token, which is none. What TikTok said in words is
/// not shown here.
pub(crate) fn in_flags(hint: &str) -> String {
    spelt(hint, |name| match name {
        "access_token" => "the token".to_owned(),
        "api_message" => "TikTok's message".to_owned(),
        name => format!("--{}", name.replace('_', "-")),
    })
}

impl<S: Section> clap::Args for Flags<S> {
    fn augment_args(command: Command) -> Command {
        Self::names().fold(command, |command, (name, row)| command.arg(flag::<S>(name, row)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag<S: Section>(name: &'static str, row: &'static OptionRow) -> Arg {
    let arg = Arg::new(name).long(name.replace('_', "-")).help_heading(S::HEADING).help(help(name, row));
    let arg = arg.value_name(value_name(row.kind)).value_parser(move |given: &str| allowed(name, given));
    // What the architecture's examples write shorter.
    let arg = match name {
        "event_source" => arg.visible_alias("source"),
        "event_source_id" => arg.visible_alias("source-id"),
        _ => arg,
    };
    match row.kind {
        OptionKind::Flag => arg.num_args(0..=1).require_equals(true).default_missing_value("true"),
        _ => arg,
    }
}

fn help(name: &str, row: &OptionRow) -> String {
    if row.alias == Some(name) {
        return format!("The same for web: its pixel code, in place of --{}.", row.name.replace('_', "-"));
    }
    let takes = if row.kind == OptionKind::Flag { "" } else { row.takes };
    let variable = row.variable.map(|variable| format!("[env: {variable}]"));
    [row.doc, takes, &variable.unwrap_or_default()].join(" ").trim_end().to_owned()
}

fn value_name(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Text | OptionKind::Secret => "TEXT",
        OptionKind::Flag => "BOOL",
        OptionKind::Number => "NUMBER",
        OptionKind::Integers => "LIST",
    }
}

/// Tries the value out, so that the error can say what the flag takes.
fn allowed(name: &str, given: &str) -> Result<String, String> {
    let tried = Options::default().set(name, &Input::text(given));
    tried.map(|()| given.to_owned()).map_err(|error| in_flags(error.hint()))
}

impl<S: Section> clap::FromArgMatches for Flags<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given =
            Self::names().filter_map(|(name, _)| Some((name, matches.get_one::<String>(name)?.clone())));
        Ok(Self { given: given.collect(), section: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.given.extend(Self::from_arg_matches(matches)?.given);
        Ok(())
    }
}

/// How the events of a run are read: each with its own clock and random bytes.
#[derive(Debug)]
pub(crate) struct Reader(pub(crate) Client);

impl Reader {
    pub(crate) fn of(flags: &Flags<Describing>) -> Result<Self, Stop> {
        let mut options = Options::default();
        flags.apply(&mut options)?;
        Ok(Self(Client::new(options)?))
    }

    /// The rules of the event with that number.
    pub(crate) fn rules(&self, number: u64) -> Rules {
        self.0.rules_of(number.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_a_flag_of_one_section() {
        for row in Options::all() {
            let sending = |name: &str| Sending::has(name) || Draining::has(name);
            let sections = [Describing::has, Asking::has, Addressing::has, Keeping::has, sending];
            let expected = usize::from(!NO_FLAGS.contains(&row.name));
            assert_eq!(sections.iter().filter(|has| has(row.name)).count(), expected, "{}", row.name);
        }
    }
}
