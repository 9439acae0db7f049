//! TikTok's Events API 1.0: `pixel/track`, `pixel/batch`, `offline/track` and `offline/batch`, for those who move to 2.0.
//!
//! Names, ids and times stay as they are, and so do identifiers that are hashed already. `pixel_code`, `event_set_id`
//! and `test_event_code` are options of the client.

use crate::input::Input;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, click_id, rows, somebody};
use super::found::Found;

static EVENT: &[Row] = rows! {
    "event" <- "event";
    "event_id" <- "event_id";
    "event_time" <- "timestamp";
    "limited_data_use" <- "limited_data_use";
    "user.email" <- "context.user.email" | "context.user.emails";
    "user.phone" <- "context.user.phone_number" | "context.user.phone_numbers";
    "user.external_id" <- "context.user.external_id";
    "user.ttp" <- "context.user.ttp";
    "user.ttclid" <- "context.ad.callback" as somebody;
    "user.ttclid" <- "context.page.url" as click_id;
    "user.ttclid" <- "context.ad.callback";
    "user.ip" <- "context.ip";
    "user.user_agent" <- "context.user_agent";
    "page.url" <- "context.page.url";
    "page.referrer" <- "context.page.referrer";
};

/// Options of the client, and what is the same for every event.
static PASSED_OVER: &[&str] = &["type", "pixel_code", "event_set_id"];

pub(super) fn described<'p>(body: &'p Input<'_>) -> Found<'p> {
    if body.get("pixel_code").or_else(|| body.get("event_set_id")).is_none() {
        return Err(Problem::new("pixel_code", Code::NotThisFormat));
    }
    match (body.get("batch"), body.get("event")) {
        (Some(Input::List(batch)), _) if batch.is_empty() => Err(Problem::new("batch", Code::NoConversion)),
        (Some(Input::List(batch)), _) => Ok(events(body, batch)),
        (None, Some(_)) => Ok(vec![event(body)]),
        (Some(_), _) => Err(Problem::new("batch", Code::NotThisFormat)),
        (None, None) => Err(Problem::new("event", Code::NotThisFormat)),
    }
}

fn events<'p>(body: &'p Input<'_>, batch: &'p [Input<'_>]) -> Vec<Draft<'p>> {
    let mut events: Vec<_> = batch.iter().map(event).collect();
    events.iter_mut().take(1).for_each(|first| first.pass_over(body, PASSED_OVER));
    events
}

/// An item of a batch that is no object stays one, so that its receipt says so and the places of the others are kept.
///
/// Properties keep their names: `query`, and the `content_type` of a line, are read as 1.0 meant them. `event_channel` has
/// no counterpart.
fn event<'p>(call: &'p Input<'_>) -> Draft<'p> {
    if !matches!(call, Input::Map(_)) {
        return Draft::kept(call);
    }
    let mut event = Draft::new();
    event.fill(call, EVENT);
    if let Some(properties) = at(call, "properties") {
        event.copy(properties, "properties", |name| name != "event_channel");
    }
    event.pass_over(call, PASSED_OVER);
    event
}
