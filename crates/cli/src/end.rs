//! How a command ends: the exit codes, and what stops it before its time.

use std::fmt;
use std::io;

/// The ways in which a command ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// All is well.
    Fine,
    /// The program was called wrongly, and said all there is to say.
    Usage,
    /// Some events or values were refused here or rejected by TikTok.
    Refused,
    /// TikTok does not accept the access token.
    Unauthorized,
    /// Some events were not delivered.
    Undelivered,
    /// As the program ended that `run` ran.
    #[cfg(feature = "sandbox")]
    Child(i32),
}

impl End {
    /// `Refused` when anything was.
    pub(crate) fn of(is_refused: bool) -> Self {
        if is_refused { Self::Refused } else { Self::Fine }
    }

    pub(crate) fn code(self) -> i32 {
        match self {
            Self::Fine => 0,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Unauthorized => 4,
            Self::Undelivered => 5,
            #[cfg(feature = "sandbox")]
            Self::Child(code) => code,
        }
    }
}

/// What stops a command. Its text never holds a value that was given, because that may be personal data.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command was called wrongly.
    Usage(String),
    /// What was given cannot be taken as a whole.
    Refused(String),
    /// The machine failed: a full disk, a stream that cannot be read.
    Machine(io::Error),
}

impl Stop {
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::Usage(message.to_string())
    }

    /// Whether the reader of our output went away in the middle of it, as `head` does. That is no error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Machine(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(crate) fn code(&self) -> i32 {
        match self {
            _ if self.is_broken_pipe() => End::Fine.code(),
            Self::Machine(_) => 1,
            Self::Usage(_) => End::Usage.code(),
            Self::Refused(_) => End::Refused.code(),
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Refused(message) => f.write_str(message),
            Self::Machine(error) => error.fmt(f),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<tiktok_capi_table::Error> for Stop {
    fn from(error: tiktok_capi_table::Error) -> Self {
        match error {
            tiktok_capi_table::Error::Io(error) => Self::Machine(error),
            tiktok_capi_table::Error::Stray(stray) => Self::Refused(stray.to_string()),
            tiktok_capi_table::Error::Unfit(why) => Self::Usage(why),
        }
    }
}
