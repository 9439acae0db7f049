//! One flat text into [`Input`]: what `node/lib/flatten.js` makes of a JavaScript value, read back.
//!
//! A value is a letter and what follows it. Lengths count UTF-16 code units, as JavaScript does, so nothing is escaped.
//!
//! | Text | Value |
//! |:--|:--|
//! | `n` `t` `f` | `null` or `undefined`, `true`, `false` |
//! | `i-12;` | an integer |
//! | `d0.5;` | any other number, as JavaScript prints it |
//! | `s3:abc` | text |
//! | `u` | text that is not valid Unicode, or an object with such a key |
//! | `x` | a value of a kind that no field takes: a function, a symbol, bytes |
//! | `[…]` | a list of values |
//! | `{3:abc…}` | an object: a key, then its value |
//! | `j3:{…}` | an event as JSON text, at the top alone |
//! | `D` `L` | an object nested too deep, one that holds too many values; the core refuses both |

use std::borrow::Cow;

use tiktok_capi::Failure;
use tiktok_capi::core::{Input, MAX_DEPTH, MAX_VALUES, Problem};

/// Reads values one after another, borrowing their texts.
pub(crate) struct Flat<'a> {
    rest: &'a str,
    is_ascii: bool,
}

/// The text was not made by `flatten.js`.
#[derive(Debug)]
pub(crate) struct Malformed;

impl From<Malformed> for Failure {
    fn from(_: Malformed) -> Self {
        Self::internal()
    }
}

impl<'a> Flat<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text, is_ascii: text.is_ascii() }
    }

    /// The next value.
    pub(crate) fn value(&mut self) -> Result<Input<'a>, Malformed> {
        self.nested(0)
    }

    /// The next value as an event, which may be JSON text.
    pub(crate) fn described(&mut self) -> Result<Result<Input<'a>, Problem>, Malformed> {
        if self.meets('j') {
            return Ok(Input::from_json(self.text()?.as_bytes()));
        }
        self.value().map(Ok)
    }

    /// All values that are left.
    pub(crate) fn values(&mut self) -> Result<Vec<Input<'a>>, Malformed> {
        let mut values = Vec::new();
        while !self.rest.is_empty() {
            values.push(self.value()?);
        }
        Ok(values)
    }

    fn nested(&mut self, depth: usize) -> Result<Input<'a>, Malformed> {
        Ok(match self.letter()? {
            'n' => Input::Null,
            't' => Input::Bool(true),
            'f' => Input::Bool(false),
            'i' => integer(self.until(b';')?),
            'd' => Input::Number(self.until(b';')?.parse().map_err(|_| Malformed)?),
            's' => Input::Text(Cow::Borrowed(self.text()?)),
            'u' => Input::NotUnicode,
            'x' => Input::Unfit,
            '[' if depth <= MAX_DEPTH => self.list(depth + 1)?,
            '{' if depth <= MAX_DEPTH => self.map(depth + 1)?,
            'D' => too_deep(),
            'L' => too_large(),
            _ => return Err(Malformed),
        })
    }

    fn list(&mut self, depth: usize) -> Result<Input<'a>, Malformed> {
        let mut items = Vec::new();
        while !self.meets(']') {
            items.push(self.nested(depth)?);
        }
        Ok(Input::List(items))
    }

    fn map(&mut self, depth: usize) -> Result<Input<'a>, Malformed> {
        let mut members = Vec::with_capacity(8);
        while !self.meets('}') {
            members.push((Cow::Borrowed(self.text()?), self.nested(depth)?));
        }
        Ok(Input::Map(members))
    }

    fn letter(&mut self) -> Result<char, Malformed> {
        let mut chars = self.rest.chars();
        let letter = chars.next().ok_or(Malformed)?;
        self.rest = chars.as_str();
        Ok(letter)
    }

    /// Whether that letter comes next; it is then left behind.
    fn meets(&mut self, letter: char) -> bool {
        let rest = self.rest.strip_prefix(letter);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// A number of a few digits, up to the ASCII letter that ends it. A loop finds that sooner than a search does.
    fn until(&mut self, end: u8) -> Result<&'a str, Malformed> {
        let length = self.rest.bytes().position(|byte| byte == end).ok_or(Malformed)?;
        let (number, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest.get(1..).unwrap_or_default();
        Ok(number)
    }

    fn text(&mut self) -> Result<&'a str, Malformed> {
        let units = self.until(b':')?.parse().map_err(|_| Malformed)?;
        let bytes = if self.is_ascii { units } else { bytes_of(self.rest, units)? };
        let (text, rest) = self.rest.split_at_checked(bytes).ok_or(Malformed)?;
        self.rest = rest;
        Ok(text)
    }
}

/// How many bytes the first UTF-16 code units of a text take.
fn bytes_of(text: &str, units: usize) -> Result<usize, Malformed> {
    let mut left = units;
    for (bytes, c) in text.char_indices() {
        if left == 0 {
            return Ok(bytes);
        }
        left = left.checked_sub(c.len_utf16()).ok_or(Malformed)?;
    }
    if left == 0 { Ok(text.len()) } else { Err(Malformed) }
}

/// A `BigInt` may be beyond what the core counts in; it refuses the largest integer wherever it would refuse that one.
fn integer(digits: &str) -> Input<'static> {
    Input::Integer(digits.parse().unwrap_or(i64::MAX))
}

fn too_deep() -> Input<'static> {
    (0..=MAX_DEPTH).fold(Input::Null, |inner, _| Input::List(vec![inner]))
}

fn too_large() -> Input<'static> {
    Input::List(vec![Input::Null; MAX_VALUES])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Input<'_>, Malformed> {
        Flat::new(text).value()
    }

    #[test]
    fn every_kind_of_value() {
        let input = read("{1:an1:bt1:c[fi-7;d0.5;dInfinity;]1:ds2:;:1:e{}1:fu1:gx}").unwrap();
        let list =
            vec![Input::Bool(false), Input::Integer(-7), Input::Number(0.5), Input::Number(f64::INFINITY)];
        let expected = Input::map([
            ("a", Input::Null),
            ("b", Input::Bool(true)),
            ("c", Input::List(list)),
            ("d", Input::text(";:")),
            ("e", Input::Map(vec![])),
            ("f", Input::NotUnicode),
            ("g", Input::Unfit),
        ]);
        assert!(input == expected);
        assert!(matches!(read("dNaN;"), Ok(Input::Number(n)) if n.is_nan()));
    }

    #[test]
    fn lengths_count_utf_16_code_units() {
        let input = read("[s2:😀s3:aé😀s0:s1:ß]");
        assert!(input.is_err(), "the second text is four units long");
        let input = read("[s2:😀s4:aé😀s0:s1:ß]").unwrap();
        let texts = ["😀", "aé😀", "", "ß"].map(Input::text);
        assert!(input == Input::List(texts.into()));
    }

    #[test]
    fn integers_beyond_64_bits_stay_too_large() {
        assert!(read("i9223372036854775808;").unwrap() == Input::Integer(i64::MAX));
        assert!(read("i-9223372036854775809;").unwrap() == Input::Integer(i64::MAX));
    }

    #[test]
    fn anything_else_is_malformed() {
        for text in ["", "z", "[", "{", "{1:a", "s2:a", "s1", "sx:", "i5", "d;", "s1:😀", "é"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn values_follow_each_other() {
        let mut flat = Flat::new("{}s1:ai2;");
        assert!(flat.value().unwrap() == Input::Map(vec![]));
        assert!(flat.values().unwrap() == vec![Input::text("a"), Input::Integer(2)]);
    }
}
