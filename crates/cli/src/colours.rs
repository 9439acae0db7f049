//! Colours on a terminal: red for what went wrong, yellow for what is good to know. `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`
//! and `TERM` are heard.

use std::fmt;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// Whether what is told has colours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Colours {
    are_wanted: bool,
}

/// The name of the program in a colour, as it stands before each thing that is told.
struct Named(Style);

impl Colours {
    /// What a stream of this process wants.
    pub(crate) fn of(stream: &impl RawStream) -> Self {
        Self { are_wanted: AutoStream::choice(stream) != ColorChoice::Never }
    }

    /// Before what went wrong.
    pub(crate) fn error(self) -> impl fmt::Display {
        self.named(AnsiColor::Red)
    }

    /// Before what is good to know.
    pub(crate) fn warning(self) -> impl fmt::Display {
        self.named(AnsiColor::Yellow)
    }

    fn named(self, colour: AnsiColor) -> Named {
        Named(if self.are_wanted { colour.on_default().bold() } else { Style::new() })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}tiktok-capi:{:#}", self.0, self.0)
    }
}
