//! To whom no proxy leads: `NO_PROXY`, as curl reads it, with ports as Go and Python do.

use std::net::IpAddr;

use ipnet::IpNet;

use super::endpoint::Endpoint;

/// The entries of `NO_PROXY`. One that cannot be read counts as absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NoProxy(Vec<Entry>);

impl NoProxy {
    /// Reads entries with commas or blanks between them.
    pub(super) fn of(text: &str) -> Self {
        let entries = text.split(|c: char| c == ',' || c.is_whitespace());
        Self(entries.filter_map(Entry::of).collect())
    }

    pub(super) fn names(&self, endpoint: &Endpoint) -> bool {
        self.0.iter().any(|entry| entry.names(endpoint))
    }
}

/// A host or many, and one port or all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    /// An address or a block of them. Names are not looked up for it: a proxy may be there because nobody can.
    Net(IpNet),
    /// A name and all below it, in lower case.
    Domain(String),
    /// What stands before and behind a `*`, in lower case.
    Around(String, String),
}

impl Entry {
    fn of(text: &str) -> Option<Self> {
        let (hosts, port) = with_port(text);
        Some(Self { hosts: Hosts::of(hosts)?, port })
    }

    fn names(&self, endpoint: &Endpoint) -> bool {
        let is_port = self.port.is_none_or(|port| port == endpoint.port());
        is_port && self.hosts.contain(endpoint.host(), endpoint.ip())
    }
}

impl Hosts {
    fn of(text: &str) -> Option<Self> {
        if let Some(net) = net(text) {
            return Some(Self::Net(net));
        }
        let name = text.trim_end_matches('.').to_ascii_lowercase();
        if let Some((before, behind)) = name.split_once('*') {
            return Some(Self::Around(before.to_owned(), behind.to_owned()));
        }
        let name = name.trim_start_matches('.');
        (!name.is_empty()).then(|| Self::Domain(name.to_owned()))
    }

    fn contain(&self, host: &str, ip: Option<IpAddr>) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        match self {
            Self::Net(net) => ip.is_some_and(|ip| net.contains(&ip.to_canonical())),
            Self::Domain(name) => {
                let above = host.strip_suffix(name.as_str());
                ip.is_none() && above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
            }
            Self::Around(before, behind) => {
                host.strip_prefix(before.as_str()).is_some_and(|rest| rest.ends_with(behind.as_str()))
            }
        }
    }
}

/// The port is taken off, if there is one: the colons of an IPv6 address are none.
fn with_port(text: &str) -> (&str, Option<u16>) {
    let Some((host, port)) = text.rsplit_once(':') else { return (text, None) };
    match port.parse() {
        Ok(port) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    }
}

/// An address or a block, as `10.0.0.0/8`. An IPv6 address may have its brackets.
fn net(text: &str) -> Option<IpNet> {
    let bare = text.replace(['[', ']'], "");
    bare.parse().ok().or_else(|| bare.parse::<IpAddr>().ok().map(|ip| IpNet::from(ip.to_canonical())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_direct(exceptions: &str, address: &str) -> bool {
        NoProxy::of(exceptions).names(&Endpoint::new(address).unwrap())
    }

    const HERE: &str = "https://capi.shop.example:8443";

    #[test]
    fn a_name_means_all_below_it() {
        for exceptions in
            ["shop.example", ".shop.example", "SHOP.example.", "a, shop.example,b", "a shop.example", "*"]
        {
            assert!(is_direct(exceptions, HERE), "{exceptions}");
            assert!(is_direct(exceptions, "https://Shop.Example./"), "{exceptions}");
        }
        for exceptions in
            ["hop.example", "shop.exampl", "i.shop.example", "x.capi.shop.example", "", ".", ",,"]
        {
            assert!(!is_direct(exceptions, HERE), "{exceptions}");
        }
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(
            is_direct("*.shop.example", HERE) && is_direct("capi.*", HERE) && is_direct("c*.example", HERE)
        );
        assert!(!is_direct("*.shop.example", "https://shop.example") && !is_direct("*.shop", HERE));
        assert!(
            is_direct("192.168.*", "https://192.168.1.7") && !is_direct("192.168.*", "https://192.16.8.1")
        );
    }

    #[test]
    fn addresses_and_blocks_of_them() {
        for (exceptions, address) in [
            ("10.0.0.0/8", "https://10.200.3.4"),
            ("192.168.1.7", "https://192.168.1.7:8443"),
            ("::ffff:192.168.1.7", "https://192.168.1.7"),
            ("192.168.1.0/24", "https://[::ffff:192.168.1.7]"),
            ("2001:db8::/32", "https://[2001:DB8:1::7]"),
            ("[2001:db8::7]", "https://[2001:db8:0::7]"),
            ("2001:db8::7", "https://[2001:db8::7]:8443"),
            ("[2001:db8::]/32", "https://[2001:db8::7]:8443"),
            ("0.0.0.0/0", "https://8.8.8.8"),
        ] {
            assert!(is_direct(exceptions, address), "{exceptions}");
        }
        for (exceptions, address) in [
            ("10.0.0.0/8", "https://11.0.0.1"),
            ("10.0.0.0/8", "https://10.0.0.1.example"),
            ("10.0.0.0/33", "https://10.0.0.1"),
            ("0.0.1", "https://10.0.0.1"),
            ("0.0.0.0/0", "https://[2001:db8::7]"),
            ("2001:db8::/32", "https://[2001:db9::7]"),
        ] {
            assert!(!is_direct(exceptions, address), "{exceptions}");
        }
    }

    #[test]
    fn a_port_is_one_port() {
        for exceptions in ["shop.example:8443", ".shop.example:8443", "*:8443"] {
            assert!(is_direct(exceptions, HERE), "{exceptions}");
            assert!(!is_direct(exceptions, "https://capi.shop.example"), "{exceptions}");
        }
        assert!(is_direct("shop.example:443", "https://shop.example"));
        assert!(is_direct("[2001:db8::7]:443", "https://[2001:db8::7]"));
        assert!(!is_direct("[2001:db8::7]:8443", "https://[2001:db8::7]"));
        assert!(!is_direct("shop.example:https", "https://shop.example"));
    }
}
