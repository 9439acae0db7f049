//! What stands in the input, as it stands there, for who mends it.

use std::collections::BTreeMap;

use csv::ByteRecord;
use serde_json::value::RawValue;
use tiktok_capi_table::Row;

/// An event as the input has it.
pub(super) enum Original {
    /// Rows of a table.
    Rows(Vec<ByteRecord>),
    /// A text of JSON, which may have several lines.
    Text(Vec<u8>),
}

impl Original {
    pub(super) fn row(row: &Row<'_>) -> Self {
        Self::Rows(vec![row.texts().collect()])
    }

    pub(super) fn rows(rows: &[Vec<Vec<u8>>]) -> Self {
        Self::Rows(rows.iter().map(|row| row.iter().collect()).collect())
    }

    /// The text as one line, with that id where it is an object.
    pub(super) fn line(text: &[u8], id: Option<&str>) -> Vec<u8> {
        let named = id.and_then(|id| with_id(text, id));
        let mut line = named.map_or_else(|| text.to_vec(), String::into_bytes);
        // JSON has line ends between its parts alone, where a blank says the same.
        line.iter_mut().filter(|byte| matches!(byte, b'\r' | b'\n')).for_each(|byte| *byte = b' ');
        line.truncate(line.trim_ascii_end().len());
        line.push(b'\n');
        line
    }
}

/// All members as they are written, and the id.
fn with_id(text: &[u8], id: &str) -> Option<String> {
    let mut members: BTreeMap<String, &RawValue> = serde_json::from_slice(text).ok()?;
    let id = RawValue::from_string(serde_json::to_string(id).ok()?).ok()?;
    members.insert("event_id".to_owned(), &id);
    serde_json::to_string(&members).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, id: Option<&str>) -> String {
        String::from_utf8(Original::line(text.as_bytes(), id)).unwrap()
    }

    #[test]
    fn a_text_becomes_a_line_and_keeps_its_numbers() {
        assert_eq!(line("{\"b\": 1.50,\r\n\"a\": 1}\r", None), "{\"b\": 1.50,  \"a\": 1}\n");
        assert_eq!(
            line("{\"b\": 1.50,\n\"event_id\": null}", Some("x")),
            "{\"b\":1.50,\"event_id\":\"x\"}\n"
        );
        assert_eq!(line("nonsense", Some("x")), "nonsense\n");
    }
}
