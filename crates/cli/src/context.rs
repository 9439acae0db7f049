//! `context`: what web requests tell about their visitors.

use std::io::Write as _;

use tiktok_capi_core::context_of;

use crate::arguments::Context;
use crate::end::{End, Stop};
use crate::events::each;
use crate::streams::Streams;

pub(crate) fn run(arguments: &Context, streams: &mut Streams<'_>) -> Result<End, Stop> {
    each(&arguments.source.file, streams, |number, described, output| match described {
        Ok(request) => writeln!(output.out, "{}", context_of(&request).to_json()).map(|()| End::Fine),
        Err(told) => {
            told.write_line(output.err, number)?;
            writeln!(output.out).map(|()| End::Refused)
        }
    })
}
