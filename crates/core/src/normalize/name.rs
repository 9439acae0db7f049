//! First and last names: as they are seen, trimmed, NFC, lower-case, without punctuation, inner white space as one space.

use std::borrow::Cow;

use super::placeholder;
use super::shown::shown;
use super::text::{apply, folded, is_apostrophe, is_punctuation, is_space, keep, trim};
use crate::problem::Code;

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    apply(shown(raw), of_person)
}

fn of_person(name: &str) -> Result<Cow<'_, str>, Code> {
    let trimmed = trim(name);
    if placeholder::is_nobodys_name(trimmed) {
        return Err(Code::Placeholder);
    }
    let name = single_spaced(keep(folded(trimmed), |c| !is_punctuation(c) && !is_apostrophe(c)));
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
            ("O\u{b4}Connor", "oconnor"),
            ("d`Arc", "darc"),
            ("Mar\u{2bc}yana", "maryana"),
            ("O&#039;Connor", "oconnor"),
            ("\u{200e}Jo\u{200b} ", "jo"),
            ("e-\u{301}a", "éa"),
        ] {
            assert_eq!(canonical(raw).unwrap(), expected);
        }
        assert_eq!(canonical("..."), Err(Code::InvalidName));
        assert_eq!(canonical(" N/A "), Err(Code::Placeholder));
        assert_eq!(canonical("&lt;null&gt;"), Err(Code::Placeholder));
        assert_eq!(canonical("\u{200b}"), Err(Code::InvalidName));
        assert_eq!(canonical("Guest").unwrap(), "guest");
    }
}
