//! What a run remembers so that the next one can go on: a small file that is replaced as a whole.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::end::Stop;

use super::arguments::Send;
use super::file::Identity;
use super::plan::Planned;
use super::replaced::{replaced, sweep};
use super::tally::Tally;

/// What is settled.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Bytes of the report.
    pub(super) report: u64,
    /// Bytes of what did not arrive.
    pub(super) rejects: u64,
    /// Counts of all events that are settled.
    pub(super) tally: Tally,
}

/// The file of the state, bound to its input and to what is done with it. Inputs that cannot be resumed have none.
#[derive(Debug)]
pub(super) struct Kept(Option<Place>);

#[derive(Debug)]
struct Place {
    path: PathBuf,
    identity: Identity,
    purpose: String,
}

impl Kept {
    /// Finds out how far an earlier run got.
    pub(super) fn open(
        arguments: &Send,
        planned: &Planned,
        identity: Option<&Identity>,
    ) -> Result<(Self, State), Stop> {
        let identity = match identity {
            Some(identity) if !arguments.dry_run => identity.clone(),
            _ if arguments.state.is_some() && !arguments.dry_run => {
                return Err(Stop::usage("--state: only a file can be resumed, no stream"));
            }
            _ => return Ok((Self(None), State::default())),
        };
        let path = arguments.state.clone().unwrap_or_else(|| beside(&arguments.file));
        sweep(&path);
        let place = Place { path, identity, purpose: purpose(arguments, planned) };
        let state = if arguments.restart { State::default() } else { place.read()?.unwrap_or_default() };
        let kept = Self(Some(place));
        // Whether it can be written is better known before the first request than after it.
        kept.write(&state)?;
        Ok((kept, state))
    }

    /// Whether anything is remembered.
    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn write(&self, state: &State) -> Result<(), Stop> {
        let Self(Some(place)) = self else { return Ok(()) };
        place.write(state).map_err(|error| place.wrong(error))
    }

    /// Forgets it, when there is nothing left to do.
    pub(super) fn remove(&self) -> Result<(), Stop> {
        let Self(Some(place)) = self else { return Ok(()) };
        fs::remove_file(&place.path).map_err(|error| place.wrong(error))
    }
}

fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".tiktok-capi");
    name.into()
}

/// A digest of everything that decides what is sent where. How fast and how patiently it is sent may change.
fn purpose(arguments: &Send, planned: &Planned) -> String {
    let texts = arguments.event.iter().cloned().chain([planned.all()]);
    let (describing, addressing) = (arguments.describing.all(), arguments.addressing.all());
    let endpoint = arguments.sending.text("endpoint");
    digest_of(texts.chain(describing).chain(addressing).chain(endpoint))
}

fn digest_of(texts: impl Iterator<Item = String>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        // As wide on every machine: a state may be taken to another.
        hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(text);
    }
    const_hex::encode(hasher.finalize())
}

impl Place {
    fn read(&self) -> Result<Option<State>, Stop> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.wrong(error)),
        };
        let foreign =
            "belongs to another input or to other options; give --restart to begin anew, or another --state";
        let Some((is_own, state)) = serde_json::from_slice(&text).ok().and_then(|value| self.state(&value))
        else {
            return Err(self.wrong("is no state file"));
        };
        match (is_own, state.tally.events) {
            (true, _) => Ok(Some(state)),
            // Nothing is lost with it.
            (false, 0) => Ok(None),
            (false, _) => Err(self.wrong(foreign)),
        }
    }

    /// The state, and whether it is that of this run's input and purpose.
    fn state(&self, value: &Value) -> Option<(bool, State)> {
        let is_same = |name: &str, own: Value| value.get(name).is_some_and(|kept| *kept == own);
        let is_own = is_same("bytes", self.identity.bytes.into())
            && is_same("sha256", self.identity.sha256.as_str().into())
            && is_same("purpose", self.purpose.as_str().into());
        let bytes = |name: &str| value.get(name)?.as_u64();
        let tally = Tally::from_value(value.get("tally")?)?;
        let state = State { report: bytes("report")?, rejects: bytes("rejects")?, tally };
        is_same("format", 1.into()).then_some((is_own, state))
    }

    fn write(&self, state: &State) -> io::Result<()> {
        let value = json!({
            "format": 1,
            "bytes": self.identity.bytes,
            "sha256": self.identity.sha256,
            "purpose": self.purpose,
            "report": state.report,
            "rejects": state.rejects,
            "tally": state.tally.to_value(),
        });
        replaced(&self.path, &format!("{value}\n"))
    }

    fn wrong(&self, why: impl std::fmt::Display) -> Stop {
        Stop::usage(format_args!("{}: {why}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_stays_what_it_is_in_files() {
        let texts = ["email=user.email", ""].map(str::to_owned);
        assert_eq!(
            digest_of(texts.into_iter()),
            "78606452452123decc018c69bf07205c6c72c1d7d5b032a70c0e62e80aab671e"
        );
    }
}
