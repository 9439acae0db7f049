//! What became of events in one word: the worst of a receipt.

use std::fmt;

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
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Unauthorized, Self::RateLimited, Self::Undelivered, Self::Rejected];

    /// The error class of a language that has such.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Unauthorized => "Unauthorized",
            Self::RateLimited => "RateLimited",
            Self::Undelivered => "Undelivered",
            Self::Rejected => "Rejected",
        }
    }

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
        let events = if self.events == 1 { "event" } else { "events" };
        write!(f, "{} {events} {}", self.events, self.kind.as_str())?;
        if let Some(code) = self.api_code {
            write!(f, " (TikTok's code {code})")?;
        }
        write!(f, ": {}", self.hint)
    }
}

impl std::error::Error for DeliveryError {}
