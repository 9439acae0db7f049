//! `sandbox`: a local Events API.

use std::io::{self, ErrorKind, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use tiktok_capi_sandbox::{Config, Notice, Plan, Tokens, password, run as serve};

use crate::end::{End, Stop};
use crate::streams::{Notes, Streams, Writer};

/// Access tokens to take, and no others.
const TOKENS: &str = "TIKTOK_CAPI_SANDBOX_TOKENS";

/// Serve a local Events API for tests and development, with a page to look at.
///
/// It answers as TikTok does, and says of each event what TikTok keeps to itself. It ends with Ctrl-C.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  tiktok-capi sandbox --port 8787
  TIKTOK_CAPI_ENDPOINT=http://127.0.0.1:8787 TIKTOK_ACCESS_TOKEN=any tiktok-capi send event.json --pixel-code C4A

The first line of its output is the address of its page. `tiktok-capi run -- COMMAND` starts both at once.")]
pub(crate) struct Sandbox {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Another address to listen on, as 0.0.0.0; a password is made for the page and printed [default: loopback]
    #[arg(long, value_name = "IP")]
    listen: Option<IpAddr>,
    /// Keep the events in this `SQLite` file
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Take this access token and no others; may be repeated. Other users of the machine can see it, so for one that is real
    /// there is `--token-file`, and the environment variable `TIKTOK_CAPI_SANDBOX_TOKENS` with blanks between them [default: any token]
    #[arg(long = "token", value_name = "TOKEN")]
    tokens: Vec<String>,
    /// Take the access tokens of this file, a line each, and no others
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Begin with this plan of faults (JSON)
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Events of servers that are kept, and as many of pages; the oldest are dropped first
    #[arg(long, value_name = "COUNT", default_value_t = 100_000)]
    capacity: usize,
    /// End after so many seconds
    #[arg(long, value_name = "SECONDS")]
    lifetime: Option<u64>,
}

pub(crate) fn run(arguments: &Sandbox, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let bind = SocketAddr::from((arguments.listen.unwrap_or(Ipv4Addr::LOCALHOST.into()), arguments.port));
    let password = if bind.ip().is_loopback() { None } else { Some(password()?) };
    let config = Config {
        bind,
        password: password.clone(),
        tokens: tokens(arguments)?,
        capacity: arguments.capacity,
        file: arguments.db.clone(),
        lifetime: arguments.lifetime.map(Duration::from_secs),
        faults: arguments.faults.as_deref().map_or(Ok(Plan::default()), plan)?,
        ..Config::default()
    };
    let mut told = Ok(());
    serve(config, |notice| match notice {
        Notice::Ready(address) => told = tell(address, password.as_deref(), &mut streams.out),
        notice => note(notice, &mut streams.err),
    })
    .map_err(|error| refused(bind, error))?;
    told?;
    Ok(End::Fine)
}

/// Every token that is named anywhere. A file of tokens without any would let everybody in.
fn tokens(arguments: &Sandbox) -> Result<Tokens, Stop> {
    let mut tokens = arguments.tokens.clone();
    if let Some(path) = &arguments.token_file {
        let text = read(path)?;
        let text = std::str::from_utf8(&text).map_err(|error| wrong(path, &error))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        let before = tokens.len();
        tokens.extend(lines);
        if tokens.len() == before {
            return Err(wrong(path, &"it has no token"));
        }
    }
    let given = std::env::var(TOKENS).unwrap_or_default();
    tokens.extend(given.split_whitespace().map(str::to_owned));
    Ok(tokens.iter().fold(Tokens::any(), |tokens, token| tokens.allow(token)))
}

/// Where it cannot be written, the sandbox serves all the same.
fn note(notice: Notice, err: &mut Notes<'_>) {
    let flag = if matches!(notice, Notice::Astray) { "" } else { "--capacity: " };
    let _ = writeln!(err, "tiktok-capi: {flag}{notice}").and_then(|()| err.flush());
}

/// The address stands alone on its line, for the programs that read it.
fn tell(address: SocketAddr, password: Option<&str>, out: &mut Writer<'_>) -> io::Result<()> {
    writeln!(out, "http://{address}/")?;
    if let Some(password) = password {
        writeln!(out, "The page asks for a name, which is any, and a password: {password}")?;
    }
    out.flush()
}

fn plan(path: &Path) -> Result<Plan, Stop> {
    Plan::from_json(&read(path)?).map_err(|error| wrong(path, &error))
}

fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    std::fs::read(path).map_err(|error| wrong(path, &error))
}

fn wrong(path: &Path, error: &dyn std::fmt::Display) -> Stop {
    Stop::usage(format_args!("{}: {error}", path.display()))
}

/// A port that is taken or a file that cannot be opened is for the caller to mend.
fn refused(bind: SocketAddr, error: io::Error) -> Stop {
    match error.kind() {
        ErrorKind::Other | ErrorKind::OutOfMemory => error.into(),
        _ => Stop::usage(format_args!("{bind}: {error}")),
    }
}
