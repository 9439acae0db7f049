//! How the events stand in the input, told by its first bytes.

use std::io;

use serde::de::IgnoredAny;

use super::place::Counted;

/// Bytes of the text of one event: room for a request of 1 MiB with every character escaped and much indentation.
pub(super) const MAX_TEXT: usize = 16 << 20;

/// How the events stand in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One on each line (NDJSON).
    Lines,
    /// One after the other over several lines each, as people and `jq` write JSON.
    Values,
    /// In one JSON array.
    Array { is_first: bool },
    /// There are no more.
    Ended,
}

/// Tells the form and passes over what stands before the first event.
pub(super) fn recognise(source: &mut Counted<'_>) -> io::Result<Form> {
    source.skip_mark("\u{feff}".as_bytes())?;
    source.skip_blank()?;
    match source.peek()? {
        None => Ok(Form::Ended),
        // A list of texts holds no events: it is one thing, as the arguments of `gtag` are.
        Some(b'[') if source.second()? != Some(b'"') => {
            source.skip(1);
            Ok(Form::Array { is_first: true })
        }
        Some(_) => lines_or_values(source),
    }
}

/// A first line that is cut off begins a value of several lines, unless the second line begins anew.
fn lines_or_values(source: &mut Counted<'_>) -> io::Result<Form> {
    let first = source.line_ahead(0, MAX_TEXT)?;
    if !is_cut_off(source.ahead().get(..first).unwrap_or_default()) {
        return Ok(Form::Lines);
    }
    let second = source.line_ahead(first, MAX_TEXT)?;
    let both = source.ahead().get(..second).unwrap_or_default();
    let begins_anew = both.get(first) == Some(&b'{') && !is_cut_off(both) && !is_json(both);
    Ok(if begins_anew { Form::Lines } else { Form::Values })
}

fn is_cut_off(text: &[u8]) -> bool {
    read(text).is_err_and(|error| error.is_eof())
}

/// Whether the text is one whole JSON value.
pub(super) fn is_json(text: &[u8]) -> bool {
    read(text).is_ok()
}

fn read(text: &[u8]) -> serde_json::Result<IgnoredAny> {
    serde_json::from_slice(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(mut text: &[u8]) -> Form {
        recognise(&mut Counted::new(&mut text)).unwrap()
    }

    #[test]
    fn the_first_bytes_tell_the_form() {
        for lines in ["{}", "{}\n{}", "nonsense\n{}", "{\"a\":\n{\"a\":1}{}", "{\"a\n{}", "{\"a\":1,\n{}\n"] {
            assert_eq!(of(lines.as_bytes()), Form::Lines, "{lines}");
        }
        for values in ["{\n}", "\n{\n\"a\":1}", "{\"a\":[\n{\"b\":1}\n]}", "{\n\"a\" 1\n}", "{"] {
            assert_eq!(of(values.as_bytes()), Form::Values, "{values}");
        }
        for lines in ["[\"event\",\"purchase\",{}]", "[ \"a\"]\n[\"b\"]"] {
            assert_eq!(of(lines.as_bytes()), Form::Lines, "{lines}");
        }
        assert_eq!(of(b"[\n\"event\",\n{}]"), Form::Values);
        assert_eq!(of(b" \r\n\t"), Form::Ended);
        for array in [&b"\xef\xbb\xbf [1]"[..], b"[", b"[ ]", b"[\n[\"event\"]]"] {
            assert_eq!(of(array), Form::Array { is_first: true });
        }
    }
}
