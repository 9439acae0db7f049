//! An event that is ready to be sent: canonical bytes and what tells it from others.

use std::fmt;
use std::sync::Arc;

use tiktok_capi_core::{Canonical, Event, Outcome, Problem, Reading, gravest_first};

/// A canonical event. Nothing in it is raw, so it may be written to a disk; its bytes never change.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    name: Arc<str>,
    id: Arc<str>,
    bytes: Vec<u8>,
}

impl Prepared {
    /// An event that was prepared before and kept somewhere.
    #[must_use]
    pub fn from_parts(name: &str, id: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.into(), id: id.into(), bytes }
    }

    /// An event that is canonical already: the bytes that [`Client::build`](crate::Client::build) gave, maybe elsewhere and
    /// a while ago.
    ///
    /// # Errors
    /// `not_canonical` with the place; see [`Canonical::read`].
    pub fn from_canonical(bytes: &[u8]) -> Result<Self, Problem> {
        let canonical = Canonical::read(bytes)?;
        Ok(Self::from_parts(canonical.name(), canonical.id(), bytes.to_vec()))
    }

    /// Its name, as `Purchase`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its deduplication id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The canonical bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The canonical bytes, kept.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn names(&self) -> (Arc<str>, Arc<str>) {
        (Arc::clone(&self.name), Arc::clone(&self.id))
    }
}

impl From<&Event<'_>> for Prepared {
    fn from(event: &Event<'_>) -> Self {
        Self::from_parts(event.name(), event.id(), event.to_bytes())
    }
}

impl AsRef<[u8]> for Prepared {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({} bytes)", self.bytes.len())
    }
}

/// What reading a described event came to.
#[derive(Debug, Clone)]
pub struct Built {
    /// The event, or why there is none.
    pub event: Result<Prepared, Unsent>,
    /// Everything that is wrong or worth knowing, sorted by path and code.
    pub problems: Vec<Problem>,
}

/// Why an event is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// At least one problem is an error.
    Refused,
    /// Consent does not allow it.
    Withheld,
}

impl From<Reading<'_>> for Built {
    fn from(reading: Reading<'_>) -> Self {
        let event = match &reading.outcome {
            Outcome::Ready(event) => Ok(Prepared::from(event)),
            Outcome::Refused => Err(Unsent::Refused),
            Outcome::Withheld => Err(Unsent::Withheld),
        };
        Self { event, problems: reading.problems }
    }
}

impl From<Prepared> for Built {
    fn from(event: Prepared) -> Self {
        Self { event: Ok(event), problems: Vec::new() }
    }
}

/// An event that could not even be read.
impl From<Problem> for Built {
    fn from(problem: Problem) -> Self {
        Self { event: Err(Unsent::Refused), problems: vec![problem] }
    }
}

/// One event cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEvent {
    problems: Vec<Problem>,
}

impl InvalidEvent {
    /// The stable code.
    pub const CODE: &'static str = "invalid_event";

    /// By what is wrong with it, as [`Built`] tells it.
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
        gravest_first(&self.problems).into_iter().try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl std::error::Error for InvalidEvent {}
