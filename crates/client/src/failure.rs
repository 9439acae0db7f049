//! What could not be done, in the form that every language makes its own error of.

use std::fmt;

use serde_json::json;
use tiktok_capi_core::{InvalidArgument, Problem, gravest_first};

use crate::delivery::prepared::InvalidEvent;
use crate::options::error::ConfigError;
use crate::outbox::error::{OutboxError, OutboxFault};

/// A failure. It holds names, codes and advice of ours; never a value, the token, or what TikTok said in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    kind: Kind,
    code: &'static str,
    /// The option or argument, or the path of the outbox.
    place: Option<String>,
    hint: String,
    problems: Vec<Problem>,
}

/// The kinds of [`Failure`], one exception class each where a language has exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An option or an argument is unknown, wrong or missing.
    Config,
    /// The event is refused, or the value is not one of its field.
    InvalidEvent,
    /// Consent does not allow the event to be sent. Nothing is wrong.
    Withheld,
    /// The outbox cannot be used.
    Outbox,
    /// The outbox, or the disk, has no room for the events.
    OutboxFull,
    /// A bug of ours.
    Internal,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Config, Self::InvalidEvent, Self::Withheld, Self::Outbox, Self::OutboxFull, Self::Internal];

    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::InvalidEvent => "invalid_event",
            Self::Withheld => "withheld",
            Self::Outbox => "outbox",
            Self::OutboxFull => "outbox_full",
            Self::Internal => "internal",
        }
    }

    /// The error class of a language that has such; `None` for what is withheld, which is no error.
    #[must_use]
    pub fn class(self) -> Option<&'static str> {
        match self {
            Self::Config => Some("ConfigError"),
            Self::InvalidEvent => Some("InvalidEvent"),
            Self::Withheld => None,
            Self::Outbox => Some("OutboxError"),
            Self::OutboxFull => Some("OutboxFull"),
            Self::Internal => Some("InternalError"),
        }
    }
}

impl Failure {
    /// An option or an argument that cannot be used.
    #[must_use]
    pub fn config(code: &'static str, option: &str, hint: &str) -> Self {
        let place = Some(option.to_owned());
        Self { kind: Kind::Config, code, place, hint: hint.to_owned(), problems: Vec::new() }
    }

    /// An argument that is not what it should be.
    #[must_use]
    pub fn invalid_argument(argument: &str, hint: &str) -> Self {
        Self::config("invalid_argument", argument, hint)
    }

    /// A bug of ours. What was being handled is not told: it may be personal.
    #[must_use]
    pub fn internal() -> Self {
        Self {
            kind: Kind::Internal,
            code: "internal_error",
            place: None,
            hint: "Please report it with the line on standard error that names the place.".to_owned(),
            problems: Vec::new(),
        }
    }

    /// An event, or a value of one of its fields, that is refused for these problems.
    #[must_use]
    pub fn invalid_event(problems: Vec<Problem>) -> Self {
        let hint = "See what each problem says.".to_owned();
        Self { kind: Kind::InvalidEvent, code: InvalidEvent::CODE, place: None, hint, problems }
    }

    /// An event that consent does not allow to be sent.
    #[must_use]
    pub fn withheld(problems: Vec<Problem>) -> Self {
        let hint = "Nothing is to be done: the visitor's consent does not allow it.".to_owned();
        Self { kind: Kind::Withheld, code: "withheld", place: None, hint, problems }
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Which option or argument it is about, or the path of which outbox.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// What is wrong with the event.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The whole as one line of JSON with sorted keys.
    ///
    /// `{"code", "error": the kind, "hint", "message", "option": text or null, "path": that of the outbox or null,
    /// "problems": [{"code", "hint", "path", "severity"}]}`
    #[must_use]
    pub fn to_json(&self) -> String {
        let (option, path) = match self.kind {
            Kind::Outbox | Kind::OutboxFull => (None, self.place()),
            _ => (self.place(), None),
        };
        let whole = json!({
            "code": self.code,
            "error": self.kind.as_str(),
            "hint": self.hint,
            "message": self.to_string(),
            "option": option,
            "path": path,
            "problems": self.problems,
        });
        whole.to_string()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, &self.place) {
            (Kind::InvalidEvent, _) => f.write_str("the event is refused")?,
            (Kind::Withheld, _) => f.write_str("the event is withheld")?,
            (Kind::Internal, _) => write!(f, "internal error: {}", self.hint)?,
            (_, Some(place)) => write!(f, "{place}: {}: {}", self.code, self.hint)?,
            (_, None) => write!(f, "{}: {}", self.code, self.hint)?,
        }
        gravest_first(&self.problems).into_iter().try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl std::error::Error for Failure {}

impl From<InvalidArgument> for Failure {
    fn from(wrong: InvalidArgument) -> Self {
        Self::config(wrong.code(), wrong.argument(), wrong.hint())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::config(error.code(), error.option(), error.hint())
    }
}

impl From<InvalidEvent> for Failure {
    fn from(error: InvalidEvent) -> Self {
        Self::invalid_event(error.into_problems())
    }
}

impl From<OutboxError> for Failure {
    fn from(error: OutboxError) -> Self {
        let kind = if error.fault() == OutboxFault::Full { Kind::OutboxFull } else { Kind::Outbox };
        let (place, hint) = (Some(error.path().to_owned()), error.hint().to_owned());
        Self { kind, code: error.code(), place, hint, problems: Vec::new() }
    }
}
