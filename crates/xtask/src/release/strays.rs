//! Copies of the version that `copies.rs` does not know: nobody would write them anew.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::version::Version;
use crate::lint::files;

/// Where people and package managers read.
const FOLDERS: &[&str] = &["bindings", "crates", "docs", "examples", "node", "php", "python"];

/// What is brought along or built, not written.
const BROUGHT: &[&str] = &["node_modules", "target", "vendor"];

/// Endings of manifests, pages and headers.
const ENDINGS: &[&str] = &["h", "json", "md", "mjs", "php", "toml"];

/// The lines that have the version and stand in none of those files.
pub(super) fn found(root: &Path, version: &Version, known: &[&str]) -> Result<Vec<String>> {
    let version = version.to_string();
    let mut found = Vec::new();
    for path in files(root)? {
        let shown = files::shown(root, &path);
        if known.contains(&&*shown) {
            continue;
        }
        let text = files::read(&path)?;
        let lines = text.lines().zip(1..).filter(|(line, _)| is_copy(line, &version));
        found.extend(lines.map(|(_, number)| {
            format!("{shown}:{number}: a copy that crates/xtask/src/release/copies.rs does not know")
        }));
    }
    Ok(found)
}

/// Other projects have versions that look alike.
fn is_copy(line: &str, version: &str) -> bool {
    let says_whose = ["tiktok", "TikTok", "TIKTOK", "version"].iter().any(|word| line.contains(word));
    says_whose && super::copies::holds(line, version)
}

fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        files.extend(below(&root.join(folder))?);
    }
    Ok(files)
}

fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in files::entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_hidden = name.starts_with('.') || BROUGHT.contains(&&*name) || name.ends_with("-lock.json");
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        if is_hidden || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            files.extend(below(&path)?);
        } else if ENDINGS.contains(&&*ending) {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_nobody_knows_is_named() {
        let root = files::made_up(
            "release-strays",
            &[
                ("docs/node.md", "`npm install tiktok-capi-1.2.3.tgz`\n"),
                ("node/package.json", "{ \"version\": \"1.2.3\" }\n"),
                ("node/node_modules/other/package.json", "{ \"version\": \"1.2.3\" }\n"),
                ("python/pyproject.toml", "django = \"1.2.3\"\ntiktok = \"1.2.30\"\n"),
            ],
        );
        let told = found(&root, &"1.2.3".parse().unwrap(), &["node/package.json"]).unwrap();
        assert_eq!(told.len(), 1);
        assert!(told.concat().starts_with("docs/node.md:1: "), "{told:?}");
        std::fs::remove_dir_all(root).unwrap();
    }
}
