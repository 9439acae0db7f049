//! What a call says to TikTok's destinations by their names, as `Tiktok Conversions`, `TikTok Offline Conversions` or
//! `TIKTOK_ADS`.

use crate::describe::consent::is_tiktok;
use crate::describe::draft::{Draft, Row, at, rows, somebody};
use crate::describe::rule::flag;
use crate::input::Input;

static DESTINATION: &[Row] = rows! {
    "limited_data_use" <- "limited_data_use" as flag;
    "user.ttclid" <- "ttclid" as somebody;
    "user.ttp" <- "ttp" as somebody;
};

/// Takes what stands beside TikTok's names. What other destinations are told is no loss.
pub(super) fn fill<'p>(event: &mut Draft<'p>, call: &'p Input<'_>) {
    let Some(integrations) = at(call, "integrations") else { return };
    let Input::Map(destinations) = integrations else { return };
    for (_, destination) in destinations.iter().filter(|(name, _)| is_tiktok(name)) {
        event.fill(destination, DESTINATION);
    }
    event.pass_over_members(integrations, |name, value| !is_tiktok(name) || matches!(value, Input::Bool(_)));
}
