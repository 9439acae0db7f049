//! What can go wrong, told by code and by what mends it. No error holds a value, a token or a message of the service.

use std::borrow::Cow;
use std::fmt;

use tiktok_capi_core::Problem;

/// A client option is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    fault: ConfigFault,
    option: Cow<'static, str>,
    hint: Cow<'static, str>,
}

/// What is wrong with an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfigFault {
    /// There is no such option.
    Unknown,
    /// It does not take that value.
    Invalid,
    /// It is given twice, perhaps under two names.
    Repeated,
    /// It is needed and missing.
    Missing,
}

impl ConfigFault {
    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown_option",
            Self::Invalid => "invalid_option",
            Self::Repeated => "repeated_option",
            Self::Missing => "missing_option",
        }
    }
}

impl ConfigError {
    pub(crate) fn new(
        fault: ConfigFault,
        option: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { fault, option: option.into(), hint: hint.into() }
    }

    /// The stable code, as `invalid_option`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.as_str()
    }

    /// What is wrong.
    #[must_use]
    pub fn fault(&self) -> ConfigFault {
        self.fault
    }

    /// The option's name, or that of the environment variable which it came from. `*` for an unknown name that does
    /// not look like one.
    #[must_use]
    pub fn option(&self) -> &str {
        &self.option
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.option, self.code(), self.hint)
    }
}

impl std::error::Error for ConfigError {}

/// One event cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEvent {
    problems: Vec<Problem>,
}

impl InvalidEvent {
    /// The stable code.
    pub const CODE: &'static str = "invalid_event";

    /// By what is wrong with it, as [`Built`](crate::Built) tells it.
    #[must_use]
    pub fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// Everything that is wrong with it; at least one of them is an error.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

impl fmt::Display for InvalidEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event is refused")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl std::error::Error for InvalidEvent {}

/// Events were handed over and did not all arrive: the worst of a [`Receipt`](crate::Receipt).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryError {
    /// What kind it is.
    pub kind: DeliveryErrorKind,
    /// TikTok's code, when it gave one.
    pub api_code: Option<i64>,
    /// How many events share this fate.
    pub events: usize,
    /// TikTok's id of the request, for its support.
    pub request_id: Option<String>,
    /// What to look at.
    pub hint: &'static str,
}

/// The kinds of [`DeliveryError`], one exception class each in other languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryErrorKind {
    /// TikTok refuses the token or its right on the event source.
    Unauthorized,
    /// TikTok was still throttling after the last try.
    RateLimited,
    /// No answer, or none that settles it, after the last try. The events may be sent again.
    Undelivered,
    /// TikTok refuses the events. Sending them again does not help.
    Rejected,
}

impl DeliveryErrorKind {
    /// The stable code: `unauthorized`, `rate_limited`, `undelivered` or `rejected`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::RateLimited => "rate_limited",
            Self::Undelivered => "undelivered",
            Self::Rejected => "rejected",
        }
    }
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} events {}", self.events, self.kind.as_str())?;
        if let Some(code) = self.api_code {
            write!(f, " (TikTok's code {code})")?;
        }
        write!(f, ": {}", self.hint)
    }
}

impl std::error::Error for DeliveryError {}
