//! Described conversion in, canonical bytes of TikTok's Events API 2.0 out.
//!
//! This crate is the pure heart of `tiktok-capi`: it knows fields, rules and bytes, and it knows no network, file,
//! clock, environment or host language. Time and random bytes are passed in with the [`Rules`].
//!
//! - [`Input`] is the one door: a described event as every language hands it in, or as JSON text.
//! - [`Event::read`] applies every rule of the [`catalog`], gathers all [`Problem`]s, and gives the canonical event.
//! - [`Envelope`] puts canonical events into a request body, [`requests`] cuts a list of them into requests.
//! - [`normalize()`], [`hash()`], [`event_id()`], [`explain()`], [`pixel()`], [`context()`] are the verbs that people use by hand.
//! - [`Visitor`] is who is asking: what is laid under an event, whether a page may have the Pixel, which cookies are set.
//! - [`base_code()`] is what a page has in its head to load the Pixel.
//! - [`describe()`] turns what a shop has already, an order or a tracking call, into described events.
//!
//! Nothing here shows a raw identifier: not an error, not `Debug`, not a panic.

#![forbid(unsafe_code)]

mod argument;
mod canonical;
pub mod catalog;
mod checks;
mod consent;
mod context;
mod decimal;
mod describe;
mod event;
mod event_id;
mod explain;
mod hash;
mod input;
mod json;
mod normalize;
mod path;
mod payload;
mod permission;
mod pixel;
mod problem;
mod quality;
mod read;
mod region;
mod rules;
mod source;
mod value;
mod verbs;
mod visitor;
mod written;

pub use argument::{InvalidArgument, event_id_of, format_of, hash_of, normalize_of, unvisited_of};
pub use canonical::Canonical;
pub use consent::{Banner, Consent, ConsentTool, OptOutMode, TcfPolicy};
pub use context::{Context, Cookie, Request, context, context_of, cookies_of};
pub use decimal::Decimal;
pub use describe::{
    Description, Format, Handling, UnknownFormat, Unvisited, describe, describe_with, verify_shopify,
    verify_woocommerce,
};
pub use event::{Event, Outcome, Reading};
pub use event_id::{BlankKey, Entropy, event_id, event_name_doubt};
pub use explain::{Explanation, explain};
pub use hash::Digest;
pub use input::{Input, MAX_DEPTH, MAX_ITERATED, MAX_VALUES};
pub use normalize::{holds_address, is_encoded, is_nobody, minor_units, trim};
pub use payload::{Envelope, MAX_BYTES, MAX_EVENT_BYTES, MAX_EVENTS, requests};
pub use pixel::{BaseCode, Loading, Pixel, base_code, base_code_of, pixel};
pub use problem::{Code, Problem, Severity, gravest_first};
pub use quality::MatchKeys;
pub use region::Region;
pub use rules::{InvalidOption, Rules, nearest_option};
pub use source::{EventSource, Sources};
pub use verbs::{Normalized, UnknownField, hash, normalize};
pub use visitor::{Visitor, under, visitor_given, visitor_of};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
