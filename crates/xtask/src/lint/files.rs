//! The files that the checks look at.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folders below `folder` that hold a package of Rust, also those that lie in another's folder.
pub(super) fn packages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    if folder.join("Cargo.toml").is_file() {
        packages.push(folder.to_path_buf());
    }
    for path in entries(folder)? {
        if path.is_dir() && !path.ends_with("src") && !path.ends_with("target") {
            packages.extend(self::packages(&path)?);
        }
    }
    Ok(packages)
}

/// The files below a folder whose names end so, in order.
pub(super) fn below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            files.extend(below(&path, ending)?);
        } else if has_ending(&path, ending) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The same without the folders in it.
pub(super) fn within(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let paths = entries(folder)?.into_iter();
    Ok(paths.filter(|path| path.is_file() && has_ending(path, ending)).collect())
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own == ending)
}

/// What a folder holds, in order; nothing when there is no such folder.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = read.with_context(|| format!("cannot list {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

/// A file's text.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file's text.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The path as people of this repository write it.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// A made-up tree for the test of that name: paths and texts.
#[cfg(test)]
pub(crate) fn made_up(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = std::env::temp_dir().join(format!("xtask-{test}-{}", std::process::id()));
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}
