//! `/sandbox/diagnostics`: per event name what is missing or wrong, ranked by how many events suffer, and what their match
//! keys cover.

mod diagnosis;
mod tally;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Json, Response};
use serde::Serialize;
use tiktok_capi_core::EventSource;

use crate::app::App;
use crate::quality::Quality;
use crate::store::Store;
use diagnosis::Diagnosis;
use tally::Tally;

/// Diagnoses and names that are told.
const MOST: usize = 300;

pub(crate) async fn diagnostics(State(app): State<Arc<App>>) -> Response {
    let store = app.store();
    Json(report(&store)).into_response()
}

#[derive(Serialize)]
struct Report<'a> {
    /// Events that were looked at.
    events: usize,
    diagnoses: Vec<Diagnosis<'a>>,
    coverage: Vec<Covered<'a>>,
    note: &'static str,
}

#[derive(Serialize)]
struct Covered<'a> {
    event: &'a str,
    /// `web`, `app`, `offline` or `crm`.
    source: &'static str,
    #[serde(flatten)]
    quality: Quality,
}

fn report(store: &Store) -> Report<'_> {
    let mut names: HashMap<(&str, &str), Tally<'_>> = HashMap::new();
    for event in store.events().iter() {
        names.entry((&event.event_source, &event.event)).or_default().add(event);
    }
    let mut diagnoses = Vec::new();
    let mut coverage = Vec::new();
    for ((source, event), tally) in &names {
        let Some(source) = EventSource::from_name(source) else { continue };
        diagnoses.extend(tally.diagnoses(event, source));
        let quality = tally.coverage.quality(source);
        coverage.push(Covered { event, source: source.as_str(), quality });
    }
    diagnoses.sort_by(|a, b| {
        (b.events, b.refused, a.event, a.code, &a.path).cmp(&(a.events, a.refused, b.event, b.code, &b.path))
    });
    coverage.retain(|covered| covered.quality.events > 0);
    coverage.sort_by(|a, b| (b.quality.events, a.event).cmp(&(a.quality.events, b.event)));
    diagnoses.truncate(MOST);
    coverage.truncate(MOST);
    Report {
        events: store.events().len(),
        diagnoses,
        coverage,
        note: "our estimate from 0 to 10, not TikTok's score",
    }
}
