//! The verbs that C and PHP call, by the first byte: JSON text in, JSON text out, or a failure that is JSON text too.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_json::{Answer, base_code, context, describe, event_id, hash, normalize, verify_shopify, verify_woocommerce};

const VERBS: [fn(&[u8]) -> Answer; 8] =
    [normalize, hash, event_id, context, base_code, describe, verify_shopify, verify_woocommerce];

fuzz_target!(|data: &[u8]| {
    let Some((first, arguments)) = data.split_first() else { return };
    let Some(verb) = VERBS.get(usize::from(*first) % VERBS.len()) else { return };
    let told = verb(arguments).unwrap_or_else(|failure| failure.to_json());
    assert!(serde_json::from_str::<serde_json::Value>(&told).is_ok());
});
