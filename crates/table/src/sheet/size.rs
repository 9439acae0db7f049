//! What a packed workbook unpacks to, known before it is read: a few kilobytes may stand for terabytes.

use std::io::{self, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Error;

use super::file::{File, broken};

/// Bytes that parts may unpack to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The rows of one sheet of an xlsx, which come one at a time.
    rows: u64,
    /// What is held as a whole.
    part: u64,
}

pub(super) const LIMITS: Limits = Limits { rows: 8 << 30, part: 512 << 20 };

/// Parts of a workbook; it has a few dozens.
const MAX_PARTS: usize = 10_000;

/// The kinds of packed workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
}

/// Unpacks each part that would be read, and keeps nothing: what a workbook says of its own sizes proves nothing.
pub(super) fn checked(file: &mut File<'_>, limits: Limits) -> Result<Kind, Error> {
    let mut archive = ZipArchive::new(file).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(broken(()));
    }
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unpackable)?;
        let name = part.name().map_err(broken)?.to_ascii_lowercase();
        if !is_read(&name) {
            continue;
        }
        let most = if is_streamed(&name) { limits.rows } else { limits.part };
        let length = io::copy(&mut part.take(most + 1), &mut io::sink()).map_err(broken)?;
        if length > most {
            return Err(Error::unfit("the workbook unpacks to more than it can hold; save it as CSV"));
        }
    }
    let has = |name: &str| archive.file_names().flatten().any(|other| other.eq_ignore_ascii_case(name));
    match () {
        () if has("xl/workbook.bin") => Ok(Kind::Xlsb),
        () if has("content.xml") => Ok(Kind::Ods),
        () => Ok(Kind::Xlsx),
    }
}

fn unpackable(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => error.into(),
        error => broken(error),
    }
}

/// Pictures and fonts are none of the table's.
fn is_read(name: &str) -> bool {
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    ["xml", "rels", "bin"].contains(&ending)
}

fn is_streamed(name: &str) -> bool {
    name.starts_with("xl/worksheets/")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn kind(parts: &[(&str, usize)]) -> Result<Kind, String> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, length) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; *length]).unwrap();
        }
        let mut file: File<'_> = Box::new(archive.finish().unwrap());
        checked(&mut file, Limits { rows: 20_000, part: 10_000 }).map_err(|error| error.to_string())
    }

    #[test]
    fn what_explodes_is_not_held() {
        assert_eq!(
            kind(&[("xl/workbook.xml", 10_000), ("xl/worksheets/sheet1.xml", 20_000)]),
            Ok(Kind::Xlsx)
        );
        assert_eq!(kind(&[("content.xml", 5)]), Ok(Kind::Ods));
        assert_eq!(kind(&[("xl/workbook.bin", 5)]), Ok(Kind::Xlsb));
        assert_eq!(kind(&[("xl/workbook.xml", 5), ("xl/media/photo.png", 90_000)]), Ok(Kind::Xlsx));
        for part in ["xl/sharedStrings.xml", "content.xml", "XL/STYLES.XML"] {
            assert!(kind(&[(part, 10_001)]).is_err_and(|why| why.contains("unpacks to more")), "{part}");
        }
        assert!(kind(&[("xl/worksheets/sheet1.xml", 20_001)]).is_err());
    }
}
