//! Which proxy leads out: the option's, or that of the environment.

use ureq::{Proxy, ProxyProtocol};

/// Reads the option: an address, as `http://user:password@proxy.example:3128`, or `socks5://…`.
pub(crate) fn from_option(address: &str) -> Option<Proxy> {
    Proxy::new(address.trim()).ok()
}

/// Variables in curl's order. `HTTP_PROXY` is not among them: in a CGI program it is the visitor's `Proxy:` header
/// (CVE-2016-5385), and it is not meant for https anyway.
const VARIABLES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// Reads the environment, `NO_PROXY` included. What is not an address there counts as absent, as in curl.
pub(crate) fn from_environment(read: impl Fn(&str) -> Option<String>) -> Option<Proxy> {
    let given = |name: &&str| read(name).filter(|value| !value.trim().is_empty());
    let proxy = Proxy::new(VARIABLES.iter().find_map(given)?.trim()).ok()?;
    let exceptions = ["no_proxy", "NO_PROXY"].iter().find_map(given).unwrap_or_default();
    with_exceptions(&proxy, &exceptions)
}

/// The same proxy with its exceptions. ureq takes these only where it builds the proxy from parts.
fn with_exceptions(proxy: &Proxy, exceptions: &str) -> Option<Proxy> {
    let mut builder = Proxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port());
    if let Some(name) = proxy.username() {
        builder = builder.username(name);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    if proxy.protocol() != ProxyProtocol::Socks4 {
        builder = builder.resolve_target(proxy.resolve_target());
    }
    exceptions.split(',').fold(builder, |builder, host| builder.no_proxy(host.trim())).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Option<Proxy> {
        let read = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        from_environment(read)
    }

    #[test]
    fn curls_variables_in_curls_order() {
        let both = environment(&[("ALL_PROXY", "socks5://b:1"), ("HTTPS_PROXY", "http://u:p%40@a:2")]);
        let both = both.unwrap();
        assert_eq!((both.host(), both.port(), both.protocol()), ("a", 2, ProxyProtocol::Http));
        assert_eq!((both.username(), both.password()), (Some("u"), Some("p@")));
        assert_eq!(
            environment(&[("all_proxy", "socks5h://b:1")]).unwrap().protocol(),
            ProxyProtocol::Socks5h
        );
    }

    #[test]
    fn the_visitors_header_is_no_proxy() {
        assert!(environment(&[("HTTP_PROXY", "http://evil:1")]).is_none());
        assert!(environment(&[("HTTPS_PROXY", " "), ("https_proxy", "nonsense://x")]).is_none());
    }

    #[test]
    fn exceptions_are_kept() {
        let proxy = environment(&[("HTTPS_PROXY", "http://a:2"), ("NO_PROXY", "x.example, .y.example")]);
        let is_direct = |address: &str| proxy.as_ref().unwrap().is_no_proxy(&address.parse().unwrap());
        assert!(is_direct("https://x.example/") && is_direct("https://b.y.example/"));
        assert!(!is_direct("https://business-api.tiktok.com/"));
    }
}
