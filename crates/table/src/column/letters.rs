//! Letters for the parts of a date, as spreadsheets have them: `dd.mm.yyyy hh:mm`.

/// The pattern of `strftime` that they mean. Nothing where another letter is among them.
pub(super) fn pattern(letters: &str) -> Option<String> {
    let mut pattern = String::new();
    let is_half = letters.to_ascii_lowercase().contains("am/pm") || letters.contains('t');
    let mut is_time = false;
    for run in runs(&letters.replace("AM/PM", "tt").replace("am/pm", "tt")) {
        let lower = run.to_ascii_lowercase();
        let part = match lower.as_str() {
            "yyyy" => "%Y",
            "yy" => "%y",
            "mmmm" => "%B",
            "mmm" => "%b",
            // Minutes stand behind hours.
            "mm" | "m" if is_time => "%M",
            "mm" | "m" => "%m",
            "dddd" => "%A",
            "ddd" => "%a",
            "dd" | "d" => "%d",
            "hh" | "h" if is_half => "%I",
            "hh" | "h" => "%H",
            "ss" | "s" => "%S",
            "tt" => "%p",
            other if other.contains(|c: char| c.is_alphanumeric()) => return None,
            _ => run,
        };
        is_time = is_time || part == "%H" || part == "%I";
        pattern.push_str(part);
    }
    Some(pattern)
}

/// Stretches of the same letter, and what stands between them.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same =
            |c: char| if first.is_alphabetic() { c.eq_ignore_ascii_case(&first) } else { !c.is_alphabetic() };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        runs.push(run);
        rest = behind;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn letters_become_a_pattern() {
        for (letters, expected) in [
            ("dd.mm.yyyy hh:mm", "%d.%m.%Y %H:%M"),
            ("DD/MM/YYYY HH:MM:SS", "%d/%m/%Y %H:%M:%S"),
            ("m/d/yy h:mm AM/PM", "%m/%d/%y %I:%M %p"),
            ("d mmm yyyy", "%d %b %Y"),
            ("yyyy-mm-dd", "%Y-%m-%d"),
        ] {
            assert_eq!(pattern(letters).as_deref(), Some(expected));
        }
        assert_eq!(pattern("day.month"), None);
        assert_eq!(pattern("ddmmyyyyx"), None);
    }
}
