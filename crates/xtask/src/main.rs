//! Development tasks of this repository: `cargo xtask generate [--check]`, `lint`, `parity`, `notices` and
//! `release`.

#![forbid(unsafe_code)]

#[path = "../../core/tests/properties/described.rs"]
#[allow(dead_code, reason = "the core's property tests use more of it")]
mod described;
mod generate;
mod lint;
mod notices;
mod parity;
mod release;
mod render;
#[path = "../../core/tests/properties/text.rs"]
mod text;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

/// Development tasks of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Writes every file that is made from the catalogue.
    Generate {
        /// Write nothing; fail and name the files that are not up to date.
        #[arg(long)]
        check: bool,
    },
    /// Fails where the house is not built as it should be: files that import each other in a circle, fields of the catalogue
    /// in the glue of a language, and others.
    Lint,
    /// Writes random described events, with what the core makes of them, for every language to replay.
    Parity(parity::Parity),
    /// Prints the licences of what of others is linked into a package.
    Notices(notices::Notices),
    /// The version of the whole: writes it, or tells where it is another.
    #[command(subcommand)]
    Release(release::Release),
}

fn main() -> ExitCode {
    let Err(error) = run(&Task::parse()) else { return ExitCode::SUCCESS };
    // Without the stack: what is told is about files, not about this program.
    let _ = writeln!(io::stderr(), "error: {error:#}");
    ExitCode::FAILURE
}

fn run(task: &Task) -> anyhow::Result<()> {
    let root = root()?;
    match task {
        Task::Generate { check: false } => generate::write(&root),
        Task::Generate { check: true } => generate::check(&root),
        Task::Lint => lint::run(&root),
        Task::Parity(arguments) => parity::run(arguments),
        Task::Notices(arguments) => notices::run(&root, arguments),
        Task::Release(release) => release::run(&root, release),
    }
}

/// The folder of the workspace.
fn root() -> anyhow::Result<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    Ok(crates.and_then(Path::parent).context("this crate lies in crates/xtask")?.to_path_buf())
}
