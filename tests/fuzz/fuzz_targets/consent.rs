//! Consent strings, read as each kind that there is. The answer depends on the string alone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::{Consent, Input, TcfPolicy};

fuzz_target!(|text: &str| {
    let read = |value: &Input<'_>, vendor| Consent::read(value, TcfPolicy { vendor, ..TcfPolicy::default() });
    let _ = read(&Input::text(text), None);
    for kind in ["word", "tcf", "gpp", "us_privacy", "gpc"] {
        let signals = Input::map([(kind, Input::text(text))]);
        let answer = read(&signals, None);
        assert_eq!(answer, read(&signals, None));
        // Asking for a vendor as well can only withhold more.
        if let (Ok(without), Ok(with)) = (answer, read(&signals, Some(755))) {
            assert!(without <= with);
        }
    }
});
