//! An amount of money, as a cell tells it.

use std::fmt;

/// A number in plain digits, and what stands beside it. `Debug` shows no value.
#[derive(Clone, PartialEq, Eq)]
pub struct Amount<'r> {
    /// Digits with a decimal point, as `-1234.50`.
    pub number: String,
    /// The currency as it stands beside the number, as `€`, `kr` or `USD`; empty when nothing does.
    pub currency: &'r str,
}

impl Amount<'_> {
    /// Whether what stands beside the number may be this currency, by its code of ISO 4217. Only what is unmistakable
    /// is told from others: a code, or a sign of one currency.
    #[must_use]
    pub fn may_be_in(&self, code: &str) -> bool {
        let own = match self.currency {
            "€" => "EUR",
            "£" => "GBP",
            "₹" => "INR",
            "₩" => "KRW",
            "₪" => "ILS",
            "₺" => "TRY",
            "₫" => "VND",
            "zł" => "PLN",
            "R$" => "BRL",
            code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => code,
            _ => return true,
        };
        own.eq_ignore_ascii_case(code.trim())
    }
}

impl fmt::Debug for Amount<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Amount")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_one_currency_is_no_others() {
        let amount = |currency| Amount { number: "5".into(), currency };
        assert!(
            amount("€").may_be_in("eur") && amount("USD").may_be_in("USD") && amount("").may_be_in("GBP")
        );
        assert!(amount("$").may_be_in("CAD") && amount("kr").may_be_in("SEK"));
        assert!(!amount("€").may_be_in("USD") && !amount("USD").may_be_in("EUR"));
    }
}
