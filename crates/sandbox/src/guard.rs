//! Who may see the page and `/sandbox/…`: programs of this machine, the page itself, and who knows the password.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::control::error;
use crate::receive::{LENT, read};

/// Bytes of a plan of faults, a question or a clock.
const MOST_BYTES: usize = 2 << 20;

/// Keeps strangers' pages out: a name that somebody pointed at this machine (DNS rebinding), and requests that a page of
/// another site has its browser send. They are turned away before anything is looked up, since time tells as well.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&app, &request) {
        Some(refusal) => refusal,
        None => answered(&app, request, next).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(LENT, HeaderValue::from_static("same-origin"));
    response
}

/// Reads the body first, in as much time as everybody has.
async fn answered(app: &App, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    match read(body, MOST_BYTES, app.patience).await {
        Ok(body) => next.run(Request::from_parts(head, Body::from(body))).await,
        Err(status) => error(status, "the body is too large, or did not come in time"),
    }
}

fn refusal(app: &App, request: &Request) -> Option<Response> {
    let headers = request.headers();
    let is_ours = is_same_origin(headers) && (is_same_site(headers) || is_link(request));
    if !is_ours || app.is_local && !is_local(headers) {
        let how = "ask by the sandbox's own address, from its own page or no page";
        return Some(error(StatusCode::FORBIDDEN, how));
    }
    if app.password.as_ref().is_some_and(|password| !password.opens(headers)) {
        let ask = [(header::WWW_AUTHENTICATE, "Basic realm=\"sandbox\", charset=\"UTF-8\"")];
        return Some((ask, error(StatusCode::UNAUTHORIZED, "the password is wanted")).into_response());
    }
    None
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

fn host(headers: &HeaderMap) -> &str {
    text(headers, "host").unwrap_or_default()
}

fn is_local(headers: &HeaderMap) -> bool {
    let host = host(headers);
    let name = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map_or(host, |(name, _)| name);
    let is_address = name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
    is_address || name == "localhost" || name.ends_with(".localhost")
}

fn is_same_origin(headers: &HeaderMap) -> bool {
    let is_own = |origin: &str| origin.split_once("://").is_some_and(|(_, own)| own == host(headers));
    text(headers, "origin").is_none_or(is_own)
}

/// What a browser says of who sent it: its own page, or nobody, as with an address that was typed. Another port of this
/// machine is `same-site`, and may be anybody's. Programs say nothing.
fn is_same_site(headers: &HeaderMap) -> bool {
    text(headers, "sec-fetch-site").is_none_or(|site| ["same-origin", "none"].contains(&site))
}

/// A link that was followed to the page. The page itself is the same whatever was captured, and nobody can frame it.
fn is_link(request: &Request) -> bool {
    let is = |name: &str, value: &str| text(request.headers(), name) == Some(value);
    let is_document = is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    request.method() == Method::GET && request.uri().path() == "/" && is_document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        headers.extend(origin.map(|origin| (header::ORIGIN, origin.parse().unwrap())));
        is_local(&headers) && is_same_origin(&headers)
    }

    #[test]
    fn only_this_machine_asks() {
        assert!(ours("127.0.0.1:8787", None) && ours("[::1]:8787", None) && ours("localhost", None));
        assert!(ours("localhost:1", Some("http://localhost:1")));
        assert!(!ours("localhost:1", Some("http://localhost:2")) && !ours("localhost:1", Some("null")));
        assert!(!ours("evil.example:8787", None) && !ours("127.0.0.1.evil.example", None));
    }
}
