//! What is kept of events and requests, the oldest dropped first: a share for those of servers, and another for those of pages.
//! Any page of the browser may report to the Pixel, but none may push out what a server sent.

use std::collections::{BTreeMap, VecDeque};

use crate::endpoint::Channel;

/// What has a share: it is numbered in the order of its arrival.
pub(crate) trait Shared {
    fn number(&self) -> u64;

    fn channel(&self) -> Channel;

    /// What it takes in memory, about.
    fn size(&self) -> usize;
}

/// What one share holds at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) count: usize,
    pub(crate) bytes: usize,
}

/// Both shares, by number.
pub(crate) struct Shares<T> {
    all: BTreeMap<u64, Box<T>>,
    server: Share,
    pixel: Share,
}

struct Share {
    bounds: Bounds,
    /// Oldest first.
    numbers: VecDeque<u64>,
    bytes: usize,
}

impl<T: Shared> Shares<T> {
    pub(crate) fn new(server: Bounds, pixel: Bounds) -> Self {
        Self { all: BTreeMap::new(), server: Share::new(server), pixel: Share::new(pixel) }
    }

    /// Takes it in, and gives what had to go for it.
    pub(crate) fn push(&mut self, new: T) -> Vec<T> {
        let share = self.share(new.channel());
        share.numbers.push_back(new.number());
        share.bytes += new.size();
        let channel = new.channel();
        self.all.insert(new.number(), Box::new(new));
        let mut gone = Vec::new();
        while self.share(channel).is_over()
            && let Some(oldest) = self.pop(channel)
        {
            gone.push(oldest);
        }
        gone
    }

    fn pop(&mut self, channel: Channel) -> Option<T> {
        let number = self.share(channel).numbers.pop_front()?;
        let gone = *self.all.remove(&number)?;
        let share = self.share(channel);
        share.bytes = share.bytes.saturating_sub(gone.size());
        Some(gone)
    }

    /// Changes the one with that number, which may grow by it.
    pub(crate) fn change<R>(&mut self, number: u64, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let one = self.all.get_mut(&number)?;
        let before = one.size();
        let changed = change(one);
        let (after, channel) = (one.size(), one.channel());
        let share = self.share(channel);
        share.bytes = (share.bytes + after).saturating_sub(before);
        Some(changed)
    }

    pub(crate) fn get(&self, number: u64) -> Option<&T> {
        self.all.get(&number).map(Box::as_ref)
    }

    /// All of them, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.all.values().map(Box::as_ref)
    }

    /// Those with a higher number, oldest first.
    pub(crate) fn after(&self, number: u64) -> impl Iterator<Item = &T> {
        self.all.range(number.saturating_add(1)..).map(|(_, one)| one.as_ref())
    }

    /// The number of the oldest one in a share; 0 when there is none.
    pub(crate) fn oldest(&self, channel: Channel) -> u64 {
        let share = if channel == Channel::Server { &self.server } else { &self.pixel };
        share.numbers.front().copied().unwrap_or(0)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.server = Share::new(self.server.bounds);
        self.pixel = Share::new(self.pixel.bounds);
    }

    fn share(&mut self, channel: Channel) -> &mut Share {
        if channel == Channel::Server { &mut self.server } else { &mut self.pixel }
    }
}

impl Share {
    fn new(bounds: Bounds) -> Self {
        Self { bounds, numbers: VecDeque::new(), bytes: 0 }
    }

    fn is_over(&self) -> bool {
        self.numbers.len() > self.bounds.count || self.bytes > self.bounds.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Channel::{Pixel, Server};

    impl Shared for (u64, Channel, usize) {
        fn number(&self) -> u64 {
            self.0
        }

        fn channel(&self) -> Channel {
            self.1
        }

        fn size(&self) -> usize {
            self.2
        }
    }

    fn numbers(gone: &[(u64, Channel, usize)]) -> Vec<u64> {
        gone.iter().map(Shared::number).collect()
    }

    fn shares() -> Shares<(u64, Channel, usize)> {
        Shares::new(Bounds { count: 2, bytes: 10 }, Bounds { count: 3, bytes: 5 })
    }

    #[test]
    fn each_share_drops_its_own() {
        let mut shares = shares();
        for (number, channel) in [(1, Server), (2, Pixel), (3, Pixel), (4, Pixel), (5, Server)] {
            assert!(shares.push((number, channel, 1)).is_empty());
        }
        assert_eq!(numbers(&shares.push((6, Pixel, 1))), [2]);
        assert_eq!(numbers(&shares.push((7, Server, 1))), [1]);
        assert_eq!(shares.iter().map(Shared::number).collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert_eq!((shares.oldest(Pixel), shares.oldest(Server), shares.len()), (3, 5, 5));
        assert_eq!(shares.after(4).map(Shared::number).collect::<Vec<_>>(), [5, 6, 7]);
        assert!(shares.get(2).is_none() && shares.get(3).is_some());
        shares.clear();
        assert_eq!((shares.oldest(Pixel), shares.len(), shares.after(0).count()), (0, 0, 0));
    }

    #[test]
    fn bytes_count_as_well_those_that_come_later_too() {
        let mut shares = shares();
        assert!(shares.push((1, Server, 6)).is_empty() && shares.push((2, Server, 4)).is_empty());
        assert_eq!(numbers(&shares.push((3, Pixel, 6))), [3], "it is too large for its share");
        shares.change(2, |one| one.2 = 5);
        assert!(shares.change(9, |_| ()).is_none());
        assert_eq!(numbers(&shares.push((4, Server, 5))), [1]);
        assert_eq!(numbers(&shares.push((5, Server, 6))), [2, 4]);
    }
}
