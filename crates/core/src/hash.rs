//! SHA-256 digests, as TikTok wants identifiers. A digest is personal data too: `Debug` does not show it.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of one identifier in its canonical form.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

/// What somebody gets who hashes an empty field.
const OF_NOTHING: Digest = Digest([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

impl Digest {
    /// Hashes the UTF-8 bytes of a canonical value.
    #[must_use]
    pub fn of(canonical: &str) -> Self {
        Self(Sha256::digest(canonical.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits in any case.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        // `decode_to_slice` would skip a `0x` in front.
        let is_hex = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let mut bytes = [0; 32];
        (is_hex && const_hex::decode_to_slice(text, &mut bytes).is_ok()).then_some(Self(bytes))
    }

    /// 64 hexadecimal digits in lower case, as they are sent.
    #[must_use]
    pub fn to_hex(&self) -> String {
        const_hex::encode(self.0)
    }

    pub(crate) fn write_hex(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + 64, 0);
        let room = out.get_mut(start..).unwrap_or_default();
        // The room is twice the digest, so this cannot fail.
        let _ = const_hex::encode_to_slice(self.0, room);
    }

    pub(crate) fn is_of_nothing(&self) -> bool {
        *self == OF_NOTHING
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_text_is_recognised() {
        assert!(Digest::of("").is_of_nothing());
        assert!(Digest::from_hex(&Digest::of("").to_hex().to_uppercase()).unwrap().is_of_nothing());
        assert!(!Digest::of("a").is_of_nothing());
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_digest() {
        let hex = Digest::of("a").to_hex();
        assert_eq!(Digest::from_hex(&hex), Some(Digest::of("a")));
        assert_eq!(Digest::from_hex(&format!("0x{}", hex.split_at(2).1)), None);
        assert_eq!(Digest::from_hex(&format!("0x{hex}")), None);
        assert_eq!(Digest::from_hex(hex.split_at(1).1), None);
        assert_eq!(Digest::from_hex(&format!("{hex}0")), None);
    }
}
