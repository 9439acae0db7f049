//! The command line of `tiktok-capi`, as a library: the packages of other languages bring the same program.
//!
//! Without the feature `sandbox` there are no commands `sandbox` and `run`, and no HTTP server in the program.

#![forbid(unsafe_code)]

mod arguments;
mod base_code;
mod body;
mod build;
mod call;
mod colours;
mod completions;
mod context;
mod counted;
mod deliver;
mod describe;
mod end;
mod event_id;
mod events;
mod explain;
mod lists;
mod man;
mod options;
mod outbox;
mod pixel;
mod records;
#[cfg(feature = "sandbox")]
mod run;
#[cfg(feature = "sandbox")]
mod sandbox;
mod send;
mod streams;
mod told;
mod usage;
mod value;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Read, Write};

use clap::{CommandFactory as _, Parser as _};

use arguments::{Arguments, Verb};
use colours::Colours;
use end::{End, Stop};
use streams::Streams;
use value::Wanted;

/// Runs the program with the streams of this process and gives its exit code. The first argument is its own name.
///
/// The codes: 0 all is well, 1 the machine failed, 2 called wrongly, 3 some events or values were refused or rejected,
/// 4 unauthorized, 5 undelivered. `run` gives the code of the program that it ran.
pub fn run_here(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let is_terminal = io::stderr().is_terminal();
    let (input, out, err) = (&mut io::stdin(), &mut io::stdout(), &mut io::stderr());
    let colours = Colours::of(&io::stderr());
    run_with(arguments, Streams { is_terminal, colours, ..Streams::new(input, out, err) })
}

/// As [`run_here`], with streams of the caller's own.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    input: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> i32 {
    run_with(arguments, Streams::new(input, out, err))
}

fn run_with(arguments: impl IntoIterator<Item = OsString>, mut streams: Streams<'_>) -> i32 {
    let ended = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(&arguments.command, &mut streams),
        Err(error) => usage::told(&error, &mut streams),
    };
    match ended.and_then(|end| said(end, &mut streams)) {
        Ok(end) => end.code(),
        Err(stop) => stopped(&stop, &mut streams),
    }
}

/// What became of the work is decided by then, whether or not somebody still reads about it.
fn said(end: End, streams: &mut Streams<'_>) -> Result<End, Stop> {
    match streams.flush().map_err(Stop::from) {
        Err(stop) if !stop.is_broken_pipe() => Err(stop),
        _ => Ok(end),
    }
}

fn dispatch(verb: &Verb, streams: &mut Streams<'_>) -> Result<End, Stop> {
    match verb {
        Verb::Build(arguments) => build::run(arguments, streams),
        Verb::Explain(arguments) => explain::run(arguments, streams),
        Verb::Hash(arguments) => value::run(arguments, Wanted::Digest, streams),
        Verb::Normalize(arguments) => value::run(arguments, Wanted::Text, streams),
        Verb::EventId(arguments) => event_id::run(arguments, streams),
        Verb::Pixel(arguments) => pixel::run(arguments, streams),
        Verb::BaseCode(arguments) => base_code::run(arguments, streams),
        Verb::Context(arguments) => context::run(arguments, streams),
        Verb::Describe(arguments) => describe::run(arguments, streams),
        Verb::Deliver(arguments) => deliver::run(arguments, streams),
        Verb::Send(arguments) => send::run(arguments, streams),
        Verb::Outbox(arguments) => outbox::run(arguments, streams),
        #[cfg(feature = "sandbox")]
        Verb::Run(arguments) => run::run(arguments, streams),
        #[cfg(feature = "sandbox")]
        Verb::Sandbox(arguments) => sandbox::run(arguments, streams),
        Verb::Call(arguments) => call::run(arguments, streams),
        Verb::Codes(arguments) => lists::codes(arguments, streams),
        Verb::Completions(arguments) => completions::run(arguments, Arguments::command(), streams),
        Verb::Man(arguments) => man::run(arguments, Arguments::command(), streams),
        Verb::Catalog(arguments) => lists::catalog(arguments, streams),
    }
}

/// Says why it stopped. When even that cannot be written, the exit code has to do.
fn stopped(stop: &Stop, streams: &mut Streams<'_>) -> i32 {
    if !stop.is_broken_pipe() {
        let _ = streams.flush();
        let named = streams.colours.error();
        let _ = writeln!(streams.err, "{named} {stop}").and_then(|()| streams.err.flush());
    }
    stop.code()
}
