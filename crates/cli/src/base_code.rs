//! `base-code`: the script in a page's head that loads the Pixel.

use std::io::Write as _;

use clap::Args;
use tiktok_capi_core::{Loading, base_code};

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Print the script element that loads the Pixel, for the head of a page.
///
/// It keeps what is called before the Pixel is there, and reports the page view.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  tiktok-capi base-code C4A1B2C3D4 --nonce \"$NONCE\"")]
pub(crate) struct BaseCode {
    /// Pixel code, as Events Manager shows it
    pixel_code: String,
    /// The page's CSP nonce
    #[arg(long)]
    nonce: Option<String>,
    /// Ask for limited data use, for people who opted out
    #[arg(long)]
    limited_data_use: bool,
    /// Have the Pixel hold its reports until the page calls `ttq.grantConsent()`
    #[arg(long)]
    hold_consent: bool,
    /// Another address of the Pixel's script, as a sandbox's
    #[arg(long, value_name = "URL")]
    source: Option<String>,
    /// Print a JSON object with `html` and `script`, the body of the element
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &BaseCode, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let loading = Loading {
        source: arguments.source.as_deref().unwrap_or(Loading::default().source),
        limited_data_use: arguments.limited_data_use,
        hold_consent: arguments.hold_consent,
    };
    let made = base_code(&arguments.pixel_code, &loading).map_err(Stop::usage)?;
    let html = made.html(arguments.nonce.as_deref());
    let answer = serde_json::json!({ "html": html, "script": made.script() });
    writeln!(streams.out, "{}", if arguments.json { answer.to_string() } else { html })?;
    Ok(End::Fine)
}
