//! Sends conversions to TikTok's Events API 2.0.
//!
//! - [`Options`] say how events are read, where they go and how patiently; all of them are in [`Options::all`].
//! - [`Client`] describes events (`build`, `explain`, `pixel`) and delivers them: now (`track`), or through an outbox
//!   that survives the process (`enqueue`). `deliver` takes events that were built before.
//! - [`Receipt`] tells truthfully what became of each event, [`Failure`] what could not be done at all.
//! - [`fork`] is for programs that fork.
//! - [`Transport`] and [`Clock`] are what a test replaces.
//!
//! The rules for events themselves are in [`core`]. Every request is one structured [`tracing`] event of the target
//! `tiktok_capi`, with codes, counts and times. Nothing that is printed or logged holds a value of an event, the token,
//! or what TikTok said in words.

#![forbid(unsafe_code)]

mod cancel;
mod client;
mod clock;
mod delivery;
mod endpoint;
mod enqueue;
mod entropy;
mod error;
mod events;
mod failure;
pub mod fork;
mod http;
mod options;
mod outbox;
mod prepared;
mod proxy;
mod reason;
mod receipt;
mod reply;
mod resolver;
mod retry;
mod service;
mod signals;
mod split;
mod token;
mod transport;

pub use tiktok_capi_core as core;
pub use tiktok_capi_core::{
    Code, Context, EventSource, Explanation, Input, Normalized, Pixel, Problem, Region, Rules, Severity,
    context, event_id, hash, normalize,
};

pub use cancel::{Cancel, CancelGuard};
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use error::{ConfigError, ConfigFault, DeliveryError, DeliveryErrorKind, InvalidEvent};
pub use events::{Describes, Events};
pub use failure::{Failure, Kind};
pub use http::Http;
pub use options::{OptionKind, OptionRow, Options};
pub use outbox::{DeadLetter, OutboxError, OutboxFault, SourceStats, Stats};
pub use prepared::{Built, Prepared, Unsent};
pub use reason::Reason;
pub use receipt::{EventResult, Outcome, Receipt};
pub use token::Token;
pub use transport::{HeaderMap, Request, Response, Transport, TransportError};
