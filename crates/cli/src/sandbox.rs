//! `sandbox`: a local Events API.

use std::io::{self, ErrorKind, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tiktok_capi_sandbox::{Config, Plan, Tokens, run as serve};

use crate::arguments::Sandbox;
use crate::end::{End, Stop};
use crate::streams::Streams;

pub(crate) fn run(arguments: &Sandbox, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let bind = SocketAddr::from((arguments.host, arguments.port));
    let config = Config {
        bind,
        allow_remote: arguments.allow_remote,
        tokens: arguments.tokens.iter().fold(Tokens::any(), |tokens, token| tokens.allow(token)),
        capacity: arguments.capacity,
        file: arguments.db.clone(),
        lifetime: arguments.lifetime.map(Duration::from_secs),
        faults: arguments.faults.as_deref().map_or(Ok(Plan::default()), plan)?,
        ..Config::default()
    };
    let mut told = Ok(());
    serve(config, |address| {
        told = writeln!(streams.out, "http://{address}/").and_then(|()| streams.out.flush());
    })
    .map_err(|error| refused(bind, error))?;
    told?;
    Ok(End::Fine)
}

fn plan(path: &Path) -> Result<Plan, Stop> {
    let wrong = |error: &dyn std::fmt::Display| Stop::usage(format_args!("{}: {error}", path.display()));
    let text = std::fs::read(path).map_err(|error| wrong(&error))?;
    Plan::from_json(&text).map_err(|error| wrong(&error))
}

/// A port that is taken or a file that cannot be opened is for the caller to mend.
fn refused(bind: SocketAddr, error: io::Error) -> Stop {
    match error.kind() {
        ErrorKind::Other | ErrorKind::OutOfMemory => error.into(),
        _ => Stop::usage(format_args!("{bind}: {error}")),
    }
}
