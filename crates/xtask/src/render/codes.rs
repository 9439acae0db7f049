//! `docs/codes.md`: every problem code, for people.

use std::fmt::Write as _;

use tiktok_capi_core::{Code, Severity};

use super::{NOTE, head, row};

const ABOUT: &str = "\
A problem of a described event has a path (`user.phone[1]`), one of these codes, a severity and a hint. It never holds a
value, so it may be logged and shown. A code is for ever: it may be retired, but its meaning never changes and it is
never renamed.

- **error**: the event is refused, because it would be meaningless or TikTok is certain to refuse it.
- **warning**: a value was left out, or is sent though something about it is doubtful. The event goes. The option
  `strict` makes every warning an error, but for `missing_recommended`.
- **info**: worth knowing; nothing is wrong.

A warning becomes an error where the field decides over the whole event (see *Need* in [catalog.md](catalog.md)): an
`event_time` of the wrong type, for one, and `no_identifier` for offline events.
";

/// Renders the whole file.
pub(crate) fn codes() -> String {
    let mut text = format!("<!-- {NOTE} -->\n# Problem codes\n\n{ABOUT}");
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        text += &section(severity);
    }
    text
}

fn section(severity: Severity) -> String {
    let codes: Vec<_> = Code::all().iter().filter(|code| code.severity() == severity).collect();
    let mut text = String::new();
    let _ = write!(text, "\n## {severity} ({})\n\n", codes.len());
    text += &head(["Code", "Meaning", "What to do"]);
    for code in codes {
        text += &row([&format!("`{code}`"), code.meaning(), code.hint()]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_row() {
        let text = codes();
        for code in Code::all() {
            assert_eq!(text.matches(&format!("\n| `{code}` |")).count(), 1, "{code}");
        }
    }
}
