//! A number as people write it, taken apart: sign, currency, digits and the marks between them.

/// The parts of a written number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeral<'r> {
    pub(super) is_negative: bool,
    /// What stands before or behind the digits, as `€`, `kr` or `USD`; empty when nothing does.
    pub(super) currency: &'r str,
    /// Digits, and the marks between them.
    pub(super) digits: &'r str,
}

/// What the marks of a number say about the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// There is none, or none that could be one.
    Nothing,
    /// This one is it.
    Decimal(char),
    /// `1.234`: it may be one, or stand between thousands.
    Either,
}

impl<'r> Numeral<'r> {
    /// Nothing where the text is no number.
    pub(super) fn of(text: &'r str) -> Option<Self> {
        let (before, digits, behind) = divided(text.trim_matches(is_space))?;
        let (before, behind) = (Affix::of(before)?, Affix::of(behind)?);
        let ((currency, "") | ("", currency)) = (before.currency, behind.currency) else { return None };
        let is_number = digits.chars().all(|c| c.is_ascii_digit() || is_mark(c) || is_grouping(c));
        let is_negative = before.is_negative || behind.is_negative || (before.is_open && behind.is_open);
        is_number.then_some(Self { is_negative, currency, digits })
    }

    /// What it says about the column's decimal mark. Nothing at all where its marks make no number.
    pub(super) fn says(&self) -> Option<Says> {
        let marks: Vec<(usize, char)> = self.digits.char_indices().filter(|(_, c)| is_mark(*c)).collect();
        let Some(&(_, last)) = marks.last() else { return self.plain_with(None).map(|_| Says::Nothing) };
        let is_only_kind = marks.iter().all(|(_, mark)| *mark == last);
        if !is_only_kind {
            return self.plain_with(Some(last)).map(|_| Says::Decimal(last));
        }
        if marks.len() > 1 {
            let other = if last == ',' { '.' } else { ',' };
            return self.plain_with(Some(other)).map(|_| Says::Decimal(other));
        }
        self.plain_with(Some(last))
            .map(|_| if self.could_be_thousands(last) { Says::Either } else { Says::Decimal(last) })
    }

    /// Whether its one mark divides it as thousands are divided.
    fn could_be_thousands(&self, mark: char) -> bool {
        let (whole, fraction) = self.digits.split_once(mark).unwrap_or_default();
        let is_bare = whole.chars().all(|c| c.is_ascii_digit());
        is_bare && fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
    }

    /// The number in plain digits, with that decimal mark. Nothing where the other marks do not stand between thousands.
    pub(super) fn plain(&self, decimal: char) -> Option<String> {
        self.plain_with(Some(decimal))
    }

    /// The same, where there may be none.
    fn plain_with(&self, decimal: Option<char>) -> Option<String> {
        let (whole, fraction) = match decimal.and_then(|mark| self.digits.split_once(mark)) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (self.digits, None),
        };
        let fraction = fraction.unwrap_or_default();
        if !fraction.chars().all(|c| c.is_ascii_digit()) || !is_grouped(whole) {
            return None;
        }
        let sign = if self.is_negative { "-" } else { "" };
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        let whole = if whole.is_empty() { "0".to_owned() } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        Some(format!("{sign}{whole}{point}{fraction}"))
    }
}

/// Groups of three behind the first, or of two before the last, as in India; one kind of mark alone between them.
fn is_grouped(whole: &str) -> bool {
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let marks: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).map(alike).collect();
    let Some((first, rest)) = groups.split_first() else { return false };
    let Some((last, inner)) = rest.split_last() else { return true };
    let is_one_kind = marks.iter().all(|mark| Some(mark) == marks.first());
    let is_even = |length: usize| inner.iter().all(|group| group.len() == length);
    is_one_kind
        && (1..=3).contains(&first.len())
        && last.len() == 3
        && (is_even(3) || (is_even(2) && first.len() < 3))
}

/// Blanks are one kind of mark, and so are apostrophes.
fn alike(mark: char) -> char {
    match mark {
        '’' | '\'' => '\'',
        space if is_space(space) => ' ',
        other => other,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',')
}

