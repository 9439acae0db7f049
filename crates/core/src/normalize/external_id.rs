//! The advertiser's own id of a person: trimmed, case kept. TikTok's page asks for no more than the hash.
//!
//! Nobody has the number 0 or -1: databases give it to orders without a customer. Other ids may count from 0.

use std::borrow::Cow;

use super::placeholder;
use super::text::trim;
use crate::problem::Code;

const NO_NUMBERS: &[&str] = &["0", "-1", "0.0", "-1.0"];

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let id = trim(raw);
    if placeholder::is_nobody(id) || NO_NUMBERS.contains(&id) {
        Err(Code::Placeholder)
    } else {
        Ok(Cow::Borrowed(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_kept_and_placeholders_are_not() {
        assert_eq!(canonical(" UserABC ").unwrap(), "UserABC");
        for raw in ["NULL", " guest ", "0", "-1", "[object Object]", "00000000-0000-0000-0000-000000000000"] {
            assert_eq!(canonical(raw), Err(Code::Placeholder));
        }
    }
}
