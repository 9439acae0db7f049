//! Arguments of `sandbox`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

/// Serve a local Events API for tests and development, with a page to look at.
///
/// It answers as TikTok does, and says of each event what TikTok keeps to itself. It ends with Ctrl-C.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  tiktok-capi sandbox --port 8787
  TIKTOK_CAPI_ENDPOINT=http://127.0.0.1:8787 TIKTOK_ACCESS_TOKEN=any tiktok-capi send event.json --pixel-code C4A

The first line of its output is the address of its page.")]
pub(crate) struct Sandbox {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8787)]
    pub(crate) port: u16,
    /// Address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Allow a --host that other machines can reach
    #[arg(long)]
    pub(crate) allow_remote: bool,
    /// Keep the events in this `SQLite` file
    #[arg(long, value_name = "FILE")]
    pub(crate) db: Option<PathBuf>,
    /// Take this access token and no others; may be repeated [default: any token]
    #[arg(long = "token", value_name = "TOKEN")]
    pub(crate) tokens: Vec<String>,
    /// Begin with this plan of faults (JSON)
    #[arg(long, value_name = "FILE")]
    pub(crate) faults: Option<PathBuf>,
    /// Events that are kept; the oldest are dropped first
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    pub(crate) capacity: usize,
    /// End after so many seconds
    #[arg(long, value_name = "SECONDS")]
    pub(crate) lifetime: Option<u64>,
}
