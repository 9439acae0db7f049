//! Words that forms and databases put where there is no value (`rules.md` §3.4). A digest of one matches nobody.

const EXTERNAL_IDS: &[&str] = &[
    "null",
    "none",
    "nil",
    "undefined",
    "unknown",
    "n/a",
    "anonymous",
    "guest",
    "0",
    "-1",
    "-",
    "(not set)",
    "[object object]",
    "00000000-0000-0000-0000-000000000000",
];

/// Shorter than the list above: people are called Guest, Na and Test.
const NAMES: &[&str] = &["null", "undefined", "unknown", "n/a", "-", "(not set)"];

pub(crate) fn is_external_id(trimmed: &str) -> bool {
    EXTERNAL_IDS.iter().any(|word| word.eq_ignore_ascii_case(trimmed))
}

pub(crate) fn is_name(trimmed: &str) -> bool {
    NAMES.iter().any(|word| word.eq_ignore_ascii_case(trimmed))
}