/// What stands between thousands and is never a decimal mark.
fn is_grouping(c: char) -> bool {
    is_space(c) || matches!(c, '\'' | '’')
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// What stands before the digits, the digits with the marks between them, and what stands behind. A mark in front of the
/// first digit belongs to them, as in `.50`; one behind the last says nothing, as in `19.` or `19,-`.
fn divided(text: &str) -> Option<(&str, &str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)? + 1);
    let (before, behind) = (text.get(..first)?, text.get(last..)?);
    let bare = before.strip_suffix(is_mark).filter(|bare| !bare.ends_with(char::is_alphabetic));
    let before = bare.unwrap_or(before);
    let behind = behind.strip_prefix(is_mark).map_or(behind, |rest| rest.trim_start_matches(is_minus));
    Some((before, text.get(before.len()..last)?, behind))
}

/// What stands on one side of the digits.
struct Affix<'r> {
    is_negative: bool,
    /// Whether it is a bracket, as accountants put around what is negative.
    is_open: bool,
    currency: &'r str,
}

impl<'r> Affix<'r> {
    fn of(text: &'r str) -> Option<Self> {
        let is_bracket = |c: char| matches!(c, '(' | ')');
        let currency = text.trim_matches(|c: char| is_space(c) || is_minus(c) || is_bracket(c) || c == '+');
        let is_currency = |c: char| c.is_alphabetic() || is_currency_sign(c) || c == '.';
        let is_known = currency.chars().count() <= LONGEST && currency.chars().all(is_currency);
        let (is_negative, is_open) = (text.contains(is_minus), text.contains(is_bracket));
        is_known.then_some(Self { is_negative, is_open, currency })
    }
}

/// Characters of a currency, as of `R$` or `USD`.
const LONGEST: usize = 4;

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–')
}

fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¥' | '฿' | '＄' | '￡' | '￥' | '\u{20a0}'..='\u{20cf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Option<Says> {
        Numeral::of(text)?.says()
    }

    fn read(text: &str, decimal: char) -> Option<String> {
        Numeral::of(text)?.plain(decimal)
    }

    #[test]
    fn marks_decide_where_they_can() {
        for text in ["19.90", "0.123", ".5", "1,234.50", "1,234,567", "1234.567", "12,34,567.00", "1'234.5"] {
            assert_eq!(says(text), Some(Says::Decimal('.')), "{text}");
        }
        for text in ["19,90", "1.234,5", "1.234.567", "1 234,50", "1\u{a0}234,5", "€ 5,0", "1’234,50"] {
            assert_eq!(says(text), Some(Says::Decimal(',')), "{text}");
        }
        for text in ["1.234", "12,345", "€ 1.234", "-1,234", "(1.234)"] {
            assert_eq!(says(text), Some(Says::Either), "{text}");
        }
        for text in ["5", "1 234", "1'234'567", "$5", "19,-", "7."] {
            assert_eq!(says(text), Some(Says::Nothing), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_says_nothing() {
        for text in [
            "",
            "-",
            "abc",
            "1.2.3",
            "1,23,4",
            "12 34",
            "1.234,567,8",
            "1e5",
            "5 %",
            "2 x 5",
            "EUR 5 USD",
            "1,2.3,4",
        ] {
            assert_eq!(says(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_by_the_mark() {
        assert_eq!(read("1.234", ',').as_deref(), Some("1234"));
        assert_eq!(read("1.234", '.').as_deref(), Some("1.234"));
        assert_eq!(read("1.234,50 €", ',').as_deref(), Some("1234.50"));
        assert_eq!(read("R$ 1.234,50", ',').as_deref(), Some("1234.50"));
        assert_eq!(read("kr. 5,00", ',').as_deref(), Some("5.00"));
        assert_eq!(read(".50", '.').as_deref(), Some("0.50"));
        assert_eq!(read("-5", '.').as_deref(), Some("-5"));
        assert_eq!(read("5,00-", ',').as_deref(), Some("-5.00"));
        assert_eq!(read("€ -5", '.').as_deref(), Some("-5"));
        assert_eq!(read("(5.00)", '.').as_deref(), Some("-5.00"));
        assert_eq!(read("19,90", '.'), None);
        assert_eq!(Numeral::of("5 kr").map(|number| number.currency), Some("kr"));
    }
}
