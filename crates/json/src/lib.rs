//! The verbs as JSON text in and JSON text out: the one door for C, and for the command that PHP calls where it may not
//! load a library. So both give the same answers and the same failures, word for word.
//!
//! - [`normalize`], [`hash`], [`event_id`], [`context`], [`under`], [`base_code`], [`describe`], [`verify_shopify`] and
//!   [`verify_woocommerce`] need no client.
//! - [`open`] makes a client of options, which [`about`] tells of; [`visitor`], [`build`], [`explain`], [`pixel`], [`track`] and
//!   [`deliver`] are its verbs, and of its outbox [`enqueue`], [`flush`], [`close`] and [`stats`].
//! - [`call`] is all of them by name, for a program that calls another.
//! - [`Failure::to_json`] tells what could not be done.
//!
//! Bytes that are not UTF-8 and text that is not JSON are failures like any other.

#![forbid(unsafe_code)]

mod call;
mod client;
mod outbox;
mod read;
mod verbs;

pub use tiktok_capi::{Client, Failure, Kind};

pub use call::{VERBS, call};
pub use client::{about, build, deliver, differ_in_token_alone, explain, open, pixel, track, visitor};
pub use outbox::{close, enqueue, flush, stats};
pub use verbs::{
    base_code, context, describe, event_id, hash, normalize, under, verify_shopify, verify_woocommerce,
};

/// What a verb comes to: its answer, or why there is none.
pub type Answer<T = String> = Result<T, Failure>;
