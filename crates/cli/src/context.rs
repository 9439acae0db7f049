//! `context`: what web requests tell about their visitors, and what is laid under an event for it.

use std::io::{self, Write as _};

use clap::Args;
use tiktok_capi::{Client, Failure, Input, Options};
use tiktok_capi_core::context_of;

use crate::arguments::source::{Source, forms};
use crate::end::{End, Stop};
use crate::events::each;
use crate::options::{Asking, Describing, Flags};
use crate::streams::Streams;

/// Read web requests and print what they tell about the visitor, one JSON object per request.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
A request is {\"url\": …, \"headers\": {name: text or list}, \"remote_addr\": …, \"trusted_proxies\": N}. The parts \
`user`, `page` and `consent` of the answer fit into a described event as they are; `cookies` are the ones to set.\n\n\
With an `event` beside these, or with what the shop knows of consent (`consent`, `consent_cookie`) or any of the flags, the answer \
tells what the visitor's consent allows: {\"allowed\", \"cookies\", \"event\", \"limited_data_use\", \"unreadable\", \"visitor\"}, the event \
being laid over the visitor. It holds raw values, and a member that is misspelt or of another kind is refused, as it may have been about \
consent; a request alone never is.

Examples:
  echo '{\"url\": \"https://shop.example/?ttclid=E.C.P.x\", \"remote_addr\": \"81.2.69.142\"}' | tiktok-capi context
  tiktok-capi context --consent-tool onetrust request.json"))]
pub(crate) struct Context {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    asking: Flags<Asking>,
    #[command(flatten)]
    describing: Flags<Describing>,
}

pub(crate) fn run(arguments: &Context, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let client = arguments.client()?;
    let has_flags = arguments.has_flags();
    each(&arguments.source.file, streams, |number, described, output| {
        let told = match described {
            Err(told) => {
                told.write_line(output.err, number)?;
                return writeln!(output.out).map(|()| End::Refused);
            }
            Ok(request) if has_flags || is_about_consent(&request) => client.visitor_of(&request),
            Ok(request) => Ok(context_of(&request).to_json()),
        };
        match told {
            Ok(told) => writeln!(output.out, "{told}").map(|()| End::Fine),
            Err(failure) => {
                wrong(output.err, number, &failure).and_then(|()| writeln!(output.out)).map(|()| End::Refused)
            }
        }
    })
}

impl Context {
    fn client(&self) -> Result<Client, Stop> {
        let mut options = Options::default();
        self.asking.apply(&mut options)?;
        self.describing.apply(&mut options)?;
        Ok(Client::new(options)?)
    }

    fn has_flags(&self) -> bool {
        !self.asking.is_empty() || !self.describing.is_empty()
    }
}

/// Whether more is asked than what the request tells.
fn is_about_consent(request: &Input<'_>) -> bool {
    ["event", "consent", "consent_cookie"].iter().any(|name| request.get(name).is_some())
}

/// A request whose members cannot be used, as a line of NDJSON like a problem's.
fn wrong(err: &mut impl io::Write, line: u64, failure: &Failure) -> io::Result<()> {
    let (code, path) = (failure.code(), failure.place().unwrap_or_default());
    let told = serde_json::json!({ "line": line, "path": path, "code": code, "severity": "error", "hint": failure.hint() });
    writeln!(err, "{told}")
}
