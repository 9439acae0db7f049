//! Events of a table of which no column says when they happened.

use tiktok_capi::core::EventSource;
use tiktok_capi_table::mapping::Mapping;

use crate::end::Stop;

use super::arguments::Send;

/// Stops what is uploaded from a till or a CRM, which did not happen now, unless somebody says that it did.
pub(super) fn check(mapping: &Mapping, arguments: &Send, source: EventSource) -> Result<(), Stop> {
    let (has_time, is_now) = (mapping.has("event_time"), arguments.event_time.is_some());
    match source {
        _ if has_time && is_now => {
            Err(Stop::usage("--event-time now: a column goes into event_time already"))
        }
        EventSource::Offline | EventSource::Crm if !has_time && !is_now => Err(Stop::usage(
            "no column goes into event_time, and what is uploaded did not happen now: say with --map which one does, or \
             --event-time now",
        )),
        _ => Ok(()),
    }
}
