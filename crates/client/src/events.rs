//! Events that were read and wait to be handed over: one, or many.

use tiktok_capi_core::{Event, Input, Problem, Rules};

use crate::delivery::prepared::{Built, InvalidEvent, Prepared, Unsent};
use crate::delivery::receipt::{self, Receipt};
use crate::failure::Failure;
use crate::machine::cancel::Cancel;

/// Events that were read and wait to be handed over. Their time is that of the reading, however long they wait.
///
/// One event alone that is refused is a failure of the verb that gets it; of a list it is in the receipt.
#[derive(Debug, Clone)]
pub struct Events {
    built: Vec<Built>,
    is_one: bool,
    cancel: Cancel,
}

impl Events {
    /// The same events, whose delivery another thread may end early. What only writes to the outbox ends at once anyway.
    #[must_use]
    pub fn until(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }

    /// Each event, or why it is not sent.
    #[must_use]
    pub fn built(&self) -> &[Built] {
        &self.built
    }

    /// Whether it is one event, and no list of one.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.is_one
    }

    /// What is wrong with the one event. Of a list every verb tells it in the receipt.
    #[must_use]
    pub fn refused(&self) -> Option<InvalidEvent> {
        match self.built.as_slice() {
            [Built { event: Err(Unsent::Refused), problems }] if self.is_one => {
                Some(InvalidEvent::new(problems.clone()))
            }
            _ => None,
        }
    }

    /// Hands over what can be sent, and puts what became of it back into the caller's order.
    ///
    /// Where the one event is refused nothing is left to hand over; that is done all the same, since the outbox counts, and
    /// tells with the next event when it cannot.
    pub(crate) fn hand_over<E: Into<Failure>>(
        self,
        hand_over: impl FnOnce(&[Prepared], &Cancel) -> Result<Receipt, E>,
    ) -> Result<Receipt, Failure> {
        let refused = self.refused();
        let receipt = receipt::each(self.built, |events| hand_over(events, &self.cancel));
        refused.map_or_else(|| receipt.map_err(Into::into), |refused| Err(refused.into()))
    }
}

impl Events {
    /// One event that is canonical already ([`Prepared::from_canonical`]), for [`Client::deliver`](crate::Client::deliver).
    /// Bytes that are none are refused.
    #[must_use]
    pub fn canonical(bytes: &[u8]) -> Self {
        of_bytes(bytes).into()
    }

    /// A list of such.
    pub fn all_canonical<'b>(events: impl IntoIterator<Item = &'b [u8]>) -> Self {
        events.into_iter().map(of_bytes).collect::<Vec<_>>().into()
    }
}

fn of_bytes(bytes: &[u8]) -> Built {
    Prepared::from_canonical(bytes).map_or_else(Built::from, Built::from)
}

impl From<Built> for Events {
    fn from(built: Built) -> Self {
        Self { built: vec![built], is_one: true, cancel: Cancel::new() }
    }
}

impl From<Vec<Built>> for Events {
    fn from(built: Vec<Built>) -> Self {
        Self { built, is_one: false, cancel: Cancel::new() }
    }
}

impl From<Prepared> for Events {
    fn from(event: Prepared) -> Self {
        Built::from(event).into()
    }
}

impl From<Vec<Prepared>> for Events {
    fn from(events: Vec<Prepared>) -> Self {
        events.into_iter().map(Built::from).collect::<Vec<_>>().into()
    }
}

/// What the verbs that send take: one described event, a list of them, or [`Events`] that were read before.
///
/// A described event may be a problem instead, where its text could not be read: then it is refused like any other.
pub trait Describes {
    /// Reads them, each by the rules of its index.
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events;
}

impl Describes for Events {
    fn read(self, _: impl Fn(u64) -> Rules) -> Events {
        self
    }
}

impl Describes for &Input<'_> {
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events {
        Built::from(Event::read(self, &rules(0))).into()
    }
}

impl Describes for &[Input<'_>] {
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events {
        let read = |(index, event)| Event::read(event, &rules(index)).into();
        (0..).zip(self).map(read).collect::<Vec<Built>>().into()
    }
}

impl Describes for &Vec<Input<'_>> {
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events {
        self.as_slice().read(rules)
    }
}

impl<const N: usize> Describes for &[Input<'_>; N] {
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events {
        self.as_slice().read(rules)
    }
}

impl Describes for Result<Input<'_>, Problem> {
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events {
        built(self, &rules(0)).into()
    }
}

impl Describes for Vec<Result<Input<'_>, Problem>> {
    fn read(self, rules: impl Fn(u64) -> Rules) -> Events {
        let read = |(index, described)| built(described, &rules(index));
        (0..).zip(self).map(read).collect::<Vec<_>>().into()
    }
}

fn built(described: Result<Input<'_>, Problem>, rules: &Rules) -> Built {
    described.map_or_else(Built::from, |event| Event::read(&event, rules).into())
}
