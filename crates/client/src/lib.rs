//! Sends conversions to TikTok's Events API 2.0.
//!
//! - [`Options`] say how events are read, where they go and how patiently; all of them are in [`Options::all`].
//! - [`Client`] describes events (`build`, `explain`, `pixel`) and delivers them: now (`track`), or through an outbox
//!   that survives the process (`enqueue`). `deliver` takes events that were built before.
//! - [`Receipt`] tells truthfully what became of each event, [`Failure`] what could not be done at all.
//! - [`end`] is for programs that end, [`fork`] for those that fork.
//! - [`Transport`] and [`Clock`] are what a test replaces.
//!
//! Its floors, each of which uses only what stands below: `machine`, `options`, `wire`, `delivery`, `outbox`, and the files of
//! the client itself.
//!
//! The rules for events themselves are in [`core`]. Every request is one structured [`tracing`] event of the target
//! `tiktok_capi`, with codes, counts and times. Nothing that is printed or logged holds a value of an event, the token,
//! or what TikTok said in words.

#![forbid(unsafe_code)]

mod client;
mod delivery;
mod ending;
mod enqueue;
mod events;
mod failure;
mod machine;
mod options;
mod outbox;
mod wire;

pub use tiktok_capi_core as core;
pub use tiktok_capi_core::{
    Code, Context, EventSource, Explanation, Input, Normalized, Pixel, Problem, Region, Rules, Severity,
    context, event_id, hash, normalize,
};

pub use client::Client;
pub use delivery::error::{DeliveryError, DeliveryErrorKind};
pub use delivery::prepared::{Built, InvalidEvent, Prepared, Unsent};
pub use delivery::reason::Reason;
pub use delivery::receipt::{EventResult, Outcome, Receipt};
pub use ending::{end, flush, flush_memory};
pub use events::{Describes, Events};
pub use failure::{Failure, Kind};
pub use machine::cancel::{Cancel, CancelGuard};
pub use machine::clock::{Clock, SystemClock};
pub use machine::fork;
pub use options::error::{ConfigError, ConfigFault};
pub use options::roots::Host;
pub use options::settings::Place;
pub use options::spelling::spelt;
pub use options::table::{OptionKind, OptionRow};
pub use options::token::Token;
pub use options::{Options, TokenSource};
pub use outbox::dead::DeadLetter;
pub use outbox::error::{OutboxError, OutboxFault};
pub use outbox::stats::{SourceStats, Stats};
pub use wire::http::Http;
pub use wire::transport::{HeaderMap, Request, Response, Transport, TransportError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
