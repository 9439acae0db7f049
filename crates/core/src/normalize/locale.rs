//! The visitor's language as a BCP 47 tag, in canonical casing.

use std::borrow::Cow;

use oxilangtag::LanguageTag;

use super::text::trim;
use crate::problem::Code;

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let tag = trim(raw).replace('_', "-");
    let tag = LanguageTag::parse_and_normalize(&tag).map_err(|_| Code::InvalidLocale)?;
    Ok(Cow::Owned(tag.into_inner()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_canonical_casing() {
        assert_eq!(canonical("en_US").unwrap(), "en-US");
        assert_eq!(canonical("ZH-hans-cn").unwrap(), "zh-Hans-CN");
        assert_eq!(canonical("de").unwrap(), "de");
        for raw in ["en_US.UTF-8", "en-US,en;q=0.9", "C", "english language"] {
            assert_eq!(canonical(raw), Err(Code::InvalidLocale), "{raw}");
        }
    }
}
