//! Packed files: gzip and Zstandard, told by their first bytes.

use std::io::{self, BufRead as _, BufReader, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError as Broken, ReadFrameHeaderError as Header};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::head::Head;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// What the stream holds, unpacked.
pub(crate) fn unpacked(input: Box<dyn Read + '_>) -> io::Result<Head<'_>> {
    let head = Head::of(input)?;
    if head.ahead().starts_with(GZIP) {
        return Head::of(Box::new(Unpacked(MultiGzDecoder::new(head.into_read()))));
    }
    if head.ahead().starts_with(ZSTANDARD) {
        return Head::of(Box::new(Unpacked(Frames::of(head.into_read()))));
    }
    Ok(head)
}

/// Says in words for people that what was packed is broken. What the machine says of a disk stays as it is.
struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.raw_os_error() {
            Some(_) => error,
            None => {
                io::Error::new(error.kind(), "the packed file is broken or was cut off; get it once more")
            }
        })
    }
}

/// The frames of Zstandard one after the other, as `cat` or a parallel packer leaves them.
struct Frames<'s> {
    input: BufReader<Box<dyn Read + 's>>,
    decoder: FrameDecoder,
    is_within: bool,
}

impl<'s> Frames<'s> {
    fn of(input: Box<dyn Read + 's>) -> Self {
        Self { input: BufReader::new(input), decoder: FrameDecoder::new(), is_within: false }
    }

    /// Goes to the next frame that holds something. Tells whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.input.fill_buf()?.is_empty() {
            let skipped = match self.decoder.init(&mut self.input) {
                Err(Broken::ReadFrameHeaderError(Header::SkipFrame { length, .. })) => length,
                begun => return begun.map(|()| true).map_err(io::Error::other),
            };
            io::copy(&mut (&mut self.input).take(skipped.into()), &mut io::sink())?;
        }
        Ok(false)
    }

    /// Unpacks until something is there, or the frame ends.
    fn unpack(&mut self) -> io::Result<()> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            self.decoder
                .decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1))
                .map_err(io::Error::other)?;
        }
        Ok(())
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.is_within || self.begin()? {
            self.unpack()?;
            self.is_within = self.decoder.can_collect() > 0 || !self.decoder.is_finished();
            if self.is_within {
                return self.decoder.read(buffer);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn read(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        unpacked(Box::new(bytes))?.into_read().read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        assert_eq!(read(b"a,b").unwrap(), "a,b");
        assert_eq!(read(&[gzip("a,b"), gzip(",c")].concat()).unwrap(), "a,b,c");
        let frame = |text: &'static str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7];
        assert_eq!(
            read(&[frame("a,b"), frame(""), skipped.to_vec(), frame(",c")].concat()).unwrap(),
            "a,b,c"
        );
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let packed = gzip("a,b");
        let told = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(told(packed.get(..packed.len() - 6).unwrap()).contains("cut off"));
        assert!(told(b"\x1f\x8bsku,total\n").contains("broken"));
        let packed = compress_to_vec(&b"a,b"[..], CompressionLevel::Fastest);
        assert!(told(packed.get(..packed.len() - 3).unwrap()).contains("cut off"));
    }
}
