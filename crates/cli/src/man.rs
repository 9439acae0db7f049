//! `man`: the manual, out of the same table as the help.

use std::io::Write as _;

use clap::{Args, Command};
use clap_mangen::Man as Page;

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Print a page of the manual, in the form that `man` reads.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tiktok-capi man send | man -l -
  tiktok-capi man > /usr/local/share/man/man1/tiktok-capi.1")]
pub(crate) struct Man {
    /// The command, as send; without one the page is about all of them
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(crate) fn run(arguments: &Man, all: Command, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let mut all = all.disable_help_subcommand(true);
    // Gives each command its whole name.
    all.build();
    let page = match arguments.command.as_deref() {
        Some(name) => found(&all, name)?,
        None => all,
    };
    let source = concat!("tiktok-capi ", env!("CARGO_PKG_VERSION"));
    Page::new(page).source(source).render(&mut streams.out)?;
    Ok(streams.out.flush().map(|()| End::Fine)?)
}

fn found(all: &Command, name: &str) -> Result<Command, Stop> {
    let unknown = || Stop::usage("man: there is no such command; `tiktok-capi --help` lists them");
    all.find_subcommand(name).cloned().ok_or_else(unknown)
}
