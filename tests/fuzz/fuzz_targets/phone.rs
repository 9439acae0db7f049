//! Phone numbers, read in a region that the first byte names: what is accepted is E.164 and means the same everywhere.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::{Entropy, Input, Region, Rules, normalize};

const REGIONS: [&str; 16] =
    ["", "US", "GB", "DE", "IT", "AR", "BR", "MX", "CN", "IN", "RU", "CI", "AU", "JP", "XK", "SM"];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(raw) = std::str::from_utf8(rest) else { return };
    let rules = Rules::at(0, Entropy::default());
    let region = REGIONS.get(usize::from(*first) % REGIONS.len()).and_then(|code| Region::from_code(code));
    let of = |text: &str, region| {
        normalize("phone", &Input::text(text), region, &rules).expect("a field of the catalogue")
    };
    let once = of(raw, region);
    let Some(phone) = once.text() else { return };
    let digits = phone.strip_prefix('+').expect("E.164 begins with +");
    assert!((3..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
    for region in [region, None, Region::from_code("US")] {
        assert_eq!(of(phone, region).text(), Some(phone));
        assert_eq!(of(phone, region).digest(), once.digest());
    }
});
