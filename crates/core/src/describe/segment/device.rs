//! The app and the device of a call, as Segment's mobile libraries describe them in its context.

use crate::describe::draft::{Draft, Row, at, plain, rows, text_at};
use crate::input::Input;
use crate::source::EventSource;

static APP: &[Row] = rows! {
    "app.app_id" <- "context.app.namespace";
    "app.app_name" <- "context.app.name";
    "app.app_version" <- "context.app.version";
};

static IOS: &[Row] = rows! {
    "user.idfv" <- "context.device.id";
    "user.att_status" <- "context.device.trackingStatus" as tracking_status;
    "user.att_status" <- "context.device.adTrackingEnabled" as tracking_allowed;
};

static IDFA: &[Row] = rows! {
    "user.idfa" <- "context.device.advertisingId";
};

static GAID: &[Row] = rows! {
    "user.gaid" <- "context.device.advertisingId";
};

/// About the device, and no key to a person.
static PASSED_OVER: &[&str] = &[
    "context.app.build",
    "context.device.adTrackingEnabled",
    "context.device.manufacturer",
    "context.device.model",
    "context.device.name",
    "context.device.type",
    "context.network",
    "context.os",
    "context.screen",
];

/// Where the call comes from. Libraries of web pages name neither app nor device.
pub(super) fn source(call: &Input<'_>) -> EventSource {
    let is_app = system(call).is_some() || at(call, "context.app.namespace").is_some();
    if is_app { EventSource::App } else { EventSource::Web }
}

/// Takes app and device. The advertising id of somebody who forbade its use is left out.
pub(super) fn fill<'p>(event: &mut Draft<'p>, call: &'p Input<'_>) {
    event.fill(call, APP);
    let is_forbidden = at(call, "context.device.adTrackingEnabled") == Some(&Input::Bool(false));
    match system(call) {
        Some(System::Ios) => {
            event.fill(call, IOS);
            event.fill(call, if is_forbidden { &[] } else { IDFA });
        }
        Some(System::Android) if !is_forbidden => event.fill(call, GAID),
        _ => {}
    }
    event.pass_over(call, PASSED_OVER);
}

enum System {
    Ios,
    Android,
}

fn system(call: &Input<'_>) -> Option<System> {
    match text_at(call, "context.device.type")?.to_ascii_lowercase().as_str() {
        "ios" => Some(System::Ios),
        "android" => Some(System::Android),
        _ => None,
    }
}

/// The words of Apple's framework, which TikTok writes in capitals.
fn tracking_status<'p>(status: &'p Input<'_>) -> Option<Input<'p>> {
    match status.as_text() {
        Some(text) if text.eq_ignore_ascii_case("notDetermined") => Some(Input::text("NOT_DETERMINED")),
        _ => plain(status),
    }
}

fn tracking_allowed<'p>(allowed: &'p Input<'_>) -> Option<Input<'p>> {
    match allowed {
        Input::Bool(true) => Some(Input::text("AUTHORIZED")),
        Input::Bool(false) => Some(Input::text("DENIED")),
        _ => None,
    }
}
