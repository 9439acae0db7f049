//! `completions`: what a shell needs to know to complete the commands and flags of this program.

use std::io::Write as _;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Command};
use clap_complete::Shell;

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Print the completions of a shell.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tiktok-capi completions bash > ~/.local/share/bash-completion/completions/tiktok-capi
  tiktok-capi completions zsh > ~/.zfunc/_tiktok-capi
  tiktok-capi completions fish > ~/.config/fish/completions/tiktok-capi.fish
  tiktok-capi completions powershell >> $PROFILE

zsh reads the folder when `.zshrc` has `fpath+=~/.zfunc` before `compinit`.")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_parser = shells())]
    shell: Shell,
}

/// Those that we try.
fn shells() -> impl TypedValueParser<Value = Shell> {
    PossibleValuesParser::new(["bash", "zsh", "fish", "powershell"]).try_map(|name| name.parse())
}

pub(crate) fn run(arguments: &Completions, mut all: Command, streams: &mut Streams<'_>) -> Result<End, Stop> {
    // It takes no error of a stream.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut all, "tiktok-capi", &mut script);
    streams.out.write_all(mended(&script).as_bytes())?;
    Ok(End::Fine)
}

/// For bash the cases of a program with a hyphen have other names than those that are looked for (clap's issue 6421).
fn mended(script: &[u8]) -> String {
    String::from_utf8_lossy(script).replace("tiktok__subcmd__capi", "tiktok__capi")
}
