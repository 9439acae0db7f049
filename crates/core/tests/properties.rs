//! What holds for every described event, whatever is in it: checked on random ones, hostile ones among them.
//!
//! The seed is fixed, so that a commit gives the same result everywhere; `PROPTEST_CASES=20000 PROPTEST_RNG_SEED=7
//! cargo test -p tiktok-capi-core --test properties` looks further.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may panic, also outside the functions that are marked as one"
)]

#[path = "properties/canonical.rs"]
mod canonical;
#[path = "properties/described.rs"]
mod described;
#[path = "properties/normal_form.rs"]
mod normal_form;
#[path = "properties/privacy.rs"]
mod privacy;
#[path = "properties/shape.rs"]
mod shape;
#[path = "properties/text.rs"]
mod text;

use proptest::test_runner::{Config, RngSeed};

/// The settings of every property.
fn config() -> Config {
    let given = Config::default();
    let rng_seed = if given.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { given.rng_seed };
    Config { failure_persistence: None, rng_seed, ..given }
}
