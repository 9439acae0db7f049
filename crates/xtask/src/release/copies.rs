//! Where the version stands: once for people, in the workspace's `Cargo.toml`, and as copies that others insist on.
//!
//! A new copy is one row here. Python's packages have none, since maturin reads it from Cargo's.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use super::version::Version;
use crate::lint::files;

/// A file, and what is in the lines that hold the version.
struct Copy {
    path: &'static str,
    marks: &'static [&'static str],
    place: Place,
}

/// Where the version stands, seen from a mark.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    SameLine,
    NextLine,
}

const SOURCE: &str = "Cargo.toml";

const COPIES: &[Copy] = &[
    Copy { path: SOURCE, marks: &["{ path = \""], place: Place::SameLine },
    Copy { path: "Cargo.lock", marks: OURS, place: Place::NextLine },
    Copy { path: "README.md", marks: &["An independent project: not made"], place: Place::SameLine },
    Copy {
        path: "bindings/c/include/tiktok_capi.h",
        marks: &["#define TIKTOK_CAPI_VERSION "],
        place: Place::SameLine,
    },
    Copy { path: "bindings/python/Cargo.toml", marks: &["{ path = \""], place: Place::SameLine },
    Copy {
        path: "examples/express-shop/package-lock.json",
        marks: &["\"name\": \"tiktok-capi\","],
        place: Place::NextLine,
    },
    Copy {
        path: "examples/woocommerce/tiktok-capi-orders/tiktok-capi-orders.php",
        marks: &[" * Version: "],
        place: Place::SameLine,
    },
    Copy { path: "node/package-lock.json", marks: &["\"name\": \"tiktok-capi\","], place: Place::NextLine },
    Copy { path: "node/package.json", marks: &["  \"version\": "], place: Place::SameLine },
    Copy { path: "tests/fuzz/Cargo.lock", marks: OURS, place: Place::NextLine },
];

/// The crates of this workspace in a lock file.
const OURS: &[&str] = &[
    "name = \"tiktok-capi\"",
    "name = \"tiktok-capi-atfork\"",
    "name = \"tiktok-capi-c\"",
    "name = \"tiktok-capi-cli\"",
    "name = \"tiktok-capi-core\"",
    "name = \"tiktok-capi-guard\"",
    "name = \"tiktok-capi-json\"",
    "name = \"tiktok-capi-node\"",
    "name = \"tiktok-capi-python\"",
    "name = \"tiktok-capi-sandbox\"",
    "name = \"tiktok-capi-table\"",
    "name = \"xtask\"",
];

/// The files of all copies.
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    COPIES.iter().map(|copy| copy.path)
}

/// The version of the workspace.
///
/// # Errors
/// When `Cargo.toml` has none.
pub(super) fn version(root: &Path) -> Result<Version> {
    let text = files::read(&root.join(SOURCE))?;
    let line = text.lines().find_map(|line| line.strip_prefix("version = \""));
    line.and_then(|line| line.split('"').next())
        .context("Cargo.toml has no version of the workspace")?
        .parse()
}

/// The places that have another version, or none where one is expected.
pub(super) fn wrong(root: &Path, version: &Version) -> Result<Vec<String>> {
    let version = version.to_string();
    let mut wrong = Vec::new();
    for copy in COPIES {
        let text = files::read(&root.join(copy.path))?;
        let lines = copy.lines(&text);
        if lines.is_empty() {
            wrong.push(format!("{}: no line has {:?}", copy.path, copy.marks));
        }
        let others = lines.iter().filter(|(_, line)| !holds(line, &version));
        wrong.extend(others.map(|(number, line)| format!("{}:{number}: not {version}: {line}", copy.path)));
    }
    Ok(wrong)
}

/// Writes the new version where the old one stands.
///
/// # Errors
/// When a copy is not of the old version: nothing is guessed.
pub(super) fn write(root: &Path, old: &Version, new: &Version) -> Result<()> {
    let wrong = wrong(root, old)?;
    ensure!(wrong.is_empty(), "not all copies are of {old}:\n{}", wrong.join("\n"));
    for copy in COPIES {
        let path = root.join(copy.path);
        let text = files::read(&path)?;
        files::write(&path, &copy.replaced(&text, &old.to_string(), &new.to_string()))?;
    }
    let source = root.join(SOURCE);
    let text = files::read(&source)?;
    files::write(
        &source,
        &text.replacen(&format!("\nversion = \"{old}\""), &format!("\nversion = \"{new}\""), 1),
    )
}

impl Copy {
    /// The lines that are to hold the version, by their numbers from 1.
    fn lines<'a>(&self, text: &'a str) -> Vec<(usize, &'a str)> {
        let marked = text.lines().zip(text.lines().skip(1).chain([""])).enumerate();
        let marked = marked.filter(|(_, (line, _))| self.marks.iter().any(|mark| line.contains(mark)));
        let found = marked.map(|(index, (line, next))| match self.place {
            Place::SameLine => (index + 1, line),
            Place::NextLine => (index + 2, next),
        });
        found.collect()
    }

    fn replaced(&self, text: &str, old: &str, new: &str) -> String {
        let places: Vec<_> = self.lines(text).into_iter().map(|(number, _)| number).collect();
        let lines = text.split_inclusive('\n').zip(1..);
        let written =
            lines.map(
                |(line, number)| {
                    if places.contains(&number) { line.replace(old, new) } else { line.to_owned() }
                },
            );
        written.collect()
    }
}

/// Whether a line has the version, and not as a part of a longer one.
pub(super) fn holds(line: &str, version: &str) -> bool {
    let is_apart =
        |text: &str, at: fn(&str) -> Option<char>| at(text).is_none_or(|sign| !sign.is_ascii_digit());
    line.match_indices(version).any(|(at, _)| {
        let (before, rest) = line.split_at(at);
        let after = rest.strip_prefix(version).unwrap_or_default();
        is_apart(before, |text| text.chars().next_back())
            && is_apart(after, |text| text.chars().next())
            && !after.starts_with("-rc.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_version_is_another() {
        assert!(holds("version = \"1.2.3\"", "1.2.3") && holds("Version 1.2.3. An", "1.2.3"));
        assert!(!holds("version = \"1.2.34\"", "1.2.3") && !holds("version = \"11.2.3\"", "1.2.3"));
        assert!(!holds("version = \"1.2.3-rc.1\"", "1.2.3"));
    }
}
