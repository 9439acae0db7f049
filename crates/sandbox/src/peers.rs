//! How many connections each peer has, so that one alone cannot take all of them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

type Counts = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// The connections that are open, by peer.
pub(crate) struct Peers {
    counts: Counts,
    most: usize,
}

/// One connection of a peer, until it is dropped.
pub(crate) struct Seat {
    counts: Counts,
    peer: IpAddr,
}

impl Peers {
    pub(crate) fn new(most: usize) -> Self {
        Self { counts: Counts::default(), most }
    }

    /// A seat for another connection of that peer; none when it has as many as one may have.
    pub(crate) fn enter(&self, peer: IpAddr) -> Option<Seat> {
        // An IPv4 address that arrived on an IPv6 socket is the same peer.
        let peer = peer.to_canonical();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(peer).or_insert(0);
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Seat { counts: self.counts.clone(), peer })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.peer) {
            *count -= 1;
        }
        // Whoever was here once is not remembered.
        counts.retain(|_, count| *count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_peer_has_its_own_seats_and_none_is_remembered() {
        let peers = Peers::new(2);
        let [one, mapped, other] = ["127.0.0.1", "::ffff:127.0.0.1", "::1"].map(|peer| peer.parse().unwrap());
        let first = peers.enter(one).unwrap();
        let second = peers.enter(mapped).unwrap();
        assert!(peers.enter(one).is_none() && peers.enter(mapped).is_none());
        let third = peers.enter(other).unwrap();
        drop(first);
        let fourth = peers.enter(one).unwrap();
        drop((second, third, fourth));
        assert!(peers.counts.lock().unwrap().is_empty());
    }
}
