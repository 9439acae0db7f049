//! The visitor's address: public IPv4 or IPv6, printed as RFC 5952 has it.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::text::trim;
use crate::problem::Code;

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let ip: IpAddr = trim(raw).parse().map_err(|_| Code::InvalidIp)?;
    let ip = ip.to_canonical();
    if is_public(ip) { Ok(Cow::Owned(ip.to_string())) } else { Err(Code::NotPublicIp) }
}

/// Whether the address belongs to the public internet (the IANA special-purpose registries, RFC 6890).
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let special = match ip.octets() {
        [0 | 240..=255, ..] => true,                 // "this network", reserved, broadcast
        [100, 64..=127, ..] => true,                 // shared by carriers
        [192, 0, 0, _] | [198, 18 | 19, ..] => true, // protocol assignments, benchmarking
        _ => false,
    };
    let local = ip.is_private() || ip.is_loopback() || ip.is_link_local();
    !special && !local && !ip.is_documentation() && !ip.is_multicast()
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let special = match ip.segments() {
        [0, 0, 0, 0, 0, 0, ..] => true, // unspecified, loopback, IPv4-compatible, withdrawn
        [0x64, 0xff9b, 1, ..] => true,  // translation inside one network
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => true, // documentation
        [0xfec0..=0xfeff, ..] => true,  // site-local, withdrawn
        [0x100, 0, 0, 0, ..] => true,   // discard
        [0x2001, 2, 0, ..] => true,     // benchmarking
        _ => false,
    };
    let local = ip.is_unique_local() || ip.is_unicast_link_local();
    !special && !local && !ip.is_multicast() && inner(ip).is_none_or(is_public_v4)
}

/// The IPv4 address that an address stands for: NAT64 (RFC 6052 §2.1) and 6to4 (RFC 3056 §2).
fn inner(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    match ip.octets() {
        [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d] => Some([a, b, c, d].into()),
        [0x20, 2, a, b, c, d, ..] => Some([a, b, c, d].into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_take_their_short_form() {
        for (raw, expected) in [
            (" 8.8.8.8 ", "8.8.8.8"),
            ("2001:4860:4860:0:0:0:0:8888", "2001:4860:4860::8888"),
            ("2001:DB9::A", "2001:db9::a"),
            ("::ffff:8.8.8.8", "8.8.8.8"),
            ("64:ff9b::8.8.8.8", "64:ff9b::808:808"),
            ("2002:808:808::1", "2002:808:808::1"),
        ] {
            assert_eq!(canonical(raw).unwrap(), expected);
        }
    }

    #[test]
    fn others_are_left_out() {
        let v4 =
            ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.1.1", "0.0.0.0", "224.0.0.1"];
        let more =
            ["192.0.2.1", "198.51.100.1", "203.0.113.9", "100.64.0.1", "198.18.0.1", "255.255.255.255"];
        let v6 = ["::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1", "3fff::1", "::ffff:10.0.0.1"];
        let inner = ["64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:a00:1::1", "::10.0.0.1"];
        for raw in v4.iter().chain(&more).chain(&v6).chain(&inner) {
            assert_eq!(canonical(raw), Err(Code::NotPublicIp), "{raw}");
        }
        for raw in ["8.8.8.8:443", "[2001:db9::a]", "8.8.8.8, 1.1.1.1", "fe80::1%eth0", "8.8.8", "08.8.8.8"] {
            assert_eq!(canonical(raw), Err(Code::InvalidIp), "{raw}");
        }
    }
}
