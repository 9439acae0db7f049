//! E-mail addresses: what is accepted is one address in a form that does not change again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::{Entropy, Input, Rules, normalize};

fuzz_target!(|raw: &str| {
    let rules = Rules::at(0, Entropy::default());
    let of =
        |text: &str| normalize("email", &Input::text(text), None, &rules).expect("a field of the catalogue");
    let once = of(raw);
    let Some(email) = once.text() else { return };
    assert_eq!(email.matches('@').count(), 1);
    assert!(email.len() <= 254 && !email.contains(char::is_whitespace) && !email.contains(char::is_control));
    assert_eq!(of(email).text(), Some(email));
    assert_eq!(of(email).digest(), once.digest());
});
