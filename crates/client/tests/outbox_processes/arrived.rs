//! What arrived at the sandbox.

use std::collections::{BTreeMap, BTreeSet};

use tiktok_capi::{Client, Options};
use tiktok_capi_sandbox::{Config, Sandbox, Standing};

use super::order;

/// A sandbox and what it was sent, looked at now and then, since it keeps only so much.
pub(crate) struct Arrived {
    pub(crate) sandbox: Sandbox,
    /// Builds the bytes that an event should have.
    builder: Client,
    looked_at: u64,
    /// How often each id counted.
    counted: BTreeMap<String, usize>,
    /// Second copies, which TikTok drops.
    pub(crate) copies: usize,
}

impl Arrived {
    pub(crate) fn new(options: Options) -> Self {
        let config = Config { capacity: 100_000, ..Config::default() };
        let (sandbox, builder) = (Sandbox::start(config).unwrap(), Client::new(options).unwrap());
        Self { sandbox, builder, looked_at: 0, counted: BTreeMap::new(), copies: 0 }
    }

    /// Takes in what came since; every event that arrived has the bytes that it was built with.
    pub(crate) fn look(&mut self) {
        for event in self.sandbox.events() {
            if event.number <= self.looked_at {
                continue;
            }
            assert_eq!(
                event.number,
                self.looked_at + 1,
                "the sandbox has dropped events that were not looked at"
            );
            self.looked_at = event.number;
            let id = event.event_id.clone().unwrap();
            let built = self.builder.build(&order(&id)).event.unwrap();
            assert_eq!(event.data.get().as_bytes(), built.bytes(), "{id}");
            match event.standing {
                Standing::Counted => *self.counted.entry(id).or_default() += 1,
                Standing::Duplicate(_) => self.copies += 1,
                other => panic!("{id}: {other:?}"),
            }
        }
    }

    /// Begins anew.
    pub(crate) fn forget(&mut self) {
        self.sandbox.reset();
        (self.looked_at, self.copies) = (0, 0);
        self.counted.clear();
    }

    /// Events that count.
    pub(crate) fn len(&self) -> usize {
        self.counted.len()
    }

    /// What was acknowledged and did not arrive.
    pub(crate) fn lost(&self, acknowledged: &BTreeSet<String>) -> Vec<String> {
        acknowledged.iter().filter(|id| !self.counted.contains_key(*id)).cloned().collect()
    }

    /// What counted twice.
    pub(crate) fn doubled(&self) -> Vec<&String> {
        self.counted.iter().filter(|(_, times)| **times != 1).map(|(id, _)| id).collect()
    }
}
