//! A failure as JavaScript is told. `node/lib/errors.js` makes the error of it.

use napi_derive::napi;
use tiktok_capi::{Failure, Kind, Problem};

/// What JavaScript makes an error of.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Thrown {
    /// The name of the error's class.
    pub error: &'static str,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, or how to mend it, in English.
    pub message: String,
    /// Which option, argument or file it is about.
    pub about: Option<String>,
    /// What is wrong with the event.
    pub problems: Vec<ProblemParts>,
}

/// A problem of an event.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct ProblemParts {
    /// Where it is.
    pub path: String,
    /// Which rule it is about.
    pub code: &'static str,
    /// How bad it is.
    pub severity: &'static str,
    /// How to mend it.
    pub hint: String,
}

/// What an entry comes to.
pub(crate) type Done<T> = Result<T, Failure>;

impl From<&Failure> for Thrown {
    fn from(failure: &Failure) -> Self {
        Self {
            // No entry fails for what is withheld.
            error: failure.kind().class().or(Kind::Internal.class()).unwrap_or_default(),
            code: failure.code(),
            // The classes that have a place put it in front of the hint.
            message: failure.place().map_or_else(|| failure.to_string(), |_| failure.hint().to_owned()),
            about: failure.place().map(str::to_owned),
            problems: failure.problems().iter().map(ProblemParts::of).collect(),
        }
    }
}

impl ProblemParts {
    pub(crate) fn of(problem: &Problem) -> Self {
        Self {
            path: problem.path().to_owned(),
            code: problem.code().as_str(),
            severity: problem.severity().as_str(),
            hint: problem.hint().into_owned(),
        }
    }
}
