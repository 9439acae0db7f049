//! Who looks after an outbox, and the file that it is.

use std::path::Path;

use tiktok_capi::{Client, Input, Options, Place};

use crate::end::Stop;
use crate::options::{Flags, Keeping};

/// A client that looks after an outbox. It has no token, so nothing is delivered behind the caller's back.
pub(super) fn keeper(flags: &Flags<Keeping>) -> Result<Client, Stop> {
    Ok(Client::new(Options::default().with("outbox", &Input::text(existing(flags)?))?)?)
}

/// The outbox's file, whether or not it is there.
pub(super) fn path(flags: &Flags<Keeping>) -> Result<String, Stop> {
    let missing =
        || Stop::usage("--outbox, or the environment variable TIKTOK_CAPI_OUTBOX, says which file it is");
    let given = flags.text("outbox").ok_or_else(missing)?;
    match Options::default().with("outbox", &Input::text(given))?.outbox() {
        Place::Memory => Err(Stop::usage("--outbox: an outbox in memory belongs to the program that has it")),
        Place::File(path) => Ok(path.to_string()),
    }
}

/// The outbox's file, which must be there. Made here, it might belong to a user who puts no events in.
pub(super) fn existing(flags: &Flags<Keeping>) -> Result<String, Stop> {
    let path = path(flags)?;
    let missing =
        || Stop::usage(format_args!("{path}: no such file; the first event that is put in makes it"));
    if Path::new(&path).exists() { Ok(path) } else { Err(missing()) }
}
