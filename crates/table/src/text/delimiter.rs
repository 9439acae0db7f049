//! Which character stands between the columns.

use csv::{ByteRecord, ReaderBuilder};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows that are looked at.
const ROWS: usize = 50;

/// The character that Excel's first line names, as `sep=;`.
pub(crate) fn declared(head: &[u8]) -> Option<u8> {
    let line = head.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line.strip_prefix(b"sep=").or_else(|| line.strip_prefix(b"SEP="))? {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The character that divides most rows into as many cells as the header has. A table of one column has none; a comma
/// does no harm there.
pub(crate) fn found(head: &[u8], is_whole: bool) -> u8 {
    let best = CANDIDATES.into_iter().map(|candidate| (Fit::of(head, is_whole, candidate), candidate));
    // The first of equals stays.
    best.rev().max_by_key(|(fit, _)| *fit).filter(|(fit, _)| fit.columns > 1).map_or(b',', |(_, found)| found)
}

/// How well a character divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether there is more than one column.
    divides: bool,
    /// Rows as wide as the header, in thousandths.
    even: usize,
    columns: usize,
}

impl Fit {
    fn of(head: &[u8], is_whole: bool, candidate: u8) -> Self {
        let widths = widths(head, is_whole, candidate);
        let Some((&columns, rows)) = widths.split_first() else { return Self::NONE };
        let even = rows.iter().filter(|width| **width == columns).count();
        let even = (even * 1000).checked_div(rows.len()).unwrap_or(1000);
        Self { divides: columns > 1, even, columns }
    }

    const NONE: Self = Self { divides: false, even: 0, columns: 0 };
}

/// The cells of each row, without a last one that may be cut off.
fn widths(head: &[u8], is_whole: bool, delimiter: u8) -> Vec<usize> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(head);
    let mut row = ByteRecord::new();
    let mut widths = Vec::new();
    while widths.len() <= ROWS && reader.read_byte_record(&mut row).unwrap_or(false) {
        if row.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            widths.push(row.len());
        }
    }
    if !is_whole && widths.len() > 1 && widths.len() <= ROWS {
        widths.pop();
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> char {
        char::from(found(text.as_bytes(), true))
    }

    #[test]
    fn the_character_that_divides_evenly_is_found() {
        assert_eq!(whole("a,b\n1,2\n"), ',');
        assert_eq!(whole("a;b;c\n1;19,90;x\n2;5,00;y\n"), ';');
        assert_eq!(whole("a\tb\n1,5\t2,5\n"), '\t');
        assert_eq!(whole("a|b\n1|2\n"), '|');
        assert_eq!(whole("name,price;eur,note\n\"x;y\",1,2\n"), ',');
        assert_eq!(whole("a;\"b,c\";d\n1;\"2,3\";4"), ';');
    }

    #[test]
    fn one_column_has_none() {
        for text in ["", "email", "email\njo@x.example\n"] {
            assert_eq!(whole(text), ',');
        }
    }

    #[test]
    fn a_row_that_is_cut_off_does_not_count() {
        assert_eq!(found(b"a;b,c\n1;2\n3;4\n5", false), b';');
    }

    #[test]
    fn excels_line_names_it() {
        assert_eq!(declared(b"sep=;\r\na;b"), Some(b';'));
        assert_eq!(declared(b"\"sep=|\"\na|b"), Some(b'|'));
        assert_eq!(declared(b"sep=\t\na\tb"), Some(b'\t'));
        assert_eq!(declared(b"separator\n"), None);
    }
}
