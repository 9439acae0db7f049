//! Problems, as all languages tell them.

use serde_json::{Value, json};
use tiktok_capi_core::Problem;

/// What all languages tell alike. Hints may be worded anew.
pub(super) fn told(problem: &Problem) -> Value {
    let (code, severity) = (problem.code().as_str(), problem.severity().as_str());
    json!({ "path": problem.path(), "code": code, "severity": severity })
}
