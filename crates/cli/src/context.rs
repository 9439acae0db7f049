//! `context`: what web requests tell about their visitors.

use std::io::Write as _;

use clap::Args;
use tiktok_capi_core::context_of;

use crate::arguments::source::{Source, forms};
use crate::end::{End, Stop};
use crate::events::each;
use crate::streams::Streams;

/// Read web requests and print what they tell about the visitor, one JSON object per request.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
A request is {\"url\": …, \"headers\": {name: text or list}, \"remote_addr\": …, \"trusted_proxies\": N}. The parts \
`user`, `page` and `consent` of the answer fit into a described event as they are; `cookies` are the ones to set.

Example:
  echo '{\"url\": \"https://shop.example/?ttclid=E.C.P.x\", \"remote_addr\": \"81.2.69.142\"}' | tiktok-capi context"))]
pub(crate) struct Context {
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(arguments: &Context, streams: &mut Streams<'_>) -> Result<End, Stop> {
    each(&arguments.source.file, streams, |number, described, output| match described {
        Ok(request) => writeln!(output.out, "{}", context_of(&request).to_json()).map(|()| End::Fine),
        Err(told) => {
            told.write_line(output.err, number)?;
            writeln!(output.out).map(|()| End::Refused)
        }
    })
}
