//! Currencies: ISO 4217 in capitals.

use std::borrow::Cow;

use iso_currency::Currency;

use super::text::trim;
use crate::catalog::CURRENCIES;
use crate::problem::Code;

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let code = trim(raw);
    if is_listed(code) {
        return Ok(Cow::Borrowed(code));
    }
    let upper = code.to_ascii_uppercase();
    if is_listed(&upper) || Currency::from_code(&upper).is_some() {
        Ok(Cow::Owned(upper))
    } else {
        Err(Code::InvalidCurrency)
    }
}

/// Whether TikTok takes it.
pub(crate) fn is_listed(code: &str) -> bool {
    CURRENCIES.binary_search(&code).is_ok()
}

/// Decimals that an amount of that currency has by ISO 4217: 2 for `EUR`, none for `JPY`. Nothing for what is no code, or
/// for a unit that has no such digits, as gold.
///
/// ```
/// use tiktok_capi_core::minor_units;
///
/// assert_eq!([minor_units("EUR"), minor_units("JPY"), minor_units("KWD")], [Some(2), Some(0), Some(3)]);
/// ```
#[must_use]
pub fn minor_units(currency: &str) -> Option<usize> {
    Currency::from_code(currency)?.exponent().map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes_in_capitals() {
        assert_eq!(canonical(" usd ").unwrap(), "USD");
        assert_eq!(canonical("XAU").unwrap(), "XAU");
        for raw in ["US", "US$", "EURO", "ZZZ", "€"] {
            assert_eq!(canonical(raw), Err(Code::InvalidCurrency), "{raw}");
        }
    }

    #[test]
    fn every_currency_of_tiktok_is_known() {
        assert_eq!(CURRENCIES.len(), 62);
        assert!(CURRENCIES.is_sorted());
        for code in CURRENCIES {
            assert!(Currency::from_code(code).is_some());
            assert_eq!(canonical(code).unwrap(), *code);
        }
    }
}
