//! What a packed workbook unpacks to, known before it is read: a few kilobytes may stand for terabytes.

use std::io::{self, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Error;

use super::file::{File, broken};

/// Bytes of the rows of one sheet of an xlsx, which come one at a time.
const MAX_ROWS: u64 = 8 << 30;

/// Bytes of what is held as a whole.
const MAX_PART: u64 = 512 << 20;

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
pub(super) fn checked(file: &mut File<'_>) -> Result<Kind, Error> {
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
        let most = if is_streamed(&name) { MAX_ROWS } else { MAX_PART };
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
