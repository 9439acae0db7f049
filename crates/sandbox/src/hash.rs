//! `/sandbox/hash`: how an identifier becomes its digest, step by step, and what a digest that came is of.
//!
//! The core does the work. What is typed is answered to who typed it, and is neither kept nor logged.

mod mistakes;
mod steps;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Json, Response};
use serde::{Deserialize, Serialize};
use tiktok_capi_core::catalog::{Identifier, Rule, user};
use tiktok_capi_core::{Entropy, Input, Normalized, Region, Rules, hash};

use crate::app::App;
use crate::control::bad_request;
use crate::store::Store;
use steps::Step;

/// Bytes of the question.
const MOST_BYTES: usize = 16 << 10;

/// Events with the digest that are named.
const MOST_EVENTS: usize = 20;

/// A field that is hashed.
#[derive(Serialize)]
struct Hashed {
    name: &'static str,
    doc: &'static str,
}

/// The fields that are hashed.
pub(crate) async fn fields() -> Response {
    let rows = user::GROUP.fields.iter().filter(|row| matches!(row.rule, Rule::Hashed(_)));
    Json(rows.map(|row| Hashed { name: row.name, doc: row.doc }).collect::<Vec<_>>()).into_response()
}

/// What is typed. It has no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    field: String,
    value: String,
    #[serde(default)]
    region: String,
    /// A digest that came, to compare.
    #[serde(default)]
    digest: String,
}

#[derive(Serialize)]
struct Explained {
    steps: Vec<Step>,
    digest: Option<String>,
    problems: Vec<Objection>,
    compared: Option<Compared>,
    /// The newest events in memory that hold the digest.
    seen_in: Vec<u64>,
}

/// What the core says of the value.
#[derive(Serialize)]
struct Objection {
    code: &'static str,
    severity: &'static str,
    hint: String,
}

/// What a digest that came is.
#[derive(Serialize)]
struct Compared {
    is_same: bool,
    /// What it is in place of the right one, when that was found out.
    mistake: Option<&'static str>,
}

/// The texts of the errors are fixed: a parser's own would repeat what was typed.
pub(crate) async fn explain(State(app): State<Arc<App>>, body: Bytes) -> Response {
    if body.len() > MOST_BYTES {
        return bad_request("that is too long for an identifier");
    }
    let Ok(question) = serde_json::from_slice::<Question>(&body) else {
        return bad_request("give `field` and `value`, and if you like `region` and `digest`, as texts");
    };
    let region = Region::from_code(&question.region);
    if region.is_none() && !question.region.trim().is_empty() {
        return bad_request("`region` is an ISO 3166-1 code of two letters");
    }
    let Some(identifier) = identifier(&question.field) else {
        return bad_request("the catalogue hashes no field of that name");
    };
    let Ok(normalized) = hash(&question.field, &Input::text(question.value.as_str()), region, &rules())
    else {
        return bad_request("the catalogue hashes no field of that name");
    };
    let explained = explained(&app.store(), &question, identifier, region, &normalized);
    ([(header::CACHE_CONTROL, "no-store")], Json(explained)).into_response()
}

fn identifier(field: &str) -> Option<Identifier> {
    match user::GROUP.field(field)?.rule {
        Rule::Hashed(identifier) => Some(identifier),
        _ => None,
    }
}

fn rules() -> Rules {
    Rules::at(0, Entropy::default())
}

fn explained(
    store: &Store,
    question: &Question,
    identifier: Identifier,
    region: Option<Region>,
    normalized: &Normalized,
) -> Explained {
    let digest = normalized.digest().map(|digest| digest.to_hex());
    let told = |problem: &tiktok_capi_core::Problem| Objection {
        code: problem.code().as_str(),
        severity: problem.severity().as_str(),
        hint: problem.hint().into_owned(),
    };
    Explained {
        steps: steps::steps(&question.value, identifier, region, normalized),
        problems: normalized.problems().iter().map(told).collect(),
        compared: compared(question, identifier, normalized),
        seen_in: digest.as_deref().map_or_else(Vec::new, |digest| seen_in(store, digest)),
        digest,
    }
}

fn compared(question: &Question, identifier: Identifier, normalized: &Normalized) -> Option<Compared> {
    let given = question.digest.trim();
    if given.is_empty() {
        return None;
    }
    let is_same = normalized.digest().is_some_and(|digest| digest.to_hex() == given);
    let mistake = || mistakes::mistake(given, &question.value, identifier, normalized);
    Some(Compared { is_same, mistake: if is_same { None } else { mistake() } })
}

fn seen_in(store: &Store, digest: &str) -> Vec<u64> {
    let has = |event: &&crate::record::Recorded| event.data.get().contains(digest);
    store.events().iter().rev().filter(has).take(MOST_EVENTS).map(|event| event.number).collect()
}
