//! The text of an answer. We ask for no compression and TikTok writes UTF-8, but a gateway between may pack all that it passes
//! on, or write it anew with a byte order mark. What it passes on is TikTok's word all the same.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// Bytes that are unpacked: as many as are read.
const LONGEST: u64 = 1 << 20;

/// The bytes of the answer as UTF-8, unpacked where they are gzip or zlib; by the bytes alone, since the header may be lost or
/// left over. What is not read is as it came.
pub(super) fn text(body: &[u8]) -> Cow<'_, [u8]> {
    match unpacked(body) {
        Some(bytes) => Cow::Owned(unmarked(&bytes).into_owned()),
        None => unmarked(body),
    }
}

/// No JSON begins as these do (RFC 1952 §2.3.1, RFC 1950 §2.2).
fn unpacked(body: &[u8]) -> Option<Vec<u8>> {
    match body {
        [0x1f, 0x8b, ..] => whole(MultiGzDecoder::new(body)),
        [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => whole(ZlibDecoder::new(body)),
        _ => None,
    }
}

fn whole(packed: impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    packed.take(LONGEST).read_to_end(&mut bytes).ok().map(|_| bytes)
}

/// Without a byte order mark, and in UTF-8.
fn unmarked(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => Cow::Borrowed(text),
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

fn utf16(text: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, [u8]> {
    let (pairs, _) = text.as_chunks();
    let units: Vec<_> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units).into_bytes().into()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    const JSON: &str = r#"{"code":0,"message":"ü"}"#;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(level: u32) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(JSON.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn whatever_was_made_of_it_on_the_way_is_undone() {
        let marked = ["\u{feff}", JSON].concat();
        let units = || marked.encode_utf16();
        for body in [
            JSON.into(),
            marked.clone().into_bytes(),
            units().flat_map(u16::to_le_bytes).collect(),
            units().flat_map(u16::to_be_bytes).collect(),
            gzip(JSON.as_bytes()),
            gzip(marked.as_bytes()),
            zlib(0),
            zlib(6),
            zlib(9),
            [gzip(&JSON.as_bytes()[..5]), gzip(&JSON.as_bytes()[5..])].concat(),
        ] {
            assert_eq!(text(&body), JSON.as_bytes(), "{body:?}");
        }
    }

    #[test]
    fn what_is_broken_stays_as_it_is() {
        let cut = gzip(JSON.as_bytes());
        for body in [&cut[..cut.len() - 9], &[0x1f, 0x8b], &[0x1f], b"x\x9c", b"", b"\xef\xbb", b"<html>"] {
            assert_eq!(text(body), body);
        }
    }

    #[test]
    fn no_more_is_unpacked_than_is_read() {
        assert_eq!(text(&gzip(&vec![b' '; 1 << 24])).len(), 1 << 20);
    }
}
