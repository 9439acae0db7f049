//! `tiktok_capi.h`: the C functions, written out by hand so that the header can be made from them.
//!
//! Every entry reads the same: look at the pointers (`pointer`), call the verb (`tiktok_capi_json`), write the answer out
//! (`guard`). What C holds are three handles: a client, a buffer, an error. Beside `bindings/atfork` this is the only crate
//! with `unsafe` code of our own.
//!
//! A function's comment is what C programmers read, so it says what they need: who owns what, and which threads.

#![allow(unsafe_code, reason = "C hands over pointers")]

pub mod abi;
pub mod buffer;
pub mod client;
pub mod error;
pub mod failure;
mod guard;
pub mod outbox;
mod pointer;
pub mod receipt;
mod shared;
pub mod status;
mod stays;
pub mod verbs;
pub mod version;

#[cfg(feature = "test-hooks")]
pub mod hooks;

#[cfg(test)]
mod tests;
