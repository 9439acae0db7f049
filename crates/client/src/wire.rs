//! What carries a request: the transport, and the one that is used.

pub(crate) mod http;
mod progress;
mod resolver;
pub(crate) mod roots;
pub(crate) mod transport;
