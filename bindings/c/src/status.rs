//! How a call ended.

use tiktok_capi_json::Kind;

/// How a call ended. The numbers are for ever; new ones may come, so treat one that you do not know as a failure.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It did what it says, and the output is written.
    Ok = 0,
    /// A pointer is NULL that must not be, or a length is impossible.
    InvalidPointer = 10,
    /// An option or an argument is unknown, wrong or missing.
    Config = 20,
    /// The event is refused, or the value is not one of its field. The error names every problem.
    InvalidEvent = 30,
    /// Consent does not allow the event to be sent. Nothing is wrong, and there is no output.
    Withheld = 31,
    /// The outbox is closed, or cannot be used. The error names the file and says how to mend it.
    Outbox = 40,
    /// The outbox, or the disk, has no room for the events. None of them is kept.
    OutboxFull = 41,
    /// A bug of this library.
    Internal = 90,
}

impl From<Kind> for Status {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Config => Self::Config,
            Kind::InvalidEvent => Self::InvalidEvent,
            Kind::Withheld => Self::Withheld,
            Kind::Outbox => Self::Outbox,
            Kind::OutboxFull => Self::OutboxFull,
            Kind::Internal => Self::Internal,
        }
    }
}
