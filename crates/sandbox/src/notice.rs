//! What a sandbox tells who started it.

use std::fmt;
use std::net::SocketAddr;

use crate::store::SERVER_BYTES;

/// Bytes of an event as shops send it.
const USUAL_BYTES: usize = 1_000;

/// What a sandbox tells who started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// It takes connections at this address.
    Ready(SocketAddr),
    /// More events were asked for than are likely to fit into the memory that they may take.
    Beyond {
        /// Events that are likely to fit.
        fits: usize,
    },
    /// From now on the oldest events are dropped. It is told once.
    Full {
        /// Events that are kept.
        events: usize,
    },
    /// A request came to a path that takes no events. It is told once.
    Astray,
}

impl Notice {
    /// What is to be said of a capacity, if anything.
    pub(crate) fn of(capacity: usize) -> Option<Self> {
        let fits = SERVER_BYTES / USUAL_BYTES;
        (capacity > fits).then_some(Self::Beyond { fits })
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready(address) => write!(f, "http://{address}/"),
            Self::Beyond { fits } => write!(
                f,
                "the events of servers take at most {} MiB, which is about {fits} events; what is beyond that is dropped, \
                 whatever the capacity says",
                SERVER_BYTES >> 20
            ),
            Self::Full { events } => {
                write!(f, "{events} events are kept, and the oldest are dropped from now on")
            }
            Self::Astray => f.write_str(
                "a request came to a path that takes no events: they go to /open_api/v1.3/event/track/, the slash at the end \
                 included; /sandbox/requests lists what came",
            ),
        }
    }
}
