//! What could not be done, as JavaScript is told. `node/lib/errors.js` makes the error of it.

use napi_derive::napi;
use tiktok_capi::core::InvalidArgument;
use tiktok_capi::{ConfigError, EnqueueError, InvalidEvent, OutboxError, OutboxFault, Problem, TrackError};

use crate::flat::Malformed;

/// A failure. It holds paths, codes and advice of ours; never a value, the token or a message of TikTok's.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Failure {
    /// The name of the error's class.
    pub error: &'static str,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, or how to mend it, in English.
    pub message: String,
    /// Which option, argument or file it is about.
    pub about: Option<String>,
    /// What is wrong with the event.
    pub problems: Option<Vec<Told>>,
}

/// A problem of an event.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Told {
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

impl Failure {
    /// A refused event, or a value that its field's rule refuses.
    pub(crate) fn invalid_event(problems: &[Problem]) -> Self {
        let lines = problems.iter().map(|problem| format!("\n- {problem}"));
        Self {
            error: "InvalidEvent",
            code: "invalid_event",
            message: lines.fold("the event is refused".to_owned(), |message, line| message + &line),
            about: None,
            problems: Some(problems.iter().map(Told::of).collect()),
        }
    }

    /// An option or an argument that cannot be used.
    pub(crate) fn config(code: &'static str, option: &str, hint: &str) -> Self {
        Self {
            error: "ConfigError",
            code,
            message: hint.to_owned(),
            about: Some(option.to_owned()),
            problems: None,
        }
    }

    /// A bug of ours.
    pub(crate) fn internal() -> Self {
        Self {
            error: "InternalError",
            code: "internal_error",
            message: "internal error; please report it with the line on standard error that names the place"
                .to_owned(),
            about: None,
            problems: None,
        }
    }
}

impl Told {
    pub(crate) fn of(problem: &Problem) -> Self {
        Self {
            path: problem.path().to_owned(),
            code: problem.code().as_str(),
            severity: problem.severity().as_str(),
            hint: problem.hint().into_owned(),
        }
    }
}

impl From<InvalidEvent> for Failure {
    fn from(error: InvalidEvent) -> Self {
        Self::invalid_event(error.problems())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::config(error.code(), error.option(), error.hint())
    }
}

impl From<InvalidArgument> for Failure {
    fn from(error: InvalidArgument) -> Self {
        Self::config(error.code(), error.argument(), error.hint())
    }
}

impl From<TrackError> for Failure {
    fn from(error: TrackError) -> Self {
        match error {
            TrackError::Config(error) => error.into(),
            TrackError::InvalidEvent(error) => error.into(),
        }
    }
}

impl From<EnqueueError> for Failure {
    fn from(error: EnqueueError) -> Self {
        match error {
            EnqueueError::Config(error) => error.into(),
            EnqueueError::InvalidEvent(error) => error.into(),
            EnqueueError::Outbox(error) => error.into(),
        }
    }
}

impl From<OutboxError> for Failure {
    fn from(error: OutboxError) -> Self {
        let is_full = error.fault() == OutboxFault::Full;
        Self {
            error: if is_full { "OutboxFull" } else { "OutboxError" },
            code: error.code(),
            message: error.hint().to_owned(),
            about: Some(error.path().to_owned()),
            problems: None,
        }
    }
}

impl From<Malformed> for Failure {
    fn from(_: Malformed) -> Self {
        Self::internal()
    }
}
