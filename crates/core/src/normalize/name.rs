//! First and last names: trimmed, NFC, lower-case, without punctuation, inner white space as one space.

use std::borrow::Cow;

use super::placeholder;
use super::text::{folded, is_punctuation, is_space, keep, trim};
use crate::problem::Code;

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let trimmed = trim(raw);
    if placeholder::is_nobodys_name(trimmed) {
        return Err(Code::Placeholder);
    }
    let name = single_spaced(keep(folded(trimmed), |c| !is_punctuation(c)));
    if name.is_empty() { Err(Code::InvalidName) } else { Ok(name) }
}

fn single_spaced(name: Cow<'_, str>) -> Cow<'_, str> {
    if !name.contains(is_space) {
        return name;
    }
    let words: Vec<&str> = name.split(is_space).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_goes_and_one_space_stays() {
        for (raw, expected) in [
            ("O'Connor", "oconnor"),
            ("Mary  Ann", "mary ann"),
            ("(Jo) -", "jo"),
            ("JOSE\u{301}", "josé"),
            ("o\u{2019}brien", "obrien"),
            ("e-\u{301}a", "éa"),
        ] {
            assert_eq!(canonical(raw).unwrap(), expected);
        }
        assert_eq!(canonical("..."), Err(Code::InvalidName));
        assert_eq!(canonical(" N/A "), Err(Code::Placeholder));
        assert_eq!(canonical("Guest").unwrap(), "guest");
    }
}
