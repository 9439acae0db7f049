//! Regions that phone numbers are read in.

use crate::normalize::{country, trim};

/// The two-letter code of a region, as `GB`: ISO 3166-1 and the three that libphonenumber and shops know besides, Ascension,
/// Tristan da Cunha and Kosovo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region(&'static str);

impl Region {
    /// The United States, which have rules of their own for states and postal codes.
    pub(crate) const US: Self = Self("US");

    /// Reads a code of two letters in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = trim(code);
        (code.len() == 2).then(|| country::by_code(code)).flatten().map(Self)
    }

    /// The region of a country in any spelling that `user.country` takes.
    pub(crate) fn of_country(spelling: &str) -> Option<Self> {
        country::alpha2(spelling).map(Self)
    }

    /// Two capital letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_two_letters() {
        assert_eq!(Region::from_code(" gb ").map(Region::as_str), Some("GB"));
        assert_eq!(Region::from_code("uk").map(Region::as_str), Some("GB"));
        assert_eq!(Region::from_code("xk").map(Region::as_str), Some("XK"));
        assert!(Region::from_code("GBR").is_none() && Region::from_code("ZZ").is_none());
        assert_eq!(Region::of_country("Germany").map(Region::as_str), Some("DE"));
    }
}
