//! A consent string as bits: base64url text, six bits a character, the highest bit first.
//!
//! Nothing is expanded and nothing is allocated, so a hostile string costs no more than an honest one of its length.

/// A consent string that cannot be read.
///
/// It says no more than that: a consent string tells about a person, so no part of it may reach a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Reads one dot- or tilde-separated part of a consent string from its first bit to its last.
#[derive(Clone, Copy)]
pub(crate) struct Bits<'t> {
    text: &'t [u8],
    at: u64,
    end: u64,
}

impl<'t> Bits<'t> {
    /// Starts at the first bit. Refuses an empty part and every character outside the alphabet, padding included:
    /// `=` is not in it for `@iabtcf/core` 1.5.6 and `@iabgpp/cmpapi` 3.2.0 (RFC 4648 §5 without §3.2).
    pub(crate) fn of(part: &'t str) -> Result<Self, Malformed> {
        let text = part.as_bytes();
        if text.is_empty() || !text.iter().all(|&letter| sextet(letter).is_some()) {
            return Err(Malformed);
        }
        let letters = u64::try_from(text.len()).map_err(|_| Malformed)?;
        Ok(Self { text, at: 0, end: letters * 6 })
    }

    /// Takes one bit.
    pub(crate) fn flag(&mut self) -> Result<bool, Malformed> {
        self.number(1).map(|bit| bit == 1)
    }

    /// Takes a number of `width` bits, sixteen at most.
    pub(crate) fn number(&mut self, width: u8) -> Result<u16, Malformed> {
        let first = usize::try_from(self.at / 6).map_err(|_| Malformed)?;
        let behind = 24 - self.at % 6 - u64::from(width);
        self.skip(width.into())?;
        let mut four = 0_u32; // 5 bits before and 16 of the number are in four letters
        for place in first..first + 4 {
            four = (four << 6) | u32::from(self.text.get(place).copied().and_then(sextet).unwrap_or(0));
        }
        u16::try_from((four >> behind) & ((1 << width) - 1)).map_err(|_| Malformed)
    }

    /// Passes over `width` bits, which must be there.
    pub(crate) fn skip(&mut self, width: u64) -> Result<(), Malformed> {
        if width > self.end - self.at {
            return Err(Malformed);
        }
        self.at += width;
        Ok(())
    }

    /// The same part, `width` bits further on.
    pub(crate) fn after(mut self, width: u64) -> Result<Self, Malformed> {
        self.skip(width)?;
        Ok(self)
    }

    /// Takes a Fibonacci-coded number from 1 to 65,535 (GPP Consent String Specification, "Fibonacci Encoding").
    pub(crate) fn fibonacci(&mut self) -> Result<u16, Malformed> {
        let (mut term, mut next, mut sum, mut last) = (1_u32, 2_u32, 0_u32, false);
        for _ in 0..LONGEST_FIBONACCI {
            let bit = self.flag()?;
            if bit && last {
                return u16::try_from(sum).map_err(|_| Malformed);
            }
            sum += if bit { term } else { 0 };
            last = bit;
            (term, next) = (next, term + next);
        }
        Err(Malformed)
    }
}

/// Bits of the longest code: 46,368, the 23rd term, is the last below 65,536; one more bit ends the number.
const LONGEST_FIBONACCI: u8 = 24;

/// The six bits of a letter (RFC 4648 §5).
fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// Base64url of bits written as `0` and `1`; anything else in `bits` is there for the eye.
    pub(in super::super) fn text(bits: &str) -> String {
        let mut bits: Vec<u8> = bits.bytes().filter(|b| matches!(b, b'0' | b'1')).collect();
        bits.resize(bits.len().next_multiple_of(6), b'0');
        let letter = |six: &[u8]| six.iter().fold(0, |number, bit| number * 2 + usize::from(bit - b'0'));
        bits.chunks(6).map(|six| char::from(ALPHABET[letter(six)])).collect()
    }

    fn fibonacci(bits: &str) -> Result<u16, Malformed> {
        Bits::of(&text(bits)).and_then(|mut bits| bits.fibonacci())
    }

    #[test]
    fn every_letter_is_its_place_in_the_alphabet() {
        for (place, &letter) in ALPHABET.iter().enumerate() {
            assert_eq!(sextet(letter).map(usize::from), Some(place));
        }
        assert_eq!((0..=255).filter(|&letter| sextet(letter).is_some()).count(), 64);
    }

    #[test]
    fn refuses_what_is_not_base64url() {
        for part in ["", "AA=", "A+", "A/", "A A", "A.", "é"] {
            assert!(Bits::of(part).is_err(), "{part}");
        }
    }

    #[test]
    fn does_not_read_past_the_end() {
        let bits = Bits::of("_A").unwrap();
        assert_eq!(bits.after(4).unwrap().number(8), Ok(0b1100_0000));
        assert_eq!(bits.after(4).unwrap().number(9), Err(Malformed));
        assert_eq!(bits.after(12).unwrap().flag(), Err(Malformed));
        assert!(bits.after(13).is_err() && bits.after(u64::MAX).is_err());
    }

    #[test]
    fn fibonacci_numbers_of_the_specification() {
        let codes = ["11", "011", "0011", "1011", "00011", "10011", "01011"];
        for (number, code) in (1..).zip(codes) {
            assert_eq!(fibonacci(code), Ok(number));
        }
    }

    #[test]
    fn fibonacci_numbers_have_a_bound() {
        // 65,535 = 46368 + 17711 + 987 + 377 + 89 + 3
        assert_eq!(fibonacci("00100000 01001010 00001011"), Ok(u16::MAX));
        assert_eq!(fibonacci("10010000 01001010 00001011"), Err(Malformed)); // 65,536
        assert_eq!(fibonacci(&"01".repeat(5_000)), Err(Malformed));
        assert_eq!(fibonacci(&"0".repeat(10_000)), Err(Malformed));
        assert_eq!(fibonacci("010101"), Err(Malformed));
    }
}
