//! Where requests go: TikTok over https, or a sandbox on this machine.

use std::net::IpAddr;

use tiktok_capi_core::trim;
use ureq::http::Uri;
use ureq::http::uri::{PathAndQuery, Scheme};

/// TikTok's own host.
const HOST: &str = "https://business-api.tiktok.com";

/// The path that TikTok documents, with its slash at the end (`events-api.md` §1.1).
const PATH: &str = "/open_api/v1.3/event/track/";

/// A checked address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    uri: Uri,
}

impl Endpoint {
    /// Takes https, or http to a loopback host, without user name and query. An address without a path gets TikTok's.
    pub(crate) fn new(address: &str) -> Option<Self> {
        let uri: Uri = trim(address).parse().ok()?;
        let has_user = uri.authority()?.as_str().contains('@');
        let endpoint = Self { uri: with_path(uri)? };
        let is_allowed = endpoint.is_https() || (endpoint.is_http() && endpoint.is_loopback());
        (is_allowed && !has_user && endpoint.uri.query().is_none()).then_some(endpoint)
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(crate) fn is_https(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTPS)
    }

    fn is_http(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTP)
    }

    /// Whether it is this machine, to which no proxy leads.
    pub(crate) fn is_loopback(&self) -> bool {
        self.host().eq_ignore_ascii_case("localhost") || self.ip().is_some_and(|ip| ip.is_loopback())
    }

    /// Its name or address, without the brackets of IPv6.
    pub(super) fn host(&self) -> &str {
        self.uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
    }

    /// Its address, unless it has a name.
    pub(super) fn ip(&self) -> Option<IpAddr> {
        self.host().parse().ok()
    }

    pub(super) fn port(&self) -> u16 {
        self.uri.port_u16().unwrap_or(if self.is_https() { 443 } else { 80 })
    }
}

impl Default for Endpoint {
    fn default() -> Self {
        Self { uri: with_path(Uri::from_static(HOST)).unwrap_or_default() }
    }
}

fn with_path(uri: Uri) -> Option<Uri> {
    if uri.path_and_query().is_some_and(|path| path != "/") {
        return Some(uri);
    }
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(PathAndQuery::from_static(PATH));
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_at_home() {
        for address in [
            "https://business-api.tiktok.com/open_api/v1.3/event/track/",
            "https://capi.example:8443/x/",
            "http://127.0.0.1:8787/",
            "http://127.9.9.9:1",
            "http://[::1]:8787",
            "http://LOCALHOST:8787",
        ] {
            assert!(Endpoint::new(address).is_some(), "{address}");
        }
    }

    #[test]
    fn nothing_else() {
        for address in [
            "http://business-api.tiktok.com/",
            "http://localhost.example/",
            "http://127.0.0.1.example/",
            "http://10.0.0.1/",
            "http://[::2]/",
            "https://user:secret@host/",
            "https://host/?token=1",
            "ftp://127.0.0.1/",
            "business-api.tiktok.com",
            "//127.0.0.1/",
            "https://",
            "",
        ] {
            assert!(Endpoint::new(address).is_none(), "{address}");
        }
    }

    #[test]
    fn an_address_without_a_path_gets_tiktoks() {
        assert_eq!(Endpoint::new("http://127.0.0.1:1").unwrap().uri().path(), PATH);
        assert_eq!(Endpoint::new("http://127.0.0.1:1/other").unwrap().uri().path(), "/other");
        assert_eq!(Endpoint::default().uri().to_string(), format!("{HOST}{PATH}"));
    }
}
