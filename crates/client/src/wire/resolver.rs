//! Name lookup that a warm connection need not pay for.
//!
//! ureq looks the host up before every request, even when it has a connection, and in a new thread when there is a
//! time-out. That is a DNS query and some 70 µs for each event. Addresses are kept for half a minute instead, and an
//! address in the endpoint itself is not looked up at all. An agent that fails is thrown away with what it kept.
//!
//! ureq's own lookup panics where no thread can be started. Here that is a name that is not found, and is tried again.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::machine::signals;

/// The age at which addresses are looked up again.
const LONGEST_AGE: Duration = Duration::from_secs(30);

/// The resolver of one agent, which one call uses at a time.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    last: Mutex<Option<Found>>,
}

#[derive(Debug)]
struct Found {
    host: String,
    at: Instant,
    addresses: Vec<SocketAddr>,
}

impl Resolver for Addresses {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
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
        let addresses = look_up(host.clone(), timeout)?;
        let resolved = self.list(&addresses);
        *last = Some(Found { host, at: Instant::now(), addresses });
        Ok(resolved)
    }
}

impl Addresses {
    fn list(&self, addresses: &[SocketAddr]) -> ResolvedSocketAddrs {
        let mut list = self.empty();
        for address in addresses.iter().take(MOST) {
            list.push(*address);
        }
        list
    }
}

/// Addresses that are tried of one name, as by ureq.
const MOST: usize = 16;

/// Asks the system. What systems say about an unknown name differs; here it is one error.
fn look_up(host: String, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
    let (tell, told) = mpsc::sync_channel(1);
    let ask = move || {
        let found = host.to_socket_addrs().map(Vec::from_iter);
        let _ = tell.send(found);
    };
    let thread = thread::Builder::new().name("tiktok-capi-dns".to_owned());
    signals::kept_from(|| thread.spawn(ask)).map_err(|_| Error::HostNotFound)?;
    let found: Result<io::Result<Vec<_>>, _> = told.recv_timeout(*timeout.after);
    match found {
        Ok(Ok(addresses)) if !addresses.is_empty() => Ok(addresses),
        Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
        Ok(_) | Err(RecvTimeoutError::Disconnected) => Err(Error::HostNotFound),
    }
}

impl Found {
    fn is_still(&self, host: &str) -> bool {
        self.host == host && self.at.elapsed() < LONGEST_AGE
    }
}
