//! Name lookup that a warm connection need not pay for.
//!
//! ureq looks the host up before every request, even when it has a connection, and in a new thread when there is a
//! time-out. That is a DNS query and some 70 µs for each event. Addresses are kept for half a minute instead, and an
//! address in the endpoint itself is not looked up at all. An agent that fails is thrown away with what it kept.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The age at which addresses are looked up again.
const LONGEST_AGE: Duration = Duration::from_secs(30);

/// The resolver of one agent, which one call uses at a time.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    system: DefaultResolver,
    last: Mutex<Option<Found>>,
}

#[derive(Debug)]
struct Found {
    host: String,
    at: Instant,
    addresses: Vec<SocketAddr>,
}

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let parts = uri.scheme().zip(uri.authority());
        let host = parts.and_then(|(scheme, authority)| DefaultResolver::host_and_port(scheme, authority));
        let host = host.ok_or(Error::HostNotFound)?;
        if let Ok(address) = host.parse() {
            return Ok(self.list(&[address]));
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = last.as_ref().filter(|found| found.is_still(&host)) {
            return Ok(self.list(&found.addresses));
        }
        let addresses = self.system.resolve(uri, config, timeout).map_err(|error| match error {
            Error::Timeout(_) => error,
            // What systems say about an unknown name differs; here it is one error.
            _ => Error::HostNotFound,
        })?;
        *last = Some(Found { host, at: Instant::now(), addresses: addresses.to_vec() });
        Ok(addresses)
    }
}

impl Addresses {
    fn list(&self, addresses: &[SocketAddr]) -> ResolvedSocketAddrs {
        let mut list = self.empty();
        for address in addresses {
            list.push(*address);
        }
        list
    }
}

impl Found {
    fn is_still(&self, host: &str) -> bool {
        self.host == host && self.at.elapsed() < LONGEST_AGE
    }
}
