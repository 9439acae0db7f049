//! `CHANGELOG.md`: what is unreleased gets its version and its day.

use std::path::Path;

use anyhow::{Result, ensure};

use super::version::Version;
use crate::lint::files;

pub(super) const PATH: &str = "CHANGELOG.md";

const UNRELEASED: &str = "## [Unreleased]\n";

pub(super) fn read(root: &Path) -> Result<String> {
    files::read(&root.join(PATH))
}

/// The text with the version and the day above what was unreleased.
///
/// # Errors
/// When nothing is unreleased.
pub(super) fn released(text: &str, version: &Version, day: &str) -> Result<String> {
    ensure!(text.contains(UNRELEASED), "{PATH} has no section [Unreleased]: what changed?");
    Ok(text.replacen(UNRELEASED, &format!("## [{version}] - {day}\n"), 1))
}

/// What is not as it should be for a release of that version.
pub(super) fn wrong(text: &str, version: &Version) -> Vec<String> {
    let mut wrong = Vec::new();
    let start = format!("## [{version}] - ");
    if !text.lines().any(|line| line.strip_prefix(&start).is_some_and(is_day)) {
        wrong.push(format!("{PATH} has no section `{start}2026-12-01`, with its day"));
    }
    if text.contains("[Unreleased]") {
        wrong.push(format!("{PATH} still has a section [Unreleased]"));
    }
    wrong
}

fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_without_a_day_is_none() {
        let version = "1.2.3".parse().unwrap();
        for bad in
            ["## [1.2.3]\n", "## [1.2.3] - soon\n", "## [1.2.3] - 2026-13-01\n", "## [1.2.4] - 2026-12-01\n"]
        {
            assert_eq!(wrong(bad, &version).len(), 1, "{bad}");
        }
        assert!(wrong("## [1.2.3] - 2026-12-01\n", &version).is_empty());
        assert_eq!(wrong("## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n", &version).len(), 1);
    }
}
