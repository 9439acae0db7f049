//! What the program says when it is called wrongly. Nothing that was typed is repeated unless it is a flag's name.

use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Prints help and version; makes everything else an error without the values that were typed.
pub(crate) fn told(error: &clap::Error, streams: &mut Streams<'_>) -> Result<End, Stop> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            write!(streams.out, "{}", error.render())?;
            Ok(End::Fine)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            write!(streams.err, "{}", error.render())?;
            Ok(End::Usage)
        }
        kind => Err(Stop::usage(format_args!("{}\n{}", what(error, kind), where_to_look(error)))),
    }
}

fn what(error: &clap::Error, kind: ErrorKind) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    match kind {
        ErrorKind::UnknownArgument => unknown(error, &argument),
        ErrorKind::InvalidSubcommand => no_command(error),
        ErrorKind::MissingSubcommand => "a command is missing".into(),
        ErrorKind::MissingRequiredArgument => format!("missing: {argument}"),
        ErrorKind::ArgumentConflict => {
            format!("{argument} cannot stand beside {}", context(error, ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".into(),
        _ if argument.is_empty() => "the arguments make no sense".into(),
        _ => format!("{} does not take that value{}", flag_alone(&argument), known(error)),
    }
}

/// The packages of other languages leave two commands out.
fn no_command(error: &clap::Error) -> String {
    match context(error, ContextKind::InvalidSubcommand).as_str() {
        name @ ("sandbox" | "run") if !cfg!(feature = "sandbox") => {
            format!("{name} is not in this package; `cargo install --path crates/cli` has it")
        }
        _ => format!("there is no such command{}", meant(error)),
    }
}

/// A flag's name may be shown; anything else may be a value that lost its quotation marks.
fn unknown(error: &clap::Error, argument: &str) -> String {
    let name = argument.split('=').next().unwrap_or_default();
    if name.starts_with("--access-token") {
        return "the access token is no flag, since every user of the machine could see it: \
                set TIKTOK_ACCESS_TOKEN"
            .into();
    }
    let is_name = name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if is_name && name.starts_with("--") {
        format!("there is no flag {name} here{}", meant(error))
    } else {
        "there is an argument too many; put texts with spaces into quotation marks".into()
    }
}

fn meant(error: &clap::Error) -> String {
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let suggested = suggested.map(|kind| context(error, kind)).concat();
    if suggested.is_empty() { suggested } else { format!("; did you mean {suggested}?") }
}

/// The flag without the name of its value.
fn flag_alone(argument: &str) -> &str {
    argument.split([' ', '[']).next().unwrap_or_default()
}

/// What the flag takes: the names that clap knows, or what our own parsers say, which never repeat a value.
fn known(error: &clap::Error) -> String {
    let values = context(error, ContextKind::ValidValue);
    match std::error::Error::source(error) {
        _ if !values.is_empty() => format!(". Known: {values}"),
        Some(takes) => format!(". {takes}"),
        None => String::new(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

/// The line of usage that belongs to the command.
fn where_to_look(error: &clap::Error) -> String {
    match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => format!("{usage}\n`--help` tells more."),
        _ => "`tiktok-capi --help` tells more.".into(),
    }
}
