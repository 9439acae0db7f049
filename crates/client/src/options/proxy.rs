//! Which proxy leads out: the option's, or that of the environment.

use ureq::Proxy;

use super::endpoint::Endpoint;
use super::no_proxy::NoProxy;

/// A proxy or none, and to whom it does not lead.
#[derive(Clone, Default)]
pub(crate) struct Way {
    proxy: Option<Proxy>,
    no_proxy: NoProxy,
}

impl Way {
    /// The proxy that leads to the endpoint. None leads to this machine.
    pub(crate) fn to(&self, endpoint: &Endpoint) -> Option<&Proxy> {
        let is_direct = endpoint.is_loopback() || self.no_proxy.names(endpoint);
        self.proxy.as_ref().filter(|_| !is_direct)
    }
}

/// Reads the option: an address, as `http://user:password@proxy.example:3128`, or `socks5://…`.
pub(super) fn from_option(address: &str) -> Option<Way> {
    let proxy = Proxy::new(address.trim()).ok()?;
    Some(Way { proxy: Some(proxy), ..Way::default() })
}

/// Variables in curl's order. `HTTP_PROXY` is not among them: in a CGI program it is the visitor's `Proxy:` header
/// (CVE-2016-5385), and it is not meant for https anyway.
const VARIABLES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// Reads the environment, `NO_PROXY` included. What is not an address there counts as absent, as in curl.
pub(super) fn from_environment(read: impl Fn(&str) -> Option<String>) -> Way {
    let given = |name: &&str| read(name).filter(|value| !value.trim().is_empty());
    let first = |names: &[&str]| names.iter().find_map(given).unwrap_or_default();
    Way {
        proxy: Proxy::new(first(&VARIABLES).trim()).ok(),
        no_proxy: NoProxy::of(&first(&["no_proxy", "NO_PROXY"])),
    }
}

#[cfg(test)]
mod tests {
    use ureq::ProxyProtocol;

    use super::*;

    fn way(variables: &[(&str, &str)], address: &str) -> Option<Proxy> {
        let read = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        from_environment(read).to(&Endpoint::new(address).unwrap()).cloned()
    }

    fn environment(variables: &[(&str, &str)]) -> Option<Proxy> {
        way(variables, "https://business-api.tiktok.com")
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
        let lower = [("ALL_PROXY", "http://a:2"), ("no_proxy", "x.example"), ("NO_PROXY", "z.example")];
        let upper = [("HTTPS_PROXY", "http://a:2"), ("no_proxy", " "), ("NO_PROXY", "x.example")];
        for variables in [&lower, &upper] {
            assert!(way(variables, "https://capi.x.example").is_none());
            assert!(way(variables, "https://z.example").is_some());
            assert!(way(variables, "https://[::1]:1").is_none());
            assert!(environment(variables).is_some());
        }
        let option = from_option("http://a:2").unwrap();
        assert!(option.to(&Endpoint::new("https://x.example").unwrap()).is_some());
        assert!(option.to(&Endpoint::new("https://127.0.0.1:1").unwrap()).is_none());
    }
}
