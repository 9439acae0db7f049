//! The page at `/`: plain files that the program holds. What it shows, it asks of `/sandbox/…`.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::control::error;
use axum::http::StatusCode;

/// Nothing comes from elsewhere, nothing inline runs, and no text can become markup: the browser itself refuses
/// `innerHTML`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

/// `name` → its content.
macro_rules! files {
    ($($name:literal)+) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("page/", $name)))),+];
    };
}

files! {
    "copy.js" "coverage.js" "diagnostics.js" "dom.js" "event.js" "faults.js" "feed.js" "filters.js" "hash.js" "list.js" "main.js"
    "page.css" "pretty.js" "timeline.js" "views.css" "words.js"
}

pub(crate) async fn page() -> Response {
    served("text/html; charset=utf-8", include_str!("page/index.html"))
}

pub(crate) async fn file(Path(name): Path<String>) -> Response {
    let Some((name, content)) = FILES.iter().find(|(own, _)| *own == name) else {
        return error(StatusCode::NOT_FOUND, "the page has no such file");
    };
    let is_script = name.strip_suffix(".js").is_some();
    served(if is_script { "text/javascript; charset=utf-8" } else { "text/css; charset=utf-8" }, content)
}

fn served(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, content).into_response()
}
