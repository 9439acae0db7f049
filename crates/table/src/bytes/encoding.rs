//! In which encoding a text is written.
//!
//! A byte order mark decides. Without one a text is UTF-8, unless bytes that UTF-8 does not know outnumber the letters
//! beyond ASCII that it does; then it is Windows-1252, which includes Latin-1, as Excel in western Europe and America
//! saves "CSV". What else there is, as Windows-1250, nobody can tell from the bytes, so it is given by its name.

use std::io::{self, Read};

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;

/// An encoding by its name in the WHATWG's standard, as `utf-8`, `windows-1252` or `iso-8859-15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    pub(crate) const UTF_8: Self = Self(UTF_8);

    /// The encoding of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label(name.trim().as_bytes()).map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Whether it is UTF-8, which needs no word.
    #[must_use]
    pub fn is_utf8(self) -> bool {
        self.0 == UTF_8
    }

    /// The encoding of a whole text.
    pub(crate) fn of(text: &mut dyn Read) -> io::Result<Self> {
        let mut signs = Signs::default();
        let mut piece = vec![0; 1 << 16];
        loop {
            let read = match text.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if read == 0 {
                return Ok(signs.encoding());
            }
            signs.see(piece.get(..read).unwrap_or_default());
        }
    }

    /// The text in UTF-8, without a byte order mark. Bytes that are none in UTF-8 stay as they are.
    pub(crate) fn decoded<'s>(self, text: Box<dyn Read + 's>) -> Box<dyn Read + 's> {
        let mut builder = DecodeReaderBytesBuilder::new();
        builder.encoding(Some(self.0)).utf8_passthru(true).strip_bom(true).bom_override(true);
        Box::new(builder.build(text))
    }
}

/// What a text shows of its encoding.
#[derive(Default)]
struct Signs {
    /// The first four bytes.
    first: Vec<u8>,
    /// A character that the last piece cut off.
    cut: Vec<u8>,
    /// Characters beyond ASCII, and bytes that are none.
    known: u64,
    unknown: u64,
}

impl Signs {
    fn see(&mut self, piece: &[u8]) {
        let missing = 4_usize.saturating_sub(self.first.len());
        self.first.extend(piece.iter().take(missing));
        if self.cut.is_empty() && piece.is_ascii() {
            return;
        }
        let piece = [std::mem::take(&mut self.cut).as_slice(), piece].concat();
        let mut chunks = piece.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.known += count(chunk.valid().chars().filter(|c| !c.is_ascii()));
            let is_cut =
                chunks.peek().is_none() && !chunk.invalid().is_empty() && could_go_on(chunk.invalid());
            if is_cut {
                self.cut = chunk.invalid().to_vec();
            } else {
                self.unknown += u64::from(!chunk.invalid().is_empty());
            }
        }
    }

    fn encoding(&self) -> Encoding {
        let unknown = self.unknown + u64::from(!self.cut.is_empty());
        Encoding(match self.first.as_slice() {
            [0xff, 0xfe, ..] => UTF_16LE,
            [0xfe, 0xff, ..] => UTF_16BE,
            // Without a mark: ASCII in UTF-16 has a zero in every second byte, and no text has one elsewhere.
            [a, 0, b, 0] if *a != 0 && *b != 0 => UTF_16LE,
            [0, a, 0, b] if *a != 0 && *b != 0 => UTF_16BE,
            _ if unknown > self.known => WINDOWS_1252,
            _ => UTF_8,
        })
    }
}

fn count(items: impl Iterator) -> u64 {
    u64::try_from(items.count()).unwrap_or(u64::MAX)
}

/// Whether more bytes could make a character of these.
fn could_go_on(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(text: &[u8]) -> &'static str {
        Encoding::of(&mut &*text).unwrap().name()
    }

    fn decoded(text: &[u8]) -> String {
        let mut read = String::new();
        let encoding = Encoding::of(&mut &*text).unwrap();
        encoding.decoded(Box::new(text)).read_to_string(&mut read).unwrap();
        read
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_are_told_by_their_bytes() {
        assert_eq!(encoding(b""), "UTF-8");
        assert_eq!(encoding(b"a,b\n1,2"), "UTF-8");
        assert_eq!(encoding("Müller,Łódź".as_bytes()), "UTF-8");
        assert_eq!(encoding(b"M\xfcller"), "windows-1252");
        assert_eq!(encoding(b"\x80 19,90"), "windows-1252");
        assert_eq!(encoding(&utf16("\u{feff}ab", u16::to_le_bytes)), "UTF-16LE");
        assert_eq!(encoding(&utf16("ab", u16::to_be_bytes)), "UTF-16BE");
    }

    #[test]
    fn a_stray_byte_makes_no_other_encoding() {
        assert_eq!(encoding("Müller Jürgen Zoë \u{e9}".as_bytes()), "UTF-8");
        assert_eq!(encoding(b"M\xc3\xbcller J\xc3\xbcrgen \xff"), "UTF-8");
    }

    #[test]
    fn characters_are_whole_where_pieces_meet() {
        let text = [vec![b'a'; (1 << 16) - 1], "ü".repeat(1 << 16).into_bytes()].concat();
        assert_eq!(encoding(&text), "UTF-8");
    }

    #[test]
    fn text_becomes_utf8() {
        assert_eq!(decoded(b"M\xfcller \x80"), "Müller €");
        assert_eq!(decoded(&utf16("\u{feff}Zoë", u16::to_le_bytes)), "Zoë");
        assert_eq!(decoded(&utf16("Zoë, ab", u16::to_be_bytes)), "Zoë, ab");
        assert_eq!(decoded("\u{feff}Zoë".as_bytes()), "Zoë");
        assert_eq!(Encoding::named("latin1").map(Encoding::name), Some("windows-1252"));
        assert_eq!(Encoding::named("klingon"), None);
    }
}
